"""Cuts a document into its clauses: what is searched, and what an answer cites. Never across two 条."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from index.documents import PARTS, Chunk, Document, Metadata, Node, Outline

LONG: Final = 500
"""From this many characters on a 条 is cut at its 款, a 款 at its 项, a 项 at its 目."""

_LAW: Final = frozenset({"条", "款", "项", "目"})
_LEAD: Final = re.compile(r"[^。！？；\n]*[：:]\s*$")
_Children = Mapping[int | None, Sequence[int]]


def chunk(document: Document) -> list[Chunk]:
    """The chunks of a document in the order of its text, without overlap.

    All that is not blank and not merely the label and heading of a clause that has others below it lies in exactly
    one chunk. A chunk that holds a clause's words around its sub-clauses has that clause's path.
    """
    children = _children(document.outline)
    chunks = [piece for top in children[None] for piece in _pieces(document, children, top, ())]
    return sorted(chunks, key=lambda piece: piece.start)


def clauses(outline: Outline) -> int:
    """How many clauses a document counts: its 条, or where it has none the numbered items of its body."""
    articles = sum(node.level == "条" for node in outline)
    return articles or sum(
        node.level == "item" and node.path.split("/")[0].split("（")[0] not in PARTS for node in outline
    )


def search_text(chunk: Chunk, metadata: Metadata) -> str:
    """The exact string that is embedded and indexed: title, headings, number of the clause, text, caption."""
    first = chunk.path.split("/", 1)[0]
    numbered = chunk.level in _LAW and not chunk.text.startswith(first)
    label = [chunk.path.replace("/", "")] if numbered else []
    caption = [chunk.caption] if chunk.caption else []
    return "\n".join([metadata.title, *chunk.headings, *label, chunk.text, *caption])


def own_spans(node: Node, below: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """What of a node lies in none of the nodes right below it, label and heading included."""
    start = node.start
    for child in below:
        if start < child.start:
            yield start, child.start
        start = child.end
    if start < node.end:
        yield start, node.end


def is_heading_only(text: str, node: Node) -> bool:
    """Whether a span of a node holds nothing but its label and heading, signs and blanks aside."""
    words = _words(text)
    return (
        not words or words == _words(node.label + node.heading) or words in {_words(node.label), _words(node.heading)}
    )


def _pieces(document: Document, children: _Children, position: int, headings: tuple[str, ...]) -> Iterator[Chunk]:
    node = document.outline[position]
    if not _is_cut(node, children[position]):
        yield from _piece(document, node, node.start, node.end, headings)
        return
    below = [document.outline[child] for child in children[position]]
    spans = [span for span in own_spans(node, below) if not is_heading_only(document.text[slice(*span)], node)]
    for start, end in spans:
        yield from _piece(document, node, start, end, headings)
    opening = document.text[slice(*spans[0])] if spans and spans[0][0] == node.start else ""
    for child in children[position]:
        yield from _pieces(document, children, child, headings + _headings(node, opening))


def _is_cut(node: Node, below: Sequence[int]) -> bool:
    """Plans are cut down to their deepest items, laws down to the 条, and further only where one is long."""
    return bool(below) and (node.level not in _LAW or node.end - node.start > LONG)


def _piece(document: Document, node: Node, start: int, end: int, headings: tuple[str, ...]) -> Iterator[Chunk]:
    """The span without blanks around it as a chunk; none where nothing is left."""
    text = document.text[start:end]
    start += len(text) - len(text.lstrip())
    if text := text.strip():
        end = start + len(text)
        yield Chunk(document.document_id, document.version_id, node.path, node.level, start, end, text, headings)


def _headings(node: Node, opening: str) -> tuple[str, ...]:
    """What a clause gives to those below it: its heading, and the words that lead over to them."""
    title = node.heading if node.level in _LAW else " ".join(dict.fromkeys(filter(None, (node.label, node.heading))))
    lead = _LEAD.search(opening)
    sentence = lead[0].strip() if lead else ""
    return tuple(words for words in (title, sentence) if words)


def _children(outline: Outline) -> _Children:
    children: defaultdict[int | None, list[int]] = defaultdict(list)
    for position, node in enumerate(outline):
        children[node.parent].append(position)
    return children


def _words(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())
