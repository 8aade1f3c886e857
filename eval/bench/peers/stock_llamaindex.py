"""LlamaIndex' stock hybrid: SentenceSplitter, VectorStoreIndex, BM25Retriever (bm25s), QueryFusionRetriever.

Its BM25Retriever knows no Chinese, so words are cut with jieba before, the usual choice for Chinese.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import bm25s
import jieba
from llama_index.core import Document, QueryBundle, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import BaseNode, MetadataMode, NodeWithScore, TextNode
from llama_index.core.vector_stores.utils import node_to_metadata_dict
from llama_index.retrievers.bm25 import BM25Retriever
from pydantic import PrivateAttr

from eval.bench.peers.protocol import PASSAGES, Key, Piece, Place, Vectors

_WORD: Final = r"(?u)\b\w+\b"
"""A word between blanks; the library's own pattern drops those of one character."""


class KnownVectors(BaseEmbedding):  # type: ignore[misc]
    """Vectors that were made before, looked up by the text."""

    _known: Mapping[str, Vectors] = PrivateAttr(default_factory=dict)

    def know(self, known: Mapping[str, Vectors]) -> "KnownVectors":
        """Look up there."""
        self._known = known
        return self

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._known[text].tolist()  # type: ignore[no-any-return]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class JiebaRetriever(BM25Retriever):  # type: ignore[misc]
    """BM25 over words of Chinese; the nodes stay as they are."""

    @classmethod
    def over(cls, nodes: Sequence[BaseNode]) -> "JiebaRetriever":
        """Index the nodes."""
        texts = [_words(node.get_content(metadata_mode=MetadataMode.NONE)) for node in nodes]
        index = bm25s.BM25()
        words = bm25s.tokenize(texts, stopwords=None, token_pattern=_WORD, show_progress=False)
        index.index(words, show_progress=False)
        index.corpus = [node_to_metadata_dict(node) | {"node_id": node.node_id} for node in nodes]
        return cls(existing_bm25=index, similarity_top_k=PASSAGES, token_pattern=_WORD, skip_stemming=True)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        # A saved retriever comes back with the library's own pattern.
        self.token_pattern, self.skip_stemming = _WORD, True
        return super()._retrieve(QueryBundle(_words(query_bundle.query_str)))  # type: ignore[no-any-return]


class LlamaIndexStore:
    """The index in memory with its files in JSON, and the saved BM25 retriever."""

    def cut(self, articles: Sequence[Piece]) -> list[Piece]:
        """At most 1,024 tokens, 200 of them shared: the splitter's own setting."""
        documents = [Document(text=one.text, metadata=_metadata(one)) for one in articles]
        nodes = SentenceSplitter().get_nodes_from_documents(documents)
        return [Piece(node.metadata["law"], node.metadata["article"], node.get_content()) for node in nodes]

    def build(self, pieces: Sequence[Piece], vectors: Vectors, place: Place) -> None:
        """Index on both sides, and save both."""
        self._known = KnownVectors()
        nodes = _nodes(pieces, vectors)
        self._index = VectorStoreIndex(nodes, embed_model=self._known)
        self._words = JiebaRetriever.over(nodes)
        self.save(place)

    def open(self, place: Place, known: Mapping[str, Vectors]) -> None:
        """Read both from the disk."""
        self._known = KnownVectors().know(known)
        storage = StorageContext.from_defaults(persist_dir=str(place.index))
        self._index = load_index_from_storage(storage, embed_model=self._known)
        self._words = JiebaRetriever.from_persist_dir(str(place.index / "bm25"))
        self._join()

    def search(self, question: str) -> list[Key]:
        """Both sides joined by reciprocal ranks."""
        nodes = self._fusion.retrieve(question)[:PASSAGES]
        return [(found.node.metadata["law"], found.node.metadata["article"]) for found in nodes]

    def add(self, pieces: Sequence[Piece]) -> None:
        """The index takes them as they come; BM25 is made anew."""
        self._index.insert_nodes(_nodes(pieces, [self._known.get_text_embedding(piece.text) for piece in pieces]))
        self._words = JiebaRetriever.over(list(self._index.docstore.docs.values()))
        self._join()

    def save(self, place: Place) -> None:
        """Write all files anew."""
        self._index.storage_context.persist(str(place.index))
        self._words.persist(str(place.index / "bm25"))

    def _join(self) -> None:
        sides = [self._index.as_retriever(similarity_top_k=PASSAGES), self._words]
        # One query, not four variants of it written by a chat model: there is none.
        self._fusion = QueryFusionRetriever(
            sides,
            llm=MockLLM(),
            mode="reciprocal_rerank",
            similarity_top_k=PASSAGES,
            num_queries=1,
            use_async=False,
        )


def _nodes(pieces: Sequence[Piece], vectors: Sequence[Sequence[float]] | Vectors) -> list[TextNode]:
    return [
        TextNode(text=piece.text, metadata=_metadata(piece), embedding=list(map(float, vector)))
        for piece, vector in zip(pieces, vectors, strict=True)
    ]


def _metadata(piece: Piece) -> dict[str, str]:
    return {"law": piece.law, "article": piece.article}


def _words(text: str) -> str:
    return " ".join(jieba.lcut(text))


STORE: Final = LlamaIndexStore()
