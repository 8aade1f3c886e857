"""Typing errors: a word that the texts do not know, where one that sounds or looks like it is common in them.

One sign of a word may be wrong, or two beside each other in a word of four. What differs must sound or look alike.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.bridges.sounds import Sounds, near, ordinary, readings, spoken, words_alone
from index.errors import IndexingError

Pairs = Callable[[str], NDArray[np.int64]]
"""In how many rows each pair of neighbouring signs of a text stands: one number less than it has signs."""

_LONGEST: Final = 6
_COMMON: Final = 3
"""Rows that every pair of a word stands in, for the word to be what was meant, and those of a pair that is no error."""
_VERY_COMMON: Final = 10
"""The same for a word of two signs: half of it is wrong, so that more must speak for it."""
_NUMBERED: Final = re.compile(r"[\d零〇一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰]+[条款项目]")
"""What is numbered: a mistaken number would name another clause, and is never mended."""
_OF: Final = "的"
"""Stands behind words and makes none with what it stands behind: 程续的 holds no 续的."""
_OR_NOT: Final = re.compile("(.)不\\1")
"""立不立案: the first sign is a word by itself."""
_GAP: Final = "\0"


@dataclass(frozen=True, slots=True)
class Mend:
    """`typed`, at `start` of a text, for `meant`, of the same length."""

    start: int
    typed: str
    meant: str


class Mender:
    """Words that may have been meant, by what is left of them without the signs that are wrong."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if 2 <= len(word) <= _LONGEST and _readable(word))
        self._left: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            for start, size in _gaps(len(word)):
                self._left[word[:start] + _GAP * size + word[start + size :]].append(word)

    def mend(self, text: str, pairs: Pairs) -> list[Mend]:
        """The typing errors of a text, in order; none overlaps another."""
        if len(text) < 2:
            return []
        known = pairs(text)
        found: list[Mend] = []
        for start, size in _wrong_signs(text, known):
            if not (found and start < found[-1].start + len(found[-1].typed)) and (
                mend := self._at(text, start, size, known, pairs)
            ):
                found.append(mend)
        return found

    def _at(self, text: str, start: int, size: int, known: NDArray[np.int64], pairs: Pairs) -> Mend | None:
        """The longest word that is meant where the signs at `start` are wrong."""
        for begin, end in _spans(len(text), start, size):
            typed = text[begin:end]
            words = self._left.get(text[begin:start] + _GAP * size + text[start + size : end])
            if words and typed not in ordinary() and _stands_alone(text, (begin, end), (start, size), known):
                least = _COMMON if len(typed) > 2 else _VERY_COMMON
                likely = self._likely(words, typed, start - begin, size)
                if word := next((one for one in likely if int(pairs(one).min()) >= least), None):
                    return Mend(begin, typed, word)
        return None

    def _likely(self, words: Iterable[str], typed: str, place: int, size: int) -> Iterator[str]:
        wrong = typed[place : place + size]
        if typed in self._words:
            return
        for word in words:
            meant = word[place : place + size]
            if _sounds(meant) & _sounds(wrong) or (size == 1 and meant in shapes().get(wrong, "")):
                yield word


def _spans(signs: int, start: int, size: int) -> Iterator[tuple[int, int]]:
    """Where a word of a text of so many signs begins and ends that holds those at `start`; the longest first."""
    for length in range(_LONGEST, size, -1):
        begins = range(max(start + size - length, 0), min(start, signs - length) + 1)
        yield from ((begin, begin + length) for begin in begins)


def _gaps(length: int) -> Iterator[tuple[int, int]]:
    """Where a word may be wrong, and over how many signs."""
    yield from ((start, 1) for start in range(length))
    if length >= 4:
        yield from ((start, 2) for start in range(length - 1))


def _wrong_signs(text: str, known: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Signs that may be wrong: those of a pair that the texts do not know, no words of grammar; then two of them."""
    unknown = [place for place in np.flatnonzero(known == 0).tolist() if _readable(text[place : place + 2])]
    right = (*_NUMBERED.finditer(text), *_OR_NOT.finditer(text))
    sure = {place for match in right for place in range(*match.span())}
    single = sorted({place + side for place in unknown for side in (0, 1)} - sure)
    yield from ((place, 1) for place in single if text[place] not in words_alone())
    double = sorted({place + side for place in unknown for side in (-1, 0, 1) if 0 <= place + side <= len(text) - 2})
    yield from ((place, 2) for place in double if _readable(text[place : place + 2]) and not {place, place + 1} & sure)


def _stands_alone(text: str, word: tuple[int, int], wrong: tuple[int, int], known: NDArray[np.int64]) -> bool:
    """Whether the wrong signs make no known word with their neighbours outside: 采取针对 holds no 取证."""
    (begin, end), (start, size) = word, wrong
    if start == begin and begin > 0 and known[begin - 1] >= _COMMON:
        return False
    follows = end <= len(known) and text[end] != _OF
    return not (start + size == end and follows and known[end - 1] >= _COMMON)


def _readable(word: str) -> bool:
    return all(sign in readings() for sign in word)


@lru_cache(maxsize=8192)
def _sounds(signs: str) -> frozenset[Sounds]:
    return frozenset(near(each) for each in spoken(signs))


@cache
def shapes() -> dict[str, str]:
    """Signs that are taken for each other, from `shapes.txt`.

    Raises:
        IndexingError: naming the group that cannot be used.
    """
    text = (files("index") / "bridges" / "shapes.txt").read_text(encoding="utf-8")
    groups = [group for line in text.splitlines() if not line.startswith("#") for group in line.split()]
    if wrong := [group for group in groups if len(group) < 2 or len(set(group)) != len(group)]:
        raise IndexingError(f"bridges/shapes.txt: no groups of different signs: {' '.join(wrong[:5])}")
    found: dict[str, str] = defaultdict(str)
    for group in groups:
        for sign in group:
            found[sign] += group.replace(sign, "")
    return dict(found)
