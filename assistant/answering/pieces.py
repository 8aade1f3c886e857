"""Pieces of an answer made of a document's own words: quotes, and enumerations with their lead."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answering import Task
from assistant.answering.evidence import context
from assistant.answering.sentences import Sentence, Span, children
from assistant.facts import plain
from assistant.grounding import join
from assistant.messages import Citation, Segment, Text
from assistant.notices import notice
from index.documents import Document, Edition, Node
from index.retrieval import Passage

_NOT_ITS_OWN = frozenset({"无关内容", "网页"})


def may_be_quoted(passage: Passage) -> bool:
    """Whether a passage belongs to the document that it stands in; what was glued behind it is found, never cited."""
    return passage.chunk.part not in _NOT_ITS_OWN


def quotable(task: Task, passages: Iterable[Passage]) -> list[Passage]:
    """Those that may be quoted and have the words that an answer must have, such as a place without documents."""
    required = [plain(word) for word in task.scope.required]
    return [one for one in passages if may_be_quoted(one) and all(word in context(one) for word in required)]


def quote(task: Task, document_id: str, start: int, end: int) -> Segment:
    """The words of a span, cited; blanks at its ends are left out."""
    text = task.shelf.document(document_id).text[start:end]
    start, end = start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
    citation = task.citations.cite(document_id, start, end)
    return Segment(citation.cited_text, "quote", (citation.n,))


def cited_by(task: Task, pieces: Sequence[Text]) -> list[Citation]:
    """What the pieces cite, in order."""
    return [citation for piece in pieces for citation in task.citations.numbered(_numbers(piece))]


def _numbers(piece: Text) -> tuple[int, ...]:
    if piece.segment:
        return piece.segment.citations
    rows = piece.table.rows if piece.table else ()
    return tuple(number for row in rows for cell in row for number in cell.citations)


def joined(task: Task, document_id: str, spans: Sequence[Span]) -> Segment:
    """Several spans of a document as one run of text, each cited; a single one is a quote."""
    quotes = [quote(task, document_id, start, end) for start, end in spans]
    if len(quotes) == 1:
        return quotes[0]
    numbers = tuple(number for one in quotes for number in one.citations)
    return Segment(join(one.text for one in quotes), "derived", numbers, "join")


def not_ruled(document_id: str) -> Segment:
    """That a document is silent."""
    return Segment("未规定", "derived", (), "未规定", (document_id,))


def row_name(task: Task, edition: Edition, among: Sequence[Edition]) -> Segment:
    """What a document is called in a table: its place, or its title where it has none or shares it."""
    region = edition.metadata.region
    if region and sum(other.metadata.region == region for other in among) == 1:
        return notice("row_region", region=region.name)
    return notice("row_title", title=task.shelf.title(edition.document_id))


def quoted(task: Task, block: int, sentence: Sentence) -> Text:
    """A sentence as a paragraph."""
    return Text(block, "paragraph", quote(task, sentence.document_id, sentence.start, sentence.end))


def next_block(pieces: Sequence[Text]) -> int:
    """The number of the block behind some pieces."""
    return max((piece.block + 1 for piece in pieces), default=0)


def in_a_row(runs: Iterable[Iterable[Text]], block: int = 0) -> Iterator[Text]:
    """The pieces of several runs, the blocks of each of which are counted from 0, counted through from `block` on."""
    for run in runs:
        pieces = list(run)
        yield from (replace(piece, block=block + piece.block) for piece in pieces)
        block += next_block(pieces)


def whole_clause(task: Task, document: Document, node: Node, block: int) -> Iterator[Text]:
    """A clause with all that is below it: paragraphs, and a list wherever clauses are enumerated."""
    below = children(document, node)
    first = below[0].start if below else node.end
    if document.text[node.start : first].strip() and not _only_label(document, node, first):
        yield Text(block, "paragraph", quote(task, document.document_id, node.start, first))
        block += 1
    for child in below:
        if child.level == "款":
            pieces = list(whole_clause(task, document, child, block))
            block = pieces[-1].block + 1
            yield from pieces
        else:
            yield Text(block, "list", quote(task, document.document_id, child.start, child.end))


def led_item(task: Task, document: Document, node: Node, block: int) -> list[Text]:
    """A 项 or 目 as a list of one, behind the words that lead it; empty where the clause is of another level."""
    if node.level not in {"项", "目"} or node.parent is None:
        return []
    first = next(other.start for other in document.outline if other.parent == node.parent)
    lead = quote(task, document.document_id, document.outline[node.parent].start, first)
    return [
        Text(block, "paragraph", lead),
        Text(block + 1, "list", quote(task, document.document_id, node.start, node.end)),
    ]


def enumeration(task: Task, sentence: Sentence, block: int) -> list[Text]:
    """A sentence that leads, with every item below it; empty where nothing is enumerated below it."""
    document = task.shelf.document(sentence.document_id)
    items = [node for node in document.outline if node.start >= sentence.end and _follows(document, node, sentence.end)]
    if not items:
        return []
    siblings = [node for node in document.outline if node.parent == items[0].parent and node.start >= sentence.end]
    listed = [Text(block + 1, "list", quote(task, document.document_id, n.start, n.end)) for n in siblings]
    return [quoted(task, block, sentence), *listed]


def _follows(document: Document, node: Node, position: int) -> bool:
    return not document.text[position : node.start].strip()


def _only_label(document: Document, node: Node, end: int) -> bool:
    return document.text[node.start : end].strip() == node.label.strip()
