"""How well the model finds what answers a question, alone and beside BM25, on questions that training has not seen."""

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embeddings import Embedder, StaticEmbedder
from index.fusion import CANDIDATES, fuse
from index.lexical import LexicalIndex, build
from index.training.data import read_rows
from index.training.folds import fold_of
from index.training.negatives import first

Scores = NDArray[np.float32]
"""One score per passage."""
System = Callable[[Scores, Scores, float], NDArray[np.int64]]
"""From BM25 scores, cosines and the share of the question that BM25 explains to the first 100 rows, best first."""
Outcomes = Mapping[str, NDArray[np.float64]]
"""For every system one row per question: R@10, MRR@10, R@100; nan where nothing is to be found."""
MEASURES = ("R@10", "MRR@10", "R@100")
_ADDED = 0.5
"""What the share of a question that BM25 explains counts beside a cosine, where the two are simply added."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Questions with the rows of `passages` that answer them.

    `unseen` keeps the rows that no question of the training set asks for.
    """

    name: str
    questions: Sequence[str]
    passages: Sequence[str]
    gold: Sequence[frozenset[int]]
    unseen: Sequence[frozenset[int]] | None = None


def stard(bench: Path, fold: int) -> Yardstick:
    """The STARD questions of a fold over all its articles."""
    folder = bench / "stard"
    articles = list(read_rows(folder / "corpus.jsonl.gz"))
    texts = {row["qid"]: row["text"] for row in read_rows(folder / "queries.train.jsonl.gz")}
    rows = {row["id"]: number for number, row in enumerate(articles)}
    answers = _answers(folder / "qrels.train.tsv", rows)
    asked = [name for name in texts if fold_of(name) == fold]
    known = set().union(*(answers[name] for name in texts if fold_of(name) != fold))
    return Yardstick(
        name=f"STARD train questions, fold {fold}",
        questions=[texts[name] for name in asked],
        passages=[f"{row['name']}\n{row['text']}" for row in articles],
        gold=[frozenset(answers[name]) for name in asked],
        unseen=[frozenset(answers[name] - known) for name in asked],
    )


def legal_dc(bench: Path) -> Yardstick:
    """The Legal-DC questions over all its clauses. None of its questions is ever trained on."""
    units = list(read_rows(bench / "legaldc" / "corpus.jsonl.gz"))
    asked = list(read_rows(bench / "legaldc" / "qa.jsonl.gz"))
    rows = {row["id"]: number for number, row in enumerate(units)}
    return Yardstick(
        name="Legal-DC",
        questions=[row["question"] for row in asked],
        passages=["\n".join((row["title"], row["heading"], row["text"])) for row in units],
        gold=[frozenset(rows[name] for name in row["rel"]) for row in asked],
    )


def fused(lexical: Scores, cosines: Scores, covered: float) -> NDArray[np.int64]:
    """First rows as the product fuses them."""
    both: NDArray[np.int64] = np.union1d(first(lexical, CANDIDATES), first(cosines, CANDIDATES))
    shared, meant = fuse(lexical[both], cosines[both], covered)
    return both[first(shared + meant, 100)]


def added(lexical: Scores, cosines: Scores, covered: float) -> NDArray[np.int64]:
    """First rows by cosine plus a share of what BM25 explains of the question: a fair view of the two together."""
    return first(cosines + _ADDED * covered / (float(lexical.max()) or 1) * lexical, 100)


SYSTEMS: Mapping[str, System] = {
    "bm25": lambda lexical, _cosines, _covered: first(lexical, 100),
    "static": lambda _lexical, cosines, _covered: first(cosines, 100),
    "fused": fused,
    "added": added,
}


def measure(bench: Path, model: Path, fold: int | None, outcomes: Path | None = None) -> dict[str, object]:
    """Figures of a model: on the STARD fold that it was trained without, or, trained on all of them, on Legal-DC.

    Ids and numbers only, ready to be written as JSON. `outcomes`: where those of a fold's questions are kept.
    """
    embedder = StaticEmbedder(model)
    yardstick = legal_dc(bench) if fold is None else stard(bench, fold)
    found = outcomes_of(yardstick, embedder)
    if outcomes and fold is not None:
        np.savez(outcomes, **found)  # type: ignore[arg-type]
    sets = {yardstick.name: figures(found, len(yardstick.passages))}
    return {"model": embedder.name, "fold": fold, "sets": sets}


def pooled(outcomes: Sequence[Path]) -> dict[str, object]:
    """Figures over the questions of several folds together, each answered by the model that left it out."""
    folds = [dict(np.load(path)) for path in outcomes]
    return {name: summary(np.concatenate([fold[name] for fold in folds])) for name in folds[0]}


def record(path: Path, measured: Mapping[str, object]) -> None:
    """Write the figures into a JSON file, beside those of other models; a model's older figures give way."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    kept = [each for each in known if each["fold"] != measured["fold"]]
    rows = sorted([*kept, measured], key=lambda each: (each["fold"] is None, each["fold"]))
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def figures(outcomes: Outcomes, passages: int) -> dict[str, object]:
    """R@10, MRR@10 and R@100 of every system, each with a 95 % interval over the questions."""
    found: dict[str, object] = {"n": len(outcomes["bm25"]), "passages": passages}
    found |= {name: summary(outcomes[name]) for name in SYSTEMS}
    if "unseen bm25" in outcomes:
        found["unseen"] = {name: summary(outcomes[f"unseen {name}"]) for name in SYSTEMS}
    return found


def outcomes_of(yardstick: Yardstick, embedder: Embedder) -> dict[str, NDArray[np.float64]]:
    """What every system finds for every question; `unseen …` counts only the rows no training question asks for."""
    rankings: dict[str, list[NDArray[np.int64]]] = defaultdict(list)
    for lexical, cosines, covered in sides(yardstick, embedder):
        for name, system in SYSTEMS.items():
            rankings[name].append(system(lexical, cosines, covered))
    found = {name: _outcomes(ranked, yardstick.gold) for name, ranked in rankings.items()}
    if yardstick.unseen:
        found |= {f"unseen {name}": _outcomes(ranked, yardstick.unseen) for name, ranked in rankings.items()}
    return found


def sides(yardstick: Yardstick, embedder: Embedder) -> Iterator[tuple[Scores, Scores, float]]:
    """For every question the BM25 scores and cosines of all passages, and the share that BM25 explains."""
    vectors = embedder.embed(yardstick.passages)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        build(yardstick.passages, Path(folder) / "lexical")
        index = LexicalIndex.open(Path(folder) / "lexical")
        for question, vector in zip(yardstick.questions, embedder.embed(yardstick.questions), strict=True):
            scores = index.scores(question)
            yield scores, vectors @ vector, float(scores.max()) / (index.rarity(question) or 1)


def recall(ranked: NDArray[np.int64], gold: frozenset[int], k: int) -> float:
    """Share of the gold rows that stand within the first k."""
    return len(gold.intersection(ranked[:k].tolist())) / len(gold)


def reciprocal_rank(ranked: NDArray[np.int64], gold: frozenset[int], k: int = 10) -> float:
    """One over the rank of the first gold row within the first k, else 0."""
    return next((1 / rank for rank, row in enumerate(ranked[:k].tolist(), 1) if row in gold), 0.0)


def summary(outcomes: NDArray[np.float64]) -> dict[str, object]:
    """Means over the questions that have something to find, each with its 95 % interval."""
    asked = outcomes[~np.isnan(outcomes[:, 0])]
    measured: dict[str, object] = {"n": len(asked)}
    for name, each in zip(MEASURES, asked.T, strict=True):
        measured[name] = round(float(each.mean()), 4)
        measured[f"{name} 95%"] = interval(each)
    return measured


def _outcomes(rankings: Sequence[NDArray[np.int64]], gold: Sequence[frozenset[int]]) -> NDArray[np.float64]:
    none = (np.nan,) * len(MEASURES)
    return np.array([_outcome(ranked, rows) if rows else none for ranked, rows in zip(rankings, gold, strict=True)])


def _outcome(ranked: NDArray[np.int64], gold: frozenset[int]) -> tuple[float, float, float]:
    return recall(ranked, gold, 10), reciprocal_rank(ranked, gold), recall(ranked, gold, 100)


def interval(values: NDArray[np.float64]) -> list[float]:
    """The 95 % interval of a mean, by bootstrap over the values."""
    drawn = np.random.default_rng(0).choice(values, (1000, len(values))).mean(axis=1)
    return [round(float(bound), 4) for bound in np.percentile(drawn, [2.5, 97.5])]


def _answers(qrels: Path, rows: Mapping[str, int]) -> dict[str, set[int]]:
    answers: dict[str, set[int]] = defaultdict(set)
    for line in qrels.read_text(encoding="utf-8").splitlines():
        question, _, article, _ = line.split("\t")
        answers[question].add(rows[article])
    return answers
