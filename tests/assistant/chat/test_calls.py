"""Calls are held to their limits, give their connection back when left, and rest after failures."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from assistant.chat.breaker import Breaker
from assistant.chat.calls import Call, Calls, Limits, Said
from assistant.chat.making import make
from eval.bench.model_server import Pause, Reply, Script, Served, model_server
from tests.assistant.chat.writing import settings_for


@contextmanager
def calls(
    script: Script, limits: Limits | None = None, breaker: Breaker | None = None
) -> Iterator[tuple[Calls, Served]]:
    """Calls to a scripted model."""
    with model_server(script) as served:
        made = Calls(make(settings_for(served.url)), limits, breaker)
        try:
            yield made, served
        finally:
            made.close()


def end_of(call: Call) -> tuple[list[str], Said]:
    """All sentences of a call and its end."""
    sentences: list[str] = []
    while True:
        call.more().result(10)
        said = call.taken()
        sentences += said.sentences
        if said.ended:
            return sentences, said


def fault_of(call: Call) -> str:
    """Why a call ended early."""
    fault = end_of(call)[1].fault
    return fault.code if fault else ""


def until(condition: object) -> bool:
    """Waits for something that another thread does."""
    end = monotonic() + 5
    while monotonic() < end and not condition():  # type: ignore[operator]
        time.sleep(0.01)
    return bool(condition())  # type: ignore[operator]


def test_sentences_come_while_the_reply_goes_on() -> None:
    """The first is there before the last is written."""
    with calls(lambda _b, _n: Reply(("一句。二句。", Pause(0.4), "三句。"))) as (made, _):
        call = made.start("问", monotonic() + 5)
        call.more().result(5)
        assert call.taken() == Said(("\n一句。",))
        assert end_of(call)[0] == ["二句。"]


def test_tokens_are_told_where_the_server_counts() -> None:
    """What was read and written."""
    with calls(lambda _b, _n: Reply(("一句。",), usage=(120, 7))) as (made, _):
        assert end_of(made.start("问", monotonic() + 5))[1].tokens == (120, 7)


def test_a_left_call_closes_its_connection() -> None:
    """Nobody pays for words that nobody reads."""
    with calls(lambda _b, _n: Reply(("一句。二句。", Pause(30)))) as (made, served):
        call = made.start("问", monotonic() + 60)
        call.more().result(5)
        call.cancel()
        assert until(lambda: served.closed_early == 1)
        assert served.open == 0


def test_closing_ends_all_calls() -> None:
    """Whoever waits is told."""
    with calls(lambda _b, _n: Reply((Pause(30),)), Limits(first=60)) as (made, served):
        call = made.start("问", monotonic() + 60)
        assert until(lambda: served.open == 1)
        made.close()
        assert fault_of(call) == "closed"
        assert fault_of(made.start("问", monotonic() + 60)) == "closed"


def test_beyond_their_number_calls_are_not_made() -> None:
    """The next question does not queue up behind slow ones."""
    with calls(lambda _b, _n: Reply((Pause(30),)), Limits(first=60, calls=1)) as (made, served):
        made.start("问", monotonic() + 60)
        assert until(lambda: served.open == 1)
        assert fault_of(made.start("问", monotonic() + 60)) == "busy"


def test_after_failures_in_a_row_the_model_is_left_alone() -> None:
    """The second question finds the breaker open, and the server is not asked."""
    with calls(lambda _b, _n: Reply(status=401, error="bad key"), breaker=Breaker(failures=1)) as (made, served):
        assert fault_of(made.start("问", monotonic() + 5)) == "key"
        asked = len(served.asked)
        assert fault_of(made.start("问", monotonic() + 5)) == "resting"
        assert len(served.asked) == asked


def test_a_poor_reply_is_no_failure_of_the_way() -> None:
    """An empty reply does not keep others from asking."""
    with calls(lambda _b, _n: Reply(()), breaker=Breaker(failures=1)) as (made, _):
        assert [fault_of(made.start("问", monotonic() + 5)) for _ in range(2)] == ["empty", "empty"]


def test_the_second_reply_of_a_template_shows_no_thinking() -> None:
    """Once a closing tag came that nothing had opened, the next reply begins within the thinking."""
    with calls(lambda _b, _n: "想。再想。</think>答。好。") as (made, _):
        first, _ = end_of(made.start("问", monotonic() + 5))
        second, _ = end_of(made.start("问", monotonic() + 5))
    assert ("\n想。" in first, second) == (True, ["\n答。"])


def test_the_key_is_not_repeated() -> None:
    """Some servers put it into their errors."""
    with model_server(lambda _b, _n: Reply(status=400, error="key-of-the-script is odd")) as served:
        made = Calls(make(settings_for(served.url)), secret="key-of-the-script")
        fault = end_of(made.start("问", monotonic() + 5))[1].fault
        made.close()
    assert fault
    assert "key-of-the-script" not in fault.words


def test_both_names_of_the_limit_are_sent() -> None:
    """Local servers know the older one only, and would write until their context is full."""
    with calls(lambda _b, _n: "好。") as (made, served):
        end_of(made.start("问", monotonic() + 5))
    assert served.asked[0]["max_tokens"] == served.asked[0]["max_completion_tokens"] == 1200
