"""Deadlines as a calendar file (RFC 5545): whole days, what recurs as RRULE, identifiers that stay.

Subscribing again after documents were loaded anew updates the same entries: the UID depends on document, clause and
what is due, not on the index.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Final

from icalendar import Calendar, Event, vRecur

from index.documents import Edition
from index.registers import Deadline, day_derived, recurrence, starts, uid

ICS: Final = "text/calendar; charset=utf-8"
_DERIVED: Final = "原文只写周期，未写日期，此处按周期的最后一天列出。"


def as_ics(found: Iterable[Deadline], editions: Mapping[str, Edition], as_of: date) -> bytes:
    """The calendar. `as_of` is its stamp, so that the same deadlines give the same file all day."""
    calendar = Calendar()
    calendar.add("prodid", "-//ip-enforcement-assistant//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "知识产权执法：报送与办理期限")
    stamp = datetime.combine(as_of, time(), UTC)
    for one in found:
        if first := starts(one):
            calendar.add_component(_event(one, first, editions[one.document_id], stamp))
    return bytes(calendar.to_ical())


def _event(one: Deadline, first: date, edition: Edition, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", uid(one))
    event.add("dtstamp", stamp)
    event.add("dtstart", first)
    event.add("summary", _summary(one))
    event.add("description", "\n".join(_lines(one, edition)))
    event.add("transp", "TRANSPARENT")  # a day on which something is due is not a busy day
    if rule := recurrence(one):
        recur = vRecur.from_ical(rule)
        if one.until:
            recur["UNTIL"] = [one.until]
        event.add("rrule", recur)
    if edition.metadata.region:
        event.add("categories", [edition.metadata.region.name])
    return event


def _summary(one: Deadline) -> str:
    """Who hands in what: 各旗区局：报送阶段性总结."""
    return f"{one.organ}：{one.verb}{one.what}" if one.organ else f"{one.verb}{one.what}"


def _lines(one: Deadline, edition: Edition) -> Iterable[str]:
    yield f"{edition.metadata.title} {one.path}"
    yield one.text
    if one.recipient:
        yield f"报送对象：{one.recipient}"
    if one.channel:
        yield f"方式：{one.channel}"
    if day_derived(one):
        yield _DERIVED
