"""How well two places of two texts fit: the words around each, and the sentences that they stand in."""

import re
from bisect import bisect_right
from functools import lru_cache

from assistant.claims.pairs import pairs_in
from assistant.claims.words import claim_words

_AROUND = 12
"""Characters on both sides that tell what a place is about."""
_PART, _SENTENCE = 3.0, 4.0
"""What a sentence counts for that holds all the pairs of the other's part (between commas), and of all of it."""
_FADES = 6.0
"""Characters in which a pair's weight falls to a half."""
_BEYOND = 0.4
"""What a pair beyond a comma counts for, beside one of the same part."""
_NEXT = 1.5
"""What the sign right before, or right behind, counts for."""
_ENDS = re.compile("[。；！？]")
_PARTS = re.compile("[。；！？，：]")


Spot = tuple[str, int, int]
"""A place of a spelt text: `text[start:end]`."""


def fit(spot: Spot, other: Spot) -> float:
    """How well two places stand in the same words."""
    mine, theirs = around(*spot), around(*other)
    near = sum(min(weight, theirs[pair]) for pair, weight in mine.items() if pair in theirs)
    there = sentence_pairs(*other[:2])
    own = _PART * _held(part_pairs(*spot[:2]), there) + _SENTENCE * _held(sentence_pairs(*spot[:2]), there)
    return near + own


def _held(own: frozenset[str], there: frozenset[str]) -> float:
    return len(own & there) / len(own) if own else 0.0


@lru_cache(maxsize=65_536)
def around(text: str, start: int, end: int) -> dict[str, float]:
    """The pairs around a place, the nearer the heavier, and the signs right before and behind it."""
    near: dict[str, float] = {}
    for place, pair in pairs_in(text, max(0, start - _AROUND), end + _AROUND):
        if place + 1 < start or place >= end:
            distance = start - place - 2 if place < start else place - end
            weight = 1.0 / (1.0 + distance / _FADES)
            apart = _PARTS.search(text, place, start) if place < start else _PARTS.search(text, end, place + 1)
            near[pair] = max(near.get(pair, 0.0), weight * (_BEYOND if apart else 1.0))
    before, behind = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    empty = claim_words().empty
    sides = (next((s for s in reversed(before) if s not in empty), ""), next((s for s in behind if s not in empty), ""))
    near |= {sign: _NEXT for sign in (f"{sides[0]}_", f"_{sides[1]}") if len(sign) == 2}
    return near


def sentence_pairs(text: str, place: int) -> frozenset[str]:
    """The pairs of the sentence that a place stands in."""
    starts, pairs = _split(text, _ENDS)
    return pairs[bisect_right(starts, place) - 1]


def part_pairs(text: str, place: int) -> frozenset[str]:
    """The pairs of the part between two commas that a place stands in."""
    starts, pairs = _split(text, _PARTS)
    return pairs[bisect_right(starts, place) - 1]


@lru_cache(maxsize=8192)
def _split(text: str, ends_of: re.Pattern[str]) -> tuple[tuple[int, ...], tuple[frozenset[str], ...]]:
    starts = (0, *(match.end() for match in ends_of.finditer(text)))
    ends = (*starts[1:], len(text))
    spans = zip(starts, ends, strict=True)
    return starts, tuple(frozenset(pair for _, pair in pairs_in(text, *span)) for span in spans)
