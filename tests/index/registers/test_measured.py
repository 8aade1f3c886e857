"""The registers of real and of made-up plans are as good as promised, by the measures of `measure_registers`."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.index.registers import generator
from tests.index.registers.measure_registers import catalog, on_plans, scores_of
from tests.index.registers.measuring import Score, same_object, same_verb, score


def test_the_five_plans(corpus: Path, tmp_path: Path) -> None:
    """Against 637 duties, 9 deadlines and 3 contacts labelled by hand."""
    with closing(catalog([corpus], tmp_path)) as taken:
        found = on_plans(taken)
    assert found["duties"].wanted == 637
    assert found["duties"].f1 >= 0.90
    assert found["deadlines"].f1 == found["contacts"].f1 == 1.0


def test_plans_that_nobody_mended_by() -> None:
    """Seeds that were never looked at, in words that no list was made from."""
    found = scores_of(range(60, 75))
    assert found["duties"].wanted > 400
    assert found["duties"].f1 >= 0.85
    assert found["deadlines"].f1 >= 0.97
    assert found["contacts"].f1 == 1.0


def test_the_generator_knows_its_plans() -> None:
    """A seed always gives the same plan; its truth stands in its text, up to page breaks."""
    plan = generator.generate(7)
    assert plan == generator.generate(7)
    bare = "".join(plan.text.split())
    assert sum(duty.verb in bare for duty in plan.duties) == len(plan.duties)


def test_a_row_counts_once() -> None:
    """Two equal labels need two rows; what is left over counts against precision."""
    found, missed, left = score(["a", "a", "b"], ["a", "c"], lambda label, row: label == row)
    assert (found, missed, left) == (Score(3, 2, 1), ["a", "b"], ["c"])
    assert found.f1 == pytest.approx(0.4)


def test_what_counts_as_the_same() -> None:
    """The verb that takes the object, and the end of the object; not just any part of it."""
    assert same_verb("开展", "组织开展")
    assert not same_verb("加强", "加大")
    assert same_object("培训会", "全市业务培训会1-2次")
    assert not same_object("培训", "全市业务培训会")
