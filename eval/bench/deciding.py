"""Learns when to answer: the weights of `assistant/models/deciding.json`, from the training and development questions.

    python -m eval.bench.deciding --data DATA [--threshold 0.4]

An answer is wanted where one of the clauses that would be quoted is a gold one, a refusal where nothing loaded answers.
An answerable question whose clause was not found teaches neither: to refuse it is no better than to quote a clause
beside it, and learned as either it blurs both. What to expect is shown on the development questions by weights that
the training questions alone have given; the weights that ship are learned from both. What is refused before any clause
is weighed (an unknown place, title or article) counts as refused at every threshold.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answering import Task
from assistant.answering.clauses import weighed
from assistant.answering.deciding import Observed
from assistant.answering.extractive import Extractive
from assistant.messages import Note, Text
from assistant.pipeline import answer_stream
from eval.asking import question_of
from eval.bench.results import record
from eval.dataset import Item, load
from eval.texts import Clause, open_texts
from index.embeddings import load_embedder
from index.generations import Library
from index.retrieval import Passage

TRAINING = Path("eval/datasets/enforcement-train.jsonl")
DEVELOPMENT = Path("eval/datasets/enforcement-dev.jsonl")
WEIGHTS = Path("assistant/models/deciding.json")
_RIDGE = 30.0
"""Penalty on the squared weights of the features."""
_RIDGE_PIECES = 4.0
"""The same of the pieces of questions. Chosen on training questions whose writers taught nothing (area under the curve
0.957 with 10, 0.960 with 5, 0.961 with 3 and 2) and on the development questions (0.964, 0.965, 0.965)."""
_SELDOM = 3
"""Questions that a piece must stand in to have a weight."""
_SMALL = 0.005
"""A piece whose weights are smaller says nothing."""
TODAY = date(2026, 11, 21)
"""The day of asking of a question that names none."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question that was weighed: what was seen, whether a gold clause would be quoted."""

    item: Item
    observed: Observed
    found: bool

    @property
    def clear(self) -> bool:
        """Whether it teaches: a gold clause would be quoted, or nothing answers."""
        return self.found or not self.item.answerable


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic decision: `features` over means and spreads, `asked` and `missed` of each piece."""

    names: tuple[str, ...]
    pieces: tuple[str, ...]
    means: Matrix
    spreads: Matrix
    values: Matrix
    """Of the features, then of the pieces where they are asked, then where the clause lacks them, then the bias."""

    def certainty(self, examples: Sequence[Example]) -> Matrix:
        """One for each example."""
        return np.asarray(1 / (1 + np.exp(-(self.rows(examples) @ self.values))))

    def rows(self, examples: Sequence[Example]) -> Any:
        """A row for each example, as a sparse matrix."""
        features = np.array([[each.observed.features[name] for name in self.names] for each in examples])
        column = {piece: number for number, piece in enumerate(self.pieces)}
        cells = [
            (row, column[piece] + shift)
            for row, each in enumerate(examples)
            for piece, lacks in each.observed.lacking.items()
            if piece in column
            for shift in ((0, len(column)) if lacks else (0,))
        ]
        return _beside((features - self.means) / self.spreads, cells, 2 * len(column))


class Weighing(Extractive):
    """Answers as ever, and keeps what the decision was made from."""

    def __init__(self) -> None:
        self.weighed: tuple[Observed, tuple[Passage, ...]] | None = None

    def answer(self, task: Task) -> Iterator[Text | Note]:
        """What the answerer says."""
        self.weighed = weighed(task)
        return super().answer(task)


def examples(path: Path, data: Path) -> list[Example]:
    """Every question of a dataset whose clauses are weighed."""
    embedder = load_embedder("static")
    library, rows = Library(data, embedder), list[Example]()
    with open_texts(data) as texts:
        for item in load(path).items:
            answerer = Weighing()
            for _ in answer_stream(library, embedder, question_of(item, item.as_of or TODAY), answerer):
                pass
            if answerer.weighed:
                observed, quoted = answerer.weighed
                rows.append(Example(item, observed, is_gold(texts.golds(item, path), quoted)))
    library.close()
    return rows


def learned(examples: Sequence[Example]) -> Weights:
    """Logistic regression on those that teach, both outcomes weighing the same in all."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    clear = [each for each in examples if each.clear]
    blank = _blank(clear)
    rows, wanted = blank.rows(clear), np.array([float(each.found) for each in clear])
    counted = np.where(wanted == 1, 0.5 / wanted.mean(), 0.5 / (1 - wanted.mean()))
    penalty = np.repeat([_RIDGE, _RIDGE_PIECES, 0.0], [len(blank.names), 2 * len(blank.pieces), 1])

    def loss(values: Matrix) -> tuple[float, Matrix]:
        inside = rows @ values
        missed = counted @ (np.logaddexp(0, inside) - wanted * inside) + penalty @ values**2 / 2
        return float(missed), rows.T @ (counted * (1 / (1 + np.exp(-inside)) - wanted)) + penalty * values

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return Weights(blank.names, blank.pieces, blank.means, blank.spreads, found.x)


def curve(examples: Sequence[Example], certain: Matrix, items: Sequence[Item]) -> list[dict[str, float]]:
    """Per threshold: the shares refused of what must and must not be, and of the rest those with a gold clause."""
    must = sum(not item.answerable for item in items)
    found = np.array([float(each.found) for each in examples])
    answerable = np.array([float(bool(each.item.answerable)) for each in examples])
    early = must - int((answerable == 0).sum())
    return [
        {
            "threshold": round(float(threshold), 3),
            "refusal_recall": round((early + int(((certain < threshold) & (answerable == 0)).sum())) / must, 3),
            "over_refusal": round(float((certain < threshold)[answerable == 1].mean()), 3),
            "gold_quoted": round(float(found[certain >= threshold].mean()), 3),
            "gold_kept": round(float((certain >= threshold)[found == 1].mean()), 3),
        }
        for threshold in np.arange(0.2, 0.7, 0.02)
    ]


def main() -> None:
    """Learn, measure, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--threshold", type=float, default=0.4, help="certainty from which on there is an answer")
    asked = parser.parse_args()
    training, development = examples(TRAINING, asked.data), examples(DEVELOPMENT, asked.data)
    points = curve(development, learned(training).certainty(development), load(DEVELOPMENT).items)
    _write(learned([*training, *development]), asked.threshold)
    counts = {"training": len(training), "development": len(development)}
    record("deciding", {**counts, "threshold": asked.threshold, "curve": points})


def _blank(examples: Sequence[Example]) -> Weights:
    """What there is to weigh, without weights yet."""
    names = tuple(examples[0].observed.features)
    features = np.array([[each.observed.features[name] for name in names] for each in examples])
    spreads = features.std(axis=0)
    spreads[spreads < 1e-9] = 1.0
    count = Counter(piece for each in examples for piece in each.observed.lacking)
    pieces = tuple(sorted(piece for piece, times in count.items() if times >= _SELDOM))
    return Weights(names, pieces, features.mean(axis=0), spreads, np.zeros(0))


def _beside(left: Matrix, cells: Sequence[tuple[int, int]], width: int) -> Any:
    """A table, beside it one that is 1 at the cells, and a column of ones."""
    from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]

    rows, columns = np.array(cells, np.int64).reshape(-1, 2).T
    right = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(left), width))
    return hstack([csr_matrix(left), right, csr_matrix(np.ones((len(left), 1)))]).tocsr()


def is_gold(golds: Sequence[Clause], quoted: Sequence[Passage]) -> bool:
    """Whether one of the passages lies in a gold clause, or holds one."""
    return any(
        gold.document_id == one.chunk.document_id and gold.start < one.chunk.end and one.chunk.start < gold.end
        for gold in golds
        for one in quoted
    )


def _write(weights: Weights, threshold: float) -> None:
    of_features, asked, missed = np.split(
        weights.values[:-1], [len(weights.names), len(weights.names) + len(weights.pieces)]
    )
    rows = zip(weights.names, of_features, weights.means, weights.spreads, strict=True)
    table = {name: [round(float(number), 4) for number in numbers] for name, *numbers in rows}
    told = zip(weights.pieces, asked, missed, strict=True)
    pieces = {piece: [round(float(a), 3), round(float(m), 3)] for piece, a, m in told if max(abs(a), abs(m)) >= _SMALL}
    bias = round(float(weights.values[-1]), 4)
    read = {"threshold": threshold, "bias": bias, "weights": table, "pieces": pieces}
    text = json.dumps(read, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n")
    WEIGHTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
