"""Days off and weekends worked are those of the State Council's notices; an office's own file adds and replaces years."""

from datetime import date
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.working_days import OWN_FOLDER, calendar_for


@pytest.mark.parametrize(
    ("day", "off"),
    [
        (date(2026, 10, 1), True),
        (date(2026, 10, 8), False),
        (date(2026, 10, 10), False),
        (date(2026, 10, 11), True),
        (date(2026, 2, 16), True),
        (date(2026, 2, 14), False),
    ],
)
def test_holidays_and_weekends_worked_are_known(day: date, *, off: bool) -> None:
    """国庆 and 春节 of 2026; Saturday 10 October and Saturday 14 February 2026 are worked."""
    assert calendar_for().is_off(day) is off


def test_working_days_are_counted_over_a_holiday() -> None:
    """From 29 September 2026: 30 September, 8, 9, 10 (a Saturday worked) and 12 October."""
    assert calendar_for().after(date(2026, 9, 29), 5) == date(2026, 10, 12)


def test_a_year_without_a_notice_is_not_known() -> None:
    """Of 2027 nothing is announced in the shipped file."""
    calendar = calendar_for()
    assert (
        calendar.knows(date(2026, 1, 1), date(2026, 12, 31)),
        calendar.knows(date(2026, 12, 1), date(2027, 1, 4)),
    ) == (
        True,
        False,
    )


def test_an_office_adds_a_year(tmp_path: Path) -> None:
    """Its own file stands beside the shipped one."""
    _write(tmp_path, '[2027]\noff = ["10-01..10-07"]\nworked = ["10-09"]\n')
    calendar = calendar_for(tmp_path)
    assert calendar.knows(date(2026, 1, 1), date(2027, 12, 31))
    assert calendar.first_worked(date(2027, 10, 3)) == date(2027, 10, 8)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[2027]\noff = ["10-32"]\nworked = []\n', "'10-32' in year 2027 is no day"),
        ("[2027]\noff = []\n", "needs the lists `off` and `worked`"),
        ("[soon]\noff = []\nworked = []\n", "[soon] is no year"),
        ("[2027\n", "write a year as in"),
    ],
)
def test_a_wrong_file_is_told_in_a_line(tmp_path: Path, text: str, said: str) -> None:
    """Which file, what is wrong, what to write."""
    _write(tmp_path, text)
    with pytest.raises(SettingsError) as error:
        calendar_for(tmp_path)
    assert said in str(error.value)
    assert "own.toml" in str(error.value)
    assert "\n" not in str(error.value)


def _write(data: Path, text: str) -> None:
    (data / OWN_FOLDER).mkdir()
    (data / OWN_FOLDER / "own.toml").write_text(text, encoding="utf-8")
