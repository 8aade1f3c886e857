"""Long rows of a corpus cut into pieces of about a clause's length, at ends of lines and sentences."""

import re
from typing import Final

LIMIT: Final = 500
"""Characters of a piece at most: from so many on the product cuts a 条 too."""
_SENTENCE: Final = re.compile(r"[^\n。！？；!?;]*[\n。！？；!?;]+|[^\n。！？；!?;]+")


def cut(text: str, limit: int = LIMIT) -> list[str]:
    """The pieces of a text in order, together the whole of it; an empty text is one empty piece."""
    pieces = [""]
    for sentence in _SENTENCE.findall(text):
        for start in range(0, len(sentence), limit):
            words = sentence[start : start + limit]
            if len(pieces[-1]) + len(words) <= limit:
                pieces[-1] += words
            else:
                pieces.append(words)
    return pieces
