"""The shipped re-ranker: a linear part and boosted trees over `features`, as plain arrays.

A tree asks the same question of every candidate at each of its levels, so that all trees together are one comparison
of arrays: a candidate's answers, read as bits, are the number of its leaf.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from index.bridges import Expanded
from index.lexical import LexicalIndex
from index.reranking.clauses import Clauses, Floats
from index.reranking.features import Candidates, features, names
from index.reranking.kinds import RerankingError
from index.reranking.rankings import Parts, Ranking

SHIPPED: Final = Path(__file__).parents[1] / "models" / "reranker"
WEIGHTS: Final = "model.safetensors"
MANIFEST: Final = "manifest.json"


@dataclass(frozen=True)
class Forest:
    """A linear part and trees. `raw` is what both give; `scale` turns it into a share of right candidates.

    means, weights: [features]. asked, limits: [trees, levels], the feature of each level and the value above which its
    answer is yes. leaves, sizes: [trees, 2 ** levels], what each leaf gives and how many examples it had.
    """

    means: NDArray[np.float64]
    weights: NDArray[np.float64]
    asked: NDArray[np.int64]
    limits: NDArray[np.float64]
    leaves: NDArray[np.float64]
    sizes: NDArray[np.float64]
    scale: NDArray[np.float64]
    """Slope and offset of the logistic function."""

    @classmethod
    def of_trees(cls, width: int, given: Mapping[str, Any]) -> "Forest":
        """Only trees, over so many features, from arrays or lists by field: the other way of `told`."""
        arrays = {name: np.array(given[name]) for name in ("asked", "limits", "leaves", "sizes")}
        return cls(np.zeros(width), np.zeros(width), **arrays, scale=np.array([1.0, 0.0]))

    def told(self) -> dict[str, list[Any]]:
        """The trees by field, as lists for a data file. Limits keep every digit: values lie on them."""
        rounded = {"leaves": self.leaves.round(5), "sizes": self.sizes.astype(int)}
        arrays = {"asked": self.asked, "limits": self.limits, **rounded}
        return {name: array.tolist() for name, array in arrays.items()}

    def raw(self, rows: Floats) -> NDArray[np.float64]:
        """The sum of both parts for rows of features, before scaling: higher is better."""
        linear = (rows - self.means) @ self.weights
        leaves = np.arange(0, self.leaves.size, self.leaves.shape[1])[:, None] + self._leaf(rows)
        return np.asarray(linear + self.leaves.ravel()[leaves].sum(axis=0))

    def scores(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        """Between 0 and 1."""
        slope, offset = self.scale
        return np.asarray(1 / (1 + np.exp(-np.clip(slope * raw + offset, -30, 30))))

    def shares(self, rows: Floats) -> NDArray[np.float64]:
        """What each feature gave to `raw`, [rows, features]; what is the same for all rows is in none."""
        given = (rows - self.means) * self.weights
        leaf, trees = self._leaf(rows).T, np.arange(len(self.leaves))
        for level in range(self.asked.shape[1]):
            before, after = self._expected[level], self._expected[level + 1]
            step = after[trees, leaf % (2 << level)] - before[trees, leaf % (1 << level)]
            given += step @ np.eye(len(self.means))[self.asked[:, level]]
        return np.asarray(given)

    def _leaf(self, rows: Floats) -> NDArray[np.int64]:
        """The leaf of each row in each tree, [trees, rows]."""
        features, limits, questions = self._questions
        answers = rows.T[features] > limits[:, None]
        leaf = np.zeros((len(questions), len(rows)), np.int64)
        for level, each in enumerate(questions.T):
            leaf |= answers[each] << level
        return leaf

    @cached_property
    def _questions(self) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
        """The questions that trees ask, each once: feature and limit; and the number of each, [trees, levels]."""
        pairs = np.stack((self.asked.ravel().astype(np.float64), self.limits.ravel()), axis=1)
        once, numbers = np.unique(pairs, axis=0, return_inverse=True)
        return once[:, 0].astype(np.int64), once[:, 1], numbers.reshape(self.asked.shape)

    @cached_property
    def _expected(self) -> list[NDArray[np.float64]]:
        """For each level what a tree is expected to give once so many questions are answered, [trees, 2 ** level]."""
        expected, sizes = [self.leaves], self.sizes + 1e-9
        for level in reversed(range(self.asked.shape[1])):
            halves = expected[0].reshape(-1, 2, 1 << level), sizes.reshape(-1, 2, 1 << level)
            sizes = halves[1].sum(axis=1)
            expected.insert(0, (halves[0] * halves[1]).sum(axis=1) / sizes)
        return expected


class Trees:
    """The shipped re-ranker.

    Raises:
        RerankingError: when the folder is not there, holds something else, or was trained on other features.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        manifest = _manifest(folder)
        self.forest = _forest(folder / WEIGHTS)
        self.depth = int(manifest["depth"])
        self.name = f"trees-{hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()[:12]}"
        self._groups = tuple(dict.fromkeys(_group(name) for name in names()))
        self._group_of = np.array([self._groups.index(_group(name)) for name in names()])

    def rank(self, asked: Expanded, found: Candidates, clauses: Clauses, lexical: LexicalIndex) -> Ranking:
        """How likely each candidate answers, as far as training on a few hundred questions can tell."""
        if not len(found.rows):
            return Ranking(np.zeros(0, np.float32), lambda _: [])
        rows = features(asked, found, clauses, lexical)
        raw = self.forest.raw(rows)
        scores = self.forest.scores(raw)
        return Ranking(scores.astype(np.float32), lambda places: self._parts(rows[list(places)], scores[list(places)]))

    def _parts(self, rows: Floats, scores: NDArray[np.float64]) -> list[Parts]:
        """The groups' parts of each score: `base` is that of a candidate of which nothing is known."""
        shares = self.forest.shares(rows)
        grouped = shares @ np.eye(len(self._groups))[self._group_of]
        raw = self.forest.raw(rows)
        base = raw - shares.sum(axis=1)
        low = self.forest.scores(base)
        slope = np.where(np.abs(raw - base) > 1e-9, (scores - low) / np.where(raw == base, 1, raw - base), 0)
        return [
            {"base": float(low[n]), **dict(zip(self._groups, (grouped[n] * slope[n]).tolist(), strict=True))}
            for n in range(len(rows))
        ]


def save(forest: Forest, folder: Path, manifest: dict[str, Any]) -> None:
    """Write weights and manifest. The manifest gets the names of the features and the SHA-256 of the weights."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {field: np.ascontiguousarray(getattr(forest, field)) for field in Forest.__dataclass_fields__}
    save_file(arrays, folder / WEIGHTS)
    digest = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    whole = {**manifest, "sha256": digest, "features": list(names())}
    text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _group(name: str) -> str:
    return name.split(":", 1)[0]


def _manifest(folder: Path) -> dict[str, Any]:
    advice = "restore the folder or train it again: python -m index.training.reranking --help"
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        same = tuple(manifest["features"]) == names()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RerankingError(f"no re-ranker in {folder} ({MANIFEST}: {error!r}); {advice}") from error
    if not same:
        raise RerankingError(f"the re-ranker in {folder} was trained on other features than this version's; {advice}")
    return manifest


def _forest(path: Path) -> Forest:
    try:
        return Forest(**load_file(path))
    except (OSError, SafetensorError, TypeError) as error:
        raise RerankingError(f"the weights {path} cannot be read ({error!r}); restore the file") from error
