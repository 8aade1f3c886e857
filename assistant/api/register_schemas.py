"""Rows of the registers as JSON: who must do what by when, and whom one reaches, each with its clause."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from assistant.api.reference_schemas import Page
from assistant.api.schemas import Out
from index.documents import Edition, State
from index.editions import state
from index.registers import Contact, Deadline, Duty, day_derived, next_day, occurrences, recurrence, uid

When = Literal["past", "today", "ahead"]
Window = tuple[date | None, date | None]


class RowOut(Out):
    """Where a row stands: offsets are Unicode code points into the text of `version_id`."""

    document_id: str
    document_title: str
    document_state: State
    """Of the document on `as_of`."""
    region: str | None
    version_id: str
    clause_path: str
    start_char_index: int
    end_char_index: int
    cited_text: str


class DutyOut(RowOut):
    """One verb with its object. `organ` is as written, None where nobody is named.

    `organ_inherited` says that another sentence, a heading or the address of the notice names it. `due` and `rule` (RFC
    5545, without its start) are what `due_text` means; a term from an event (十日内) has neither.
    """

    organ: str | None
    organ_inherited: bool
    modal: Literal["must", "may", "must_not"]
    verb: str
    object: str
    recipient: str | None
    channel: str | None
    basis: str | None
    due_text: str | None
    due: date | None
    rule: str | None


class DeadlineOut(RowOut):
    """What is due on a day, or again and again: then `rule` says how and `until` to which day.

    `next_due` is the day that comes next from `as_of` on, None where all are past; `days_left` counts to it.
    `day_derived`: the text names a period only, and the day is its last. `days` are all days of the span asked for.
    """

    id: str
    organ: str | None
    verb: str
    what: str
    recipient: str | None
    channel: str | None
    due_text: str
    due: date | None
    rule: str | None
    day_derived: bool
    begins: date | None
    until: date | None
    next_due: date | None
    days_left: int | None
    when: When
    days: tuple[date, ...]


class ContactOut(RowOut):
    """All that one block says; which of several telephones is whose is not said there and not guessed here."""

    organ: str | None
    names: tuple[str, ...]
    phones: tuple[str, ...]
    mails: tuple[str, ...]
    addresses: tuple[str, ...]


class OrganOut(Out):
    """An organ as written, and how many duties it has among those that were asked for."""

    organ: str
    count: int


class DutyList(Out):
    """One page of duties in the order of documents and texts; `organs` are for a filter, the busiest first."""

    as_of: date
    total: int
    limit: int
    offset: int
    organs: tuple[OrganOut, ...]
    duties: tuple[DutyOut, ...]


class DeadlineList(Out):
    """One page of deadlines by their next day, past ones behind."""

    as_of: date
    total: int
    limit: int
    offset: int
    deadlines: tuple[DeadlineOut, ...]


class ContactList(Out):
    """One page of contacts in the order of documents."""

    as_of: date
    total: int
    limit: int
    offset: int
    contacts: tuple[ContactOut, ...]


def duty_list(
    found: Sequence[Duty],
    organs: Sequence[tuple[str, int]],
    editions: Mapping[str, Edition],
    page: Page,
    as_of: date,
) -> DutyList:
    """Duties with what the asker may know of their documents."""
    duties = tuple(duty_out(one, editions[one.document_id], as_of) for one in found)
    counted = tuple(OrganOut(organ=organ, count=count) for organ, count in organs)
    return DutyList(as_of=as_of, total=page.total, limit=page.limit, offset=page.offset, organs=counted, duties=duties)


def duty_out(one: Duty, edition: Edition, as_of: date) -> DutyOut:
    """A duty for the wire."""
    return DutyOut(
        **_row(one, edition, as_of),
        organ=one.organ,
        organ_inherited=one.inherited,
        modal=one.modal,
        verb=one.verb,
        object=one.object,
        recipient=one.recipient,
        channel=one.channel,
        basis=one.basis,
        due_text=one.due_text,
        due=one.due,
        rule=one.rule,
    )


def deadline_list(found: Sequence[DeadlineOut], page: Page, as_of: date) -> DeadlineList:
    """A page of deadlines that are in order already."""
    return DeadlineList(as_of=as_of, total=page.total, limit=page.limit, offset=page.offset, deadlines=tuple(found))


def deadlines_out(
    found: Sequence[Deadline], editions: Mapping[str, Edition], as_of: date, window: Window
) -> list[DeadlineOut]:
    """Deadlines by their next day, those that are past last; within a window only what falls into it."""
    rows = [deadline_out(one, editions[one.document_id], as_of, window) for one in found]
    if window[0] and window[1]:
        rows = [row for row in rows if row.days]
    return sorted(rows, key=lambda row: (row.next_due is None, row.next_due or row.due or as_of))


def deadline_out(one: Deadline, edition: Edition, as_of: date, window: Window = (None, None)) -> DeadlineOut:
    """A deadline for the wire."""
    since, before = window
    upcoming = next_day(one, as_of)
    return DeadlineOut(
        **_row(one, edition, as_of),
        id=uid(one),
        organ=one.organ,
        verb=one.verb,
        what=one.what,
        recipient=one.recipient,
        channel=one.channel,
        due_text=one.due_text,
        due=one.due,
        rule=recurrence(one),
        day_derived=day_derived(one),
        begins=one.begins,
        until=one.until,
        next_due=upcoming,
        days_left=(upcoming - as_of).days if upcoming else None,
        when="past" if upcoming is None else "today" if upcoming == as_of else "ahead",
        days=tuple(occurrences(one, since, before)) if since and before else (),
    )


def contact_list(found: Sequence[Contact], editions: Mapping[str, Edition], page: Page, as_of: date) -> ContactList:
    """Contacts with what the asker may know of their documents."""
    contacts = tuple(contact_out(one, editions[one.document_id], as_of) for one in found)
    return ContactList(as_of=as_of, total=page.total, limit=page.limit, offset=page.offset, contacts=contacts)


def contact_out(one: Contact, edition: Edition, as_of: date) -> ContactOut:
    """A block of contact data for the wire."""
    return ContactOut(
        **_row(one, edition, as_of),
        organ=one.organ,
        names=one.names,
        phones=one.phones,
        mails=one.mails,
        addresses=one.addresses,
    )


def _row(one: Duty | Deadline | Contact, edition: Edition, as_of: date) -> dict[str, object]:
    region = edition.metadata.region
    return {
        "document_id": one.document_id,
        "document_title": edition.metadata.title,
        "document_state": state(edition, as_of),
        "region": region.name if region else None,
        "version_id": one.version_id,
        "clause_path": one.path,
        "start_char_index": one.start,
        "end_char_index": one.end,
        "cited_text": one.text,
    }
