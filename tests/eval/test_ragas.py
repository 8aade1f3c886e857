"""Samples for ragas: its own field names, filled from run and dataset."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.messages import Turn
from eval.dataset import Dataset, Item, KeyFact
from eval.errors import RunError
from eval.ragas import Sample, samples, write
from eval.runs import DatasetFacts, Passage, Run, RunMeta, RunRow, SystemFacts
from eval.texts import Clause

DAY = date(2026, 11, 21)
MOMENT = datetime(2026, 11, 21, tzinfo=UTC)
HISTORY = (Turn("user", "临江何时报送？"), Turn("assistant", "11月15日前。"))
FACTS = (KeyFact(("五万元", "5万元")), KeyFact(("责令改正",), vital=False))
ITEMS = (Item("q1", "罚多少？", key_facts=FACTS), Item("q2", "那望海呢？", history=HISTORY), Item("q3", "？"))
DATASET = Dataset(Path("small.jsonl"), "sha", ITEMS)
ROWS = (
    RunRow(
        "q1", "罚多少？", (), DAY, "五万元以下。[1]", passages=(Passage("law", "v", "第四条", 0, 2, "罚款", 1, 1, "x"),)
    ),
    RunRow("q2", "那望海呢？", HISTORY, DAY, "没有找到。", abstained=True),
    RunRow("q3", "？", (), DAY, error="QuestionError: 问题是空的"),
)
RUN = Run(Path("r"), ROWS, RunMeta(DatasetFacts.of(DATASET), SystemFacts("u", "g", "t"), None, MOMENT, MOMENT, 1))
GOLDS = {"q1": [Clause("law", "v", "第四条", 0, 9, "处五万元以下罚款。")], "q2": [], "q3": []}


def test_a_sample_says_what_was_asked_found_answered_and_wanted() -> None:
    """An error is no sample; a question that follows others comes with them."""
    first, second = samples(RUN, DATASET, GOLDS)
    wanted = Sample(
        "罚多少？", ("罚款",), ("law#第四条",), ("处五万元以下罚款。",), "五万元以下。[1]", "五万元；责令改正"
    )
    assert first == wanted
    assert second.user_input == "user: 临江何时报送？\nassistant: 11月15日前。\n那望海呢？"
    assert (second.retrieved_contexts, second.reference) == ((), None)


def test_samples_are_json_lines(tmp_path: Path) -> None:
    """The names of ragas' SingleTurnSample, Chinese unescaped."""
    path = tmp_path / "samples.jsonl"
    write(path, samples(RUN, DATASET, GOLDS))
    first, _ = path.read_text(encoding="utf-8").splitlines()
    assert " ".join(json.loads(first)) == (
        "user_input retrieved_contexts retrieved_context_ids reference_contexts response reference"
    )
    assert "罚多少" in first


def test_another_dataset_is_refused() -> None:
    """Samples never mix one run's answers with another dataset's facts."""
    with pytest.raises(RunError, match=r"dataset\.sha256"):
        samples(RUN, Dataset(Path("other.jsonl"), "other", ITEMS), GOLDS)
