"""A sum of what is seen of each text, and trees that correct it."""

import numpy as np
import pytest

from assistant.choices import Choice, beside
from index.reranking.trees import Forest

ROWS = np.array([[1.0, 5.0], [3.0, 2.0]])


def test_each_value_stands_beside_how_far_it_falls_behind() -> None:
    """The highest of a column falls behind by nothing."""
    assert beside(ROWS).tolist() == [[1, 5, -2, 0], [3, 2, 0, -3]]


def test_trees_correct_the_sum() -> None:
    """The one tree here gives ten to a row that is highest in the second column: its fourth value is above -1."""
    tree = {"asked": [[3]], "limits": [[-1.0]], "leaves": [[0.0, 10.0]], "sizes": [[1.0, 1.0]]}
    choice = Choice(np.array([2.0, 1.0]), Forest.of_trees(4, tree))
    assert choice.sums(ROWS) == pytest.approx([2 + 5 + 10, 6 + 2])
