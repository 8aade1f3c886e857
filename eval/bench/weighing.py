"""Learns the sum of a decision: logistic regression over features and over the pieces of questions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from assistant.answering.deciding import Lack, Observed
from index.training.boosting import Doubles

_RIDGE = 30.0
"""Penalty on the squared weights of the features."""
_RIDGE_PIECES = 4.0
"""The same of the pieces of questions. Chosen on training questions whose writers taught nothing (area under the curve
0.957 with 10, 0.960 with 5, 0.961 with 3 and 2) and on the development questions (0.964, 0.965, 0.965)."""
_SELDOM = 3
"""Questions that a piece must stand in to have a weight."""
_LACKS = len(get_args(Lack))
"""Weights of a piece: asked, lacked by the best clause, lacked by all."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of `names` over means and spreads, and three of each piece."""

    names: tuple[str, ...]
    pieces: tuple[str, ...]
    means: Doubles
    spreads: Doubles
    values: Doubles
    """Of the features, then of all pieces by lack, then the bias."""

    def sums(self, seen: Sequence[Observed]) -> Doubles:
        """One for each."""
        return np.asarray(self.rows(seen) @ self.values)

    def rows(self, seen: Sequence[Observed]) -> Any:
        """A row for each, as a sparse matrix."""
        column = {piece: number for number, piece in enumerate(self.pieces)}
        cells = [
            (row, column[piece] + step * len(column))
            for row, each in enumerate(seen)
            for piece, lack in each.lacking.items()
            if piece in column
            for step in range(lack + 1)
        ]
        return _beside((features(seen, self.names) - self.means) / self.spreads, cells, _LACKS * len(column))

    def by_name(self) -> dict[str, tuple[float, float, float]]:
        """The weight of each feature, its mean and its spread."""
        own = self.values[: len(self.names)]
        columns = (column.tolist() for column in (own, self.means, self.spreads))
        return dict(zip(self.names, zip(*columns, strict=True), strict=True))

    def by_piece(self) -> Doubles:
        """The weights of each piece, [pieces, 3]."""
        return self.values[len(self.names) : -1].reshape(_LACKS, -1).T

    @property
    def bias(self) -> float:
        """What is weighed of any question."""
        return float(self.values[-1])


def learned(seen: Sequence[Observed], wanted: Doubles) -> Weights:
    """Logistic regression: `wanted` is 1 where there should be an answer, else 0; both weigh the same in all."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    blank = _blank(seen)
    rows, counted = blank.rows(seen), balanced(wanted)
    penalty = np.repeat([_RIDGE, _RIDGE_PIECES, 0.0], [len(blank.names), _LACKS * len(blank.pieces), 1])

    def loss(values: Doubles) -> tuple[float, Doubles]:
        inside = rows @ values
        missed = counted @ (np.logaddexp(0, inside) - wanted * inside) + penalty @ values**2 / 2
        return float(missed), rows.T @ (counted * (1 / (1 + np.exp(-inside)) - wanted)) + penalty * values

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return Weights(blank.names, blank.pieces, blank.means, blank.spreads, found.x)


def balanced(wanted: Doubles) -> Doubles:
    """How much each example counts, so that both outcomes weigh the same in all."""
    return np.asarray(np.where(wanted == 1, 0.5 / wanted.mean(), 0.5 / (1 - wanted.mean())))


def features(seen: Sequence[Observed], names: Sequence[str]) -> Doubles:
    """The features of each, [seen, names]."""
    return np.array([[each.features[name] for name in names] for each in seen])


def _blank(seen: Sequence[Observed]) -> Weights:
    """What there is to weigh, without weights yet."""
    names = tuple(seen[0].features)
    values = features(seen, names)
    spreads = values.std(axis=0)
    spreads[spreads < 1e-9] = 1.0
    count = Counter(piece for each in seen for piece in each.lacking)
    pieces = tuple(sorted(piece for piece, times in count.items() if times >= _SELDOM))
    return Weights(names, pieces, values.mean(axis=0), spreads, np.zeros(0))


def _beside(left: Doubles, cells: Sequence[tuple[int, int]], width: int) -> Any:
    """A table, beside it one that is 1 at the cells, and a column of ones."""
    from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]

    rows, columns = np.array(cells, np.int64).reshape(-1, 2).T
    right = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(left), width))
    return hstack([csr_matrix(left), right, csr_matrix(np.ones((len(left), 1)))]).tocsr()
