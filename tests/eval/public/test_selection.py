"""The second way: the sentence that the product's own ranking puts first, among the given passages alone."""

from pathlib import Path

from eval.public.selection import Choice, select, sentences
from index.embeddings import load_embedder
from tests.eval.public.published import LANTERN, PAPER


def test_sentences_end_at_their_signs() -> None:
    """Also at a semicolon and a line's end, quotation marks kept; blanks around them go."""
    assert sentences("甲。乙；丙！\n 丁“戊。”己") == ["甲。", "乙；", "丙！", "丁“戊。”", "己"]


def test_a_long_sentence_is_cut_at_commas() -> None:
    """One of 81 characters is, one of 80 is not; nothing is lost."""
    long = "甲" * 40 + "," + "乙" * 40
    assert sentences(long) == ["甲" * 40 + ",", "乙" * 40]
    assert sentences(long[:-1]) == [long[:-1]]


def test_only_the_own_passages_count(tmp_path: Path) -> None:
    """The same question of two groups of passages: each gets a sentence of its own group."""
    question = "造纸作坊每年检查几次"
    choices = [Choice("a", question, (LANTERN,)), Choice("b", question, (LANTERN, PAPER))]
    found = select(choices, tmp_path / "selection", load_embedder("static"))
    assert found["b"] == "造纸作坊每年检查两次。"
    assert found["a"] in sentences(LANTERN)
