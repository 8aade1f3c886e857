"""Writes `assistant/working_days.toml` anew: mainland China's holidays from the package `chinesecalendar` (MIT).

    python -m eval.bench.working_days

To run once a year, when the State Council has announced the next one and the package has followed: pip install -U
chinesecalendar. Nothing else needs that package.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

CALENDAR = Path("assistant/working_days.toml")
_HEAD = """# Mainland China: announced holidays (off), and the weekends worked instead.
# Made by `python -m eval.bench.working_days` from chinesecalendar {version} (MIT).
# An office adds years in the same form as DATA/calendar/*.toml.
"""


def lines() -> Iterator[str]:
    """The file, year by year."""
    from chinese_calendar.constants import holidays, workdays  # type: ignore[import-untyped, import-not-found, unused-ignore]

    yield _HEAD.format(version=version("chinesecalendar"))
    for year in sorted({day.year for day in holidays}):
        yield f"[{year}]"
        for name, days in (("off", holidays), ("worked", workdays)):
            entries = ", ".join(f'"{entry}"' for entry in runs(day for day in days if day.year == year))
            yield f"{name} = [{entries}]"
        yield ""


def runs(days: Iterable[date]) -> Iterator[str]:
    """Days as entries, those that follow one another as one: 10-01..10-07."""
    known = set(days)
    starts = sorted(day for day in known if day - timedelta(days=1) not in known)
    ends = sorted(day for day in known if day + timedelta(days=1) not in known)
    for first, last in zip(starts, ends, strict=True):
        yield f"{first:%m-%d}" if first == last else f"{first:%m-%d}..{last:%m-%d}"


if __name__ == "__main__":
    CALENDAR.write_text("\n".join(lines()), encoding="utf-8")
    print(CALENDAR)
