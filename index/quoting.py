"""Whether a text holds a question's own words: an asker who copies a sentence wants the clause that it stands in.

A question quotes what it has between quotation marks, and what it says itself where a text holds nearly all of it in
one piece. Only letters and digits count: who copies loses signs and blanks.
"""

import math
import re
from collections.abc import Iterator, Sequence
from typing import Final

_MARKED: Final = re.compile(r"[“\"「『]([^“”\"「」『』]+)[”\"」』]")
_NO_WORD: Final = re.compile(r"[\W_]+")
_FEWEST: Final = 12
"""Letters of a quotation: fewer are a term or a formula, which many clauses share."""
_NEARLY: Final = 0.8
"""The share of the question that must stand in one piece; the rest asks (出自哪一条) or is a slip at one end."""


def quoted(question: str, texts: Sequence[str]) -> list[bool]:
    """Whether each text holds something that the question quotes."""
    whole = _letters(question)
    marked = [span for span in map(_letters, _MARKED.findall(question)) if len(span) >= _FEWEST]
    size = max(_FEWEST, math.ceil(_NEARLY * len(whole)))
    return [any(span in text for span in (*marked, *_pieces(whole, size, text))) for text in map(_letters, texts)]


def _pieces(whole: str, size: int, text: str) -> Iterator[str]:
    """All pieces of one size, none where the text is shorter than that: a long question has thousands."""
    starts = range(len(whole) - size + 1) if size <= len(text) else ()
    return (whole[first : first + size] for first in starts)


def _letters(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return _NO_WORD.sub("", text).lower()
