"""What programs look up beside answers: clauses near a text, a clause by its name, the documents that one may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.citations import Citations
from assistant.messages import Citation
from assistant.shelf import Shelf, Shelves
from index.documents import NO_FILTERS, Access, Edition, Filters
from index.embeddings import Embedder
from index.publishing import Library
from index.references import locate
from index.registers import Deadline, occurrences
from index.retrieval import Passage


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its citation: `score` between 0 and 1, the best first."""

    citation: Citation
    edition: Edition
    score: float


class Lookup:
    """Reads what is published now. Safe to use from many threads."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library, self._embedder, self._shelves = library, embedder, Shelves()

    def search(
        self, text: str, access: frozenset[Access], day: date, top_k: int, filters: Filters = NO_FILTERS
    ) -> list[Found]:
        """The clauses nearest to a text on a day, best first."""
        with self._shelves.open(self._library, self._embedder, access) as shelf:
            citations = Citations(shelf, day)
            return [_found(citations, passage) for passage in shelf.search(text, day, filters, top_k)]

    def clauses(self, reference: str, access: frozenset[Access], day: date) -> list[Citation]:
        """The clauses that a text names (商标法第五十七条第二项), in the edition that counts on the day."""
        with self._shelves.open(self._library, self._embedder, access) as shelf:
            citations = Citations(shelf, day)
            spans = [span for span in _named(reference, shelf, day) if span]
            return [_cited(citations, shelf, *span) for span in dict.fromkeys(spans)]

    def clause(self, document_id: str, path: str, access: frozenset[Access], day: date) -> Citation | None:
        """A clause by document and clause path (第五十七条/第（二）项); None where it does not exist.

        Raises:
            UnknownDocumentError: there is no such document, or not for this asker.
        """
        with self._shelves.open(self._library, self._embedder, access) as shelf:
            document = shelf.document(document_id)
            node = next((node for node in document.outline if node.path == path), None)
            return _cited(Citations(shelf, day), shelf, document_id, node.start, node.end) if node else None

    def documents(self, access: frozenset[Access], day: date) -> Sequence[tuple[Edition, str]]:
        """All documents that one may see, each with its state on the day."""
        with self._shelves.open(self._library, self._embedder, access) as shelf:
            return [(edition, shelf.state(edition.document_id, day)) for edition in shelf.editions]

    def deadlines(
        self, access: frozenset[Access], since: date, before: date, organ: str | None = None
    ) -> list[tuple[Citation, Deadline, list[date]]]:
        """What is due from one day to another, both included, with its clause and its days; the nearest first."""
        with self._shelves.open(self._library, self._embedder, access) as shelf:
            citations = Citations(shelf, since)
            _, rows = shelf.generation.registers.deadlines(access, organ=organ, since=since, before=before)
            dated = [(row, occurrences(row, since, before)) for row in rows]
            nearest = sorted(((row, days) for row, days in dated if days), key=lambda one: one[1][0])
            return [(_cited(citations, shelf, row.document_id, row.start, row.end), row, days) for row, days in nearest]


def _cited(citations: Citations, shelf: Shelf, document_id: str, start: int, end: int) -> Citation:
    """A span's citation, without the blanks behind its words."""
    text = shelf.document(document_id).text[start:end]
    return citations.cite(document_id, start, start + len(text.rstrip()))


def _found(citations: Citations, passage: Passage) -> Found:
    chunk = passage.chunk
    citation = citations.cite(chunk.document_id, chunk.start, chunk.end)
    return Found(citation, passage.edition, round(min(max(passage.score, 0.0), 1.0), 6))


def _named(reference: str, shelf: Shelf, day: date) -> list[tuple[str, int, int] | None]:
    spans: list[tuple[str, int, int] | None] = []
    for named in shelf.names.find(reference):
        for document_id in shelf.of_the_day(named.document_ids, day) if named.article else ():
            node = locate(named.article, shelf.document(document_id).outline) if named.article else None
            spans.append((document_id, node.start, node.end) if node else None)
    return spans
