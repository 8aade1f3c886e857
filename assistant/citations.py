"""Citations: a span of a document with everything needed to find, judge and paste it, numbered as they are made."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from assistant.messages import Citation
from assistant.shelf import Shelf
from index.documents import Document, Node


class Citations:
    """The citations of one answer: the same span of the same document has one number."""

    def __init__(self, shelf: Shelf, as_of: date) -> None:
        self._shelf = shelf
        self._as_of = as_of
        self._made: dict[tuple[str, int, int], Citation] = {}
        self._by_number: dict[int, Citation] = {}

    def cite(self, document_id: str, start: int, end: int) -> Citation:
        """The citation of a span (code points of the document's text, half-open)."""
        key = (document_id, start, end)
        if key not in self._made:
            citation = self._citation(self._shelf.document(document_id), len(self._made) + 1, start, end)
            self._made[key] = self._by_number[citation.n] = citation
        return self._made[key]

    def numbered(self, numbers: Iterable[int]) -> tuple[Citation, ...]:
        """The citations of these numbers, in order."""
        return tuple(self._by_number[number] for number in numbers)

    def _citation(self, document: Document, n: int, start: int, end: int) -> Citation:
        edition, metadata = self._shelf.by_id[document.document_id], document.metadata
        path = clause_path(document, start, end)
        return Citation(
            n=n,
            work_id=edition.work_id,
            document_id=document.document_id,
            version_id=document.version_id,
            kind=document.text_kind,
            document_title=metadata.title,
            document_number=metadata.number,
            clause_path=path,
            cited_text=document.text[start:end],
            start_char_index=start,
            end_char_index=end,
            page=bisect_right(document.page_starts, start) or None,
            state=self._shelf.state(document.document_id, self._as_of),
            effective_from=metadata.effective_from,
            effective_to=edition.effective_to,
            sha256=document.source.sha256,
            url=_url(document, path, start, end),
        )


def deepest(document: Document, start: int, end: int) -> Node | None:
    """The smallest node that holds the whole span."""
    holding = (node for node in document.outline if node.start <= start and end <= node.end)
    return min(holding, key=lambda node: node.end - node.start, default=None)


def clause_path(document: Document, start: int, end: int) -> str:
    """The clause path of a span, as deep as it goes; empty only where no single clause holds it."""
    node = deepest(document, start, end)
    return node.path if node else ""


def _url(document: Document, path: str, start: int, end: int) -> str:
    """Where the page opens the citation."""
    where = {"document": document.document_id, "version": document.version_id, "clause": path}
    return "/?" + urlencode({**where, "start": start, "end": end})
