"""When the clauses found answer a question."""

import math
from dataclasses import replace

import numpy as np

from assistant.answering.deciding import Decision, Observed, lacking, load_decision
from assistant.answering.wants import sorts
from index.reranking.trees import Forest

TREE = Forest.of_trees(2, {"asked": [[1]], "limits": [[0.5]], "leaves": [[-1.0, 1.0]], "sizes": [[1, 1]]})
"""Asks the sum: 1 is added where it is above 0.5, else taken away."""
NOTHING = replace(TREE, leaves=np.zeros((1, 2)))
HALF = Decision({"words": (2.0, 0.5, 0.25)}, {"费": (-1.0, -2.0, -0.5)}, bias=0.0, threshold=0.5, trees=NOTHING)


def seen(words: float, question: str = "", clause: str = "", *others: str) -> Observed:
    """A question of which so much stands in the clause."""
    return Observed({"words": words}, lacking(question, [clause, *others]))


def test_a_usual_value_says_nothing() -> None:
    """At the mean of its only feature a decision without bias is undecided."""
    assert HALF.certainty(seen(0.5)) == 0.5


def test_certainty_is_the_logistic_of_the_weighted_spreads() -> None:
    """One spread above the mean with weight 2 is 1 / (1 + e^-2)."""
    assert math.isclose(HALF.certainty(seen(0.75)), 1 / (1 + math.exp(-2)))


def test_below_the_threshold_there_is_no_answer() -> None:
    """The threshold itself is enough."""
    assert (HALF.answers(seen(0.5)), HALF.answers(seen(0.49))) == (True, False)


def test_a_piece_counts_once_more_where_the_clause_lacks_it() -> None:
    """Asked for a fee: -1 where the clause speaks of one, -3 where only the next one does, -3.5 where none does."""
    clauses = [("免费办理",), ("当场办理", "免费"), ("当场办理", "次日办理")]
    certainties = [HALF.certainty(seen(0.5, "收费吗", *each)) for each in clauses]
    assert np.allclose(certainties, [1 / (1 + math.exp(given)) for given in (1, 3, 3.5)])


def test_trees_correct_the_sum() -> None:
    """A sum of 2 becomes 3; one of 0 becomes -1."""
    corrected = replace(HALF, trees=TREE)
    assert math.isclose(corrected.certainty(seen(0.75)), 1 / (1 + math.exp(-3)), rel_tol=1e-6)
    assert math.isclose(corrected.certainty(seen(0.5)), 1 / (1 + math.exp(1)), rel_tol=1e-6)


def test_a_number_is_missing_only_where_there_is_none() -> None:
    """罚5万 is not lacking in a clause that names other amounts; without any it is."""
    assert lacking("罚5万", ["处10万元以下"])["0万"] == 0
    assert lacking("罚5万", ["责令改正"])["0万"] == 2


def test_the_shipped_weights_know_every_sort_of_value() -> None:
    """A sort added to the data file without learning anew would count for nothing."""
    assert {f"wants_{name}" for name in sorts()} <= set(load_decision().weights)
