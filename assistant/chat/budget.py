"""How much fits into one call: whole clauses only, the most useful first."""

from collections.abc import Iterable
from typing import Final

_PER_ASCII: Final = 0.4
"""Tokens of a Latin letter or digit, rather too many than too few."""


def tokens(text: str) -> int:
    """Tokens of a text, estimated from above: a Chinese character is at most one in the vocabularies of Chinese models.

    >>> tokens("第五十七条"), tokens("abcde")
    (5, 2)
    """
    ascii_only = sum(sign < "\x80" for sign in text)
    return len(text) - ascii_only + round(ascii_only * _PER_ASCII)


def fitting(texts: Iterable[str], room: int) -> int:
    """How many of the texts, from the first on, fit into so many tokens; none of them is cut."""
    count = 0
    for text in texts:
        room -= tokens(text)
        if room < 0:
            break
        count += 1
    return count
