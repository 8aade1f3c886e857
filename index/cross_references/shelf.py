"""All documents of one asker, as far as references between them need them."""

from collections.abc import Callable, Iterable

from index.cross_references.outlines import Places
from index.cross_references.titles import Titles
from index.documents import Edition, Outline


class Shelf:
    """The editions that one asker may see, their names, and the places of their clauses (each made when asked for)."""

    def __init__(self, editions: Iterable[Edition], outline: Callable[[str], Outline]) -> None:
        self.editions = {edition.document_id: edition for edition in editions}
        self.titles = Titles(self.editions.values())
        self._outline = outline
        self._places: dict[str, Places] = {}

    def places(self, document_id: str) -> Places:
        """The clauses of a document."""
        if document_id not in self._places:
            self._places[document_id] = Places(self._outline(document_id))
        return self._places[document_id]
