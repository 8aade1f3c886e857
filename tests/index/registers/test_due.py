"""By when: days, lists of days and recurrences as plans word them; worked out by hand."""

from datetime import date

import pytest

from index.registers.due import find_due

DAYS = {
    "请于6月20日前报送": [date(2024, 6, 20)],
    "2025年1月10日前报送": [date(2025, 1, 10)],
    "分别于2022年2月28日和12月1日前报送": [date(2022, 2, 28), date(2022, 12, 1)],
    "分别于4月15日、7月15日及11月11日以前报送": [date(2024, 4, 15), date(2024, 7, 15), date(2024, 11, 11)],
    "2月底前完成": [date(2024, 2, 29)],
    "年底前建成": [date(2024, 12, 31)],
    "次年1月5日前报送": [date(2025, 1, 5)],
    "最迟于十一月三日前报送": [date(2024, 11, 3)],
    "3月1日至5月31日开展": [date(2024, 5, 31)],
    "于4月26日开展": [date(2024, 4, 26)],
}
RULES = {
    "每月20日前报送": ["FREQ=MONTHLY;BYMONTHDAY=20"],
    "每月底前报送": ["FREQ=MONTHLY;BYMONTHDAY=-1"],
    "于次月5日前报送": ["FREQ=MONTHLY;BYMONTHDAY=5"],
    "每2月进行": ["FREQ=MONTHLY;INTERVAL=2"],
    "每两个月通报": ["FREQ=MONTHLY;INTERVAL=2"],
    "每季度末前报送": ["FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"],
    "每季度首月10日前报送": ["FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"],
    "按季度报送": ["FREQ=MONTHLY;INTERVAL=3"],
    "每半年报送": ["FREQ=MONTHLY;INTERVAL=6"],
    "每年6月20日和12月20日前报送": ["FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=20"],
    "每年3月1日、9月15日前报送": ["FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=15"],
    "每周五前报送": ["FREQ=WEEKLY;BYDAY=FR"],
}
NOTHING = [
    "对2020至2021年度的案件",
    "2021年12月获批成立的示范区",
    "利用“4·26”世界知识产权日",
    "自2020年5月1日起施行",
    "每一条线索",
    "2月30日前报送",
]


@pytest.mark.parametrize("words", DAYS)
def test_days(words: str) -> None:
    """A year that is not written is that of the day before it in the list, else the document's (2024)."""
    found = find_due(words, 2024)
    assert found
    assert [time.day for time in found.times] == DAYS[words]


@pytest.mark.parametrize("words", RULES)
def test_recurrences(words: str) -> None:
    """What comes again is a rule of RFC 5545."""
    found = find_due(words, 2024)
    assert found
    assert [time.rule for time in found.times] == RULES[words]


@pytest.mark.parametrize("words", NOTHING)
def test_what_is_no_time(words: str) -> None:
    """Years of cases, dates of events, days that do not exist."""
    assert find_due(words, 2024) is None


def test_a_term_has_words_only() -> None:
    """From what day it runs is for others to say."""
    found = find_due("应当自受理之日起二十日内作出", None)
    assert found
    assert [(time.text, time.day, time.rule) for time in found.times] == [("自受理之日起二十日内", None, None)]


def test_without_a_year_no_day_is_guessed() -> None:
    """A plan that names no year has no days."""
    assert find_due("6月20日前报送", None) is None
