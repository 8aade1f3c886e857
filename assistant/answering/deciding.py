"""Whether the clauses found answer a question: a decision over `signals`, learned on the project's questions.

First a sum. Part of it is what is asked at all: forms, fees, addresses and head counts are asked for in much the same
words, and the law seldom answers them. So every character and pair of characters of a question has a weight of its
own, another where the best clause lacks it, and a third where none of the first has it. Then small trees correct the
sum, which see what no sum can: that a sign counts only beside another.

The weights are a data file; `python -m eval.bench.deciding` learns them anew and writes it, and its figures to
`eval/results/deciding.json`.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np

from index.reranking.trees import Forest

_NUMBER = re.compile(r"\d+")
_NO_WORD = re.compile(r"\W")
START, END = "^", "$"
"""What stands for the start and the end of a question in its pieces."""
Lack = Literal[0, 1, 2]
"""Of a piece: the best clause has it, only another one has it, none has it."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What is decided from: features by name, and the pieces of the question, each with how far it is lacking."""

    features: Mapping[str, float]
    lacking: Mapping[str, Lack]


@dataclass(frozen=True, slots=True)
class Decision:
    """A weight for each feature over its usual value and spread, and trees; from `threshold` on there is an answer."""

    weights: Mapping[str, tuple[float, float, float]]
    """By feature: weight, mean, spread."""
    pieces: Mapping[str, tuple[float, float, float]]
    """By piece of a question: weights where it is asked, added where the best clause lacks it, and where all do."""
    bias: float
    threshold: float
    trees: Forest
    """What corrects the sum, from the features in the order of `weights` and the sum itself."""

    def certainty(self, observed: Observed) -> float:
        """How likely the clauses answer, between 0 and 1, for questions like those it was learned on."""
        total = self._sum(observed)
        row = [*(observed.features[name] for name in self.weights), total]
        return 1 / (1 + math.exp(-total - float(self.trees.raw(np.array([row], np.float32))[0])))

    def answers(self, observed: Observed) -> bool:
        """Whether that is certain enough."""
        return self.certainty(observed) >= self.threshold

    def _sum(self, observed: Observed) -> float:
        seen = observed.features
        total = sum(w * (seen[name] - mean) / spread for name, (w, mean, spread) in self.weights.items())
        known = ((self.pieces[piece], lack) for piece, lack in observed.lacking.items() if piece in self.pieces)
        return self.bias + total + sum(sum(weights[: lack + 1]) for weights, lack in known)


def lacking(question: str, clauses: Sequence[str]) -> dict[str, Lack]:
    """The pieces of a question, each with how far the clauses, the best first, lack it; a number is any number.

    Everything is in plain spelling. Punctuation is none: whether somebody puts a question mark says nothing of the law.

    >>> lacking("罚5元？", ["处10元以下的罚款", "第5条"])
    {'^罚': 0, '罚': 0, '罚0': 2, '0': 0, '0元': 0, '元': 0, '元$': 0}
    """
    best, all_of_them = (_NUMBER.sub("0", text) for text in (clauses[0], "\n".join(clauses)))
    signs = f"{START}{_NO_WORD.sub('', _NUMBER.sub('0', question))}{END}"
    pieces = (signs[at : at + length] for at in range(len(signs)) for length in (1, 2))
    asked = dict.fromkeys(piece for piece in pieces if piece.strip(START + END) and piece[0] != END)
    return {piece: _lack(piece.strip(START + END), best, all_of_them) for piece in asked}


def _lack(piece: str, best: str, all_of_them: str) -> Lack:
    return 0 if piece in best else 1 if piece in all_of_them else 2


@cache
def load_decision() -> Decision:
    """The decision that ships with the project."""
    read = json.loads((files("assistant") / "models" / "deciding.json").read_text(encoding="utf-8"))
    weights = {name: (float(w), float(mean), float(spread)) for name, (w, mean, spread) in read["weights"].items()}
    pieces = {piece: (float(a), float(m), float(n)) for piece, (a, m, n) in read["pieces"].items()}
    forest = Forest.of_trees(len(weights) + 1, read["trees"])
    return Decision(weights, pieces, float(read["bias"]), float(read["threshold"]), forest)
