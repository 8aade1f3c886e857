"""One spelling for all texts, sign for sign, so that positions stay: one width, one bracket, simplified characters."""

import re
from functools import cache
from typing import Final

from index.errors import IndexingError
from index.references.words import lines

_WIDTH: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "（），。：；？！"}
_BRACKETS: Final = dict.fromkeys(map(ord, "[［【({〔"), "（") | dict.fromkeys(map(ord, "]］】)}〕"), "）")
_OTHERS: Final = {
    ord("「"): "《",
    ord("」"): "》",
    ord("『"): "《",
    ord("』"): "》",
    ord("\u3000"): " ",
    ord("\xa0"): " ",
}
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-") | dict.fromkeys(map(ord, "～〜∼"), "~")


def spelled(text: str) -> str:
    """The text in the one spelling; `len(spelled(text)) == len(text)`.

    >>> spelled("商標法第５７條【二】")
    '商标法第57条（二）'
    """
    return _others().sub(lambda sign: _table()[ord(sign[0])], text)  # `translate` looks up every sign


@cache
def _others() -> re.Pattern[str]:
    """The signs that are spelled otherwise: few of a text."""
    return re.compile(f"[{re.escape(''.join(map(chr, _table())))}]")


@cache
def _table() -> dict[int, str]:
    return _traditional() | _WIDTH | _BRACKETS | _OTHERS | _DASHES


def _traditional() -> dict[int, str]:
    """Traditional signs to simplified ones.

    Raises:
        IndexingError: an entry of `traditional.txt` is no pair of two different signs.
    """
    pairs = [pair for line in lines("traditional.txt") for pair in line.split()]
    if wrong := [pair for pair in pairs if len(pair) != 2 or pair[0] == pair[1]]:
        raise IndexingError(f"references/traditional.txt: no pairs of signs: {' '.join(wrong[:5])}")
    return {ord(pair[0]): pair[1] for pair in pairs}
