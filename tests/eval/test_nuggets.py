"""Nuggets as files: key facts out, with what an answer holds of them, and nuggets of others in."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from eval.dataset import Dataset, Item, KeyFact
from eval.errors import DatasetError
from eval.nuggets import Nugget, Nuggets, key_facts, of_dataset, of_run, read, write
from eval.runs import DatasetFacts, Run, RunMeta, RunRow, SystemFacts

DAY = date(2026, 11, 21)
ITEMS = (
    Item("q1", "何时报送？", key_facts=(KeyFact(("11月15日", "十一月十五日")), KeyFact(("保护科",), vital=False))),
    Item("q2", "天气？"),
    Item("q3", "罚多少？", key_facts=(KeyFact(("五万元",)),)),
)
DATASET = Dataset(Path("small.jsonl"), "sha", ITEMS)
ROWS = (
    RunRow("q1", "何时报送？", (), DAY, "应于十一月十五日前报送。[1]"),
    RunRow("q2", "天气？", (), DAY, "", abstained=True),
    RunRow("q3", "罚多少？", (), DAY, error="ValueError: 坏了"),
)
MOMENT = datetime(2026, 11, 21, tzinfo=UTC)
RUN = Run(Path("r"), ROWS, RunMeta(DatasetFacts.of(DATASET), SystemFacts("u", "g", "t"), None, MOMENT, MOMENT, 1))


def test_key_facts_are_nuggets() -> None:
    """Each by its first spelling, vital or okay, not assigned; a question without facts has none."""
    first, last = of_dataset(DATASET)
    assert first == Nuggets("q1", "何时报送？", (Nugget("11月15日", "vital"), Nugget("保护科", "okay")))
    assert last.qid == "q3"


def test_an_answer_assigns_them() -> None:
    """Any spelling supports a fact; a question without an answer is left out, not counted as unsupported."""
    (only,) = of_run(RUN, DATASET)
    assert [nugget.assignment for nugget in only.nuggets] == ["support", "not_support"]


def test_files_have_the_pinned_names(tmp_path: Path) -> None:
    """What is written is read back, and has the names that others expect."""
    path = tmp_path / "nuggets.jsonl"
    write(path, of_run(RUN, DATASET))
    row = json.loads(path.read_bytes())
    assert (list(row), list(row["nuggets"][0])) == (["qid", "query", "nuggets"], ["text", "importance", "assignment"])
    assert read(path) == tuple(of_run(RUN, DATASET))


def test_nuggets_of_others_are_key_facts(tmp_path: Path) -> None:
    """One spelling each; the assignment may be missing."""
    path = tmp_path / "nuggets.jsonl"
    row = {"qid": "q", "query": "?", "nuggets": [{"text": "甲", "importance": "okay"}]}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert key_facts(*read(path)) == (KeyFact(("甲",), vital=False),)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [('"vital"', '"large"', r"line 1: field nuggets\.0\.importance"), ('"q3"', '"q1"', "line 2: field qid: 'q1'")],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    """File, line and field."""
    path = tmp_path / "nuggets.jsonl"
    write(path, of_dataset(DATASET))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DatasetError, match=words):
        read(path)
