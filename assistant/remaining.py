"""Days left until a day that a plan sets, or since it passed: computed from the clause, the plan's year and today."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.facts import plain
from assistant.messages import Citation
from assistant.notices import written
from assistant.shelf import Shelf

_DAY = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"(?=(?:[和、与](?:\d{4}年)?\d{1,2}月\d{1,2}日)*(?:之|以)?前)"
)
"""A day before which something is due, also as the first of several (2月28日和12月1日前)."""


def due_days(citation: Citation, shelf: Shelf) -> Iterator[date]:
    """The days before which a cited clause wants something done; one without a year is of the plan's own year."""
    year = shelf.by_id[citation.document_id].metadata.year
    text = plain(citation.cited_text)
    for match in _DAY.finditer(text):
        own = match["year"] or _year_before(text[: match.start()]) or year
        try:
            if own:
                yield date(int(own), int(match["month"]), int(match["day"]))
        except ValueError:
            continue


def told(today: date, day: date) -> str:
    """How far a day is from today, in words.

    >>> told(date(2024, 11, 10), date(2024, 11, 15))
    '2024年11月15日：截至2024年11月10日，还有5天。'
    """
    days = (day - today).days
    far = f"还有{days}天" if days > 0 else f"已过{-days}天" if days < 0 else "就在当天"
    return f"{written(day)}：截至{written(today)}，{far}。"


def days_left(inputs: tuple[str, ...], cited: Sequence[Citation], shelf: Shelf) -> str | None:
    """The rule by which grounding computes it again: today and the day as inputs, the day in a cited clause."""
    try:
        today, day = (date.fromisoformat(one) for one in inputs)
    except ValueError:
        return None
    return told(today, day) if any(day in due_days(citation, shelf) for citation in cited) else None


def _year_before(text: str) -> str | None:
    """The year that a list of days begins with: 2022年2月28日和12月1日前."""
    years = re.findall(r"(\d{4})年[^。；]*$", text)
    return years[-1] if years else None
