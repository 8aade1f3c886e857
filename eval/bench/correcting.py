"""Grows the trees that correct the sum of a decision, from sums of weights that have not learned the example.

A sum looks better on the examples it was learned from than on any other; trees that saw it there would trust it too
much. So each writer's questions are summed by weights that the other writers' have given.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.deciding import Observed
from eval.bench.weighing import Weights, balanced, features, learned
from index.reranking.clauses import Floats
from index.reranking.trees import Forest
from index.training.boosting import Doubles, Outcomes, Plan, grown

_FOLDS = 6
_SEED = 0
_PLAN = Plan(trees=150, levels=4, rate=0.1, damping=20.0)
"""Chosen on writers that taught nothing. Of what must be refused, at 2 % of the answers withheld: 71.6 % refused by the
sum alone, 75.9 % with these trees, 75.6 % with 100 of them or with three levels."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A sum and its trees."""

    weights: Weights
    trees: Forest

    def certainty(self, seen: Sequence[Observed]) -> Doubles:
        """One for each."""
        sums = self.weights.sums(seen)
        total = sums + self.trees.raw(_rows(seen, self.weights, sums))
        return np.asarray(1 / (1 + np.exp(-total)))


def corrected(seen: Sequence[Observed], wanted: Doubles, writers: Sequence[str]) -> Corrected:
    """The sum that all examples give, and trees."""
    weights, sums = learned(seen, wanted), _sums_of_others(seen, wanted, writers)
    rows = _rows(seen, weights, sums)
    return Corrected(weights, grown(Outcomes(rows, wanted, balanced(wanted)), _PLAN, _SEED, sums))


def _sums_of_others(seen: Sequence[Observed], wanted: Doubles, writers: Sequence[str]) -> Doubles:
    """The sum of each example by weights that the others' writers have given."""
    from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]

    sums = np.zeros(len(seen))
    for others, own in GroupKFold(_FOLDS).split(sums, groups=writers):
        weights = learned([seen[n] for n in others], wanted[others])
        sums[own] = weights.sums([seen[n] for n in own])
    return sums


def _rows(seen: Sequence[Observed], weights: Weights, sums: Doubles) -> Floats:
    """The features, and the sum behind them."""
    return np.column_stack((features(seen, weights.names), sums)).astype(np.float32)
