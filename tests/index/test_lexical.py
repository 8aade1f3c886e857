"""BM25 over characters: scores worked out by hand, what counts as a word, and files that are the same every time."""

from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexical import LexicalIndex, _cut, build, extend


def opened(texts: list[str], folder: Path, k1: float = 1.0, b: float = 0.0) -> LexicalIndex:
    """The index of the texts, read back from disk."""
    build(texts, folder / "lexical", k1=k1, b=b)
    return LexicalIndex.open(folder / "lexical")


def matching(texts: list[str], question: str, folder: Path) -> list[int]:
    """The rows that have a score at all."""
    return np.flatnonzero(opened(texts, folder).scores(question)).tolist()


def test_scores_are_bm25(tmp_path: Path) -> None:
    """With k1 = 1 and b = 0 a word that stands once weighs its rarity: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    scores = opened(["商标", "商", "标志 ABC"], tmp_path).scores("商标")
    in_two, in_one = log(1 + 1.5 / 2.5), log(1 + 2.5 / 1.5)
    assert scores.dtype == np.float32
    assert scores.tolist() == pytest.approx([2 * in_two + in_one, in_two, in_two])


def test_short_rows_weigh_more(tmp_path: Path) -> None:
    """With b = 1 the row of one word (average: 8/3) divides by 1 + 3/8 where the row of average length divides by 2."""
    scores = opened(["商标", "商", "标志 ABC"], tmp_path, b=1.0).scores("商")
    rarity = log(1 + 1.5 / 2.5)
    assert scores.tolist() == pytest.approx([rarity * 2 / (1 + 9 / 8), rarity * 2 / (1 + 3 / 8), 0])


def test_repeated_words_saturate(tmp_path: Path) -> None:
    """A word that stands three times weighs 3 · 2 / (3 + 1) of its rarity; a word asked twice counts twice."""
    index = opened(["罚、罚、罚", "款"], tmp_path)
    rarity = log(1 + 1.5 / 1.5)
    assert index.scores("罚").tolist() == pytest.approx([1.5 * rarity, 0])
    assert index.scores("罚，罚").tolist() == pytest.approx([3 * rarity, 0])


@pytest.mark.parametrize("question", ["GB12345", "ｇｂ１２３４５", "GB１２３４５"])
def test_width_and_case_do_not_matter(question: str, tmp_path: Path) -> None:
    """Full-width and capital letters and digits find their plain forms; a run is one word, not its parts."""
    assert matching(["标准gb12345号", "标准gb1号", "12345"], question, tmp_path) == [0]


def test_pairs_end_at_punctuation_and_rows(tmp_path: Path) -> None:
    """A question's pair matches no pair across a comma, a digit or the border of two rows: only single characters."""
    index = opened(["商标", "商，标", "商1标", "商", "标"], tmp_path)
    whole, *others = index.scores("商标").tolist()
    assert whole > others[0] == others[1]
    assert others[2] == others[3] == pytest.approx(log(1 + 1.5 / 4.5))


def test_rare_characters_and_zero(tmp_path: Path) -> None:
    """Han beyond the first plane and 〇 are characters like others."""
    assert matching(["二〇二六年", "𠮷野家", "无"], "〇𠮷", tmp_path) == [0, 1]


def test_many_blocks(tmp_path: Path) -> None:
    """Rows that are cut in different blocks meet in one posting list, in their order."""
    texts = ["鑫", *["标" * 1_000] * 1_200, "鑫"]
    assert matching(texts, "鑫", tmp_path) == [0, 1_201]


@pytest.mark.parametrize("texts", [[], [""], ["", "，。"]])
def test_nothing_to_find(texts: list[str], tmp_path: Path) -> None:
    """No rows, empty rows and rows of signs alone are indexed, and nothing is found in them."""
    index = opened(texts, tmp_path)
    assert len(index) == len(texts)
    assert index.scores("商标").tolist() == [0] * len(texts)
    assert index.scores("？").tolist() == [0] * len(texts)


def test_same_texts_same_files(tmp_path: Path) -> None:
    """Two builds of the same texts are the same byte for byte."""
    texts = ["第五十七条 侵犯注册商标专用权", "GB 12345", ""]
    build(texts, tmp_path / "one")
    build(texts, tmp_path / "two")
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


@settings(deadline=None)  # a busy machine takes longer
@given(st.lists(st.text("商标a1Ａ，İ \n", max_size=6), max_size=5))
def test_rows_are_cut_apart(texts: list[str]) -> None:
    """Cutting texts together gives each the words it has alone, whatever stands at their borders."""
    words, rows = _cut(texts)
    for row, text in enumerate(texts):
        assert sorted(words[rows == row].tolist()) == sorted(_cut([text])[0].tolist())


def test_rows_left_out_count_for_nothing(tmp_path: Path) -> None:
    """Scores and rarity are those of an index that never had them; they themselves score nothing."""
    texts = ["查处假冒商标", "内部口径商标商标", "商标注册", "商标"]
    build(texts, tmp_path / "some", only=np.array([True, False, True, False]))
    build([texts[0], texts[2]], tmp_path / "without")
    some, without = (LexicalIndex.open(tmp_path / name) for name in ("some", "without"))
    assert len(some) == 4
    for question in ("商标", "内部口径", "查处商标注册"):
        assert some.scores(question)[[0, 2]].tolist() == without.scores(question).tolist()
        assert some.scores(question)[[1, 3]].tolist() == [0, 0]
        assert some.rarity(question) == without.rarity(question)


def test_no_row_may_be_left(tmp_path: Path) -> None:
    """An office whose documents are all internal has an index for visitors too, which finds nothing."""
    build(["商标"], tmp_path / "none", only=np.array([False]))
    assert LexicalIndex.open(tmp_path / "none").scores("商标").tolist() == [0]


@pytest.mark.parametrize("only", [None, np.array([True, True, False, True, True])])
def test_extended_is_built_at_once(only: np.ndarray | None, tmp_path: Path) -> None:
    """One row gone, two put in, the others renumbered: the files are byte for byte those of a new index."""
    before = np.array([True, False, True, True])
    build(["商标 a1", "专利", "地理标志", "商标法"], tmp_path / "old", only=None if only is None else before)
    texts = ["商标 a1", "商标商标", "新的", "地理标志", "商标法"]
    origin = np.array([0, -1, -1, 2, 3])
    extend(tmp_path / "old", origin, {1: texts[1], 2: texts[2]}, tmp_path / "new", only=only)
    build(texts, tmp_path / "whole", only=only)
    assert {file.name: file.read_bytes() for file in (tmp_path / "new").iterdir()} == {
        file.name: file.read_bytes() for file in (tmp_path / "whole").iterdir()
    }
