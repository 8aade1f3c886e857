"""Sizes of the corpus and the look-ups made from them."""

from pathlib import Path

import pytest

from eval.bench import slices
from eval.bench.peers.protocol import Caps, LookUp, Piece, write_rows
from eval.errors import MeasureError
from tests.fakes import CharacterEmbedder

LONG = "灯笼管理部门应当自受理登记申请之日起二十日内书面答复申请人并说明理由"
"""34 characters, of which the second half begins with 起二十日."""


def row(law: str, article: str, text: str) -> dict[str, str]:
    """A row of an article list."""
    return {"law": law, "article": article, "text": text}


def test_laws_are_put_together_and_other_fields_left_out(tmp_path: Path) -> None:
    """Rows of a law count as one law wherever they stand."""
    path = tmp_path / "statutes.jsonl.gz"
    write_rows(path, [row(law, "第一条", "文") | {"source": "网"} for law in ("甲法", "乙法", "甲法")])
    assert slices.statutes(path) == [[row("甲法", "第一条", "文")] * 2, [row("乙法", "第一条", "文")]]


def test_a_size_ends_with_a_whole_law() -> None:
    """Three articles of laws with two each are four; more than there are is all."""
    laws = [[row(law, article, "文") for article in ("第一条", "第二条")] for law in ("甲法", "乙法", "丙法")]
    assert [len(slices.first(laws, size)) for size in (1, 2, 3, 100)] == [2, 2, 4, 6]


def test_a_look_up_is_the_second_half_of_a_sentence() -> None:
    """Every article that holds the words is right, whatever stands around them."""
    rows = [
        row("甲法", "第一条", f"{LONG}。"),
        row("乙法", "第九条", f"前言。{LONG}；"),
        row("乙法", "第十条", "短句。"),
    ]
    assert list(slices.look_ups(rows)) == [LookUp(LONG[17:], frozenset({("甲法", "第一条"), ("乙法", "第九条")}))]


def test_a_formula_is_no_look_up() -> None:
    """Words that four articles share ask for none of them."""
    assert list(slices.look_ups([row("甲法", f"第{sign}条", f"{LONG}。") for sign in "一二三四"])) == []


def test_a_formula_that_an_article_says_twice_is_no_look_up() -> None:
    """Its articles are counted, not the places where it stands: else some that hold it would not count as right."""
    twice = row("甲法", "第一条", f"{LONG}。{LONG}。")
    assert list(slices.look_ups([twice, *(row("甲法", f"第{sign}条", f"{LONG}。") for sign in "二三四")])) == []


def test_the_files_of_a_size_come_back_as_they_were(tmp_path: Path) -> None:
    """Questions keep their gold; the vectors of questions and of the added articles are found by their texts."""
    rows = [row("甲法", f"第{sign}条", f"{sign * 3}{LONG[:-2]}{sign * 9}。") for sign in "一二三"]
    size = slices.write(tmp_path / "3", rows, Caps(questions=2), CharacterEmbedder())
    *look_ups, probe = size.look_ups()
    added = [Piece.of(one).text for one in slices.regulation()]
    assert len(look_ups) == 2
    assert all(len(one.gold) == 1 for one in look_ups)
    assert set(size.known()) == {*(one.text for one in look_ups), probe.text, *added}
    assert size.caps() == Caps(questions=2)


def test_too_few_sentences_are_refused(tmp_path: Path) -> None:
    """The message says what was found and what to change."""
    with pytest.raises(MeasureError, match="1 articles give 0 look-ups, 2 are needed; raise --sizes"):
        slices.write(tmp_path, [row("甲法", "第一条", "短句。")], Caps(), CharacterEmbedder())


def test_a_corpus_without_statutes_is_refused(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(MeasureError, match=r"statutes\.jsonl\.gz: cannot be read"):
        slices.statutes(tmp_path / "statutes.jsonl.gz")
