"""Works and their editions: which texts belong together, and which of them counts on a given day.

A work (商标法) has editions (2019, 2026) that follow one another; a state is never stored but follows from the dates.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise

from index.documents import Edition, Metadata, State

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


def succession(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """The same editions in the same order, each with the day it ended and the edition that replaced it."""
    given = tuple(editions)
    works: dict[str, list[Edition]] = defaultdict(list)
    for edition in given:
        if edition.metadata.effective_from:
            works[edition.work_id].append(edition)
    ends: dict[str, Edition] = {}
    for group in works.values():
        group.sort(key=_effective_from)
        ends.update((earlier.document_id, later) for earlier, later in pairwise(group))
    return tuple(_ended(edition, ends.get(edition.document_id)) for edition in given)


def state(edition: Edition, day: date) -> State:
    """The state of an edition on a day. Dates decide; the catalog's own word counts only where they are missing."""
    start, end = edition.metadata.effective_from, edition.effective_to
    if start and day < start:
        return "尚未生效"
    if end:
        return "已被修改" if day > end else "现行有效"
    stated = edition.metadata.status
    if start and stated in {None, "尚未生效"}:
        return "现行有效"
    return stated or "未知"


def counts_on(edition: Edition, day: date) -> bool:
    """Whether an ordinary search may answer from this edition: not replaced, not repealed, not yet to come."""
    return state(edition, day) in {"现行有效", "未知"}


def _effective_from(edition: Edition) -> date:
    return edition.metadata.effective_from or date.min


def _ended(edition: Edition, successor: Edition | None) -> Edition:
    if successor is None:
        return edition
    return replace(
        edition, effective_to=_effective_from(successor) - timedelta(days=1), replaced_by=successor.document_id
    )
