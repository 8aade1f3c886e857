"""A period ends on the day that the printed rules of counting give, worked out by hand beside each."""

from datetime import date

import pytest

from assistant.reckoning import Counting, Length, end_of, ending, told
from assistant.working_days import calendar_for

FIRST_OUT = "期间以日、月计算，期间开始的时或者日不计算在内。"
HOLIDAYS_MOVE = "期间届满的最后一日为法定节假日的，以其后的第一日为期间届满的日期。"
DAYS_OFF_MOVE = "期限届满日是节假日的，以其后的第一个工作日为期限届满日。"
SHORT_ONES = "本法中“三日”“五日”的规定是指工作日。"
UP_TO_TEN = "本法中十日以内期限的规定是指工作日。"


@pytest.mark.parametrize(
    ("rules", "start", "length", "last"),
    [
        ([FIRST_OUT], date(2026, 3, 2), "90日", date(2026, 5, 31)),
        ([], date(2026, 3, 2), "90日", date(2026, 5, 30)),
        ([FIRST_OUT], date(2026, 1, 31), "3个月", date(2026, 4, 30)),
        ([FIRST_OUT], date(2024, 2, 29), "1年", date(2025, 2, 28)),
        ([FIRST_OUT, SHORT_ONES], date(2026, 9, 29), "5日", date(2026, 10, 12)),
        ([FIRST_OUT, SHORT_ONES], date(2026, 9, 29), "10日", date(2026, 10, 9)),
        ([FIRST_OUT, UP_TO_TEN], date(2026, 9, 29), "10日", date(2026, 10, 19)),
        ([FIRST_OUT], date(2026, 9, 29), "5个工作日", date(2026, 10, 12)),
    ],
)
def test_the_last_day(rules: list[str], start: date, length: str, last: date) -> None:
    """March has 31 days, April 30; 1 to 7 October 2026 are off, 10 October is worked."""
    assert end_of(start, _lengths(length), Counting.of(rules), calendar_for()) == last


def test_extensions_follow_one_another() -> None:
    """90 and 30 days from 2 March: 31 May and then 30 June."""
    end = end_of(date(2026, 3, 2), _lengths("90日", "30日"), Counting.of([FIRST_OUT]), calendar_for())
    assert end == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("rules", "start", "said"),
    [
        (
            [FIRST_OUT, HOLIDAYS_MOVE],
            date(2026, 7, 3),
            "2026年10月1日（星期四）届满，当日放假，顺延到2026年10月8日（星期四）",
        ),
        (
            [FIRST_OUT, HOLIDAYS_MOVE],
            date(2026, 3, 2),
            "2026年5月31日（星期日）届满；当日是休息日，按节假日顺延的，到2026年6月1日",
        ),
        (
            [FIRST_OUT, DAYS_OFF_MOVE],
            date(2026, 3, 2),
            "2026年5月31日（星期日）届满，当日休息，顺延到2026年6月1日（星期一）",
        ),
        ([FIRST_OUT], date(2026, 7, 3), "2026年10月1日（星期四）届满（"),
    ],
)
def test_a_last_day_that_is_off_moves_as_the_law_says(rules: list[str], start: date, said: str) -> None:
    """A Sunday is no 法定节假日: where the law moves only these, both days are told."""
    assert told(start, _lengths("90日"), Counting.of(rules), calendar_for()).startswith(said)


def test_a_year_that_is_not_announced_is_said_to_be_uncertain() -> None:
    """90 days from 21 November 2026 end in 2027."""
    text = told(date(2026, 11, 21), _lengths("90日"), Counting.of([FIRST_OUT]), calendar_for())
    assert text.startswith("2027年2月19日")
    assert "放假安排没有载入" in text


def test_a_length_that_no_clause_prints_is_not_counted() -> None:
    """九十日 is 90日; 91日 stands nowhere, and 2026-02-30 is no day."""
    clause = "自立案之日起九十日内作出决定。"
    told_of = [
        ending(inputs, [clause, FIRST_OUT], calendar_for()) is not None
        for inputs in (("2026-03-02", "90日"), ("2026-03-02", "91日"), ("2026-02-30", "90日"), ("2026-03-02",))
    ]
    assert told_of == [True, False, False, False]


def _lengths(*texts: str) -> list[Length]:
    return [length for length in map(Length.of, texts) if length]
