"""Learns which 款 of a 条 speaks of a question: `assistant/models/paragraphs.json`, from questions with a gold 款.

    python -m eval.bench.paragraphs --data DATA

How: `eval.bench.choosing`.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assistant.answering import Task
from assistant.answering.paragraphs import NAMES, observed
from assistant.answering.sentences import children
from assistant.answering.signals import Signals
from assistant.messages import Note, Text
from eval.bench.choosing import Example, told
from eval.bench.results import record
from eval.bench.watching import TRAINING, Watching, watched
from eval.dataset import Item, load
from index.documents import Document, Node

WEIGHTS = Path("assistant/models/paragraphs.json")


class Observing(Watching[Example]):
    """Answers as ever, and keeps what is seen of every 条 in which a 款 is gold."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._item = item

    def answer(self, task: Task) -> Iterator[Text | Note]:
        """What the answerer says."""
        if task.passages:
            self.examples += list(self._of(Signals(task, task.passages)))
        return super().answer(task)

    def _of(self, signals: Signals) -> Iterator[Example]:
        for name in dict.fromkeys(gold.document_id for gold in self._item.gold):
            document = signals.task.shelf.document(name)
            paths = [gold.clause_path for gold in self._item.gold if gold.document_id == name]
            for _, below in _articles(document):
                gold = np.array([any(f"{path}/".startswith(f"{one.path}/") for path in paths) for one in below])
                if gold.any() and not gold.all():
                    yield Example(np.array(observed(signals, document, below)), gold)


def examples(path: Path, data: Path) -> list[Example]:
    """Every 条 with several 款 of which some are gold for a question of a dataset."""
    items = (item for item in load(path).items if any("款" in gold.clause_path for gold in item.gold))
    return watched(((item, Observing(item)) for item in items), data)


def main() -> None:
    """Learn, measure, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    asked = parser.parse_args()
    record("paragraphs", told(examples(TRAINING, asked.data), NAMES, WEIGHTS))


def _articles(document: Document) -> Iterator[tuple[Node, list[Node]]]:
    for node in document.outline:
        below = [child for child in children(document, node) if child.level == "款"] if node.level == "条" else []
        if len(below) > 1:
            yield node, below


if __name__ == "__main__":
    main()
