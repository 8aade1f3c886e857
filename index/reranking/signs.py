"""How often each clause says what the kinds of questions ask for: by pairs of characters, counted once for all rows."""

from functools import cache
from math import isqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.reranking.kinds import question_kinds
from index.reranking.texts import PLANE, Texts

MANY: Final = 3
"""So many signs of a kind say all that signs can say."""
_BLOCK: Final = 1_000
"""Texts that are read at once: all of them would take eight times the memory of their characters."""

Numbers = NDArray[np.int16]


def signs(texts: Texts) -> NDArray[np.uint8]:
    """How many signs of each kind stand in each text, at most `MANY`, [texts, kinds]."""
    said = np.zeros((len(texts), len(question_kinds())), np.uint8)
    for first in range(0, len(texts), _BLOCK):
        block = np.arange(first, min(first + _BLOCK, len(texts)))
        said[block] = _counted(texts.take(block))
    return said


def _counted(texts: Texts) -> NDArray[np.uint8]:
    numbers, kinds = _sign_numbers()
    places = numbers[texts.codes].astype(np.int64)
    found = kinds[places[:-1] * isqrt(len(kinds)) + places[1:]]
    at = np.flatnonzero(found)
    bits, rows = found[at], np.searchsorted(texts.starts, at, "right") - 1
    each = [np.bincount(rows[bits >> bit & 1 == 1], minlength=len(texts)) for bit in range(len(question_kinds()))]
    return np.minimum(np.array(each).T, MANY).astype(np.uint8)


@cache
def _sign_numbers() -> tuple[Numbers, Numbers]:
    """Numbers for the characters of all signs, from 1; for two of them the kinds whose sign they are, a bit each.

    Two such numbers are found at first * (characters + 1) + second.
    """
    numbers = np.zeros(PLANE, np.int16)
    letters = dict.fromkeys(letter for kind in question_kinds() for sign in kind.signs for letter in sign)
    numbers[[ord(letter) for letter in letters]] = np.arange(1, len(letters) + 1)
    kinds = np.zeros((len(letters) + 1, len(letters) + 1), np.int16)
    for bit, kind in enumerate(question_kinds()):
        for sign in kind.signs:
            kinds[numbers[ord(sign[0])], numbers[ord(sign[1])]] |= np.int16(1 << bit)
    return numbers, kinds.ravel()
