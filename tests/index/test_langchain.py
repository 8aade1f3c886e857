"""The seams to LangChain, used as LangChain uses them."""

from langchain_core.runnables import RunnableLambda

from index.documents import Filters
from index.langchain import CatalogRetriever, EmbedderEmbeddings
from tests.library import TODAY, Office


def retriever(office: Office, **fields: object) -> CatalogRetriever:
    """The made-up library as a LangChain retriever."""
    return CatalogRetriever(library=office.library, embedder=office.embedder, today=lambda: TODAY, **fields)  # type: ignore[arg-type]


def test_documents_carry_what_a_citation_needs(office: Office) -> None:
    """Clause, offsets, version and state leave with the text."""
    first = retriever(office, top_k=1).invoke("灯笼管理条例第四条")[0]
    assert first.page_content.startswith("第四条")
    found = {name: first.metadata[name] for name in ("document_id", "clause_path", "state", "rank")}
    assert found == {"document_id": "lantern-2020", "clause_path": "第四条", "state": "现行有效", "rank": 1}
    assert first.metadata["end"] - first.metadata["start"] == len(first.page_content)


def test_it_is_public_unless_said_otherwise(office: Office) -> None:
    """A retriever that is put together carelessly sees public documents only."""
    found = retriever(office, top_k=50).invoke("望海市的工作总结")
    assert "plan-wanghai" not in {document.metadata["document_id"] for document in found}


def test_it_runs_inside_a_chain(office: Office) -> None:
    """`retriever | function` is how others will use it."""
    chain = retriever(office, filters=Filters(document_id="plan-linjiang"), top_k=2) | RunnableLambda(len)
    assert chain.invoke("培训会") == 2


def test_embeddings_are_those_of_the_embedder(office: Office) -> None:
    """One vector per text, the query's like a document's."""
    embeddings = EmbedderEmbeddings(office.embedder)
    documents = embeddings.embed_documents(["灯笼", "商标"])
    assert documents[0] == embeddings.embed_query("灯笼")
    assert len(documents) == 2
