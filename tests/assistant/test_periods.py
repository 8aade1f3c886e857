"""Spans of time in questions; the days were counted by hand."""

from datetime import date

import pytest

from assistant.periods import absolute, periods


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025年10月14日销售", (2025, 10, 14), (2025, 10, 14)),
        ("2025年10月14号卖的", (2025, 10, 14), (2025, 10, 14)),
        ("2025-10-14销售", (2025, 10, 14), (2025, 10, 14)),
        ("2025.10.14销售", (2025, 10, 14), (2025, 10, 14)),
        ("2025/10/5销售", (2025, 10, 5), (2025, 10, 5)),
        ("二〇二五年十月十四日", (2025, 10, 14), (2025, 10, 14)),
        ("２０２５年１０月１４日", (2025, 10, 14), (2025, 10, 14)),
        ("2024年2月的侵权", (2024, 2, 1), (2024, 2, 29)),
        ("2025年销售", (2025, 1, 1), (2025, 12, 31)),
        ("2025年上半年", (2025, 1, 1), (2025, 6, 30)),
        ("2025年底", (2025, 11, 1), (2025, 12, 31)),
        ("2025年10月中旬", (2025, 10, 11), (2025, 10, 20)),
        ("2025年2月下旬", (2025, 2, 21), (2025, 2, 28)),
        ("2025年9月至11月", (2025, 9, 1), (2025, 11, 30)),
        ("2024年到2025年", (2024, 1, 1), (2025, 12, 31)),
        ("2025年9月1日至2026年1月2日", (2025, 9, 1), (2026, 1, 2)),
        ("2025年10月15日以前销售", (2025, 10, 14), (2025, 10, 14)),
        ("2025年10月15日起销售", (2025, 10, 15), (9999, 12, 31)),
    ],
)
def test_a_period(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    """A month or a year is all of its days, not the first."""
    named = next(periods(text))
    assert (named.period.first, named.period.last) == (date(*first), date(*last))


@pytest.mark.parametrize("text", ["2025年13月", "2025年2月30日", "违法经营额2025元", "第2025条", ""])
def test_what_names_no_period(text: str) -> None:
    """Days that do not exist, amounts, clauses."""
    assert list(periods(text)) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [("去年10月", "2025年10月"), ("上个月", "2026年10月"), ("今年5月", "2026年5月"), ("今年的方案", "今年的方案")],
)
def test_years_told_from_today(text: str, written: str) -> None:
    """Asked on 2026-11-21; 今年 alone is the year of a plan and stays."""
    assert absolute(text, date(2026, 11, 21)) == written
