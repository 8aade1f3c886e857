"""The days of deadlines, worked out with a calendar."""

from dataclasses import replace
from datetime import date

from index.registers import Deadline, day_derived, next_day, occurrences, recurrence, registers_of, starts, uid
from tests.index.registers.made_up import PLAN, plan

ONE = Deadline("d", "v", "三", 0, 2, "报送", "各局", "报送", "总结", None, None, "6月20日前", date(2024, 6, 20), None)
MONTHLY = replace(ONE, due=None, rule="FREQ=MONTHLY;BYMONTHDAY=20", begins=date(2024, 3, 25), until=date(2024, 12, 31))


def test_a_day() -> None:
    """Until it comes, on it, and after it."""
    assert [next_day(ONE, day) for day in (date(2024, 6, 1), date(2024, 6, 20), date(2024, 6, 21))] == [
        date(2024, 6, 20),
        date(2024, 6, 20),
        None,
    ]
    assert occurrences(ONE, date(2024, 6, 1), date(2024, 6, 30)) == [date(2024, 6, 20)]
    assert occurrences(ONE, date(2024, 7, 1), date(2024, 7, 31)) == []


def test_what_recurs_begins_with_the_document_and_ends_with_its_year() -> None:
    """The plan is of 25 March: its first 20th is in April, its last in December."""
    assert starts(MONTHLY) == date(2024, 4, 20)
    assert occurrences(MONTHLY, date(2024, 1, 1), date(2025, 12, 31))[-1] == date(2024, 12, 20)
    assert len(occurrences(MONTHLY, date(2024, 1, 1), date(2025, 12, 31))) == 9
    assert next_day(MONTHLY, date(2024, 12, 21)) is None


def test_a_period_without_a_day_ends_with_its_last() -> None:
    """每2月 of a plan of March: April, June …; and the row says that the day is derived."""
    every_other = replace(MONTHLY, rule="FREQ=MONTHLY;INTERVAL=2")
    assert recurrence(every_other) == "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1"
    assert day_derived(every_other)
    assert not day_derived(MONTHLY)
    assert occurrences(every_other, date(2024, 1, 1), date(2024, 8, 31)) == [
        date(2024, 4, 30), date(2024, 6, 30), date(2024, 8, 31)]  # fmt: skip


def test_quarters_are_those_of_the_year() -> None:
    """每季度 of a plan of March: March itself, June, September, December."""
    quarterly = replace(MONTHLY, rule="FREQ=MONTHLY;INTERVAL=3")
    days = occurrences(quarterly, date(2024, 1, 1), date(2024, 12, 31))
    assert [day.isoformat()[5:] for day in days] == ["03-31", "06-30", "09-30", "12-31"]


def test_weeks() -> None:
    """每周五: Fridays; every week alone: its Friday too."""
    weekly = replace(MONTHLY, rule="FREQ=WEEKLY;BYDAY=FR")
    assert occurrences(weekly, date(2024, 4, 1), date(2024, 4, 14)) == [date(2024, 4, 5), date(2024, 4, 12)]


def test_an_identifier_stays() -> None:
    """Reading the plan again, also a later version of it, gives the same; another thing or day another one."""
    once, again = (registers_of(plan(text))["deadlines"] for text in (PLAN, PLAN + "完\n"))
    assert [uid(one) for one in once] == [uid(one) for one in again]
    assert len({uid(one) for one in once} | {uid(replace(once[0], due=date(2024, 6, 21)))}) == len(once) + 1
