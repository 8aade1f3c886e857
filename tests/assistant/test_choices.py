"""Which of a few texts answers best: a sum of each text's values, and trees that see it beside the others."""

import numpy as np
import pytest

from assistant import ordering
from assistant.answering import paragraphs
from assistant.choices import Choice, beside, load_choice
from index.reranking.trees import Forest

FEW = Choice(
    np.array([2.0, -1.0]),
    Forest.of_trees(4, {"asked": [[2]], "limits": [[-0.5]], "leaves": [[-1.0, 4.0]], "sizes": [[1, 1]]}),
)
"""2 a - b; a tree adds 4 where a falls less than 0.5 behind the highest, else takes 1 away."""


def test_beside_its_values_stands_how_far_a_text_falls_behind() -> None:
    """Of 1 and 3 the first is 2 behind; of 0 and 1 it is 1 behind."""
    assert beside(np.array([[1.0, 0.0], [3.0, 1.0]])).tolist() == [[1, 0, -2, -1], [3, 1, 0, 0]]


def test_trees_correct_the_sum_by_what_stands_beside() -> None:
    """2 - 1 beside a higher text and 5 + 4; alone the same text has nothing above it: 2 + 4."""
    assert FEW.sums([[1.0, 0.0], [3.0, 1.0]]) == [1.0, 9.0]
    assert FEW.sums([[1.0, 0.0]]) == [6.0]


@pytest.mark.parametrize(("name", "columns"), [("ordering", ordering.NAMES), ("paragraphs", paragraphs.NAMES)])
def test_shipped_trees_ask_only_what_is_seen(name: str, columns: tuple[str, ...]) -> None:
    """Each value and how far it falls behind: a question beyond these would fail where texts are chosen."""
    assert load_choice(name, columns).trees.asked.max() < 2 * len(columns)


def test_weights_of_other_values_are_refused() -> None:
    """A value that was never learned has no weight."""
    with pytest.raises(KeyError, match="unheard of"):
        load_choice("ordering", (*ordering.NAMES, "unheard of"))
