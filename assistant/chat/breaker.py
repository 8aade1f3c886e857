"""A circuit breaker: after several failures in a row nobody waits for the model until it has had time to recover."""

from collections.abc import Callable
from threading import Lock
from time import monotonic


class Breaker:
    """Closed until `failures` in a row; then open for `seconds`; then one call tries, and decides for all.

    Safe to use from many threads. `now` tells seconds on a clock that never goes back.
    """

    def __init__(self, failures: int = 3, seconds: float = 30.0, now: Callable[[], float] = monotonic) -> None:
        self._limit, self._seconds, self._now = failures, seconds, now
        self._lock = Lock()
        self._failed = 0
        self._opened: float | None = None

    def allows(self) -> bool:
        """Whether a call may be made now. Past the rest, the first to ask is let through, the others wait for it."""
        with self._lock:
            if self._opened is None:
                return True
            if self._now() - self._opened < self._seconds:
                return False
            self._opened = self._now()
            return True

    def succeeded(self) -> None:
        """A call went well: everyone may call again."""
        with self._lock:
            self._failed, self._opened = 0, None

    def failed(self) -> None:
        """A call failed for a reason that lies with the model or the way to it."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._limit:
                self._opened = self._now()

    @property
    def open(self) -> bool:
        """Whether calls are being held back."""
        with self._lock:
            return self._opened is not None and self._now() - self._opened < self._seconds
