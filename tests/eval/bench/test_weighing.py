"""Learns the sum of a decision from features and from the pieces of questions."""

import numpy as np

from assistant.answering.deciding import Observed, lacking
from eval.bench.weighing import Weights, balanced, learned

HALF = Weights(("words",), ("费",), np.array([0.5]), np.array([0.25]), np.array([2.0, -1.0, -2.0, -0.5, 0.1]))
"""Of the share of words 2, of 费 -1, -2 and -0.5 more as it is lacking; 0.1 of any question."""


def seen(words: float, question: str = "", *clauses: str) -> Observed:
    """A question of which so much stands in the clauses."""
    return Observed({"words": words}, lacking(question, clauses or [""]))


def test_a_piece_weighs_more_the_further_it_is_lacking() -> None:
    """One spread above the mean is 2; with the 0.1 of any question, 1.1, -0.9 and -1.4."""
    clauses = [("收费",), ("办理", "收费"), ("办理", "备案")]
    assert np.allclose(HALF.sums([seen(0.75, "费", *each) for each in clauses]), [1.1, -0.9, -1.4])


def test_weights_are_told_by_feature_and_by_piece() -> None:
    """As the data file has them."""
    assert (HALF.by_name(), HALF.bias) == ({"words": (2.0, 0.5, 0.25)}, 0.1)
    assert HALF.by_piece().tolist() == [[-1.0, -2.0, -0.5]]


def test_both_outcomes_weigh_the_same() -> None:
    """One of four counts 2, each of the others 2/3."""
    assert np.allclose(balanced(np.array([1.0, 0.0, 0.0, 0.0])), [2, 2 / 3, 2 / 3, 2 / 3])


def test_what_speaks_for_an_answer_is_learned() -> None:
    """Words for, 费 against; 税, in one question only, has no weight."""
    shares = np.linspace(0, 1, 40)
    observed = [seen(share, "费" if number % 2 else "") for number, share in enumerate(shares)]
    wanted = np.array([float(share > 0.5 and not number % 2) for number, share in enumerate(shares)])
    weights = learned([*observed, seen(0.5, "税")], np.append(wanted, 1.0))
    assert weights.by_name()["words"][0] > 0
    assert "税" not in weights.pieces
    assert weights.by_piece()[weights.pieces.index("费")][0] < 0
