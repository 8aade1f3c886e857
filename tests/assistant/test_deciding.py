"""When the clauses found answer a question."""

import math

from assistant.answering.deciding import Decision, load_decision
from assistant.answering.wants import sorts

HALF = Decision({"words": (2.0, 0.5, 0.25)}, bias=0.0, threshold=0.5)


def test_a_usual_value_says_nothing() -> None:
    """At the mean of its only feature a decision without bias is undecided."""
    assert HALF.certainty({"words": 0.5}) == 0.5


def test_certainty_is_the_logistic_of_the_weighted_spreads() -> None:
    """One spread above the mean with weight 2 is 1 / (1 + e^-2)."""
    assert math.isclose(HALF.certainty({"words": 0.75}), 1 / (1 + math.exp(-2)))


def test_below_the_threshold_there_is_no_answer() -> None:
    """The threshold itself is enough."""
    assert (HALF.answers({"words": 0.5}), HALF.answers({"words": 0.49})) == (True, False)


def test_the_shipped_weights_know_every_sort_of_value() -> None:
    """A sort added to the data file without learning anew would count for nothing."""
    assert {f"wants_{name}" for name in sorts()} <= set(load_decision().weights)
