"""Works and their editions: which texts belong together, and which of them counts on a given day.

A work (商标法) has editions (2019, 2026) that follow one another; a state is never stored but follows from the dates.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise

from index.documents import Edition, Metadata, State
from index.relations import Relation, Repeal, numbered, plain

_EDITION_MARK = re.compile(r"[（(][^（）()]*(?:年)?[^（）()]*(?:修订|修正|修改)[^（）()]*[）)]\s*$")
COUNTRY = "中华人民共和国"


def work_title(title: str) -> str:
    """The title that all editions of a work share: without （2026年修订） at its end, the country and blanks.

    >>> work_title("中华人民共和国商标法（2026年修订）")
    '商标法'
    """
    return _EDITION_MARK.sub("", "".join(title.split())).removeprefix(COUNTRY)


def work_id(metadata: Metadata) -> str:
    """A stable ASCII name for the work. A plan is a work of its own region and year: next year's replaces nothing."""
    region = metadata.region.name if metadata.region else ""
    key = f"{work_title(metadata.title)}|{region}|{metadata.year or ''}" if region else work_title(metadata.title)
    return f"work-{sha256(key.encode()).hexdigest()[:12]}"


def succession(editions: Iterable[Edition], relations: Iterable[Relation] = ()) -> tuple[Edition, ...]:
    """The same editions in the same order, each with the day it ended and what replaced or repealed it.

    Editions of one work follow one another by date; a relation corrects that, and the first one that ends a document
    counts. Who replaces is named only where he is among the editions: the asker may not see him otherwise.
    """
    given = {edition.document_id: edition for edition in editions}
    ending = [one for one in relations if one.kind != "partly amends" and one.old in given]
    stated = {one.old: end for one in reversed(ending) if (end := _end(one, given))}
    ends = _ends_by_date(given.values()) | stated
    joined = {one.old: one.new for one in ending if one.kind == "replaces" and one.new in given}
    return tuple(_placed(edition, given, ends.get(name), joined) for name, edition in given.items())


def repealed_by(repealer: Edition, repeal: Repeal, titled: Mapping[str, Sequence[Edition]]) -> Edition | None:
    """The document that a text repeals, of those known by title; None where none, or more than one, may be meant.

    A title alone may be of a newer edition: a number or a year that the text names must be the document's own, and it
    must have begun before.
    """
    likely = [one for one in titled.get(repeal.title, ()) if _is_meant(one, repeal, repealer)]
    return likely[0] if len(likely) == 1 else None


def by_title(editions: Iterable[Edition]) -> dict[str, list[Edition]]:
    """Editions by the titles under which another text may name them."""
    titled: dict[str, list[Edition]] = defaultdict(list)
    for edition in editions:
        title = edition.metadata.title
        whole = COUNTRY + work_title(title)
        for name in dict.fromkeys(plain(name) for name in (title, work_title(title), whole)):
            titled[name].append(edition)
    return titled


def at_once(editions: Iterable[Edition]) -> Iterator[tuple[Edition, Edition]]:
    """Editions of one work that take effect on the same day: neither can be said to follow the other."""
    days: dict[tuple[str, date], Edition] = {}
    for edition in editions:
        if start := edition.metadata.effective_from:
            other = days.setdefault((edition.work_id, start), edition)
            if other is not edition:
                yield other, edition


def state(edition: Edition, day: date) -> State:
    """The state of an edition on a day. Dates decide; the catalog's own word counts only where they are missing."""
    start, end = edition.metadata.effective_from, edition.effective_to
    if start and day < start:
        return "尚未生效"
    if end and day > end:
        return "已废止" if edition.repealed else "已被修改"
    if end:
        return "现行有效"
    stated = edition.metadata.status
    if start and stated in {None, "尚未生效"}:
        return "现行有效"
    return stated or "未知"


def counts_on(edition: Edition, day: date) -> bool:
    """Whether an ordinary search may answer from this edition: not replaced, not repealed, not yet to come."""
    return state(edition, day) in {"现行有效", "未知"}


def published_by(edition: Edition, day: date) -> bool:
    """Whether a text was published by a day; of one without a day of publication nothing speaks against it."""
    published = edition.metadata.promulgated
    return published is None or published <= day


def _ends_by_date(editions: Iterable[Edition]) -> dict[str, "_End"]:
    """Of each edition that another one of its work follows, the end."""
    works: dict[str, list[Edition]] = defaultdict(list)
    for edition in editions:
        if edition.metadata.effective_from:
            works[edition.work_id].append(edition)
    ends: dict[str, _End] = {}
    for group in works.values():
        group.sort(key=lambda edition: (_effective_from(edition), edition.document_id))
        for earlier, later in pairwise(group):
            start = _effective_from(later)
            if start > _effective_from(earlier):  # two that begin on one day: neither ends the other
                ends |= {one.document_id: _End(start, later.document_id) for one in _from_then(group, earlier)}
    return ends


def _from_then(group: Iterable[Edition], one: Edition) -> Iterator[Edition]:
    return (edition for edition in group if _effective_from(edition) == _effective_from(one))


@dataclass(frozen=True, slots=True)
class _End:
    """What ended an edition: `day` is the first on which it no longer counts."""

    day: date
    by: str | None
    repealed: bool = False


def _end(relation: Relation, given: Mapping[str, Edition]) -> _End | None:
    """The end that a relation states; None where it has no day, or one before the document began."""
    new = given.get(relation.new)
    day = relation.day or (new.metadata.effective_from if new else None)
    if day is None or day <= _effective_from(given[relation.old]):
        return None
    return _End(day, relation.new if new else None, relation.kind == "repeals")


def _placed(edition: Edition, given: Mapping[str, Edition], end: _End | None, joined: Mapping[str, str]) -> Edition:
    """An edition with its end, in the work that its successor belongs to."""
    work, name = edition.work_id, edition.document_id
    for _ in joined:  # at most as many steps as there are relations
        if (name := joined.get(name, "")) in given:
            work = given[name].work_id
    if end is None:
        return replace(edition, work_id=work)
    last = end.day - timedelta(days=1)
    return replace(edition, work_id=work, effective_to=last, replaced_by=end.by, repealed=end.repealed)


def _is_meant(one: Edition, repeal: Repeal, repealer: Edition) -> bool:
    """Whether a document of the right title is the one that a text repeals."""
    start, metadata = repealer.metadata.effective_from, one.metadata
    if one.document_id == repealer.document_id or one.work_id == repealer.work_id:
        return False
    if start is None or _effective_from(one) >= start:
        return False
    if repeal.number and metadata.number:
        return repeal.number in numbered(metadata.number)
    days = {day.year for day in (metadata.promulgated, metadata.effective_from) if day}
    return not (repeal.years and days) or bool(days & repeal.years)


def _effective_from(edition: Edition) -> date:
    return edition.metadata.effective_from or date.min
