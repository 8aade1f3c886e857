"""What the reader must know of the documents that are quoted: the year of a plan, their state on the day, digests."""

from collections.abc import Iterable, Iterator
from datetime import date

from assistant.messages import Segment
from assistant.notices import notice, written
from assistant.shelf import Shelf
from assistant.understanding import Understanding
from index.documents import Edition


def opening(asked: Understanding, shelf: Shelf, document_ids: Iterable[str], as_of: date) -> Iterator[Segment]:
    """What stands before the answer: for 今年 the year that the quoted plans are of, where it is not this one."""
    if not asked.this_year:
        return
    for edition in _editions(shelf, document_ids):
        year = edition.metadata.year
        if year and year != as_of.year:
            yield notice("plan_year", year=str(year), title=shelf.title(edition.document_id))


def closing(asked: Understanding, shelf: Shelf, document_ids: Iterable[str], as_of: date) -> Iterator[Segment]:
    """What stands behind the answer: years that have passed, states other than in force, digests."""
    for edition in _editions(shelf, document_ids):
        if not asked.this_year and edition.metadata.year and edition.metadata.year < as_of.year:
            yield notice("plan_past", title=shelf.title(edition.document_id), year=str(edition.metadata.year))
        yield from state_told(edition, shelf, as_of)
        if edition.text_kind == "digest":
            yield notice("digest", title=shelf.title(edition.document_id))


def state_told(edition: Edition, shelf: Shelf, as_of: date) -> Iterator[Segment]:
    """The state of a document on a day, where that is another than in force."""
    title, state = shelf.title(edition.document_id), shelf.state(edition.document_id, as_of)
    if state == "尚未生效" and edition.metadata.effective_from:
        yield notice("not_yet", title=title, date=written(edition.metadata.effective_from))
    elif state == "已被修改" and edition.effective_to:
        yield notice("replaced", title=title, date=written(edition.effective_to))
    elif state == "已废止" and edition.effective_to:
        yield _repealed(edition, edition.effective_to, shelf)
    elif state == "未知" and edition.metadata.region is None:
        yield notice("state_unknown", title=title)
    elif state not in {"现行有效", "未知"}:
        yield notice("out_of_force", title=title, state=state)
    if (published := _published_later(edition, as_of)) and edition.metadata.region is None:
        yield notice("text_later", title=title, date=written(published))


def _repealed(edition: Edition, last: date, shelf: Shelf) -> Segment:
    """Until when a repealed document counted, and what came instead where the asker may see it."""
    title, day = shelf.title(edition.document_id), written(last)
    if edition.replaced_by is None:
        return notice("repealed_until", title=title, date=day)
    return notice("repealed", title=title, date=day, other=shelf.title(edition.replaced_by))


def _published_later(edition: Edition, as_of: date) -> date | None:
    """The day on which this text was published where that is after the day of asking, though the work is older."""
    start, published = edition.metadata.effective_from, edition.metadata.promulgated
    return published if published and as_of < published and not (start and as_of < start) else None


def _editions(shelf: Shelf, document_ids: Iterable[str]) -> Iterator[Edition]:
    return (shelf.by_id[name] for name in dict.fromkeys(document_ids))
