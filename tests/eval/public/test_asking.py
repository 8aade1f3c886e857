"""The real assistant is asked of an index made from passages; what it said comes back without marks and notices."""

from dataclasses import replace
from pathlib import Path

import pytest

from eval.errors import DatasetError
from eval.public.asking import AS_OF, Asked, Said, ask_all, outcomes, said
from eval.public.shelving import Reader, shelve
from eval.runs import RunRow
from index.embeddings import load_embedder
from tests.eval.public.published import LANTERN, PAPER

STATIC = load_embedder("static")
ROW = RunRow("q", "灯笼作坊在哪里", (), AS_OF)


def test_the_question_is_asked_of_its_own_document(tmp_path: Path) -> None:
    """Of two documents only the named one is quoted; the other one's question stays unanswered there."""
    shelve([Reader("a", "甲", (LANTERN,)), Reader("b", "乙", (PAPER,))], tmp_path / "index", STATIC)
    asked = [Asked("right", "造纸作坊每年检查几次？", "b"), Asked("other", "造纸作坊每年检查几次？", "a")]
    found = ask_all(asked, tmp_path / "index", tmp_path / "run.jsonl", STATIC)
    assert found["right"] == Said(f"第一条　{PAPER}", abstained=False, found=f"第一条　{PAPER}")
    other = found["other"]
    assert other is not None
    assert (other.text, other.abstained) == ("", True)


def test_marks_and_notices_are_no_words() -> None:
    """Citation marks, notices in block quotes and blanks around blocks are left out; cells and items stay."""
    answer = "> 先看这里。\n\n作坊在东街。[1]\n\n- 第一项；[2]\n\n> 效力未知。"
    found = said(replace(ROW, answer=answer))
    assert found == Said("作坊在东街。\n第一项；", abstained=False, found="")


def test_an_abstention_says_nothing_and_an_error_is_none() -> None:
    """What is offered beside a refusal is no answer; a question that failed has none at all."""
    assert said(replace(ROW, answer="没有找到。", abstained=True)) == Said("", abstained=True, found="")
    assert said(replace(ROW, error="RuntimeError")) is None


def test_outcomes_tell_refusals_before_the_search_apart() -> None:
    """Of three answered questions one is answered, one refused after and one before a search; a failure is unscored."""
    given = [Said("甲", abstained=False, found="甲"), Said("", abstained=True, found="乙")]
    found = outcomes([*given, Said("", abstained=True, found=""), None])
    assert (found["answered"]["value"], found["refused unsearched"]["value"]) == (0.3333, 0.3333)
    assert found["answered"]["unscored"] == 1


def test_a_run_is_never_gone_on_with(tmp_path: Path) -> None:
    """Asked twice, the second answers count: the code may be another one."""
    shelve([Reader("a", "甲", (PAPER,))], tmp_path / "index", STATIC)
    asked = [Asked("q", "造纸作坊每年检查几次？", "a")]
    ask_all(asked, tmp_path / "index", tmp_path / "run.jsonl", STATIC)
    text = (tmp_path / "run.jsonl").read_text(encoding="utf-8")
    (tmp_path / "run.jsonl").write_text(text.replace("两次", "三次"), encoding="utf-8")
    found = ask_all(asked, tmp_path / "index", tmp_path / "run.jsonl", STATIC)
    assert found["q"] == Said(f"第一条　{PAPER}", abstained=False, found=f"第一条　{PAPER}")


def test_an_id_stands_once(tmp_path: Path) -> None:
    """Two questions of one id would answer for each other."""
    shelve([Reader("a", "甲", (PAPER,))], tmp_path / "index", STATIC)
    with pytest.raises(DatasetError, match="field id: 'q' stands in line 1 already"):
        ask_all([Asked("q", "甲"), Asked("q", "乙")], tmp_path / "index", tmp_path / "run.jsonl", STATIC)
