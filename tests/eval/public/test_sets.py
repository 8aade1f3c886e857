"""Public sets by name: figures come as numbers with their definitions, and never with a text of the set."""

import json
from pathlib import Path

import pytest

from eval.errors import DatasetError, MeasureError
from eval.public.sets import LEFT_OUT, NAMES, run
from tests.eval.public.published import PAPER, context, published

LAWBENCH = {"idx": 1, "question": "造纸法第一条的内容是什么？", "answer": "答案:造纸作坊每年检查两次。"}


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """LawBench and CMRC in the published form, one question a task, and statutes of one article."""
    folder = published(tmp_path / "lawbench" / "1-1.jsonl.gz", [LAWBENCH])
    for task in ("3-2", "3-8"):
        published(folder / f"{task}.jsonl.gz", [LAWBENCH])
    published(folder / "2-5.jsonl.gz", [LAWBENCH | {"question": f"段落:{PAPER}问题:造纸坊由谁创办？"}])
    published(tmp_path / "cmrc2018" / "dev.jsonl.gz", [context(PAPER, ("1", "造纸坊由谁创办？", ["李四"]))])
    article = {"law": "造纸法", "article": "第一条", "text": "造纸作坊每年检查两次。"}
    published(tmp_path / "bulk" / "statutes.jsonl.gz", [article])
    return tmp_path


def test_names() -> None:
    """Ten sets, one of them searched and read; what is left out of one has its reason."""
    ranked, read = ("stard", "equals", "legaldc", "cmrc2018-ranking"), ("cmrc2018", "cjrc", "drcd")
    assert (*ranked, *read, "rgb-zh", "lawbench", "lexeval") == NAMES
    assert set(LEFT_OUT) <= set(NAMES)


def test_an_unknown_name_lists_the_known() -> None:
    """A misspelt set."""
    with pytest.raises(MeasureError, match=r"'cmrc': no such set; there are stard, .*lexeval"):
        run("cmrc", Path("bench"), Path("work"))


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    """The folder of the set itself, before anything is built."""
    with pytest.raises(DatasetError, match="cmrc2018: no such folder"):
        run("cmrc2018", tmp_path, tmp_path / "work")


def test_statutes_must_be_named(bench: Path) -> None:
    """LawBench without a corpus."""
    with pytest.raises(MeasureError, match="lawbench: needs the statutes"):
        run("lawbench", bench, bench / "work")


@pytest.mark.parametrize("name", ["cmrc2018", "lawbench"])
def test_figures_hold_no_text(bench: Path, name: str) -> None:
    """Whole runs of two sets: JSON with n, intervals and definitions, without a word of questions or passages."""
    found = run(name, bench, bench / "work", bench)
    written = json.dumps(found, ensure_ascii=False)
    assert found["set"] == name
    assert "definitions" in found
    assert not any(words in written for words in ("造纸", "李四", str(bench)))


def test_recitation_is_scored_against_the_article(bench: Path) -> None:
    """The assistant quotes 第一条 and its text: all words of the reference and, before them, the number alone."""
    task = run("lawbench", bench, bench / "work", bench)["tasks"]["1-1"]
    assert task["n"] == 1
    assert task["systems"]["assistant"]["ROUGE-L"]["value"] > 0.8
