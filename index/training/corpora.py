"""Question sets over their own articles, searched the way the product searches: what the re-ranker learns from."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.bridges import shipped
from index.documents import Chunk, Metadata
from index.embeddings import Embedder
from index.lexical import LexicalIndex, build
from index.reranking import Clauses
from index.retrieval import Found, gather
from index.training.data import Article, read_rows, split_name
from index.training.negatives import first


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions with the articles that answer them, as positions in `articles`, whose laws stand together.

    A question's id says which fold it belongs to.
    """

    name: str
    articles: Sequence[Article]
    ids: Sequence[str]
    texts: Sequence[str]
    gold: Sequence[frozenset[int]]


def stard(bench: Path) -> Questions:
    """The STARD train questions over all its articles."""
    folder = bench / "stard"
    articles, places = _sorted({row["id"]: _named(row) for row in read_rows(folder / "corpus.jsonl.gz")})
    texts = {row["qid"]: row["text"] for row in read_rows(folder / "queries.train.jsonl.gz")}
    gold: dict[str, set[int]] = {name: set() for name in texts}
    for line in (folder / "qrels.train.tsv").read_text(encoding="utf-8").splitlines():
        question, _, article, _ = line.split("\t")
        gold[question].add(places[article])
    return Questions("STARD", articles, list(texts), list(texts.values()), [frozenset(gold[name]) for name in texts])


def equals(bench: Path) -> Questions:
    """The EQUALS questions. For measuring only: nothing may be trained on them."""
    folder = bench / "equals"
    left_out = set((folder / "drop_stard_ids.txt").read_text(encoding="utf-8").split())
    rows = [*read_rows(bench / "stard" / "corpus.jsonl.gz"), *read_rows(folder / "gold_docs.jsonl.gz")]
    articles, places = _sorted({row["id"]: _named(row) for row in rows if row["id"] not in left_out})
    asked = list(read_rows(folder / "queries.jsonl.gz"))
    gold = [frozenset({places[row["doc"]]}) for row in asked]
    return Questions("EQUALS", articles, [row["qid"] for row in asked], [row["text"] for row in asked], gold)


def legal_dc(bench: Path) -> Questions:
    """The Legal-DC questions. For measuring only: nothing may be trained on them."""
    units = {
        row["id"]: Article(row["title"], "", row["text"], "", row["heading"])
        for row in read_rows(bench / "legaldc" / "corpus.jsonl.gz")
    }
    articles, places = _sorted(units)
    asked = list(read_rows(bench / "legaldc" / "qa.jsonl.gz"))
    gold = [frozenset(places[name] for name in row["rel"]) for row in asked]
    return Questions("Legal-DC", articles, [row["qid"] for row in asked], [row["question"] for row in asked], gold)


class Corpus:
    """Articles as an index in memory, but for their vectors."""

    def __init__(self, articles: Sequence[Article]) -> None:
        laws: dict[str, int] = {}
        owners = np.array([laws.setdefault(article.law, len(laws)) for article in articles], np.int32)
        self.passages = [article.passage for article in articles]
        self.clauses = Clauses([_chunk(article) for article in articles], owners, [Metadata(law) for law in laws])
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        build(self.passages, Path(self._folder.name) / "lexical")
        self.lexical = LexicalIndex.open(Path(self._folder.name) / "lexical")


class Exact:
    """Vectors in memory, all of them compared: what an index on disk does nearly."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._vectors = vectors

    def __len__(self) -> int:
        return len(self._vectors)

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of each of these rows with a vector of length 1."""
        return self._vectors[rows] @ vector

    def search(
        self, vector: NDArray[np.float32], k: int, mask: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The k nearest rows that the mask keeps, best first, with their cosines."""
        cosines = np.where(mask, self._vectors @ vector, -2)
        rows = first(cosines, k)
        return rows, cosines[rows]


def find(text: str, corpus: Corpus, vectors: Exact, embedder: Embedder) -> Found:
    """What the product's search finds for a question."""
    asked = shipped().expand(text, corpus.lexical.pairs)
    return gather(asked, corpus.lexical, vectors, embedder, np.ones(len(corpus.passages), np.bool_), exact={})


def _named(row: Mapping[str, str]) -> Article:
    law, number = split_name(row["name"])
    return Article(law, number, row["text"], "")


def _sorted(articles: Mapping[str, Article]) -> tuple[list[Article], dict[str, int]]:
    """The articles law by law, and the position of each by its id."""
    laws: dict[str, int] = {}
    for article in articles.values():
        laws.setdefault(article.law, len(laws))
    ordered = sorted(articles, key=lambda name: laws[articles[name].law])
    return [articles[name] for name in ordered], {name: place for place, name in enumerate(ordered)}


def _chunk(article: Article) -> Chunk:
    text = f"{article.number}\u3000{article.text}" if article.number else article.text
    headings = (article.heading,) if article.heading else ()
    return Chunk(article.law, "", article.number or "x", "条", 0, len(text), text, headings)
