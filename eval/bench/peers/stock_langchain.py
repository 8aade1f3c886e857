"""LangChain's stock hybrid: RecursiveCharacterTextSplitter, Chroma, BM25Retriever (rank_bm25), EnsembleRetriever.

The BM25 side cuts words with jieba, the usual choice for Chinese. It has no files: each start indexes again.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import jieba
from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from eval.bench.peers.protocol import PASSAGES, Key, Piece, Place, Vectors

_BATCH: Final = 5_000
"""Texts handed to Chroma at once; it takes 5,461."""


class KnownVectors(Embeddings):
    """Vectors that were made before, looked up by the text."""

    def __init__(self, known: Mapping[str, Vectors]) -> None:
        self._known = known

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector per text."""
        return [self._known[text].tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text."""
        return self.embed_documents([text])[0]


class LangChainStore:
    """Chroma's folder; beside it the documents in memory, for BM25."""

    def cut(self, articles: Sequence[Piece]) -> list[Piece]:
        """At most 500 characters, 50 of them shared, as LangChain's own examples cut."""
        splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
        return [_piece(document) for document in splitter.split_documents([_document(one) for one in articles])]

    def build(self, pieces: Sequence[Piece], vectors: Vectors, place: Place) -> None:
        """Fill Chroma."""
        known = {piece.text: vector for piece, vector in zip(pieces, vectors, strict=True)}
        chroma = _chroma(place, known)
        for start in range(0, len(pieces), _BATCH):
            chroma.add_documents([_document(piece) for piece in pieces[start : start + _BATCH]])

    def open(self, place: Place, known: Mapping[str, Vectors]) -> None:
        """Open Chroma and make the BM25 side anew."""
        self._chroma = _chroma(place, known)
        self._documents = [_document(piece) for piece in place.read()]
        self._join()

    def search(self, question: str) -> list[Key]:
        """Both sides joined by weighted reciprocal ranks."""
        return [_piece(document).key for document in self._ensemble.invoke(question)[:PASSAGES]]

    def add(self, pieces: Sequence[Piece]) -> None:
        """Chroma takes them as they come; BM25 is made anew."""
        more = [_document(piece) for piece in pieces]
        self._chroma.add_documents(more)
        self._documents += more
        self._join()

    def save(self, place: Place) -> None:
        """Chroma has saved already."""

    def _join(self) -> None:
        words = BM25Retriever.from_documents(self._documents, preprocess_func=jieba.lcut, k=PASSAGES)
        meaning = self._chroma.as_retriever(search_kwargs={"k": PASSAGES})
        self._ensemble = EnsembleRetriever(retrievers=[words, meaning], weights=[0.5, 0.5])


def _chroma(place: Place, known: Mapping[str, Vectors]) -> Chroma:
    return Chroma("clauses", embedding_function=KnownVectors(known), persist_directory=str(place.index))


def _document(piece: Piece) -> Document:
    return Document(page_content=piece.text, metadata={"law": piece.law, "article": piece.article})


def _piece(document: Document) -> Piece:
    return Piece(document.metadata["law"], document.metadata["article"], document.page_content)


STORE: Final = LangChainStore()
