"""A day that a plan sets is told from the day of asking, and only what the clause says is told."""

from datetime import date

import pytest

from assistant.messages import Answer, Citation, Segment
from assistant.remaining import days_left, told
from assistant.shelf import Shelves
from tests.library import Office


def _derived(answer: Answer) -> list[str]:
    return [s.text for block in answer.blocks for s in block.segments if s.rule == "days left"]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2024, 11, 10), "2024年11月15日：截至2024年11月10日，还有5天。"),
        (date(2024, 11, 15), "2024年11月15日：截至2024年11月15日，就在当天。"),
        (date(2025, 1, 1), "2024年11月15日：截至2025年1月1日，已过47天。"),
    ],
)
def test_how_far_a_day_is(office: Office, today: date, expected: str) -> None:
    """The year is the plan's own, for its clause names none."""
    assert _derived(office.ask("临江的工作总结几号报，还来得及吗", as_of=today)) == [expected]


def test_a_past_year_is_told_only_where_it_is_asked(office: Office) -> None:
    """Two years later nobody counts the days unasked."""
    assert _derived(office.ask("临江的工作总结什么时候报")) == []


def test_two_days_of_one_clause(office: Office) -> None:
    """Days are told for the places that are asked about, each from its own clause."""
    texts = _derived(office.ask("望海的工作总结几号前报，过期了吗", as_of=date(2024, 11, 21)))
    assert texts == ["2024年11月20日：截至2024年11月21日，已过1天。"]


def _cited(office: Office) -> tuple[Citation, Segment]:
    answer = office.ask("临江的工作总结几号报，还来得及吗", as_of=date(2024, 11, 10))
    segment = next(s for block in answer.blocks for s in block.segments if s.rule == "days left")
    return next(c for c in answer.citations if c.n in segment.citations), segment


@pytest.mark.parametrize("day", ["2024-11-16", "2025-11-15", "gone"])
def test_a_day_that_is_not_in_the_clause_is_not_told(office: Office, day: str) -> None:
    """Another day, another year and what is no day fail the check."""
    citation, segment = _cited(office)
    with Shelves().open(office.library, office.embedder, frozenset({"public", "internal"})) as shelf:
        assert days_left(segment.inputs, [citation], shelf) == segment.text
        assert days_left(("2024-11-10", day), [citation], shelf) is None


def test_a_day_far_off() -> None:
    """Leap years are counted."""
    assert told(date(2024, 2, 28), date(2024, 3, 1)) == "2024年3月1日：截至2024年2月28日，还有2天。"
