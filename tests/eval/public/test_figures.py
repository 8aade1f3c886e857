"""Figures: means with intervals, and what could not be scored beside them."""

from eval.public.figures import estimate, estimates, mean_of, share_of


def test_what_could_not_be_scored_is_counted_apart() -> None:
    """None is neither wrong nor right."""
    found = estimate([1.0, 0.0, None, True])
    assert (found["value"], found["n"], found["unscored"]) == (0.6667, 3, 1)
    assert 0 <= found["low"] < 0.6667 < found["high"] <= 1


def test_nothing_scored_is_no_zero() -> None:
    """Without a single value there is no figure."""
    assert estimates({"EM": [None]})["EM"] == {"value": None, "low": None, "high": None, "n": 0, "unscored": 1}


def test_a_score_is_taken_of_what_is_there() -> None:
    """The mean length of two texts, and one that never came."""
    found = mean_of(["ab", None, "abcd"], len)
    assert (found["value"], found["n"], found["unscored"]) == (3.0, 2, 1)


def test_a_share_counts_its_own_whole() -> None:
    """Of two that detected an error one is right; a third that did not detect it does not count."""
    found = share_of([(True, True), (False, True), (True, False)])
    assert (found["value"], found["n"]) == (0.5, 2)
    assert share_of([(True, False)])["value"] is None
