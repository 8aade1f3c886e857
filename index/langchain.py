"""Our retriever and embedder as LangChain knows them, for chains that others build."""

from collections.abc import Callable
from datetime import date

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from index.documents import Access, Filters
from index.editions import state
from index.embeddings import Embedder
from index.generations import Library
from index.retrieval import Passage, Query, Retriever


class CatalogRetriever(BaseRetriever):
    """Searches what the library's current generation holds, as of `today()`; documents leave with all metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: SkipValidation[Library]
    embedder: SkipValidation[Embedder]
    access: frozenset[Access] = frozenset({"public"})
    filters: SkipValidation[Filters] = Filters()
    top_k: int = 10
    today: Callable[[], date]

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 LangChain passes it by name
    ) -> list[LangChainDocument]:
        """Passages as LangChain documents, best first."""
        day = self.today()
        with self.library.pin() as generation:
            passages = Retriever(generation, self.embedder).retrieve(
                Query(query, day, self.access, self.filters, self.top_k)
            )
        return [as_langchain(passage, day) for passage in passages]


class EmbedderEmbeddings(Embeddings):
    """An `Embedder` as LangChain's `Embeddings`."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of length 1 per text."""
        return self._embedder.embed(texts).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text."""
        return self.embed_documents([text])[0]


def as_langchain(passage: Passage, day: date) -> LangChainDocument:
    """A passage with what is needed to cite it."""
    chunk, edition = passage.chunk, passage.edition
    return LangChainDocument(
        page_content=chunk.text,
        metadata={
            "document_id": chunk.document_id,
            "version_id": chunk.version_id,
            "clause_path": chunk.path,
            "start": chunk.start,
            "end": chunk.end,
            "title": edition.metadata.title,
            "number": edition.metadata.number,
            "state": state(edition, day),
            "score": passage.score,
            "rank": passage.rank,
        },
    )
