"""Learns the order of the first passages: `assistant/models/ordering.json`, from questions with gold clauses.

    python -m eval.bench.ordering --data DATA

How: `eval.bench.choosing`. Learn it before the decision (`eval.bench.deciding`), which sees what it puts first.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.answering import Task
from assistant.messages import Note, Text
from assistant.ordering import FIRST, NAMES, observed
from assistant.searching import candidates
from eval.bench.choosing import Example, told
from eval.bench.results import record
from eval.bench.watching import TRAINING, Watching, is_gold, watched
from eval.dataset import load
from eval.texts import Clause, open_texts

WEIGHTS = Path("assistant/models/ordering.json")


class Observing(Watching[Example]):
    """Answers as ever, and keeps what is seen of the first passages as the search orders them."""

    def __init__(self, golds: Sequence[Clause]) -> None:
        super().__init__()
        self._golds = golds

    def answer(self, task: Task) -> Iterator[Text | Note]:
        """What the answerer says."""
        first = [] if task.asked.articles else candidates(task.asked, task.scope, task.shelf)[:FIRST]
        gold = np.array([is_gold(self._golds, (passage,)) for passage in first])
        if gold.any() and not gold.all():
            rows = observed(first, task.asked, task.scope.day, task.shelf)
            self.examples.append(Example(np.array(rows), gold))
        return super().answer(task)


def examples(path: Path, data: Path) -> list[Example]:
    """Every question of a dataset of which some of the first passages are gold."""
    with open_texts(data) as texts:
        items = (item for item in load(path).items if item.gold)
        return watched(((item, Observing(texts.golds(item, path))) for item in items), data)


def main() -> None:
    """Learn, measure, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    asked = parser.parse_args()
    record("ordering", told(examples(TRAINING, asked.data), NAMES, WEIGHTS))


if __name__ == "__main__":
    main()
