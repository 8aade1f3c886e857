"""Questions of a dataset asked as ever, of answerers that keep on the way what models are learned from."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from assistant.answering.extractive import Extractive
from assistant.pipeline import answer_stream
from eval.asking import question_of
from eval.dataset import Item
from eval.texts import Clause
from index.embeddings import load_embedder
from index.generations import Library
from index.retrieval import Passage

TRAINING = Path("eval/datasets/enforcement-train.jsonl")
DEVELOPMENT = Path("eval/datasets/enforcement-dev.jsonl")
TODAY = date(2026, 11, 21)
"""The day of asking of a question that names none."""
Kept = TypeVar("Kept")


class Watching(Extractive, Generic[Kept]):
    """Answers as ever, and keeps examples on the way."""

    def __init__(self) -> None:
        self.examples: list[Kept] = []


def watched(asked: Iterable[tuple[Item, Watching[Kept]]], data: Path) -> list[Kept]:
    """What each answerer keeps of its question."""
    embedder = load_embedder("static")
    found = list[Kept]()
    with closing(Library(data, embedder)) as library:
        for item, answerer in asked:
            for _ in answer_stream(library, embedder, question_of(item, item.as_of or TODAY), answerer):
                pass
            found += answerer.examples
    return found


def is_gold(golds: Sequence[Clause], quoted: Sequence[Passage]) -> bool:
    """Whether one of the passages lies in a gold clause, or holds one."""
    return any(
        gold.document_id == one.chunk.document_id and gold.start < one.chunk.end and one.chunk.start < gold.end
        for gold in golds
        for one in quoted
    )


def write_model(model: Mapping[str, object], out: Path) -> None:
    """Write what was learned, a list of numbers a line, so that a change shows where it is."""
    text = json.dumps(model, ensure_ascii=False, separators=(",", ":"))
    out.write_text(text.replace("],", "],\n") + "\n", encoding="utf-8")
