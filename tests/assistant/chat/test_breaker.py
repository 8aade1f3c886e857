"""The circuit breaker holds calls back after failures in a row, and lets one try again."""

from assistant.chat.breaker import Breaker


class Clock:
    """Seconds that a test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_it_opens_after_failures_in_a_row() -> None:
    """A success between them starts the count anew."""
    breaker = Breaker(failures=2)
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert (breaker.allows(), breaker.open) == (False, True)


def test_after_a_rest_one_call_decides_for_all() -> None:
    """The first is let through, the others wait for what becomes of it."""
    clock = Clock()
    breaker = Breaker(failures=1, seconds=30, now=clock)
    breaker.failed()
    clock.seconds = 31
    assert [breaker.allows(), breaker.allows()] == [True, False]
    breaker.succeeded()
    assert breaker.allows()


def test_a_trial_that_fails_means_another_rest() -> None:
    """Counted from the trial on."""
    clock = Clock()
    breaker = Breaker(failures=1, seconds=30, now=clock)
    breaker.failed()
    clock.seconds = 31
    assert breaker.allows()
    breaker.failed()
    clock.seconds = 60
    assert not breaker.allows()
