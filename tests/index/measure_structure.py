"""Figures for structure and metadata: `python -m tests.index.measure_structure CORPUS [--seeds 300]`. Prints JSON.

Here and not in `eval`, since the hand-written tables and the generator of unseen plans belong to the tests.
"""

import argparse
import json
from pathlib import Path

from eval.bench.results import record
from index.cleaning import clean
from index.documents import Outline
from index.metadata import from_catalog, guess
from index.parsing import parse
from index.structure import outline
from tests.index import plan_outlines
from tests.index.plan_generator import generate
from tests.index.test_plan_generator import clauses_read

_GUESSED = ("title", "number", "issuer", "region", "year", "promulgated")


def main() -> None:
    """Measure the five real plans and many generated ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--seeds", type=int, default=300)
    given = parser.parse_args()
    rows = json.loads((given.corpus / "catalog.json").read_text(encoding="utf-8"))
    plans = [row for row in rows if row["path"].startswith("plans/")]
    record(
        "structure",
        {
            "plan_outlines": {row["id"]: outline_figures(given.corpus, row) for row in plans},
            "metadata_without_catalog": {row["id"]: metadata_figures(given.corpus, row) for row in plans},
            "generated_plans_20": generated(range(20)),
            f"generated_plans_{given.seeds}_further": generated(range(1000, 1000 + given.seeds)),
        },
    )


def outline_figures(corpus: Path, row: dict[str, str]) -> dict[str, int]:
    """How many clauses the hand-written table has, and how many places differ from it."""
    expected = [path for path, _ in plan_outlines.table(row["id"].removeprefix("plan-"))]
    found = [node.path for node in read(corpus, row)[1]]
    wrong = sum(one != other for one, other in zip(expected, found, strict=False)) + abs(len(expected) - len(found))
    return {"clauses": len(expected), "wrong": wrong}


def metadata_figures(corpus: Path, row: dict[str, str]) -> dict[str, bool]:
    """Per field whether what the text alone gives equals the catalog."""
    text, nodes = read(corpus, row)
    guessed, (_, known) = guess(text, nodes, {}, Path(row["path"]).name), from_catalog(row)
    return {field: _same(getattr(guessed, field), getattr(known, field)) for field in _GUESSED}


def generated(seeds: range) -> dict[str, float]:
    """The share of clauses of generated plans whose path and whole text come out right."""
    plans = [generate(seed) for seed in seeds]
    right = sum(len(clauses_read(plan) & set(plan.expected())) for plan in plans)
    total = sum(len(plan.clauses) for plan in plans)
    return {"plans": len(plans), "clauses": total, "right": round(right / total, 4)}


def read(corpus: Path, row: dict[str, str]) -> tuple[str, Outline]:
    """A plan's cleaned text and outline."""
    path = corpus / row["path"]
    text = clean(parse(path.name, path.read_bytes(), max_bytes=10**7)).text
    return text, outline(text)


def _same(one: object, other: object) -> bool:
    return "".join(str(one).split()) == "".join(str(other).split())


if __name__ == "__main__":
    main()
