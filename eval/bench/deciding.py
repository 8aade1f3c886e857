"""Learns when to answer: the weights of `assistant/models/deciding.json`, from the development questions.

    python -m eval.bench.deciding --data DATA [--threshold 0.36]

An answer is wanted where one of the clauses that would be quoted is a gold one, a refusal where nothing loaded answers.
An answerable question whose clause was not found teaches neither: to refuse it is no better than to quote a clause
beside it, and learned as either it blurs both. Folds that share no gold article show what to expect; the weights that
ship are learned from all such questions. What is refused before any clause is weighed (an unknown place, title
or article) counts as refused in every fold.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answering import Task
from assistant.answering.clauses import weighed
from assistant.answering.extractive import Extractive
from assistant.messages import Note, Text
from assistant.pipeline import answer_stream
from eval.asking import question_of
from eval.bench.results import record
from eval.dataset import Item, load
from eval.halves import linked
from eval.texts import Clause, open_texts
from index.embeddings import load_embedder
from index.generations import Library
from index.retrieval import Passage

DATASET = Path("eval/datasets/enforcement-dev.jsonl")
WEIGHTS = Path("assistant/models/deciding.json")
FOLDS = 5
_RIDGE = 30.0
"""Penalty on the squared weights: the best of 3, 10, 30 and 100 in the folds, and the weights stay small."""
_STEPS = 30
_TODAY = date(2026, 11, 21)
"""The day of asking of a question that names none."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Examples:
    """The questions that were weighed: features, one row each, whether a gold clause would be quoted, is answerable."""

    items: tuple[Item, ...]
    names: tuple[str, ...]
    features: Matrix
    found: Matrix
    answerable: Matrix

    @property
    def clear(self) -> NDArray[np.bool_]:
        """Those that teach: a gold clause would be quoted, or nothing answers."""
        return np.asarray((self.found == 1) | (self.answerable == 0))


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic decision: `values` over features less `means`, in `spreads`."""

    values: Matrix
    means: Matrix
    spreads: Matrix
    bias: float

    def certainty(self, features: Matrix) -> Matrix:
        """One per row."""
        inside = (features - self.means) / self.spreads @ self.values + self.bias
        return np.asarray(1 / (1 + np.exp(-inside)))


class Weighing(Extractive):
    """Answers as ever, and keeps what the decision was made from."""

    def __init__(self) -> None:
        self.weighed: tuple[dict[str, float], tuple[Passage, ...]] | None = None

    def answer(self, task: Task) -> Iterator[Text | Note]:
        """What the answerer says."""
        self.weighed = weighed(task)
        return super().answer(task)


def examples(items: Sequence[Item], data: Path) -> Examples:
    """Every question whose clauses are weighed."""
    embedder = load_embedder("static")
    library, rows = Library(data, embedder), list[tuple[Item, dict[str, float], bool]]()
    with open_texts(data) as texts:
        for item in items:
            answerer = Weighing()
            for _ in answer_stream(library, embedder, question_of(item, item.as_of or _TODAY), answerer):
                pass
            if answerer.weighed:
                features, quoted = answerer.weighed
                rows.append((item, features, _is_gold(texts.golds(item, DATASET), quoted)))
    library.close()
    names = tuple(rows[0][1])
    table = np.array([[features[name] for name in names] for _, features, _ in rows])
    kept = tuple(item for item, _, _ in rows)
    gold = np.array([float(right) for _, _, right in rows])
    return Examples(kept, names, table, gold, np.array([float(bool(item.answerable)) for item in kept]))


def _is_gold(golds: Sequence[Clause], quoted: Sequence[Passage]) -> bool:
    """Whether one of the passages lies in a gold clause, or holds one."""
    return any(
        gold.document_id == one.chunk.document_id and gold.start < one.chunk.end and one.chunk.start < gold.end
        for gold in golds
        for one in quoted
    )


def learned(features: Matrix, wanted: Matrix) -> Weights:
    """Logistic regression, both outcomes weighing the same in all, by Newton's method."""
    means, spreads = features.mean(axis=0), features.std(axis=0)
    spreads[spreads < 1e-9] = 1.0
    rows = np.hstack([(features - means) / spreads, np.ones((len(features), 1))])
    share = wanted.mean()
    each = np.where(wanted == 1, 0.5 / share, 0.5 / (1 - share))
    penalty = np.diag([_RIDGE] * features.shape[1] + [0.0])
    values = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        certain = 1 / (1 + np.exp(-rows @ values))
        slope = rows.T @ (each * (certain - wanted)) + penalty @ values
        bend = rows.T * (each * certain * (1 - certain)) @ rows + penalty
        values = values - np.linalg.solve(bend, slope)
    return Weights(values[:-1], means, spreads, float(values[-1]))


def folded(found: Examples, items: Sequence[Item]) -> Matrix:
    """The certainty of each example by weights learned without its fold."""
    fold = folds(items)
    own = np.array([fold[item.id] for item in found.items])
    certain = np.zeros(len(own))
    for number in range(FOLDS):
        clear = found.clear & (own != number)
        weights = learned(found.features[clear], found.found[clear])
        certain[own == number] = weights.certainty(found.features[own == number])
    return certain


def folds(items: Sequence[Item]) -> dict[str, int]:
    """The fold of each question: those that hang together by a gold article share one, the sizes kept even."""
    sizes, fold = [0] * FOLDS, dict[str, int]()
    for group in sorted(linked(items), key=lambda group: (-len(group), min(item.id for item in group))):
        number = sizes.index(min(sizes))
        sizes[number] += len(group)
        fold |= {item.id: number for item in group}
    return fold


def curve(found: Examples, certain: Matrix, items: Sequence[Item]) -> list[dict[str, float]]:
    """Per threshold: the shares refused of what must and must not be, and of the rest those with a gold clause."""
    must = sum(not item.answerable for item in items)
    early = must - int((found.answerable == 0).sum())
    return [
        {
            "threshold": round(float(threshold), 3),
            "refusal_recall": round((early + int(((certain < threshold) & (found.answerable == 0)).sum())) / must, 3),
            "over_refusal": round(float((certain < threshold)[found.answerable == 1].mean()), 3),
            "gold_quoted": round(float(found.found[certain >= threshold].mean()), 3),
            "gold_kept": round(float((certain >= threshold)[found.found == 1].mean()), 3),
        }
        for threshold in np.arange(0.2, 0.7, 0.02)
    ]


def main() -> None:
    """Learn, measure in folds, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--threshold", type=float, default=0.36, help="certainty from which on there is an answer")
    asked = parser.parse_args()
    items = load(DATASET).items
    found = examples(items, asked.data)
    points = curve(found, folded(found, items), items)
    _write(learned(found.features[found.clear], found.found[found.clear]), found.names, asked.threshold)
    counts = {"questions": len(items), "weighed": len(found.items)}
    record("deciding", {**counts, "threshold": asked.threshold, "curve": points})


def _write(weights: Weights, names: Sequence[str], threshold: float) -> None:
    rows = zip(names, weights.values, weights.means, weights.spreads, strict=True)
    table = {name: [round(float(number), 4) for number in numbers] for name, *numbers in rows}
    text = json.dumps({"threshold": threshold, "bias": round(weights.bias, 4), "weights": table}, indent=1)
    WEIGHTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
