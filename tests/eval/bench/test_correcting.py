"""Trees that correct a sum see what no sum can, and grow from sums that have not learned the example."""

import numpy as np

from assistant.answering.deciding import Observed, lacking
from eval.bench.correcting import _sums_of_others, corrected
from index.training.boosting import Doubles

WRITERS = [f"writer-{number % 6}" for number in range(240)]


def observed(seed: int) -> tuple[list[Observed], Doubles]:
    """An answer is wanted where the share of words is neither low nor high."""
    shares = np.random.default_rng(seed).random(240)
    seen = [Observed({"words": float(share)}, lacking("费", [""])) for share in shares]
    return seen, np.asarray((abs(shares - 0.5) < 0.25).astype(float))


def test_trees_see_what_is_right_in_between() -> None:
    """A sum that rises or falls with the words is right of about half of them; with trees, of nearly all."""
    decision = corrected(*observed(1), WRITERS)
    fresh, wanted = observed(2)
    assert np.mean((decision.weights.sums(fresh) > 0) == wanted) < 0.7
    assert np.mean((decision.certainty(fresh) > 0.5) == wanted) > 0.9


def test_a_sum_has_not_learned_its_own_writer() -> None:
    """What was wanted of one writer changes the sums of all the others, not of that writer."""
    seen, wanted = observed(1)
    own = np.array([writer == "writer-0" for writer in WRITERS])
    before, after = (_sums_of_others(seen, given, WRITERS) for given in (wanted, np.where(own, 1 - wanted, wanted)))
    assert np.array_equal(before[own], after[own])
    assert (before[~own] != after[~own]).all()
