"""Questions of officers and visitors over the real corpus: facts, clauses and refusals (`questions.toml`)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from assistant.facts import plain
from assistant.messages import Answer
from tests.library import TODAY, Office

ROWS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))[
    "questions"
]
RIGHT = 0.93
"""Share of the questions that must come out right; the refusals among them, too."""


def _asked(library: Office, row: dict[str, Any]) -> Answer:
    return library.ask(row["question"], *row.get("history", []), as_of=row.get("as_of", TODAY))


def _is_right(row: dict[str, Any], answer: Answer) -> bool:
    """All facts shown and all gold clauses cited (deeper or wider counts); or refused where there is no answer."""
    if not row.get("answerable", True):
        return answer.abstained
    shown = plain(answer.answer.replace("\\", ""))
    facts = all(any(plain(spelling) in shown for spelling in fact.split("|")) for fact in row["facts"])
    return facts and not answer.abstained and all(_is_cited(*gold, answer) for gold in row["gold"])


def _is_cited(document_id: str, path: str, answer: Answer) -> bool:
    cited = [c.clause_path for c in answer.citations if c.document_id == document_id]
    return any(f"{one}/".startswith(f"{path}/") or f"{path}/".startswith(f"{one}/") for one in cited)


@pytest.mark.corpus
@pytest.mark.parametrize("answerable", [True, False])
def test_questions_come_out_right(library: Office, *, answerable: bool) -> None:
    """At least the share that was reached when the figures were taken, for answers and for refusals alike."""
    rows = [row for row in ROWS if row.get("answerable", True) == answerable]
    wrong = [row["id"] for row in rows if not _is_right(row, _asked(library, row))]
    assert len(wrong) <= (1 - RIGHT) * len(rows), wrong


def test_the_questions_are_many_and_of_all_kinds() -> None:
    """At least a hundred with an answer and forty without, no id twice."""
    answerable = [row.get("answerable", True) for row in ROWS]
    assert (answerable.count(True) >= 100, answerable.count(False) >= 40) == (True, True)
    assert len({row["id"] for row in ROWS}) == len(ROWS)
