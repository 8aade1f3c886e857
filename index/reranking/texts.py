"""Texts as code points in one array, so that thousands of them are read with a few array operations."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

PLANE: Final = 1 << 16
"""Code points that are told apart; those beyond count as one: the few of them stand in names."""
_BLOCK: Final = 1_000
"""Texts that are read at once: as code points of four bytes all of them would take much memory."""
_WIDE: Final = ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B))


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as code points, one after the other, each closed by a 0: text i is at `starts[i]:starts[i + 1]`."""

    codes: NDArray[np.uint16]
    starts: Ints

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Texts":
        """The texts in small letters of half width."""
        blocks = (texts[first : first + _BLOCK] for first in range(0, len(texts), _BLOCK))
        codes = [np.zeros(0, np.uint16), *map(_codes, blocks)]
        lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
        return cls(np.concatenate(codes), np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Ints:
        """Characters of each text."""
        return np.diff(self.starts) - 1

    @classmethod
    def stacked(cls, parts: Sequence["Texts"]) -> "Texts":
        """The texts of all parts, one part after the other."""
        offsets = np.cumsum([0, *(len(part.codes) for part in parts)])
        starts = [part.starts[:-1] + offset for part, offset in zip(parts, offsets, strict=False)]
        return cls(np.concatenate([part.codes for part in parts]), np.concatenate([*starts, offsets[-1:]]))

    def take(self, numbers: Ints) -> "Texts":
        """These texts, in this order."""
        lengths = self.starts[numbers + 1] - self.starts[numbers]
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
        places = np.arange(starts[-1]) + np.repeat(self.starts[numbers] - starts[:-1], lengths)
        return Texts(self.codes.take(places), starts)


def _codes(texts: Sequence[str]) -> NDArray[np.uint16]:
    joined = "\0".join((*texts, "")).encode("utf-32-le", "surrogatepass")
    return _plain()[np.minimum(np.frombuffer(joined, np.uint32), PLANE - 1)]


@cache
def _plain() -> NDArray[np.uint16]:
    """Each code point as a small letter of half width."""
    small = [chr(code).lower() for code in range(PLANE)]
    codes = np.array([ord(sign) if len(sign) == 1 and ord(sign) < PLANE else PLANE - 1 for sign in small], np.uint16)
    for low, high in _WIDE:
        codes[low:high] = codes[np.arange(low, high) - 0xFEE0]
    return codes
