"""Modal words of a sentence beside those that the same words stand under in the cited text."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.claims.alignment import fit
from assistant.claims.pairs import pairs_in
from assistant.claims.statements import Mark, Statement, opens_list
from assistant.claims.verdicts import Failure

_ENOUGH = 0.85
"""Share of the best fit from which a modal word's own place counts as fitting too."""
_BEFORE = 0.5
"""What all the words on both sides of a modal word count for, beside those that it governs."""
_REACH = 40
"""Characters on either side of a modal word that are looked at; titles count nothing."""
_VERB = 3
"""Characters behind 可以 in which its verb begins."""
_NEXT = 6
"""Characters behind a modal word in which stands what it governs first."""
_NATIVE = 2
"""Characters behind a modal word that tell it from every other one."""
_STRANGE, _CLEARLY = 2.0, 1.0
"""How well words must fit that stand under no such modal word, and by how much better than those that do."""
_TOWARDS = frozenset("就对向根按依")
"""Signs that put what something is done to, or by, before the verb."""
_WHEN = re.compile("(?:在|自|于|从)[^，。；]*?(?:日|月|年|小?时)?(?:之?内|之?前|之?后|期间|时候?)")
"""When something may be done, between 可以 and its verb."""
_IMPOSED = re.compile("(?:处以?|处违法经营额|罚款?)$")
_SHOWN = 6
"""Characters behind a modal word that a failure shows."""
_PART = re.compile("[，。；：！？]")
_SENTENCE = re.compile("[。；：！？]")
_ENDS, _TITLE = re.compile("[。；]"), re.compile("《[^《》]*》")

Scope = tuple[frozenset[str], frozenset[str]]
"""The pairs of characters before a modal word, and those behind it."""


def modal_failures(said: Statement, there: Sequence[Statement]) -> Iterator[Failure]:
    """Each modal word governs what a modal word of its class governs in the cited text."""
    scopes = [
        (mark, scope) for one in there for mark, scope in zip(one.modals, _scopes(one.text, one.modals), strict=True)
    ]
    for mark, (before, behind) in zip(said.modals, _scopes(said.text, said.modals), strict=True):
        rated = [(_overlap(before, behind, scope), other) for other, scope in scopes]
        best = max((rating for rating, _ in rated), default=0.0)
        own = max((rating for rating, other in rated if other.name == mark.name), default=0.0)
        fits = bool(own) and (own >= best * _ENOUGH or _native(said, mark, there))
        if not fits or _foreign(said, mark, there):
            found = max(rated, key=lambda pair: pair[0])[1].word if best else ""
            yield Failure("modal", said.text[mark.start : mark.end + _SHOWN], found)


def _native(said: Statement, mark: Mark, there: Sequence[Statement]) -> bool:
    """Whether in the cited text the words right behind a modal word stand behind such a word only."""
    behind = said.text[mark.end : mark.end + _NATIVE]
    names = {other.name for one in there for other in one.modals if one.text.startswith(behind, other.end)}
    return len(behind) == _NATIVE and names == {mark.name}


def _foreign(said: Statement, mark: Mark, there: Sequence[Statement]) -> bool:
    """Whether what follows a modal word stands in the cited text in other sentences than those with such a word."""
    target = next(iter(pairs_in(said.text, mark.end, mark.end + _NEXT)), None)
    if target is None or said.text[mark.end : mark.end + 1] in _TOWARDS:
        return False
    free, governed = -1.0, -1.0
    for one in there:
        for place in one.pairs.get(target[1], ()):
            rating = fit((said.text, target[0], target[0] + 2), (one.text, place, place + 2))
            if under(one.text, one.modals, place, mark.name):
                governed = max(governed, rating)
            else:
                free = max(free, rating)
    return free > _STRANGE and free > governed + _CLEARLY


def under(text: str, modals: Sequence[Mark], place: int, name: str) -> bool:
    """Whether a modal word of a class stands before a place in its sentence, or behind it up to the next comma."""
    ends = _PART.search(text, place)
    last = ends.start() if ends else len(text)
    first = max((match.end() for match in _SENTENCE.finditer(text, 0, place)), default=0)
    own = [mark for mark in modals if mark.name == name and mark.start < last]
    return any(first <= mark.start or (opens_list(text, mark) or last) <= place for mark in own)


def discretion_failures(said: Statement, there: Sequence[Statement]) -> Iterator[Failure]:
    """What may be done in the cited text is not simply done in the sentence."""
    for one in there:
        for mark in one.modals:
            verb = _verb(one.text, mark.end)
            target = next(iter(pairs_in(one.text, verb, verb + _VERB)), None) if mark.name == "may" else None
            if target and any(_plain(said, place, target[1], there) for place in said.pairs.get(target[1], ())):
                yield Failure(
                    "modal", said.text[said.pairs[target[1]][0] :][:_SHOWN], one.text[mark.start : mark.end + 4]
                )


def unbound_amounts(said: Statement, there: Sequence[Statement]) -> Iterator[Failure]:
    """The amounts that may be imposed in the cited text, and simply are in the sentence: 处五万元 for 可以处五万元."""
    for value in said.quantities:
        places = [(one, other) for one in there for other in one.quantities if other.value == value.value]
        imposed = _IMPOSED.search(said.text, 0, value.start)  # 最多罚五万元, 罚款在五万元以下 leave it open
        if value.kind != "amount" or not places or not imposed or _modals_before(said, value.start, _SENTENCE):
            continue
        if all("may" in _modals_before(one, other.start, _PART) for one, other in places):
            yield Failure("modal", said.text[max(0, value.start - 2) : value.end], "可以")


def _modals_before(one: Statement, place: int, ends: re.Pattern[str]) -> set[str]:
    """The classes of the modal words before a place, up to the last sign that ends something."""
    return {mark.name for mark in one.modals if mark.end <= place and not ends.search(one.text, mark.end, place)}


def _plain(said: Statement, place: int, pair: str, there: Sequence[Statement]) -> bool:
    """Whether words stand under no modal word, and under 可以 where the cited text fits them best."""
    if any(mark.end <= place and not _PART.search(said.text, mark.end, place) for mark in said.modals):
        return False
    rated = [
        (fit((said.text, place, place + 2), (one.text, other, other + 2)), _may(one, other))
        for one in there
        for other in one.pairs.get(pair, ())
    ]
    may = max((rating for rating, is_may in rated if is_may), default=-1.0)
    return may > max((rating for rating, is_may in rated if not is_may), default=-1.0)


def _may(one: Statement, place: int) -> bool:
    return any(mark.name == "may" and 0 <= place - _verb(one.text, mark.end) < _VERB for mark in one.modals)


def _verb(text: str, place: int) -> int:
    """Where the verb of a modal word begins, behind when it is to be done."""
    when = _WHEN.match(text, place)
    return when.end() if when else place


@lru_cache(maxsize=8192)
def _scopes(text: str, marks: tuple[Mark, ...]) -> tuple[Scope, ...]:
    """The pairs in front of each modal word, and those that it governs: up to the next one in its sentence."""
    scopes = []
    for number, mark in enumerate(marks):
        first = marks[number - 1].end if number else 0
        last = marks[number + 1].start if number + 1 < len(marks) else len(text)
        before = _ENDS.split(_TITLE.sub("", text[first : mark.start]))[-1]
        behind = _ENDS.split(_TITLE.sub("", text[mark.end : last]), maxsplit=1)[0]
        scopes.append((_pairs(before[-_REACH:]), _pairs(behind[:_REACH])))
    return tuple(scopes)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(pair for _, pair in pairs_in(text))


def _overlap(before: frozenset[str], behind: frozenset[str], scope: Scope) -> float:
    """Shares of the pairs that stand in the other scope too."""
    held = len(behind & scope[1]) / len(behind) if behind else 0.0
    own, there = before | behind, scope[0] | scope[1]
    return held + (_BEFORE * len(own & there) / len(own) if own else 0.0)
