"""Whether the cited clauses say what a sentence says at all, or a clause beside them says it better."""

import re
from collections.abc import Iterator, Sequence

from assistant.claims.coverage import Content, content, share
from assistant.claims.statements import statement
from assistant.claims.surroundings import surroundings
from assistant.messages import Citation
from assistant.shelf import Shelf

_LEAST, _LEAST_OF_SENTENCE, _LEAST_OF_PART = 0.52, 0.5, 0.4
"""Shares that the citations hold at least: of all that is said, of what stands between two ；, between two commas."""
_ENOUGH = 6
"""Pairs of characters from which a part must stand in the citations by itself."""
_MARGIN = 0.06
"""By how much a clause beside the cited ones may hold more of what is said."""
_SENTENCES, _PARTS = re.compile("[。；！？]"), re.compile("[，。；：！？]")


def off_topic(rest: str, cited: Sequence[Citation], shelf: Shelf) -> str | None:
    """The part of a sentence that its citations do not hold; empty for all of it, None where they hold it.

    Args:
        rest: The sentence with the names of documents, clauses and places blanked out.
        cited: What it cites.
        shelf: What the asker may read.
    """
    said, around = content(rest), [surroundings(citation, shelf) for citation in cited]
    texts = [citation.cited_text for citation in cited] + [text for one in around for text in one.openings]
    there = [statement(text) for text in texts]
    own = share(said, there)
    for least, ends in ((_LEAST_OF_SENTENCE, _SENTENCES), (_LEAST_OF_PART, _PARTS)):
        if (part := next((part for part, held in _parts(rest, ends) if share(held, there) < least), None)) is not None:
            return part
    beside = (share(said, [statement(text)]) for text in _beside(cited, shelf))
    return "" if own < _LEAST or any(other > own + _MARGIN for other in beside) else None


def _parts(rest: str, ends: re.Pattern[str]) -> Iterator[tuple[str, Content]]:
    """The parts of a sentence that say enough to be looked at alone."""
    parts = ((part, content(part)) for part in ends.split(rest))
    return ((part, held) for part, held in parts if len(held.pairs) >= _ENOUGH)


def _beside(cited: Sequence[Citation], shelf: Shelf) -> Iterator[str]:
    """The neighbours of the cited clauses that are not cited too."""
    for around in (surroundings(citation, shelf) for citation in cited):
        for start, end, text in around.neighbours:
            if not any(
                c.document_id == around.document_id and start < c.end_char_index and c.start_char_index < end
                for c in cited
            ):
                yield text
