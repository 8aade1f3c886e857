"""What stands around a cited clause: the words that open its enumeration, and the clauses before and behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from assistant.citations import deepest
from assistant.messages import Citation
from assistant.shelf import Shelf
from index.documents import Document, Node

_NEAR = 2
"""Clauses on either side that are looked at."""
_MOST = 50_000
"""Clauses remembered for one shelf; far more than an office asks about before its index changes."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The openings above a clause, and its neighbours on its own level with their offsets."""

    document_id: str
    openings: tuple[str, ...]
    neighbours: tuple[tuple[int, int, str], ...]


_known: WeakKeyDictionary[Shelf, dict[tuple[str, int, int], Surroundings]] = WeakKeyDictionary()


def surroundings(citation: Citation, shelf: Shelf) -> Surroundings:
    """What stands around a citation; remembered as long as the shelf lives."""
    known = _known.setdefault(shelf, {})
    key = (citation.document_id, citation.start_char_index, citation.end_char_index)
    if key not in known:
        if len(known) > _MOST:
            known.clear()
        known[key] = _found(citation, shelf.document(citation.document_id))
    return known[key]


def _found(citation: Citation, document: Document) -> Surroundings:
    node = deepest(document, citation.start_char_index, citation.end_char_index)
    if node is None:
        return Surroundings(citation.document_id, (), ())
    return Surroundings(citation.document_id, tuple(_openings(document, node)), tuple(_neighbours(document, node)))


def _openings(document: Document, node: Node) -> Iterator[str]:
    while node.parent is not None:
        above = document.outline[node.parent]
        first = next(one.start for one in document.outline if one.parent == node.parent)
        if opening := document.text[above.start : first].strip():
            yield opening
        node = above


def _neighbours(document: Document, node: Node) -> Iterator[tuple[int, int, str]]:
    level = [one for one in document.outline if one.level == node.level and one.parent == node.parent]
    place = level.index(node)
    for one in (*level[max(0, place - _NEAR) : place], *level[place + 1 : place + 1 + _NEAR]):
        yield one.start, one.end, document.text[one.start : one.end]
