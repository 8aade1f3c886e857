"""Fusion of the two sides, on values worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse, highest, shortlist

LEXICAL = np.array([8, 4, 0], np.float32)
COSINES = np.array([0.2, 0.4, -0.1], np.float32)


@pytest.mark.parametrize(
    ("covered", "expected"),
    [
        (0.9, [1.0, 0.5, 0.0]),
        (0.4, [0.65 + 0.175, 0.325 + 0.35, 0.0]),
        (0.6, [0.825 + 0.0875, 0.4125 + 0.175, 0.0]),
    ],
)
def test_nearness_counts_where_words_explain_little(covered: float, expected: list[float]) -> None:
    """Not at all from 0.8 on, fully (0.35) up to 0.4, half of it half way; each side over its own best."""
    lexical, dense = fuse(LEXICAL, COSINES, covered)
    assert (lexical + dense).tolist() == pytest.approx(expected)


def test_no_common_word_leaves_nearness() -> None:
    """Where nothing matches there is nothing to divide by, and the dense side alone ranks."""
    lexical, dense = fuse(np.zeros(3, np.float32), COSINES, 0)
    assert lexical.tolist() == [0, 0, 0]
    assert dense.argmax() == 1


def test_what_either_side_likes_is_looked_at_soon() -> None:
    """Ranks 0, 1, 2 of signs and 1, 0, 2 of nearness: 1/10 + 1/11 twice, then 1/12 + 1/12."""
    assert shortlist(LEXICAL, COSINES).tolist() == pytest.approx([1 / 10 + 1 / 11, 1 / 10 + 1 / 11, 2 / 12])


def test_the_highest_are_found_without_sorting() -> None:
    """Of 40 scores in 16 groups the two that are 9; of three that are 8 the lower rows fill what is left."""
    scores = np.zeros(40, np.float32)
    scores[[3, 38]], scores[[5, 20, 31]] = 9, 8
    assert sorted(highest(scores, 2).tolist()) == [3, 38]
    assert sorted(highest(scores, 4).tolist()) == [3, 5, 20, 38]


@given(st.lists(st.integers(-2, 9), max_size=90), st.integers(1, 5))
def test_the_highest_are_those_of_a_sorted_list(values: list[int], k: int) -> None:
    """However many scores, and however many of them are equal."""
    first = sorted(range(len(values)), key=lambda row: (-values[row], row))[:k]
    assert sorted(highest(np.array(values, np.float32), k).tolist()) == sorted(first)
