"""Whether the clauses found answer a question: a logistic decision over `signals`, learned on development questions.

The weights are a data file; `python -m eval.bench.deciding` learns them anew and writes it, with the figures beside it
in `assistant/models/README.md`.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Decision:
    """A weight for each feature over its usual value and spread; from `threshold` on there is an answer."""

    weights: Mapping[str, tuple[float, float, float]]
    """By feature: weight, mean, spread."""
    bias: float
    threshold: float

    def certainty(self, features: Mapping[str, float]) -> float:
        """How likely the clauses answer, between 0 and 1, for questions like those it was learned on."""
        total = sum(w * (features[name] - mean) / spread for name, (w, mean, spread) in self.weights.items())
        return 1 / (1 + math.exp(-self.bias - total))

    def answers(self, features: Mapping[str, float]) -> bool:
        """Whether that is certain enough."""
        return self.certainty(features) >= self.threshold


@cache
def load_decision() -> Decision:
    """The decision that ships with the project."""
    read = json.loads((files("assistant") / "models" / "deciding.json").read_text(encoding="utf-8"))
    weights = {name: (float(w), float(mean), float(spread)) for name, (w, mean, spread) in read["weights"].items()}
    return Decision(weights, float(read["bias"]), float(read["threshold"]))
