"""A model puts back what a follow-up leaves out, or cuts a comparison up; taken only where it adds nothing of its own.

What it writes is searched, never shown: hard facts and nearly all pairs of characters must be those of the questions.
"""

import json
import re
from collections.abc import Generator, Sequence
from time import monotonic
from typing import Final

from assistant.chat.calls import Call, Calls, Said
from assistant.chat.reading import RESTART
from assistant.chat.spending import FREE, Prices, usage_of
from assistant.facts import FactKind, facts, plain
from assistant.messages import Usage, Waiting
from prompts.chat_prompts import load_prompt

SECONDS: Final = 4.0
"""A search waits no longer for better words."""
_LONGEST: Final = 200
_PARTS: Final = 4
_OWN: Final = 0.2
"""Share of pairs of characters that may be new: 的, 和, 是否 between words that were said."""
_TURNS: Final = 6
_KEPT: Final = frozenset[FactKind]({"date", "amount", "article", "document number", "title", "contact"})
_LABEL: Final = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.、)）]|(?:改写后的)?问题[:：])\s*")


def condensed(
    question: str, before: Sequence[str], calls: Calls, seconds: float = SECONDS, prices: Prices = FREE
) -> Generator[Waiting | Usage, None, str | None]:
    """The question so that it stands alone; None where the model fails, or says what nobody has said."""
    values = {
        "history": "\n".join(json.dumps(turn, ensure_ascii=False) for turn in before[-_TURNS:]),
        "question": json.dumps(question, ensure_ascii=False),
    }
    lines = yield from _lines(load_prompt("condense").render(values), calls, seconds, prices)
    fitting = [line for line in lines[:1] if adds_nothing(line, (question, *before)) and _keeps(line, question)]
    return fitting[0] if fitting else None


def decomposed(
    question: str, calls: Calls, seconds: float = SECONDS, prices: Prices = FREE
) -> Generator[Waiting | Usage, None, tuple[str, ...]]:
    """The parts of a comparison as questions of their own; none where the model fails or makes something up."""
    prompt = load_prompt("decompose").render({"question": json.dumps(question, ensure_ascii=False)})
    lines = yield from _lines(prompt, calls, seconds, prices)
    parts = tuple(dict.fromkeys(lines))
    return parts if 1 < len(parts) <= _PARTS and all(adds_nothing(part, (question,)) for part in parts) else ()


def adds_nothing(text: str, said: Sequence[str]) -> bool:
    """Whether a text says only what was said: no fact of its own, hardly a pair of characters."""
    whole, text = plain("".join(said)), plain(text)
    known = {fact for one in said for fact in facts(one)}
    pairs = [text[n : n + 2] for n in range(len(text) - 1) if text[n : n + 2].isalnum()]
    new = sum(pair not in whole for pair in pairs)
    return 0 < len(text) <= _LONGEST and set(facts(text)) <= known and new <= _OWN * len(pairs) + 1


def _keeps(text: str, question: str) -> bool:
    """Whether every date, amount, article and document of the question is still there (哪一天 is no day)."""
    return {fact for fact in facts(question) if fact.kind in _KEPT} <= set(facts(text))


def _lines(prompt: str, calls: Calls, seconds: float, prices: Prices) -> Generator[Waiting | Usage, None, list[str]]:
    """The lines of a reply without their labels; none where the call fails."""
    call = calls.start(prompt, monotonic() + seconds)
    try:
        text, end = yield from _text(call)
    finally:
        call.cancel()
    if usage := usage_of(prompt, (text,), end, prices):
        yield usage
    return [line for raw in text.splitlines() if not end.fault and (line := _LABEL.sub("", raw).strip().strip('“”"'))]


def _text(call: Call) -> Generator[Waiting, None, tuple[str, Said]]:
    """All that a call says, and how it ended."""
    said: list[str] = []
    while True:
        future = call.more()
        if not future.done():
            yield Waiting(future)
        future.result()
        taken = call.taken()
        for raw in taken.sentences:
            said = [] if raw == RESTART else [*said, raw]
        if taken.ended:
            return "".join([*said, taken.rest]), taken
