"""Rows of the registers. Offsets are Unicode code points into the text of `version_id`, as everywhere in `index`."""

from dataclasses import dataclass
from datetime import date

from index.registers.organs import Modal


@dataclass(frozen=True, slots=True)
class Duty:
    """Who must, may or must not do what: one verb with its object, in the piece of text at `start:end`.

    `organ` is as written; `inherited` says that another sentence, the heading above or the address of the notice names
    it; it is None where nobody is named. `due_text` is the time as written, `due` its day, `rule` its recurrence.
    """

    document_id: str
    version_id: str
    path: str
    start: int
    end: int
    text: str
    organ: str | None
    inherited: bool
    modal: Modal
    verb: str
    object: str
    recipient: str | None = None
    channel: str | None = None
    basis: str | None = None
    due_text: str | None = None
    due: date | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is to be handed in or done by when: on a day (`due`), or again and again (`rule`, RFC 5545 without DTSTART).

    `begins` and `until` bound what recurs: the day of the document and the end of the year that it is for.
    """

    document_id: str
    version_id: str
    path: str
    start: int
    end: int
    text: str
    organ: str | None
    verb: str
    what: str
    recipient: str | None
    channel: str | None
    due_text: str
    due: date | None
    rule: str | None
    begins: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom one reaches: all that one block of text says; which of two telephones is whose is not guessed."""

    document_id: str
    version_id: str
    path: str
    start: int
    end: int
    text: str
    organ: str | None
    names: tuple[str, ...]
    phones: tuple[str, ...]
    mails: tuple[str, ...]
    addresses: tuple[str, ...]
