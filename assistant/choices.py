"""Which of a few texts answers best: a weighed sum of what is seen of each, and small trees that correct it.

A sum weighs a sign the same beside any other. The trees see each text's values, and how far each falls behind the
highest of its kind. The weights are data files in `assistant/models`; its README names what learns them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from index.reranking.trees import Forest

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """Weights over the columns of a table of texts, and trees over `beside`."""

    weights: NDArray[np.float64]
    trees: Forest

    def sums(self, table: Sequence[Sequence[float]] | Rows) -> list[float]:
        """A number for each row; the difference of two is the logarithm of how much likelier one answers."""
        rows = np.array(table)
        return [float(each) for each in rows @ self.weights + self.trees.raw(beside(rows))]


def beside(rows: Rows) -> NDArray[np.float32]:
    """The values of each row, and how far each falls behind the highest of its column: [rows, 2 x columns]."""
    return np.hstack((rows, rows - rows.max(axis=0))).astype(np.float32)


@cache
def load_choice(name: str, columns: tuple[str, ...]) -> Choice:
    """A choice that ships with the project, by its file's name."""
    read = json.loads((files("assistant") / "models" / f"{name}.json").read_text(encoding="utf-8"))
    weights = np.array([float(read["weights"][column]) for column in columns])
    return Choice(weights, Forest.of_trees(2 * len(columns), read["trees"]))
