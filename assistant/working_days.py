"""Working days in mainland China: days off and weekends worked, as the yearly notices of the State Council set them.

The shipped file is made by `python -m eval.bench.working_days`. An office adds the years that came out since, in the
same form, as DATA/calendar/*.toml; a year there replaces the shipped one.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from assistant.errors import SettingsError

OWN_FOLDER: Final = "calendar"
"""The folder in an office's data that holds its own files."""
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. Of a year that it does not know only the weekends are certain."""

    off: frozenset[date]
    """Days of announced holidays, the weekends within them included."""
    worked: frozenset[date]
    """Saturdays and Sundays that are worked instead."""
    years: frozenset[int]

    def knows(self, first: date, last: date) -> bool:
        """Whether the holidays of all the years from one day to another are known."""
        return all(year in self.years for year in range(first.year, last.year + 1))

    def is_holiday(self, day: date) -> bool:
        """Whether it belongs to an announced holiday."""
        return day in self.off

    def is_off(self, day: date) -> bool:
        """Whether nobody works: a holiday, or a weekend that is not worked."""
        return day in self.off or (day.weekday() >= _SATURDAY and day not in self.worked)

    def after(self, day: date, number: int) -> date:
        """The day that is so many working days after a day."""
        while number:
            day += timedelta(days=1)
            number -= not self.is_off(day)
        return day

    def first_worked(self, day: date) -> date:
        """The day itself, or the first working day behind it."""
        return self.after(day, 1) if self.is_off(day) else day


@lru_cache(maxsize=8)
def calendar_for(data: Path | None = None) -> Calendar:
    """The shipped calendar with the years that the office keeps in its data folder; read once.

    Raises:
        SettingsError: naming the file, the year and the entry that is wrong.
    """
    shipped = files("assistant") / "working_days.toml"
    years = _read(shipped.read_text(encoding="utf-8"), "working_days.toml")
    for path in sorted((data / OWN_FOLDER).glob("*.toml")) if data else ():
        years |= _read(path.read_text(encoding="utf-8"), str(path))
    days = [(name, day) for lists in years.values() for name, found in lists.items() for day in found]
    off = frozenset(day for name, day in days if name == "off")
    return Calendar(off, frozenset(day for name, day in days if name == "worked"), frozenset(years))


def _read(text: str, name: str) -> dict[int, dict[str, list[date]]]:
    """The years of a file, each with its two lists of days."""
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name}: {error}; write a year as in assistant/working_days.toml") from None
    return {_year(year, name): _lists(year, lists, name) for year, lists in read.items()}


def _year(year: str, name: str) -> int:
    if not (len(year) == len("2026") and year.isdecimal()):
        raise SettingsError(f"{name}: [{year}] is no year; write it as [2026]")
    return int(year)


def _lists(year: str, lists: object, name: str) -> dict[str, list[date]]:
    if not isinstance(lists, Mapping) or set(lists) != {"off", "worked"}:
        raise SettingsError(f"{name}: year {year} needs the lists `off` and `worked`, and nothing else")
    return {key: [day for entry in entries for day in _days(year, entry, name)] for key, entries in lists.items()}


def _days(year: str, entry: object, name: str) -> Iterator[date]:
    """The days of an entry: 10-08, or 10-01..10-07 with both ends."""
    try:
        first, _, last = str(entry).partition("..")
        day, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")
    except ValueError:
        raise SettingsError(f"{name}: {entry!r} in year {year} is no day; write 10-08 or 10-01..10-07") from None
    while day <= end:
        yield day
        day += timedelta(days=1)
