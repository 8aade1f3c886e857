"""Posting lists that were joined or taken over are those that are counted at once."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.lexical import build
from index.posting_lists import Postings, inserted, joined, taken_over

TEXTS = st.lists(st.lists(st.integers(1, 6), max_size=5), min_size=1, max_size=6)


def of(texts: list[list[int]], rows: NDArray[np.int64]) -> Postings:
    """The postings of rows of words that are numbers."""
    chosen = [(word, row) for row in rows.tolist() for word in texts[row]]
    words, owners = np.array(chosen, np.int64).reshape(-1, 2).T
    return Postings.count(words.astype(np.uint64), owners.astype(np.int32))


def read(postings: Postings) -> dict[int, list[tuple[int, int]]]:
    """Row and count of every word, in their order."""
    spans = zip(postings.words.tolist(), postings.starts[:-1].tolist(), postings.starts[1:].tolist(), strict=True)
    pairs = [*zip(postings.rows.tolist(), postings.counts.tolist(), strict=True)]
    return {word: pairs[start:end] for word, start, end in spans}


def test_counts_each_word_of_a_row_once() -> None:
    """Three words, one of them twice in a row: rows ascend, and words come sorted."""
    postings = Postings.count(np.array([7, 3, 7, 3, 9], np.uint64), np.array([0, 0, 0, 1, 1], np.int32))
    assert read(postings) == {3: [(0, 1), (1, 1)], 7: [(0, 2)], 9: [(1, 1)]}
    assert postings.frequencies.tolist() == [2, 1, 1]


def test_words_and_rows_of_any_size() -> None:
    """A long word stands behind the short ones, and a row too high to be sorted beside a word keeps its number."""
    long = 1 << 63
    postings = Postings.count(np.array([long, 3, long, 3], np.uint64), np.array([0, 0, 1, 1], np.int32))
    assert list(read(postings).items()) == [(3, [(0, 1), (1, 1)]), (long, [(0, 1), (1, 1)])]
    high = Postings.count(np.array([3, 5, 3], np.uint64), np.array([1, 1, 5_000_000], np.int32))
    assert read(high) == {3: [(1, 1), (5_000_000, 1)], 5: [(1, 1)]}


def test_more_than_can_be_counted() -> None:
    """A word that stands 70,000 times in a row counts as often as two bytes hold."""
    many = Postings.count(np.ones(70_000, np.uint64), np.zeros(70_000, np.int32))
    assert read(many) == {1: [(0, 65_535)]}


@given(TEXTS, st.data())
def test_joined_is_counted_at_once(texts: list[list[int]], data: st.DataObject) -> None:
    """Wherever rows are cut into parts, and whichever come later, the postings are those of all rows together."""
    rows = np.arange(len(texts))
    cut = data.draw(st.integers(0, len(texts)))
    assert read(joined([of(texts, rows[:cut]), of(texts, rows[cut:])])) == read(of(texts, rows))
    later = np.array(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))))
    assert read(inserted(of(texts, rows[~later]), of(texts, rows[later]))) == read(of(texts, rows))


def test_takes_over_what_stays(tmp_path: Path) -> None:
    """Of three rows the second goes and the third moves up: its words alone are gone, the others have new rows."""
    build(["商标", "专利", "商标法"], tmp_path / "lexical")
    build(["商标", "商标法"], tmp_path / "without")
    left = taken_over(tmp_path / "lexical", np.array([0, -1, 1], np.int32))
    wanted = taken_over(tmp_path / "without", np.array([0, 1], np.int32))
    assert read(left) == read(wanted)
