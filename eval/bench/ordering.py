"""Learns the order of the first passages: `assistant/models/ordering.json`, from questions with gold clauses.

    python -m eval.bench.ordering --data DATA

How: `eval.bench.choosing`. Learn it before the decision (`eval.bench.deciding`), which sees what it puts first.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.answering import Task
from assistant.answering.extractive import Extractive
from assistant.messages import Note, Text
from assistant.ordering import FIRST, NAMES, observed
from assistant.pipeline import answer_stream
from assistant.searching import candidates
from eval.asking import question_of
from eval.bench.choosing import Example, told
from eval.bench.deciding import TODAY, TRAINING, is_gold
from eval.bench.results import record
from eval.dataset import load
from eval.texts import Clause, open_texts
from index.embeddings import load_embedder
from index.generations import Library

WEIGHTS = Path("assistant/models/ordering.json")


class Observing(Extractive):
    """Answers as ever, and keeps what is seen of the first passages as the search orders them."""

    def __init__(self, golds: Sequence[Clause]) -> None:
        self._golds = golds
        self.examples: list[Example] = []

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
    embedder = load_embedder("static")
    library, found = Library(data, embedder), list[Example]()
    with open_texts(data) as texts:
        for item in (item for item in load(path).items if item.gold):
            answerer = Observing(texts.golds(item, path))
            for _ in answer_stream(library, embedder, question_of(item, item.as_of or TODAY), answerer):
                pass
            found += answerer.examples
    library.close()
    return found


def main() -> None:
    """Learn, measure, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    asked = parser.parse_args()
    record("ordering", told(examples(TRAINING, asked.data), NAMES, WEIGHTS))


if __name__ == "__main__":
    main()
