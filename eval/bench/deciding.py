"""Learns when to answer: the weights of `assistant/models/deciding.json`, from the training and development questions.

    python -m eval.bench.deciding --data DATA [--threshold 0.3]

An answer is wanted where one of the clauses that would be quoted is a gold one, a refusal where nothing loaded answers.
An answerable question whose clause was not found teaches neither: to refuse it is no better than to quote a clause
beside it, and learned as either it blurs both. What to expect is shown on the development questions by weights that
the training questions alone have given; the weights that ship are learned from both. What is refused before any clause
is weighed (an unknown place, title or article) counts as refused at every threshold.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.answering import Task
from assistant.answering.clauses import weighed
from assistant.answering.deciding import Observed
from assistant.messages import Note, Text
from eval.bench.correcting import Corrected, corrected
from eval.bench.results import record
from eval.bench.watching import DEVELOPMENT, TRAINING, Watching, is_gold, watched, write_model
from eval.dataset import Item, load
from eval.texts import Clause, open_texts
from index.training.boosting import Doubles

WEIGHTS = Path("assistant/models/deciding.json")
_SMALL = 0.005
"""A piece whose weights are smaller says nothing."""


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


class Weighing(Watching[Example]):
    """Answers as ever, and keeps what the decision was made from."""

    def __init__(self, item: Item, golds: Sequence[Clause]) -> None:
        super().__init__()
        self._item, self._golds = item, golds

    def answer(self, task: Task) -> Iterator[Text | Note]:
        """What the answerer says."""
        if made_from := weighed(task):
            observed, quoted = made_from
            self.examples.append(Example(self._item, observed, is_gold(self._golds, quoted)))
        return super().answer(task)


def examples(path: Path, data: Path) -> list[Example]:
    """Every question of a dataset whose clauses are weighed."""
    with open_texts(data) as texts:
        return watched(((item, Weighing(item, texts.golds(item, path))) for item in load(path).items), data)


def learned(examples: Sequence[Example]) -> Corrected:
    """What those that teach give."""
    clear = [each for each in examples if each.clear]
    wanted = np.array([float(each.found) for each in clear])
    return corrected([each.observed for each in clear], wanted, [_writer(each.item) for each in clear])


def curve(examples: Sequence[Example], certain: Doubles, items: Sequence[Item]) -> list[dict[str, float]]:
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
    parser.add_argument("--threshold", type=float, default=0.3, help="certainty from which on there is an answer")
    asked = parser.parse_args()
    training, development = examples(TRAINING, asked.data), examples(DEVELOPMENT, asked.data)
    points = curve(
        development, learned(training).certainty([each.observed for each in development]), load(DEVELOPMENT).items
    )
    _write(learned([*training, *development]), asked.threshold)
    counts = {"training": len(training), "development": len(development)}
    record("deciding", {**counts, "threshold": asked.threshold, "curve": points})


def _writer(item: Item) -> str:
    """Whose question it is: those of one writer are numbered."""
    return item.id.rpartition("-")[0]


def _write(decision: Corrected, threshold: float) -> None:
    weights = decision.weights
    table = {name: [round(number, 4) for number in numbers] for name, numbers in weights.by_name().items()}
    told = zip(weights.pieces, weights.by_piece().round(3).tolist(), strict=True)
    pieces = {piece: values for piece, values in told if max(map(abs, values)) >= _SMALL}
    read = {"threshold": threshold, "bias": round(weights.bias, 4), "weights": table, "pieces": pieces}
    write_model({**read, "trees": decision.trees.told()}, WEIGHTS)


if __name__ == "__main__":
    main()
