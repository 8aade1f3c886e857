"""Whether the clauses found answer a question: a logistic decision over `signals`, learned on the project's questions.

Part of it is what is asked at all: forms, fees, addresses and head counts are asked for in much the same words, and the
law seldom answers them. So every character and pair of characters of a question has a weight of its own, and another
where the best clause lacks it.

The weights are a data file; `python -m eval.bench.deciding` learns them anew and writes it, with the figures beside it
in `assistant/models/README.md`.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_NUMBER = re.compile(r"\d+")
_NO_WORD = re.compile(r"\W")
START, END = "^", "$"
"""What stands for the start and the end of a question in its pieces."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What is decided from: features by name, and the pieces of the question, each with whether the clause lacks it."""

    features: Mapping[str, float]
    lacking: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Decision:
    """A weight for each feature over its usual value and spread; from `threshold` on there is an answer."""

    weights: Mapping[str, tuple[float, float, float]]
    """By feature: weight, mean, spread."""
    pieces: Mapping[str, tuple[float, float]]
    """By piece of a question: weight where it is asked, and weight added where the clause lacks it."""
    bias: float
    threshold: float

    def certainty(self, observed: Observed) -> float:
        """How likely the clauses answer, between 0 and 1, for questions like those it was learned on."""
        seen = observed.features
        total = sum(w * (seen[name] - mean) / spread for name, (w, mean, spread) in self.weights.items())
        known = ((self.pieces[piece], lacks) for piece, lacks in observed.lacking.items() if piece in self.pieces)
        total += sum(asked + missed * lacks for (asked, missed), lacks in known)
        return 1 / (1 + math.exp(-self.bias - total))

    def answers(self, observed: Observed) -> bool:
        """Whether that is certain enough."""
        return self.certainty(observed) >= self.threshold


def lacking(question: str, clause: str) -> dict[str, bool]:
    """The pieces of a question, each with whether a clause lacks it; both in plain spelling, a number is any number.

    Punctuation is none: whether somebody puts a question mark says nothing of the law.

    >>> lacking("罚5元？", "处10元以下的罚款")
    {'^罚': False, '罚': False, '罚0': True, '0': False, '0元': False, '元': False, '元$': False}
    """
    clause = _NUMBER.sub("0", clause)
    signs = f"{START}{_NO_WORD.sub('', _NUMBER.sub('0', question))}{END}"
    pieces = (signs[at : at + length] for at in range(len(signs)) for length in (1, 2))
    asked = dict.fromkeys(piece for piece in pieces if piece.strip(START + END) and piece[0] != END)
    return {piece: piece.strip(START + END) not in clause for piece in asked}


@cache
def load_decision() -> Decision:
    """The decision that ships with the project."""
    read = json.loads((files("assistant") / "models" / "deciding.json").read_text(encoding="utf-8"))
    weights = {name: (float(w), float(mean), float(spread)) for name, (w, mean, spread) in read["weights"].items()}
    pieces = {piece: (float(asked), float(missed)) for piece, (asked, missed) in read["pieces"].items()}
    return Decision(weights, pieces, float(read["bias"]), float(read["threshold"]))
