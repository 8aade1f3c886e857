"""Nuggets in and out, as TREC's tools exchange them: key facts with their importance, and whether an answer holds them.

One JSON object a line: `{qid, query, nuggets: [{text, importance: vital|okay, assignment}]}`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from eval.dataset import Dataset, Item, KeyFact
from eval.errors import DatasetError
from eval.lines import Line, parsed, replace_file, unpacked
from eval.metrics.nuggets import found
from eval.runs import Run, RunRow, check_dataset

Importance = Literal["vital", "okay"]
Assignment = Literal["support", "partial_support", "not_support"]
"""Whether an answer holds a nugget; key facts are held or not, `partial_support` comes from other tools alone."""


@dataclass(frozen=True, slots=True)
class Nugget:
    """A fact that a good answer holds. `assignment` is None until an answer was looked at."""

    text: str
    importance: Importance
    assignment: Assignment | None = None


@dataclass(frozen=True, slots=True)
class Nuggets:
    """The nuggets of a question."""

    qid: str
    query: str
    nuggets: tuple[Nugget, ...]


class _NuggetPart(Line):
    text: str = Field(min_length=1)
    importance: Importance
    assignment: Assignment | None = None


class _NuggetsLine(Line):
    qid: str = Field(min_length=1)
    query: str
    nuggets: tuple[_NuggetPart, ...]


def of_dataset(dataset: Dataset) -> Iterator[Nuggets]:
    """The key facts of a dataset as nuggets, each by its first spelling, without assignments."""
    return (_nuggets(item, None) for item in dataset.items if item.key_facts)


def of_run(run: Run, dataset: Dataset) -> Iterator[Nuggets]:
    """The key facts as nuggets, assigned by what each answer holds; questions that ended in an error have none.

    Raises:
        RunError: the run answers another dataset.
    """
    check_dataset(run, dataset)
    rows = run.by_id()
    return (
        _nuggets(item, row)
        for item in dataset.items
        if item.key_facts and (row := rows.get(item.id)) and row.error is None
    )


def key_facts(nuggets: Nuggets) -> tuple[KeyFact, ...]:
    """Nuggets from elsewhere as key facts with one spelling each."""
    return tuple(KeyFact((nugget.text,), nugget.importance == "vital") for nugget in nuggets.nuggets)


def read(path: Path) -> tuple[Nuggets, ...]:
    """Nuggets from a file, plain or .gz.

    Raises:
        DatasetError: it is missing or cut off, has an unknown or wrong field, or a question twice.
    """
    questions: dict[str, Nuggets] = {}
    for number, line in parsed(unpacked(path, DatasetError), path, _NuggetsLine, DatasetError):
        if line.qid in questions:
            raise DatasetError(f"{path}, line {number}: field qid: {line.qid!r} stands in a line before already")
        nuggets = tuple(Nugget(**nugget.model_dump()) for nugget in line.nuggets)
        questions[line.qid] = Nuggets(line.qid, line.query, nuggets)
    return tuple(questions.values())


def write(path: Path, questions: Iterable[Nuggets]) -> None:
    """Write nuggets as JSON lines.

    Raises:
        DatasetError: the disk refuses.
    """
    text = "".join(json.dumps(asdict(question), ensure_ascii=False) + "\n" for question in questions)
    replace_file(path, text.encode(), DatasetError)


def _nuggets(item: Item, row: RunRow | None) -> Nuggets:
    return Nuggets(item.id, item.question, tuple(_nugget(fact, row) for fact in item.key_facts))


def _nugget(fact: KeyFact, row: RunRow | None) -> Nugget:
    assignment: Assignment | None = None
    if row:
        assignment = "support" if found(fact.variants, row.answer) else "not_support"
    return Nugget(fact.variants[0], "vital" if fact.vital else "okay", assignment)
