"""The texts of an index, as the bench looks into them: gold clauses, cited spans, dates of effect. Read-only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from eval.dataset import Dataset, Gold, Item
from eval.errors import DatasetError
from index.catalog import EVERYONE, Catalog
from index.documents import Chunk, Edition
from index.embeddings import load_embedder
from index.errors import UnknownDocumentError
from index.generations import Generation, Library
from index.settings import load_settings


@dataclass(frozen=True, slots=True)
class Clause:
    """A gold clause with the place it has in the text that counts: `text` is at `start:end` (code points)."""

    document_id: str
    version_id: str
    path: str
    start: int
    end: int
    text: str


class Texts:
    """What the bench reads of one generation of an index."""

    def __init__(self, catalog: Catalog, generation: str, model: str) -> None:
        self._catalog = catalog
        self.generation = generation
        self.model = model
        self.editions: tuple[Edition, ...] = catalog.editions(EVERYONE)
        self._known = {edition.document_id: edition for edition in self.editions}

    @property
    def fingerprint(self) -> str:
        """SHA-256 of which text stands for which document: equal for two indexes of the same texts."""
        return fingerprint((edition.document_id, edition.version_id) for edition in self.editions)

    def chunks(self) -> Iterator[Chunk]:
        """Every clause that is searched."""
        return iter(self._catalog.chunks())

    def edition(self, document_id: str) -> Edition | None:
        """A document as the catalog lists it; None where it is not loaded."""
        return self._known.get(document_id)

    def text(self, document_id: str, version_id: str) -> str | None:
        """The whole text of a revision; None where it is not there."""
        try:
            return self._catalog.document(document_id, EVERYONE, version_id).text
        except UnknownDocumentError:
            return None

    def clause(self, gold: Gold) -> Clause | None:
        """The clause that a gold names; None where there is none."""
        if gold.document_id not in self._known:
            return None
        document = self._catalog.document(gold.document_id, EVERYONE)
        node = next((node for node in document.outline if node.path == gold.clause_path), None)
        if node is None:
            return None
        text = document.text[node.start : node.end]
        return Clause(gold.document_id, document.version_id, node.path, node.start, node.end, text)

    def golds(self, item: Item, path: Path) -> tuple[Clause, ...]:
        """The gold clauses of a question.

        Raises:
            DatasetError: one is not in the index; names file, line and field.
        """
        found = tuple(self.clause(gold) for gold in item.gold)
        for position, (clause, gold) in enumerate(zip(found, item.gold, strict=True)):
            if clause is None:
                raise DatasetError(f"{path}, line {item.line}: field gold.{position}: {self.missing(gold)}")
        return tuple(clause for clause in found if clause)

    def all_golds(self, dataset: Dataset) -> dict[str, tuple[Clause, ...]]:
        """The gold clauses of every question, by its id.

        Raises:
            DatasetError: one is not in the index.
        """
        return {item.id: self.golds(item, dataset.path) for item in dataset.items}

    def missing(self, gold: Gold) -> str:
        """Why a gold clause is not found, in words."""
        if gold.document_id not in self._known:
            return f"document {gold.document_id!r} is not in the index; load it, or see `python -m index documents`"
        shown = f"`python -m index show {gold.document_id}` lists its clauses"
        return f"{gold.document_id} has no clause {gold.clause_path!r}; {shown}"


def fingerprint(texts: Iterator[tuple[str, str]]) -> str:
    """SHA-256 over (document_id, version_id) pairs, whatever their order."""
    return sha256("\n".join(f"{document} {version}" for document, version in sorted(texts)).encode()).hexdigest()


@contextmanager
def open_texts(data: Path | None) -> Iterator[Texts]:
    """The texts of the index in `data` (default: the one that settings name).

    Raises:
        IndexingError: there is no index, or it was built with another model.
    """
    settings = load_settings(data=data)
    embedder = load_embedder(settings.embedding_model)
    library = Library(settings.data, embedder)
    try:
        with library.pin() as generation:
            yield _texts(generation)
    finally:
        library.close()


def _texts(generation: Generation) -> Texts:
    return Texts(generation.catalog, generation.name, generation.manifest.embedding_model)
