"""Hard negatives: passages that share characters with a question and are not known to answer it."""

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import lexical

DEPTH = 60
"""Negatives are drawn from this many first ranks."""

Ranks = NDArray[np.int64]
"""Passages of each question, best first, shape [questions, DEPTH]."""


def lexical_ranks(questions: Sequence[str], passages: Sequence[str], depth: int = DEPTH) -> Ranks:
    """The passages that BM25 ranks first."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        lexical.build(passages, Path(folder) / "lexical")
        index = lexical.LexicalIndex.open(Path(folder) / "lexical")
        return np.array([first(index.scores(question), depth) for question in questions], dtype=np.int64)


def first(scores: NDArray[np.floating[Any]], depth: int) -> NDArray[np.int64]:
    """Positions of the highest scores, best first; equal scores in order of position."""
    depth = min(depth, len(scores))
    rows = np.argpartition(-scores, depth - 1)[:depth]
    return rows[np.lexsort((rows, -scores[rows]))].astype(np.int64)


def draw(
    ranks: Ranks, query: NDArray[np.int64], passage: NDArray[np.int64], count: int, seed: int
) -> NDArray[np.int64]:
    """For every pair `count` of its question's ranked passages, shape [pairs, count], never one that answers it.

    `ranks[i]` belongs to query number i; `query` and `passage` are the numbers of each pair.
    """
    answers = _answers(query, passage)
    chance = np.random.default_rng(seed)
    pools = {number: np.setdiff1d(ranks[number], list(gold)) for number, gold in answers.items()}
    return np.array([chance.choice(pools[number], count) for number in query.tolist()], dtype=np.int64)


def _answers(query: NDArray[np.int64], passage: NDArray[np.int64]) -> Mapping[int, set[int]]:
    answers: dict[int, set[int]] = defaultdict(set)
    for number, gold in zip(query.tolist(), passage.tolist(), strict=True):
        answers[number].add(gold)
    return answers
