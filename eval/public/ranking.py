"""Retrieval sets (STARD, EQUALS, Legal-DC, CMRC) as BEIR folders, ranked by the product's search and by BM25 alone."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from pydantic import Field

from eval import beir, trec
from eval.beir import Entry
from eval.errors import DatasetError
from eval.metrics.ranking import Grades, Measure, named, over_queries, relevant
from eval.public.figures import Figures, estimates
from eval.public.files import Published, Row, Words, lines, rows
from eval.public.reading import contexts
from eval.retrieving import RANKS, CorpusIndex, corpus_index, retrieval
from index.embeddings import Embedder

SPLIT: Final = "test"
"""What the one split of the written folder is called."""
MEASURES: Final = ("Recall@1", "Recall@10", "MRR@10", "nDCG@10", "Recall@100")
ALL_FOUND: Final = "all@10"


@dataclass(frozen=True, slots=True)
class Collection:
    """Rows to be found, questions, and the rows that answer each, all by id."""

    entries: Sequence[Entry]
    queries: Mapping[str, str]
    qrels: Mapping[str, Grades]


class _Article(Published):
    id: Words
    name: Words
    text: str


class _Query(Published):
    qid: Words
    text: Words


Q = TypeVar("Q", bound=_Query)


class _Forum(_Query):
    doc: Words


class _Unit(Published):
    id: Words
    title: str
    heading: str | None
    text: str


class _Evidence(_Query):
    text: Words = Field(alias="question")
    rel: tuple[Words, ...]


def stard(bench: Path) -> Collection:
    """The train questions over all articles; an article's name is its title.

    Raises:
        DatasetError: a file is missing or wrong.
    """
    folder = bench / "stard"
    queries = _asked(rows(folder, "queries.train.jsonl.gz", _Query))
    return _checked(
        folder / "qrels.train.tsv", Collection(_articles(folder, "corpus.jsonl.gz"), queries, _qrels(folder))
    )


def equals(bench: Path) -> Collection:
    """The forum questions over STARD's articles without near copies of the gold ones, and the gold ones.

    Raises:
        DatasetError: a file is missing or wrong.
    """
    folder = bench / "equals"
    asked = rows(folder, "queries.jsonl.gz", _Forum)
    qrels: dict[str, dict[str, int]] = {}
    for row in asked:  # a question stands there once for each span of its answer, at times of two articles
        qrels.setdefault(row.line.qid, {})[row.line.doc] = 1
    dropped = {line.strip() for _, line in lines(folder, "drop_stard_ids.txt")}
    kept = [entry for entry in _articles(bench / "stard", "corpus.jsonl.gz") if entry.id not in dropped]
    collection = Collection([*kept, *_articles(folder, "gold_docs.jsonl.gz")], _asked(asked), qrels)
    return _checked(folder / "queries.jsonl.gz", collection)


def legaldc(bench: Path) -> Collection:
    """The questions over all units; every unit that holds a line of evidence answers.

    Raises:
        DatasetError: a file is missing or wrong.
    """
    folder = bench / "legaldc"
    units = [row.line for row in rows(folder, "corpus.jsonl.gz", _Unit)]
    asked = rows(folder, "qa.jsonl.gz", _Evidence)
    collection = Collection(
        [Entry(unit.id, unit.title, "\n".join(filter(None, (unit.heading, unit.text)))) for unit in units],
        _asked(asked),
        {row.line.qid: dict.fromkeys(row.line.rel, 1) for row in asked},
    )
    return _checked(folder / "qa.jsonl.gz", collection)


def cmrc(bench: Path) -> Collection:
    """The questions of CMRC's dev passages over all of these, each to find its own: ordinary texts, no law.

    Raises:
        DatasetError: the file is missing or wrong.
    """
    whole = contexts(bench / "cmrc2018", "dev.jsonl.gz")
    return Collection(
        [Entry(one.document_id, one.title, "\n".join(one.passages)) for one in whole.documents],
        {one.id: one.text for one in whole.questions},
        {one.id: {one.document_id: 1} for one in whole.questions},
    )


def measured(collection: Collection, work: Path, embedder: Embedder) -> Figures:
    """Figures of the product's search and of BM25 alone. BEIR folder and runs stay below `work`."""
    folder, cache = work / "beir", work.parent / "beir-indexes"
    beir.write(folder, collection.entries, collection.queries, {SPLIT: collection.qrels})
    retrieval(folder, SPLIT, work / "search.run", embedder, cache)
    with closing(corpus_index(folder, embedder, cache)) as index:
        found = {query: lexical_ranking(index, collection.queries[query]) for query in collection.qrels}
    trec.write_run(work / "bm25.run", found, "bm25")
    values = {name: _values(collection, work / f"{name}.run") for name in ("search", "bm25")}
    return {
        "n": len(collection.qrels),
        "rows": len(collection.entries),
        "embedding": embedder.name,
        "systems": {name: estimates(each) for name, each in values.items()},
        "difference": estimates(
            {name: np.subtract(each, values["bm25"][name]) for name, each in values["search"].items()}
        ),
    }


def lexical_ranking(index: CorpusIndex, text: str) -> trec.Ranking:
    """The best rows by BM25 alone, each scored by its best piece."""
    best = np.zeros(len(index.ids), np.float32)
    np.maximum.at(best, index.owners, index.lexical.scores(text))
    first = np.argpartition(-best, min(2 * RANKS, len(best) - 1))[: 2 * RANKS]
    return trec.ranking({index.ids[row]: float(best[row]) for row in first.tolist() if best[row] > 0}, RANKS)


def all_found(grades: Grades, ranked: Sequence[str], k: int = 10) -> float:
    """1 where every relevant row is among the first k: Legal-DC's paper counts a question so."""
    return float(relevant(grades) <= set(ranked[:k]))


def _values(collection: Collection, run: Path) -> dict[str, list[float]]:
    """Every measure of each question, in one order."""
    ranked = {query: [found.document_id for found in ranking] for query, ranking in trec.read_run(run).items()}
    measures: dict[str, Measure] = {name: named(name) for name in MEASURES} | {ALL_FOUND: all_found}
    return {name: list(over_queries(collection.qrels, ranked, each).values()) for name, each in measures.items()}


def _asked(found: Sequence[Row[Q]]) -> dict[str, str]:
    """The questions by their id.

    Raises:
        DatasetError: one id has two questions.
    """
    queries: dict[str, str] = {}
    for row in found:
        if queries.setdefault(row.line.qid, row.line.text) != row.line.text:
            row.refuse("qid", f"{row.line.qid!r} stands before another question already")
    return queries


def _articles(folder: Path, name: str) -> list[Entry]:
    return [Entry(row.line.id, row.line.name, row.line.text) for row in rows(folder, name, _Article)]


def _qrels(folder: Path) -> dict[str, dict[str, int]]:
    return trec.read_qrels(folder / "qrels.train.tsv")


def _checked(judged: Path, collection: Collection) -> Collection:
    """The collection itself, where its judgements name only what is there.

    Raises:
        DatasetError: naming the file with the judgements and the first stranger.
    """
    known = {entry.id for entry in collection.entries}
    for query, grades in collection.qrels.items():
        if query not in collection.queries:
            raise DatasetError(f"{judged}: field qid: {query!r} is no question of the set; take files of one version")
        if strangers := sorted(set(grades) - known):
            raise DatasetError(f"{judged}: question {query!r}: {strangers[0]!r} is no row of the corpus")
    return collection


COLLECTIONS: Final[Mapping[str, Callable[[Path], Collection]]] = {
    "stard": stard,
    "equals": equals,
    "legaldc": legaldc,
    "cmrc2018-ranking": cmrc,
}
