"""A run as samples for ragas, one JSON object a line: `SingleTurnSample`'s own names for its fields."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.dataset import Dataset, Item
from eval.errors import RunError
from eval.lines import replace_file
from eval.runs import Run, RunRow, check_dataset
from eval.texts import Clause


@dataclass(frozen=True, slots=True)
class Sample:
    """One question with what was retrieved, answered and wanted.

    `reference` lists the key facts; it is None where the dataset has none. What was retrieved is unknown, hence empty,
    where a server was asked.
    """

    user_input: str
    retrieved_contexts: tuple[str, ...]
    retrieved_context_ids: tuple[str, ...]
    reference_contexts: tuple[str, ...]
    response: str
    reference: str | None


def samples(run: Run, dataset: Dataset, golds: Mapping[str, Sequence[Clause]]) -> Iterator[Sample]:
    """The answered questions of a run, in its order; those that ended in an error are left out.

    `golds` has the gold clauses of each question by its id, as `Texts.all_golds` gives them.

    Raises:
        RunError: the run answers another dataset.
    """
    check_dataset(run, dataset)
    items = dataset.by_id()
    return (_sample(items[row.id], row, golds[row.id]) for row in run.rows if row.error is None)


def write(path: Path, rows: Iterator[Sample]) -> None:
    """Write samples as JSON lines.

    Raises:
        RunError: the disk refuses.
    """
    text = "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)
    replace_file(path, text.encode(), RunError)


def _sample(item: Item, row: RunRow, golds: Sequence[Clause]) -> Sample:
    return Sample(
        _asked(row),
        tuple(passage.text for passage in row.passages),
        tuple(f"{passage.document_id}#{passage.clause_path}" for passage in row.passages),
        tuple(gold.text for gold in golds),
        row.answer,
        "；".join(fact.variants[0] for fact in item.key_facts) or None,
    )


def _asked(row: RunRow) -> str:
    """The question, with the conversation before it where there is one: alone it could not be judged."""
    return "\n".join([*(f"{turn.role}: {turn.content}" for turn in row.history), row.question])
