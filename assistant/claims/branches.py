"""What follows from what: a consequence stands under its own condition, not under that of another branch or clause.

没有违法经营额的，可以处违法经营额五倍以下的罚款 has no word that the clause has not, yet the clause says it of another
case. Each part between commas is laid beside the part of the cited text that it repeats; where that is not plain,
nothing is said of it here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.claims.pairs import pairs_in
from assistant.claims.statements import Statement
from assistant.claims.verdicts import Failure

_PART: Final = re.compile("[^，。；：！？]+[，。；：！？]?")
_HIDDEN_COMMA: Final = re.compile(
    "(?<=[^，。；：]{4}的)(?=可以|应当|不得|应(?!当)|由|处(?!理)|并处|责令|给予|不予|视为|依照|按照)"
)
"""没有违法经营额的可以处…: a condition that runs on into what follows from it."""
_CONDITION: Final = re.compile("(?:的|的话|时|情况下|情形下)$|^(?:如果|倘若|若|对于?(?!.*进行))")
_REFERS_BACK: Final = re.compile("前[0-9两三]?[款项条]|上述|本款|前述|第\\d+款|第（?\\d+）?项")
_LIST: Final = re.compile("下列|以下|如下")
_PLAIN, _AS_WELL = 0.6, 0.05
"""Share of a part's pairs from which it repeats a part of the text, and how much less another one may hold."""
_FEWEST: Final = 4
"""Pairs of characters that a part must have to be laid beside another."""
_MOSTLY: Final = 0.5
"""Share of a part's pairs that are those of a condition where it is that case."""
_COMMON: Final = 6
"""Pairs up to which a part may stand in many places, so that all that are near count: 应当书面说明."""
_PARALLEL: Final = 0.3
"""Share of a condition's pairs that another one has where the two part the cases between them."""
_DENIES: Final = re.compile("[不未没无非]")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_SHOWN: Final = 24


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two commas, in a sentence of a text; `conditions` are the parts that it stands under."""

    text: str
    pairs: frozenset[str]
    numbers: frozenset[str]
    place: int
    sentence: int
    conditions: tuple["Part", ...] = ()
    lead: frozenset[str] = frozenset()
    """The pairs of what the sentence says before its first condition, which goes with it."""
    opens_list: bool = False

    @property
    def is_condition(self) -> bool:
        """Whether something follows from it."""
        return bool(_CONDITION.search(self.text))


def branch_failures(said: Statement, there: Sequence[Statement]) -> Iterator[Failure]:
    """The parts of a sentence that stand under a condition which in the cited text leads to something else."""
    texts = [parts_of(one.text) for one in there]
    for part in parts_of(said.text):
        nearest = part.conditions[-1] if part.conditions else None
        if part.is_condition or nearest is None or len(part.pairs) < _FEWEST:
            continue
        for parts in _best_of(nearest, texts):
            own = _repeated(part, parts, common=_COMMON)
            if own and not _fits(part, own, parts):
                yield Failure("binding", f"{nearest.text}，{part.text}"[-_SHOWN:], _due(own[0]))
                break


@lru_cache(maxsize=1024)
def parts_of(text: str) -> tuple[Part, ...]:
    """The parts of a spelt text, each with the conditions before it in its sentence."""
    found: list[Part] = []
    sentence, open_, closed = 0, list[Part](), False
    for match in _PART.finditer(_HIDDEN_COMMA.sub("，", text)):
        words, sign = match[0].rstrip("，。；：！？"), match[0][-1]
        pairs = frozenset(pair for _, pair in pairs_in(words))
        numbers = frozenset(_NUMBER.findall(words))
        opens = sign == "：" and bool(_LIST.search(words))
        under = () if closed and _CONDITION.search(words) else tuple(open_)
        lead = frozenset[str]().union(*(one.pairs for one in found if one.sentence == sentence))
        part = Part(words, pairs, numbers, len(found), sentence, under, frozenset() if under else lead, opens)
        if part.is_condition:
            open_ = [*under, part]
        closed = not part.is_condition
        found.append(part)
        if sign in "。；：！？":
            sentence, open_, closed = sentence + 1, [], False
    return tuple(found)


def _best_of(part: Part, texts: Sequence[tuple[Part, ...]]) -> Iterator[tuple[Part, ...]]:
    """The texts that hold a part best: where it is said in passing only, nothing follows from it."""
    held = [max((share for share, _ in _rated(part, _cases(part, parts))), default=0.0) for parts in texts]
    best = max(held, default=0.0)
    return (parts for parts, share in zip(texts, held, strict=True) if share >= max(best - _AS_WELL, _PLAIN))


def _repeated(part: Part, parts: Sequence[Part], *, common: int = 0) -> list[Part]:
    """The parts of a text that a part of a sentence plainly repeats; of a short one all that are near count."""
    rated = _rated(part, parts)
    best = max((share for share, _ in rated), default=0.0)
    least = _PLAIN if len(part.pairs) <= common else best - _AS_WELL
    return [one for share, one in rated if share >= least] if best >= _PLAIN else []


def _cases(condition: Part, parts: Sequence[Part]) -> list[Part]:
    """The parts of a text that may be a case: conditions, and what says little else than one."""
    return [one for one in parts if one.is_condition or len(one.pairs & condition.pairs) >= _MOSTLY * len(one.pairs)]


def _rated(part: Part, parts: Sequence[Part]) -> list[tuple[float, Part]]:
    """Each part of a text with the share of a part's pairs that it holds, where it has the numbers too."""
    if len(part.pairs) < _FEWEST:
        return []
    return [(len(part.pairs & one.pairs) / len(part.pairs), one) for one in parts if part.numbers <= one.numbers]


def _fits(part: Part, own: Sequence[Part], parts: Sequence[Part]) -> bool:
    """Whether what follows may follow from the nearest condition, or the sentence names its own condition too."""
    named = [_repeated(condition, _cases(condition, parts)) for condition in part.conditions]
    if any(_may_lead(condition, one) for one in own for condition in named[-1]):
        return True
    dues = [one.conditions[-1] for one in own if one.conditions]
    if any(_same_words(part.conditions[-1], due) for due in dues):
        return True
    return any(_has(conditions, due) for due in dues for conditions in named[:-1])


def _same_words(mine: Part, due: Part) -> bool:
    """Whether a condition is the one that is due, in other words: as many numbers, denied or not alike."""
    alike = mine.numbers == due.numbers and bool(_DENIES.search(mine.text)) == bool(_DENIES.search(due.text))
    return alike and len(mine.pairs & (due.pairs | due.lead)) >= _PLAIN * len(mine.pairs)


def _may_lead(condition: Part, one: Part) -> bool:
    """Whether a part of the text may stand under a condition, by where the two stand in it."""
    if not one.conditions or condition.place == one.place or _has(one.conditions, condition):
        return True
    if condition.place > one.place:
        return one.opens_list or any(_LIST.search(its.text) for its in one.conditions)
    if any(_REFERS_BACK.search(its.text) for its in one.conditions):
        return True
    own = one.conditions[-1]
    return condition.sentence in {0, one.sentence} and not _parallel(condition, own)


def _has(parts: Sequence[Part], wanted: Part) -> bool:
    return any(part.place == wanted.place for part in parts)


def _parallel(condition: Part, other: Part) -> bool:
    """Whether two conditions part the cases between them: 五万元以上的 and 不足五万元的."""
    return len(condition.pairs & other.pairs) >= _PARALLEL * min(len(condition.pairs), len(other.pairs) or 1)


def _due(one: Part) -> str:
    return "，".join((*(condition.text for condition in one.conditions), one.text))[-2 * _SHOWN :]
