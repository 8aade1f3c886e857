"""How well free sentences are checked: `python -m tests.assistant.measure_grounding CORPUS [--data DIR]`.

Corruptions of every kind are made from the corpus, from sentences that pass; paraphrases are written by hand or made by
rule. The held-out half has seeds and hand-written sentences of its own, which no one looked at while the check was
written. Prints JSON.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from assistant.claims import check
from assistant.shelf import Shelves
from eval.bench.results import record
from index import publishing
from index.embeddings import load_embedder
from index.intake import find, take_in
from index.publishing import Library
from tests.assistant.grounding.corruptions import corruptions
from tests.assistant.grounding.material import Base, Material

SEEDS = {"tuned": 7, "held_out": 20_261_122}
EACH, RULED = 150, 300


def main() -> None:
    """Measure over the real corpus, indexed here unless a folder with an index is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", choices=tuple(SEEDS))
    given = parser.parse_args()
    embedder = load_embedder("static")
    with tempfile.TemporaryDirectory() as folder:
        library = Library(given.data or _indexed(given.corpus, Path(folder)), embedder)
        with Shelves().open(library, embedder, frozenset({"public", "internal"})) as shelf:
            material = Material(shelf)
            halves = [given.only] if given.only else list(SEEDS)
            record("grounding", {half: figures(material, half) for half in halves} | speed(material))
        library.close()


def _indexed(corpus: Path, data: Path) -> Path:
    """The folder with an index of the corpus."""
    publishing.write(
        data,
        load_embedder("static"),
        lambda writer: list(take_in(find([corpus]), writer, data, access="public", max_bytes=50_000_000)),
    )
    return data


def figures(material: Material, half: str) -> dict[str, object]:
    """What is caught of each kind, and what is lost of true sentences."""
    hand = material.hand(held_out=half == "held_out")
    made, passed = Counter[str](), Counter[str]()
    for one in corruptions(material, SEEDS[half], EACH, hand):
        made[one.kind] += 1
        passed[one.kind] += check(one.text, material.cited(one.places), material.shelf).holds
    ruled = material.ruled(SEEDS[half], RULED)
    lost = {"hand": _lost(hand, material), "rule": _lost(ruled, material)}
    return {
        "corruptions": {kind: {"made": made[kind], "caught": made[kind] - passed[kind]} for kind in made},
        "caught": round(1 - passed.total() / made.total(), 4),
        "least_of_a_kind": round(min(1 - passed[kind] / made[kind] for kind in made), 4),
        "paraphrases": {"hand": len(hand), "rule": len(ruled)},
        "lost": lost,
        "lost_share": round(sum(lost.values()) / (len(hand) + len(ruled)), 4),
    }


def _lost(bases: Sequence[Base], material: Material) -> int:
    return sum(not check(base.text, material.cited(base.places), material.shelf).holds for base in bases)


def speed(material: Material) -> dict[str, object]:
    """Milliseconds of one check: of spans seen before, and the first time."""
    bases = [(base.text, material.cited(base.places)) for base in material.ruled(5, 400)]
    first, again = ([_took(text, cited, material) for text, cited in bases] for _ in range(2))
    return {
        "milliseconds": {
            "first_p50": _median(first),
            "p50": _median(again),
            "p95": round(quantiles(again, n=20)[18], 2),
        }
    }


def _took(text: str, cited: Sequence[object], material: Material) -> float:
    start = perf_counter()
    check(text, cited, material.shelf)  # type: ignore[arg-type]
    return (perf_counter() - start) * 1000


def _median(times: list[float]) -> float:
    return round(sorted(times)[len(times) // 2], 2)


if __name__ == "__main__":
    main()
