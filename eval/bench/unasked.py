"""What a run scores on clauses that no training question asks for: `python -m eval.bench.unasked RUN --data DATA`.

The training questions ask for nearly all articles that the test half asks for, in other words and by other writers.
Here the answerable questions of a run are parted by whether some gold article (in a plan: section) of theirs is asked
for in training. Totals only, so that a frozen half stays closed.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from eval.bench.results import record
from eval.bench.watching import TRAINING
from eval.cases import Case
from eval.dataset import load
from eval.halves import section
from eval.measures import values
from eval.runs import read_run
from eval.scoring import cases, estimate
from eval.texts import open_texts

_MEASURES = ("right", "facts_vital", "citation_recall", "citation_precision", "search_success@3", "search_success@10")


def main() -> None:
    """Print and keep both sides."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--dataset", type=Path, default=Path("eval/datasets/enforcement-test.jsonl"))
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    asked_for = {section(gold) for item in load(TRAINING).items for gold in item.gold}
    with open_texts(given.data) as texts:
        answerable = [case for case in cases(read_run(given.run), load(given.dataset), texts) if case.item.gold]
        asked = [case for case in answerable if any(section(gold) in asked_for for gold in case.item.gold)]
        unasked = [case for case in answerable if case not in asked]
        record("unasked", {"asked in training": _told(asked), "not asked in training": _told(unasked)})


def _told(cases: Sequence[Case]) -> dict[str, float | int | None]:
    scored = [values(case) for case in cases]
    means = {name: estimate(each[name] for each in scored).value for name in _MEASURES}
    return {"questions": len(scored), **{name: mean and round(mean, 3) for name, mean in means.items()}}


if __name__ == "__main__":
    main()
