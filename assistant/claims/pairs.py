"""Pairs of characters that follow each other in what a text says."""

import re
from collections.abc import Iterator

from assistant.claims.words import claim_words

_SIGNS = re.compile(r"[^\u4e00-\u9fff0-9A-Za-z%@.〇]")


def pairs_in(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, str]]:
    """Neighbouring characters of content in part of a spelt text, with where the first stands.

    Empty words between them (的, 和) are passed over, signs part them.
    """
    empty, before = claim_words().empty, -1
    for place in range(start, len(text) if end is None else min(end, len(text))):
        if text[place] in empty:
            continue
        if _SIGNS.match(text[place]):
            before = -1
            continue
        if before >= 0:
            yield before, text[before] + text[place]
        before = place
