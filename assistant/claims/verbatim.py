"""The parts of a sentence that stand word for word in the cited text: nothing in them can be wrong."""

import re
from collections.abc import Sequence

from assistant.claims.spelling import spelt
from assistant.claims.statements import Statement

_SEGMENT = re.compile("[^。；！？]+")
_BEGINS = re.compile("(?:^|[。；！？，：）])$")
_ENDS = re.compile("$|[。；！？，：]")
_LABEL = re.compile(r"^第\d+条(?:之\d+)?|^（\d+）|^\d+[.．]")
_SHORTEST = 10
"""Signs of a part that is taken as a quotation; a shorter one may stand anywhere by chance."""


def without_quotations(rest: str, sentence: str, there: Sequence[Statement]) -> str:
    """The sentence without its parts that are quotations of the cited text.

    Args:
        rest: The sentence with the names of documents and places blanked out.
        sentence: The same as it is written.
        there: The cited text.
    """
    raw, parts = _SEGMENT.findall(spelt(sentence)), _SEGMENT.findall(spelt(rest))
    written = raw if len(raw) == len(parts) else parts
    own = (
        part for part, whole in zip(parts, written, strict=True) if not (_stands(part, there) or _stands(whole, there))
    )
    return "。".join(own)


def _stands(words: str, there: Sequence[Statement]) -> bool:
    """Whether a text has these words from the beginning of a part to the end of one."""
    if len(words) < _SHORTEST:
        return False
    for one in there:
        place = one.text.find(words)
        if place >= 0 and _begins(one.text[:place]) and _ENDS.match(one.text, place + len(words)):
            return True
    return False


def _begins(before: str) -> bool:
    return bool(_BEGINS.search(_LABEL.sub("", before)))
