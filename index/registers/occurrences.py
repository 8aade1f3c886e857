"""The days of a deadline: its one day, or those of its rule inside a span of days.

A rule that names no day of its period (每2月) is due on the last day of the last month of each period: derived, and
said to be so by whoever shows it.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time
from hashlib import sha256
from itertools import islice
from typing import Final

from dateutil.rrule import rrulestr  # type: ignore[import-untyped,unused-ignore]

from index.registers.entries import Deadline

_MANY: Final = 400
_MONTHS: Final = 12


def recurrence(deadline: Deadline) -> str | None:
    """The rule with its day: FREQ=MONTHLY;INTERVAL=2 falls on the last day of the month."""
    rule = deadline.rule
    if rule is None or "BY" in rule or rule == "FREQ=DAILY":
        return rule
    if rule.startswith("FREQ=WEEKLY"):
        return f"{rule};BYDAY=FR"
    if rule.startswith("FREQ=YEARLY"):
        return f"{rule};BYMONTH=12;BYMONTHDAY=-1"
    return f"{rule};BYMONTHDAY=-1"


def day_derived(deadline: Deadline) -> bool:
    """Whether the day of a recurrence is the end of its period and not written."""
    return deadline.rule is not None and recurrence(deadline) != deadline.rule


def uid(deadline: Deadline) -> str:
    """An identifier that stays when the document is loaded anew (RFC 5545 UID)."""
    told = (
        deadline.document_id,
        deadline.path,
        deadline.organ,
        deadline.verb,
        deadline.what,
        deadline.rule,
        deadline.due,
    )
    return f"{sha256(repr(tuple(map(str, told))).encode()).hexdigest()[:32]}@ip-enforcement-assistant"


def starts(deadline: Deadline) -> date | None:
    """The first day of a deadline; of a rule the first occurrence from the day of the document on."""
    if deadline.due or deadline.rule is None:
        return deadline.due
    return next(_days(deadline), None)


def occurrences(deadline: Deadline, since: date, before: date) -> list[date]:
    """The days of a deadline from `since` to `before`, both included."""
    if deadline.due:
        return [deadline.due] if since <= deadline.due <= before else []
    days = (day for day in _days(deadline, since) if day <= before)
    return list(islice(_until(days, before), _MANY))


def next_day(deadline: Deadline, as_of: date) -> date | None:
    """The day that comes next, today included; None where all are past."""
    if deadline.due:
        return deadline.due if deadline.due >= as_of else None
    return next(_days(deadline, as_of), None)


def _until(days: Iterator[date], before: date) -> Iterator[date]:
    for day in days:
        if day > before:
            return
        yield day


def _days(deadline: Deadline, since: date | None = None) -> Iterator[date]:
    """The days of a rule in order, from its beginning or from `since` on."""
    begins = deadline.begins or since
    rule = recurrence(deadline)
    if begins is None or rule is None:
        return
    first = datetime.combine(_first(begins, rule), time())
    for moment in rrulestr(rule, dtstart=first).xafter(datetime.combine(since or begins, time()), inc=True):
        if deadline.until and moment.date() > deadline.until:
            return
        if moment.date() >= begins:
            yield moment.date()


def _first(begins: date, rule: str) -> date:
    """Periods of several months are those of the year: 每2月 ends with February, April …, 每季度 with March."""
    interval = next((int(part[9:]) for part in rule.split(";") if part.startswith("INTERVAL=")), 1)
    if not rule.startswith("FREQ=MONTHLY") or interval == 1 or _MONTHS % interval:
        return begins.replace(day=1)
    month = -(-begins.month // interval) * interval
    return date(begins.year, month, monthrange(begins.year, month)[1] if "-1" in rule else 1)
