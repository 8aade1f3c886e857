"""What a decision costs and saves at each threshold."""

import numpy as np
import pytest

from assistant.answering.deciding import Observed
from eval.bench.deciding import Example, _writer, curve
from eval.dataset import Item

FOUND, MISSED = Item("law-1-001", "？", answerable=True), Item("law-1-002", "？", answerable=True)
NONE, NEAR, EARLY = (Item(f"law-2-00{number}", "？", answerable=False) for number in range(3))


@pytest.fixture
def weighed() -> list[Example]:
    """All but one of the questions; of one that has an answer its clause was not found."""
    blank = Observed({}, {})
    return [Example(item, blank, item is FOUND) for item in (FOUND, MISSED, NONE, NEAR)]


def test_a_threshold_withholds_answers_and_refuses(weighed: list[Example]) -> None:
    """At 0.5 two of three are refused (one before it was weighed), one of two answers withheld, not the found one."""
    points = curve(weighed, np.array([0.9, 0.35, 0.3, 0.8]), [FOUND, MISSED, NONE, NEAR, EARLY])
    point = next(one for one in points if one["threshold"] == 0.5)
    assert point == {
        "threshold": 0.5,
        "refusal_recall": 0.667,
        "over_refusal": 0.5,
        "gold_quoted": 0.5,
        "gold_kept": 1.0,
    }


def test_a_clause_not_found_teaches_nothing(weighed: list[Example]) -> None:
    """Neither that there is an answer nor that there is none."""
    assert [each.clear for each in weighed] == [True, False, True, True]


def test_a_writer_is_the_name_before_the_number() -> None:
    """Names of writers are numbered too."""
    assert (_writer(FOUND), _writer(NEAR)) == ("law-1", "law-2")
