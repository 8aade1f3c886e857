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
        yield from _state(edition, shelf, as_of)
        if edition.text_kind == "digest":
            yield notice("digest", title=shelf.title(edition.document_id))


def _state(edition: Edition, shelf: Shelf, as_of: date) -> Iterator[Segment]:
    title, state = shelf.title(edition.document_id), shelf.state(edition.document_id, as_of)
    if state == "尚未生效" and edition.metadata.effective_from:
        yield notice("not_yet", title=title, date=written(edition.metadata.effective_from))
    elif state == "已被修改" and edition.effective_to:
        yield notice("replaced", title=title, date=written(edition.effective_to))
    elif state == "未知" and edition.metadata.region is None:
        yield notice("state_unknown", title=title)
    elif state not in {"现行有效", "未知"}:
        yield notice("out_of_force", title=title, state=state)


def _editions(shelf: Shelf, document_ids: Iterable[str]) -> Iterator[Edition]:
    return (shelf.by_id[name] for name in dict.fromkeys(document_ids))
