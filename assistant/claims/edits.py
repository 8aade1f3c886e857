"""Single words put into what is otherwise the clause's own wording, or taken out of it: 应当, 可以, 不得, 不, 未.

A paraphrase is compared by what its words stand beside; here the wording is the clause's, so that one word tells. What
is read are the texts without their signs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.claims.modality import under
from assistant.claims.statements import Mark, Statement
from assistant.claims.verdicts import Failure
from assistant.claims.words import claim_words

_SIGNS = re.compile(r"[，。；：！？、“”‘’（）()《》〈〉\s]")
_PART = re.compile("[，。；：！？]")
_SEED, _BEHIND, _BEFORE, _BOTH = 3, 2, 2, 6
"""Characters behind a word by which its place is found, and those that must be the same behind, before and in all."""
_MOST = 30
"""Characters on either side that are compared."""
_SHOWN = 4
_LISTED = re.compile("(?:、|或者|和|以及|及)$")

Class = Literal["must", "must_not", "may", "not"]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text without signs; `places` says where each character stands in the whole one."""

    whole: str
    text: str
    places: tuple[int, ...]
    modals: tuple[Mark, ...]
    """At their places in the whole text."""
    marks: tuple[Mark, ...]
    """Modal words and denials, at their places in `text`."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How many characters before and behind one place are those before and behind another."""

    before: int
    behind: int
    begins: bool
    """Whether both places begin a part of a sentence."""

    @property
    def both(self) -> int:
        """All of them."""
        return self.before + self.behind

    @property
    def tells(self) -> bool:
        """Whether they are enough for one wording."""
        beside = self.behind >= _BEHIND and (self.before >= _BEFORE or self.begins)
        return beside and self.both >= _BOTH


_NONE = Likeness(0, 0, begins=False)


def edit_failures(said: Statement, there: Sequence[Statement]) -> Iterator[Failure]:
    """The words that were put in, and those that were taken out."""
    mine, texts = _of(said), [_of(one) for one in there]
    for mark in mine.marks:
        if _put_in(mine, mark, texts):
            kind: Literal["modal", "negation"] = "negation" if mark.name == "not" else "modal"
            yield Failure(kind, mine.text[mark.start : mark.end + _SHOWN])
    for one in texts:
        for mark in one.marks:
            if mark.name in {"may", "not"} and (place := _taken_out(mine, one, mark, texts)) is not None:
                kind = "negation" if mark.name == "not" else "modal"
                yield Failure(kind, mine.text[place:][:_SHOWN], one.text[mark.start : mark.end + _SHOWN])


def _of(one: Statement) -> Wording:
    return _wording(one.text, one.modals, one.denials)


@lru_cache(maxsize=4096)
def _wording(text: str, modals: tuple[Mark, ...], denials: tuple[Mark, ...]) -> Wording:
    places = tuple(place for place, sign in enumerate(text) if not _SIGNS.match(sign))
    at = {place: number for number, place in enumerate(places)}
    modal = {place for mark in modals for place in range(mark.start, mark.end)}
    turning = (
        Mark(match[0][0], "not", match.start(), match.start() + 1) for match in claim_words().turning.finditer(text)
    )
    found = [*modals, *(mark for mark in (*denials, *turning) if mark.start not in modal)]
    marks = tuple(
        Mark(mark.word, mark.name, at[mark.start], at[mark.start] + mark.end - mark.start)
        for mark in found
        if mark.start in at and not _SIGNS.search(mark.word)
    )
    return Wording(text, "".join(text[place] for place in places), places, modals, marks)


def _put_in(mine: Wording, mark: Mark, texts: Sequence[Wording]) -> bool:
    """Whether the cited wording around a word of the sentence goes on without it, and better than with it."""
    kept, bare = _NONE, _NONE
    for one in texts:
        for other in one.marks:
            if other.name == mark.name:
                kept = max(kept, _likeness(mine, (mark.start, mark.end), one, (other.start, other.end)), key=_both)
        for place in _found(mine.text[mark.end :][:_SEED], one):
            if not _governed(one, place, mark):
                bare = max(bare, _likeness(mine, (mark.start, mark.end), one, (place, place)), key=_both)
    return bare.tells and bare.both > kept.both


def _taken_out(mine: Wording, one: Wording, mark: Mark, texts: Sequence[Wording]) -> int | None:
    """Where the sentence has the wording around a word of the cited text without it."""
    for place in _found(one.text[mark.end :][:_SEED], mine):
        lost = _likeness(mine, (place, place), one, (mark.start, mark.end))
        if not lost.tells or _governed(mine, place, mark):
            continue
        plain = (
            _likeness(mine, (place, place), other, (there, there))
            for other in texts
            for there in _found(mine.text[place:][:_SEED], other)
        )
        if lost.both > max((bare.both for bare in plain), default=0):
            return place
    return None


def _both(likeness: Likeness) -> int:
    return likeness.both


def _found(seed: str, one: Wording) -> Iterator[int]:
    """The places of a text at which a few characters stand."""
    place = one.text.find(seed) if seed else -1
    while place >= 0:
        yield place
        place = one.text.find(seed, place + 1)


def _likeness(mine: Wording, at: tuple[int, int], one: Wording, there: tuple[int, int]) -> Likeness:
    before = _alike(_back(mine.text, at[0]), _back(one.text, there[0]))
    behind = _alike(mine.text[at[1] :][:_MOST], one.text[there[1] :][:_MOST])
    return Likeness(before, behind, _begins(mine, at[0]) and _begins(one, there[0]))


def _alike(text: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(text, other, strict=False))
    return next((place for place, (mine, theirs) in pairs if mine != theirs), min(len(text), len(other)))


def _back(text: str, end: int) -> str:
    return text[max(0, end - _MOST) : end][::-1]


def _begins(one: Wording, place: int) -> bool:
    """Whether a place begins a part between commas."""
    if place >= len(one.places):
        return False
    start = one.places[place]
    return start == 0 or bool(_PART.match(one.whole, start - 1))


def _governed(one: Wording, place: int, mark: Mark) -> bool:
    """Whether a word of the same class governs a place from further off."""
    start = one.places[place] if place < len(one.places) else len(one.whole)
    if mark.name == "not":
        return _denied_along(one, place, start, mark)
    return under(one.whole, one.modals, start, mark.name)


def _denied_along(one: Wording, place: int, start: int, mark: Mark) -> bool:
    """Whether the denial stands right before, or before what is listed with it: 不予受理或者登记."""
    if any(other.end == place for other in one.marks if other.name in {"not", "must_not"}):
        return True
    before = [other for other in one.marks if other.name == "not" and other.end <= place and other.word == mark.word]
    if not before or not _LISTED.search(one.whole[:start]):
        return False
    return not _PART.search(one.whole, one.places[before[-1].start], start)
