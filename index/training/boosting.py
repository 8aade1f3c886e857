"""Fits the re-ranker: first a linear part, then trees that correct it, both to put right candidates before the others.

What is fitted is the chance of each candidate of a question to be drawn where chances follow the scores: all right
candidates together should have all of it. The same trees correct a decision between yes and no (`Outcomes`). numpy and
scipy only; the same seed gives the same trees.
"""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from index.reranking.clauses import Floats
from index.reranking.texts import Ints
from index.reranking.trees import Forest

Doubles = NDArray[np.float64]


class Sample(Protocol):
    """What trees are grown from: rows of features, the question of each, and how scores should change."""

    @property
    def rows(self) -> Floats:
        """Features, [rows, features]."""

    @property
    def question(self) -> Ints:
        """The number of each row's question, from 0: a tree sees all rows of a question or none."""

    def slopes(self, scores: Doubles) -> tuple[Doubles, Doubles]:
        """How far each row's score should rise, and how fast that changes: of the loss, slope (negative) and curve."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Candidates of many questions: features, whether each is right, and the number of its question, from 0.

    `weights`: how much each question counts.
    """

    rows: Floats
    right: Doubles
    question: Ints
    weights: Doubles

    def wanted(self) -> Doubles:
        """The chance that each candidate should have."""
        count = np.bincount(self.question, self.right)
        return self.right / np.maximum(count, 1)[self.question]

    def chances(self, scores: Doubles) -> Doubles:
        """The chance of each candidate to be drawn for its question."""
        best = np.full(len(self.weights), -np.inf)
        np.maximum.at(best, self.question, scores)
        powers = np.exp(scores - best[self.question])
        return np.asarray(powers / np.bincount(self.question, powers)[self.question])

    def slopes(self, scores: Doubles) -> tuple[Doubles, Doubles]:
        """Of the chance that right candidates have."""
        chances, counted = self.chances(scores), self.weights[self.question]
        return counted * (self.wanted() - chances), counted * chances * (1 - chances)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Questions by themselves: features, whether each should be answered (1 or 0), and how much it counts."""

    rows: Floats
    right: Doubles
    weights: Doubles

    @property
    def question(self) -> Ints:
        """Every row is one."""
        return np.arange(len(self.rows))

    def slopes(self, scores: Doubles) -> tuple[Doubles, Doubles]:
        """Of the logistic loss."""
        chances = 1 / (1 + np.exp(-scores))
        return self.weights * (self.right - chances), self.weights * chances * (1 - chances)


@dataclass(frozen=True, slots=True)
class Plan:
    """Every number that shapes linear part and trees; as it stands, those of the re-ranker."""

    ridge: float = 0.01
    """Price of a weight of the linear part, over features of variance 1."""
    trees: int = 50
    levels: int = 4
    rate: float = 0.15
    damping: float = 20.0
    """Added to the curvature of every leaf: small leaves say little."""
    largest: float = 2.0
    """The most a leaf may ask for, before `rate`."""
    features: float = 0.3
    """Share of the features that a tree may ask."""
    questions: float = 0.8
    """Share of the questions that a tree is grown from."""
    limits: int = 32
    """Values of a feature that are told apart."""


def fit(examples: Examples, plan: Plan, seed: int) -> Forest:
    """The linear part and the trees, not yet scaled."""
    means, weights = _linear(examples, plan.ridge)
    scores = (examples.rows - means) @ weights
    return replace(grown(examples, plan, seed, scores), means=means, weights=weights)


def grown(sample: Sample, plan: Plan, seed: int, scores: Doubles) -> Forest:
    """Trees alone that correct scores, one a row."""
    return Forest.of_trees(sample.rows.shape[1], _Grower(sample, plan, seed).grow(scores))


def scaled(raw: Doubles, wanted: Doubles) -> Doubles:
    """Slope and offset of the logistic function that brings the best raw scores of each search to those wanted.

    Both are [searches, ranks]; what is compared is the mean at each rank.
    """

    def loss(line: Doubles) -> float:
        scores = 1 / (1 + np.exp(-np.clip(line[0] * raw + line[1], -30, 30)))
        return float(((scores.mean(axis=0) - wanted.mean(axis=0)) ** 2).sum())

    return np.asarray(minimize(loss, np.array([0.2, 0.0]), method="Nelder-Mead").x)


def _linear(examples: Examples, ridge: float) -> tuple[Doubles, Doubles]:
    """Means of the features and the weight of each."""
    rows = examples.rows.astype(np.float64)
    means, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    rows = (rows - means) / spread
    counted = examples.weights[examples.question] / examples.weights.sum()
    wanted = examples.wanted()

    def loss(weights: Doubles) -> tuple[float, Doubles]:
        chances = examples.chances(rows @ weights)
        missed = -float((counted * wanted) @ np.log(chances + 1e-12))
        return missed + ridge * float(weights @ weights), rows.T @ (counted * (chances - wanted)) + 2 * ridge * weights

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 100})
    return means, found.x / spread


class _Grower:
    """Grows the trees one after the other, each on what the ones before it left wrong."""

    def __init__(self, sample: Sample, plan: Plan, seed: int) -> None:
        self._sample, self._plan = sample, plan
        self._chance = np.random.default_rng(seed)
        shares = np.linspace(0, 1, plan.limits + 1)[1:-1]
        self._limits = [np.unique(np.quantile(column, shares)) for column in sample.rows.T]
        self._places = np.stack(
            [np.searchsorted(limits, column) for limits, column in zip(self._limits, sample.rows.T, strict=True)]
        )

    def grow(self, scores: Doubles) -> dict[str, Ints | Doubles]:
        """The arrays of a `Forest` that corrects these scores, by field."""
        plan, shape = self._plan, (self._plan.trees, self._plan.levels)
        asked, limits = np.zeros(shape, np.int64), np.zeros(shape)
        leaves, sizes = np.zeros((2, plan.trees, 1 << plan.levels))
        scores = scores.copy()
        for tree in range(plan.trees):
            slope, curve = self._sample.slopes(scores)
            asked[tree], limits[tree], leaf, used = self._questions(slope, curve)
            pull = np.bincount(leaf[used], slope[used], 1 << plan.levels)
            stiff = np.bincount(leaf[used], curve[used], 1 << plan.levels) + plan.damping
            leaves[tree] = plan.rate * np.clip(pull / stiff, -plan.largest, plan.largest)
            sizes[tree] = np.bincount(leaf, minlength=1 << plan.levels)
            scores += leaves[tree][leaf]
        return {"asked": asked, "limits": limits, "leaves": leaves, "sizes": sizes}

    def _questions(self, slope: Doubles, curve: Doubles) -> tuple[Ints, Doubles, Ints, Ints]:
        """A tree's features and limits by level, the leaf of every example, and the examples it was grown from."""
        plan, width = self._plan, len(self._limits)
        question = self._sample.question
        drawn = self._chance.random(int(question.max()) + 1) < plan.questions
        used = np.flatnonzero(drawn[question])
        features = np.sort(self._chance.choice(width, max(1, int(width * plan.features)), replace=False))
        leaf = np.zeros(len(slope), np.int64)
        asked, limits = np.zeros(plan.levels, np.int64), np.zeros(plan.levels)
        for level in range(plan.levels):
            found = [self._best(feature, leaf[used], used, slope, curve) for feature in features.tolist()]
            _, asked[level], place = max(found, key=lambda each: each[0])
            limits[level] = self._limits[asked[level]][place]
            leaf += (self._places[asked[level]] > place).astype(np.int64) << level
        return asked, limits, leaf, used

    def _best(self, feature: int, leaf: Ints, used: Ints, slope: Doubles, curve: Doubles) -> tuple[float, int, int]:
        """What asking a feature gains at best, the feature, and the place of that limit."""
        count, plan = len(self._limits[feature]), self._plan
        if not count:
            return -1.0, feature, 0
        cell, height = leaf * plan.limits + self._places[feature][used], int(leaf.max()) + 1
        pull = np.bincount(cell, slope[used], height * plan.limits).reshape(height, -1).cumsum(axis=1)
        stiff = np.bincount(cell, curve[used], height * plan.limits).reshape(height, -1).cumsum(axis=1)
        below = pull**2 / (stiff + plan.damping)
        above = (pull[:, -1:] - pull) ** 2 / (stiff[:, -1:] - stiff + plan.damping)
        gain = (below + above).sum(axis=0)[:count]
        place = int(gain.argmax())
        return float(gain[place]), feature, place
