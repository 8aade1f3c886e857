"""Haystack's stock hybrid: InMemoryDocumentStore, its BM25 and embedding retrievers, DocumentJoiner.

An article is a document: Haystack's splitter counts words between blanks, which Chinese has not. Its BM25 cuts Chinese
into single characters by itself, so jieba is not needed.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.document_stores.types import DuplicatePolicy

from eval.bench.peers.protocol import PASSAGES, Key, Piece, Place, Vectors

_FILE: Final = "store.json"


class HaystackStore:
    """All documents in memory, saved as one JSON file."""

    def cut(self, articles: Sequence[Piece]) -> list[Piece]:
        """The articles as they are."""
        return list(articles)

    def build(self, pieces: Sequence[Piece], vectors: Vectors, place: Place) -> None:
        """Write them into a store, and save it."""
        self._store = InMemoryDocumentStore()
        self._store.write_documents(_documents(pieces, vectors), DuplicatePolicy.SKIP)
        place.index.mkdir()
        self.save(place)

    def open(self, place: Place, known: Mapping[str, Vectors]) -> None:
        """Read the store; its BM25 figures are counted anew."""
        self._known = known
        self._store = InMemoryDocumentStore.load_from_disk(str(place.index / _FILE))
        self._pipeline = Pipeline()
        self._pipeline.add_component("words", InMemoryBM25Retriever(self._store, top_k=PASSAGES))
        self._pipeline.add_component("meaning", InMemoryEmbeddingRetriever(self._store, top_k=PASSAGES))
        self._pipeline.add_component("join", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=PASSAGES))
        self._pipeline.connect("words", "join")
        self._pipeline.connect("meaning", "join")

    def search(self, question: str) -> list[Key]:
        """Both sides joined by reciprocal ranks."""
        asked = {"words": {"query": question}, "meaning": {"query_embedding": self._known[question].tolist()}}
        found = self._pipeline.run(asked)["join"]["documents"]
        return [(document.meta["law"], document.meta["article"]) for document in found]

    def add(self, pieces: Sequence[Piece]) -> None:
        """The store takes them as they come."""
        self._store.write_documents(_documents(pieces, [self._known[piece.text] for piece in pieces]))

    def save(self, place: Place) -> None:
        """Write the file anew."""
        self._store.save_to_disk(str(place.index / _FILE))


def _documents(pieces: Sequence[Piece], vectors: Sequence[Vectors] | Vectors) -> list[Document]:
    return [
        Document(content=piece.text, embedding=vector.tolist(), meta={"law": piece.law, "article": piece.article})
        for piece, vector in zip(pieces, vectors, strict=True)
    ]


STORE: Final = HaystackStore()
