"""`GET /api/deadlines`, `/api/duties`, `/api/contacts`: the registers, and as files with `.csv`, `.xlsx` and `.ics`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from assistant.api.caller import TheCaller
from assistant.api.desk import TheDesk
from assistant.api.documents import AsOf
from assistant.api.ics import ICS, as_ics
from assistant.api.reference_schemas import Page, reference_list
from assistant.api.register_schemas import (
    ContactList,
    DeadlineList,
    DutyList,
    contact_list,
    deadline_list,
    deadlines_out,
    duty_list,
)
from assistant.api.register_tables import CONTACTS, DEADLINES, DUTIES, REFERENCES, Table
from assistant.api.schemas import Day, Name
from assistant.api.sheets import CSV, XLSX, as_csv, as_xlsx
from assistant.days import today
from assistant.shelf import place_names
from index.documents import Access, Edition
from index.generations import Generation
from index.registers import Deadline

router = APIRouter(tags=["registers"])

_TABLES: Final[Any] = {
    200: {
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            XLSX: {"schema": {"type": "string", "format": "binary"}},
        }
    }
}
_CALENDAR: Final[Any] = {200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}}

Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Form = Annotated[Literal["csv", "xlsx"], Path()]
Organ = Annotated[Name | None, Query(description="part of the name of whoever is told")]
Since = Annotated[Day | None, Query(alias="from", description="first day of the span")]
Before = Annotated[Day | None, Query(alias="to", description="last day of the span")]
ModalWord = Annotated[Literal["must", "may", "must_not"] | None, Query()]
Dated = Annotated[bool, Query(description="only those with a time")]
Words = Annotated[Name | None, Query(description="words that the cited text holds")]


@dataclass(frozen=True, slots=True)
class Reading:
    """One generation as one asker may read it; `documents` are the ids that the filters leave, None: all."""

    generation: Generation
    access: frozenset[Access]
    editions: dict[str, Edition]
    documents: tuple[str, ...] | None
    as_of: date


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Who asks, on which day, and to which documents the question is narrowed."""

    desk: TheDesk
    access: frozenset[Access]
    document_id: str | None
    region: str | None
    as_of: date

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """The newest generation, pinned.

        Raises:
            UnknownDocumentError: the document is not there for this asker.
        """
        with self.desk.library.pin() as generation:
            catalog = generation.catalog
            editions = {edition.document_id: edition for edition in catalog.editions(self.access)}
            documents: tuple[str, ...] | None = None
            if self.document_id is not None:
                documents = (catalog.edition(self.document_id, self.access).document_id,)
            if self.region is not None:
                known = documents if documents is not None else tuple(editions)
                documents = tuple(name for name in known if self.region in place_names(editions[name]))
            yield Reading(generation, self.access, editions, documents, self.as_of)


def narrowed(
    desk: TheDesk,
    caller: TheCaller,
    document_id: Annotated[Name | None, Query()] = None,
    region: Annotated[Name | None, Query(description="the document's own place, like 许昌 or 河南省许昌市")] = None,
    as_of: AsOf = None,
) -> Narrowed:
    """The filters that all registers share."""
    return Narrowed(desk, caller.access, document_id, region, as_of or today())


TheNarrowed = Annotated[Narrowed, Depends(narrowed)]


@router.get("/api/deadlines")
def deadlines(  # noqa: PLR0917 FastAPI turns the arguments into parameters, nobody passes them by position
    given: TheNarrowed,
    organ: Organ = None,
    since: Since = None,
    before: Before = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> DeadlineList:
    """What is due, by its next day. With `from` and `to` each row has all its days of that span (for a month view)."""
    with given.read() as reading:
        rows = deadlines_out(_deadlines(reading, organ, since, before), reading.editions, given.as_of, (since, before))
        page = Page(len(rows), limit, offset)
        return deadline_list(rows[offset : offset + limit], page, given.as_of)


@router.get("/api/deadlines.ics", response_class=Response, responses=_CALENDAR)
def calendar(given: TheNarrowed, organ: Organ = None, since: Since = None, before: Before = None) -> Response:
    """The deadlines as a calendar to subscribe to."""
    with given.read() as reading:
        found = _deadlines(reading, organ, since, before)
        return _file(as_ics(found, reading.editions, given.as_of), ICS, "deadlines.ics")


@router.get("/api/deadlines.{form}", response_class=Response, responses=_TABLES)
def deadlines_file(
    form: Form, given: TheNarrowed, organ: Organ = None, since: Since = None, before: Before = None
) -> Response:
    """The deadlines as a table."""
    with given.read() as reading:
        rows = deadlines_out(_deadlines(reading, organ, since, before), reading.editions, given.as_of, (since, before))
        return _table(DEADLINES, rows, form, given.as_of)


@router.get("/api/duties")
def duties(  # noqa: PLR0917 as above
    given: TheNarrowed,
    organ: Organ = None,
    modal: ModalWord = None,
    words: Words = None,
    dated: Dated = False,  # noqa: FBT002 a parameter of the address
    limit: Limit = 100,
    offset: Offset = 0,
) -> DutyList:
    """Who must, may or must not do what, one row for each verb with its object."""
    with given.read() as reading:
        registers, documents = reading.generation.registers, reading.documents
        total, found = registers.duties(
            reading.access,
            documents=documents,
            organ=organ,
            modal=modal,
            words=words,
            dated=dated,
            limit=limit,
            offset=offset,
        )
        organs = registers.organs(reading.access, documents=documents)
        return duty_list(found, organs, reading.editions, Page(total, limit, offset), given.as_of)


@router.get("/api/duties.{form}", response_class=Response, responses=_TABLES)
def duties_file(  # noqa: PLR0917 as above
    form: Form,
    given: TheNarrowed,
    organ: Organ = None,
    modal: ModalWord = None,
    words: Words = None,
    dated: Dated = False,  # noqa: FBT002 the same
) -> Response:
    """The duties as a table."""
    with given.read() as reading:
        _, found = reading.generation.registers.duties(
            reading.access, documents=reading.documents, organ=organ, modal=modal, words=words, dated=dated
        )
        listed = duty_list(found, (), reading.editions, Page(len(found), 0, 0), given.as_of)
        return _table(DUTIES, listed.duties, form, given.as_of)


@router.get("/api/contacts")
def contacts(given: TheNarrowed, organ: Organ = None, limit: Limit = 100, offset: Offset = 0) -> ContactList:
    """Whom one reaches, block by block."""
    with given.read() as reading:
        total, found = reading.generation.registers.contacts(
            reading.access, documents=reading.documents, organ=organ, limit=limit, offset=offset
        )
        return contact_list(found, reading.editions, Page(total, limit, offset), given.as_of)


@router.get("/api/contacts.{form}", response_class=Response, responses=_TABLES)
def contacts_file(form: Form, given: TheNarrowed, organ: Organ = None) -> Response:
    """The contacts as a table."""
    with given.read() as reading:
        _, found = reading.generation.registers.contacts(reading.access, documents=reading.documents, organ=organ)
        listed = contact_list(found, reading.editions, Page(len(found), 0, 0), given.as_of)
        return _table(CONTACTS, listed.contacts, form, given.as_of)


@router.get("/api/references.{form}", response_class=Response, responses=_TABLES)
def references_file(  # noqa: PLR0917 as above
    form: Form,
    desk: TheDesk,
    caller: TheCaller,
    document_id: Annotated[Name | None, Query()] = None,
    cites: Annotated[Name | None, Query()] = None,
    as_of: AsOf = None,
) -> Response:
    """The references between documents as a table; filters as in `/api/references`."""
    day, access = as_of or today(), caller.access
    with desk.library.pin() as generation:
        catalog = generation.catalog
        citing, cited = (catalog.edition(name, access).document_id if name else None for name in (document_id, cites))
        total, found = generation.references.page(access, document_id=citing, cites=cited)
        editions = {edition.document_id: edition for edition in catalog.editions(access)}
        listed = reference_list(found, editions, Page(total, total, 0), day)
        return _table(REFERENCES, listed.references, form, day)


def _deadlines(reading: Reading, organ: str | None, since: date | None, before: date | None) -> list[Deadline]:
    return reading.generation.registers.deadlines(
        reading.access, documents=reading.documents, organ=organ, since=since, before=before
    )[1]


def _table(table: Table, rows: Sequence[object], form: str, as_of: date) -> Response:
    cells = [table.row(row) for row in rows]
    if form == "csv":
        return _file(as_csv(table.header, cells), CSV, f"{table.name}.csv")
    return _file(as_xlsx(table.title, table.header, cells, as_of), XLSX, f"{table.name}.xlsx")


def _file(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep. A calendar program reads it too, so it is never kept on the way."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
