"""What every re-ranker is and gives back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from index.bridges import Expanded
from index.lexical import LexicalIndex
from index.reranking.clauses import Clauses, Floats
from index.reranking.features import Candidates

Parts = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A score between 0 and 1 for every candidate, in their order.

    `parts` says of the candidates at some places what each part gave; what it says of one sums up to its score.
    """

    scores: Floats
    parts: Callable[[Sequence[int]], list[Parts]]


class Reranker(Protocol):
    """Orders what search found. Safe to share between threads."""

    name: str
    """Says which weights decided."""
    depth: int
    """How many candidates it looks at, the best first; the others stay behind them."""

    def rank(self, asked: Expanded, found: Candidates, clauses: Clauses, lexical: LexicalIndex) -> Ranking:
        """Scores of the candidates for a question."""
        ...


class Unchanged:
    """Leaves the order of the search."""

    name = "none"
    depth = 0

    def rank(self, asked: Expanded, found: Candidates, clauses: Clauses, lexical: LexicalIndex) -> Ranking:  # noqa: ARG002
        """No scores: it looks at no candidate."""
        return self.nothing()

    @staticmethod
    def nothing() -> Ranking:
        """The ranking of no candidates."""
        return Ranking(np.zeros(0, np.float32), lambda _: [])
