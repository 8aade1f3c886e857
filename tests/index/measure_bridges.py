"""What bridges bring and cost: `python -m tests.index.measure_bridges legal-dc|stard BENCH`, printed as a table.

The weights in `index/retrieval.py` were chosen by this and by the search measures of the dev half.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from index import bridges
from index.bridges import Expanded
from index.embeddings import StaticEmbedder
from index.lexical import LexicalIndex, build
from index.training.evaluate import Yardstick, fused, legal_dc, recall, reciprocal_rank, stard

WEIGHTS = ((0.0, 0.0), (0.1, 0.2), (0.2, 0.0), (0.2, 0.4), (0.2, 1.0), (0.3, 0.4), (0.5, 0.5))
"""Of added words among words, and in the vector."""


def main() -> None:
    """Rank the questions of a yardstick with each pair of weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", choices=("legal-dc", "stard"))
    parser.add_argument("bench", type=Path)
    given = parser.parse_args()
    yardstick = legal_dc(given.bench) if given.set == "legal-dc" else stard(given.bench, 0)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        build(yardstick.passages, Path(folder) / "lexical")
        measure(yardstick, LexicalIndex.open(Path(folder) / "lexical"))


def measure(yardstick: Yardstick, words: LexicalIndex) -> None:
    """Print how often bridges fire, what they take, and recall and reciprocal rank at ten for each pair of weights."""
    embedder = StaticEmbedder()
    vectors = embedder.embed(yardstick.passages)
    bridges.expand("warm", words.pairs)
    asked, times = [], []
    for question in yardstick.questions:
        start = perf_counter()
        asked.append(bridges.expand(question, words.pairs))
        times.append((perf_counter() - start) * 1000)
    cuts = quantiles(times, n=20)
    fired = sum(bool(each.added) for each in asked)
    sys.stdout.write(f"{yardstick.name}: {fired} of {len(asked)} questions get words; ")
    sys.stdout.write(f"p50 {cuts[9]:.2f} ms, p95 {cuts[18]:.2f} ms\n")
    for weights in WEIGHTS:
        ranked = [ranking(each, words, vectors, embedder, weights) for each in asked]
        pairs = list(zip(ranked, yardstick.gold, strict=True))
        found = np.mean([recall(rows, gold, 10) for rows, gold in pairs])
        first = np.mean([reciprocal_rank(rows, gold) for rows, gold in pairs])
        sys.stdout.write(f"words {weights[0]:.1f}, vector {weights[1]:.1f}: R@10 {found:.4f}, MRR@10 {first:.4f}\n")


def ranking(
    asked: Expanded,
    words: LexicalIndex,
    vectors: NDArray[np.float32],
    embedder: StaticEmbedder,
    weights: tuple[float, float],
) -> NDArray[np.int64]:
    """The first rows as the product fuses them."""
    added = " ".join(asked.added)
    scores = words.scores(asked.text) + np.float32(weights[0]) * words.scores(added)
    vector = embedder.embed([asked.text])[0]
    if added:
        vector = vector + np.float32(weights[1]) * embedder.embed([added])[0]
    covered = float(scores.max()) / (words.rarity(asked.text) + weights[0] * words.rarity(added) or 1)
    return fused(scores, vectors @ (vector / np.linalg.norm(vector)), covered)


if __name__ == "__main__":
    main()
