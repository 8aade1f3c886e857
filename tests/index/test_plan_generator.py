"""Plans that nobody has seen: made by the generator, read through cleaning and structure."""

import pytest

from index.cleaning import clean
from index.documents import Parsed
from index.structure import outline
from tests.index.plan_generator import SCHEMES, Plan, generate

PLANS = 20


def clauses_read(plan: Plan) -> set[tuple[str, str]]:
    """Path and own text (up to the first clause below) of every clause, without blanks."""
    text = clean(Parsed(plan.text, "txt")).text
    nodes = outline(text)
    first_below = {node.parent: node.start for node in reversed(nodes) if node.parent is not None}
    return {(n.path, "".join(text[n.start : first_below.get(i, n.end)].split())) for i, n in enumerate(nodes)}


def test_the_same_seed_makes_the_same_plan() -> None:
    """A failure can be looked at again."""
    assert generate(7).text == generate(7).text != generate(8).text


def test_all_nestings_are_made() -> None:
    """Twenty seeds hold every scheme of levels."""
    assert {generate(seed).scheme for seed in range(PLANS)} == set(SCHEMES)


def test_unseen_plans_come_out_right() -> None:
    """At least 95 of 100 clauses have their path and their whole text, over all plans together."""
    plans = [generate(seed) for seed in range(PLANS)]
    right = sum(len(clauses_read(plan) & set(plan.expected())) for plan in plans)
    total = sum(len(plan.clauses) for plan in plans)
    assert right / total >= 0.95, f"{right} of {total} clauses"


@pytest.mark.parametrize("seed", range(PLANS))
def test_no_plan_falls_apart(seed: int) -> None:
    """Paths are right to nine in ten in every single plan, whatever noise cuts its texts."""
    plan = generate(seed)
    found = {path for path, _ in clauses_read(plan)}
    assert sum(clause.path in found for clause in plan.clauses) >= 0.9 * len(plan.clauses)
