"""Questions that people found badly answered, or that were refused, as a dataset that evaluators complete and run."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assistant.accounts.database import open_database
from assistant.conversations import Conversations
from assistant.feedback import Feedback, Wanting


def read(url: str) -> list[Wanting]:
    """All of them in a database of the assistant.

    Raises:
        StorageError: the database cannot be opened.
    """
    database = open_database(url)
    try:
        return Feedback(database, Conversations(database)).wanting()
    finally:
        database.dispose()


def write(wanting: Iterable[Wanting], path: Path) -> int:
    """The rows of a dataset, one a line; how many there are."""
    rows = [json.dumps(row(one), ensure_ascii=False) for one in wanting]
    path.write_text("".join(f"{line}\n" for line in rows), encoding="utf-8")
    return len(rows)


def row(one: Wanting) -> dict[str, Any]:
    """A dataset row: what was asked; facts and gold clauses are for the evaluator to add."""
    history = [{"role": turn.role, "content": turn.content} for turn in one.history]
    return {
        "id": f"{one.sort}-{one.id}",
        "question": one.question,
        **({"history": history} if history else {}),
        "as_of": str(one.as_of),
        "kind": "thumbed-down" if one.sort == "down" else "refused",
    }


def listed(wanting: Iterable[Wanting]) -> Iterator[str]:
    """A line each for a terminal: day, why it is listed, the question, what people said of it."""
    for one in wanting:
        why = one.reason or ("拒答" if one.sort == "refused" else "评为不好")
        said = f"　更正：{' '.join(one.correction.split())}" if one.correction else ""
        yield f"{one.given:%Y-%m-%d}　{why}　{' '.join(one.question.split())}{said}"
