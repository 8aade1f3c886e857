"""Which documents a title, a short title or a document number of another text means, and which edition of them.

The edition is that of the day on which the citing text took effect: a standard of 2020 cites the law of 2019.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, Literal

from index.cross_references.mentions import open_names
from index.documents import Edition, Metadata
from index.editions import COUNTRY, work_title
from index.references import Names
from index.references.spelling import spelled
from index.references.words import national_laws

Reason = Literal["not_loaded", "edition_not_loaded", "no_such_clause", "ambiguous", "nothing_before"]
Fit = Literal["of_the_day", "later", "undated"]

_EXCERPT: Final = re.compile(r"（(?:节选|摘录|选段)[^（）]*）$")
_ISSUED: Final = re.compile(r"印发《(.+)》")
"""What a notice issues is itself: the document below it."""
_BEGINNING: Final = 2
"""Signs in which a title that is only near must begin alike: 食品药品… is not 市场监督管理…, whatever they share."""
_WRONG: Final = 1
_MOVED: Final = 2
"""Signs put in or left out of a misprinted title (商标侵权违法判断标准); with 知识产权 left out it is another one."""
_GLUE: Final = re.compile(r"[\s、，和与及以暨《》]*")
_NUMERALS: Final = re.compile(r"令(?:\d{4}年)?第?(\d+)号|（(\d{4})）第?(\d+)号")


@dataclass(frozen=True, slots=True)
class Cited:
    """The document that a name means. `fit` says whether it is the edition of the day; `reason` why there is none."""

    document_id: str | None = None
    fit: Fit | None = None
    approximate: bool = False
    reason: Reason | None = None


NOT_LOADED: Final = Cited(reason="not_loaded")


class Titles:
    """All documents of one asker, by the names under which documents cite one another."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        self._editions = {edition.document_id: edition for edition in editions}
        self._names = Names(self._editions.values())
        self._works = _by_work(self._editions.values())
        self._exact = _by_name(self._editions.values())
        self._beginnings = {begun for edition in self._editions.values() for begun in _beginnings(edition.metadata)}
        self._numbers = _by_number(self._editions.values())
        self._found: dict[str, tuple[tuple[str, ...], bool]] = {}
        self.open_names = open_names({*self._works, *national_laws()})

    def titled(self, title: str, number: str, day: date | None) -> Cited:
        """The edition of a title, with the number that stands behind it, on a day."""
        ids, approximate = self._resolved(title)
        if not ids:
            return NOT_LOADED
        fitting = [name for name in ids if _same_number(self._editions[name].metadata.number, number)]
        if not fitting:
            return Cited(reason="edition_not_loaded")
        return replace(self._of_the_day(fitting, day), approximate=approximate)

    def numbered(self, number: str, day: date | None) -> Cited:
        """The document of a number."""
        ids = self._numbers.get(_plain(number), ())
        return self._of_the_day(ids, day) if ids else NOT_LOADED

    def merged(self, title: str) -> list[tuple[int, int]]:
        """Where known titles stand that are glued together in one 《》; none where anything else stands there."""
        plain = spelled(title)
        if self._known(plain):
            return []
        spans = [match.span() for match in self.open_names.finditer(plain)]
        ends = [0, *(end for _, end in spans)]
        starts = [*(start for start, _ in spans), len(plain)]
        gaps = (plain[end:start] for end, start in zip(ends, starts, strict=True))
        return spans if len(spans) > 1 and all(_GLUE.fullmatch(gap) for gap in gaps) else []

    def earlier(self, document_id: str) -> Cited:
        """The edition before one, which its last clause repeals under the same title."""
        own = self._editions[document_id]
        start = begins(own)
        older = [
            edition
            for edition in self._editions.values()
            if edition.work_id == own.work_id and start and (day := begins(edition)) and day < start
        ]
        if not older:
            return Cited(reason="edition_not_loaded")
        return Cited(max(older, key=lambda edition: begins(edition) or date.min).document_id, "of_the_day")

    def is_title_of(self, title: str, document_id: str) -> bool:
        """Whether a title is a document's own, or the one that it issues (关于印发《…》的通知)."""
        wanted = _plain(title)
        own = _own_names(self._editions[document_id].metadata)
        return wanted in own or work_title(wanted) in own

    def _resolved(self, title: str) -> tuple[tuple[str, ...], bool]:
        if title not in self._found:
            known = self._known(title)
            likely = not known and _plain(title)[:_BEGINNING] in self._beginnings
            self._found[title] = self._near(title) if likely else (known, False)
        return self._found[title]

    def _known(self, title: str) -> tuple[str, ...]:
        """All editions of a work by its title, or the documents of any other name that is wholly theirs."""
        plain = _plain(title)
        return self._works.get(plain) or self._works.get(work_title(plain)) or self._exact.get(plain) or ()

    def _near(self, title: str) -> tuple[tuple[str, ...], bool]:
        """Documents of a title that is only near theirs: stricter than for questions, since nobody can ask back."""
        ids, approximate = self._names.resolve_title(_inner_marks(title))
        if approximate:
            plain = work_title(_plain(title))
            ids = tuple(name for name in ids if _is_misprint(plain, _own_names(self._editions[name].metadata)))
        return ids, approximate and bool(ids)

    def _of_the_day(self, ids: Sequence[str], day: date | None) -> Cited:
        """The edition in force on a day; where none of that day is loaded, the first later one, and it says so."""
        starts = {name: begins(self._editions[name]) for name in ids}
        dated = {name: start for name, start in starts.items() if start}
        begun = [name for name, start in dated.items() if day and start <= day]
        if begun:
            return Cited(max(begun, key=lambda name: (dated[name], name)), "of_the_day")
        undated = [name for name in ids if name not in dated]
        if len(ids) == 1 and (undated or day is None):
            return Cited(ids[0], "undated")
        if undated or day is None:
            return Cited(reason="ambiguous")
        return Cited(min(dated, key=lambda name: (dated[name], name)), "later")


def _beginnings(metadata: Metadata) -> set[str]:
    """How the names of a document begin, also of the one that a notice prints in 《》."""
    return {name[:_BEGINNING] for name in _own_names(metadata)}


def _is_misprint(title: str, names: Iterable[str]) -> bool:
    """Whether a title begins like one of the names and differs in one sign and a word put in or left out at most."""
    return any(name[:_BEGINNING] == title[:_BEGINNING] and _few_changes(title, name) for name in names)


def _few_changes(title: str, name: str) -> bool:
    changes = SequenceMatcher(None, title, name, autojunk=False).get_opcodes()
    wrong = sum(max(b - a, d - c) for kind, a, b, c, d in changes if kind == "replace")
    moved = sum(max(b - a, d - c) for kind, a, b, c, d in changes if kind in {"insert", "delete"})
    return wrong <= _WRONG and moved <= _MOVED


def begins(edition: Edition) -> date | None:
    """The day from which a text reads as it does: an amended text may tell the first day of all and its last change."""
    metadata = edition.metadata
    return max(filter(None, (metadata.effective_from, metadata.promulgated)), default=None)


def cites_as_of(edition: Edition) -> date | None:
    """The day whose law a document cites: when it took effect, else the last day of the year that it is for."""
    metadata = edition.metadata
    return begins(edition) or (date(metadata.year, 12, 31) if metadata.year else None)


def _by_work(editions: Iterable[Edition]) -> Mapping[str, tuple[str, ...]]:
    """Documents by the title that all editions of a work share; plans have theirs by place and are left out."""
    works: dict[str, list[str]] = defaultdict(list)
    for edition in editions:
        if edition.metadata.region is None:
            works[_work_name(edition.metadata)].append(edition.document_id)
    return {name: tuple(ids) for name, ids in works.items() if name}


def _work_name(metadata: Metadata) -> str:
    return _EXCERPT.sub("", _plain(work_title(metadata.title)))


def _by_name(editions: Iterable[Edition]) -> Mapping[str, tuple[str, ...]]:
    """Documents by each of their own names."""
    names: dict[str, list[str]] = defaultdict(list)
    for edition in editions:
        for name in _own_names(edition.metadata):
            names[name].append(edition.document_id)
    return {name: tuple(ids) for name, ids in names.items()}


@lru_cache(maxsize=4096)
def _own_names(metadata: Metadata) -> frozenset[str]:
    """All names of a document, with and without what marks its edition."""
    written = (metadata.title, metadata.short_title or "", *metadata.aliases, *_ISSUED.findall(metadata.title))
    names = [_plain(name) for name in written if name]
    return frozenset((*names, *map(work_title, names)))


def _by_number(editions: Iterable[Edition]) -> Mapping[str, tuple[str, ...]]:
    numbers: dict[str, list[str]] = defaultdict(list)
    for edition in editions:
        if edition.metadata.number:
            numbers[_plain(edition.metadata.number)].append(edition.document_id)
    return {number: tuple(ids) for number, ids in numbers.items()}


def _same_number(own: str | None, cited: str) -> bool:
    """Whether a document may bear a number that stands behind its title; where either is silent it may."""
    one, other = (set(_NUMERALS.findall(_plain(number or ""))) for number in (own, cited))
    return not (one and other) or bool(one & other)


def _inner_marks(title: str) -> str:
    """Titles inside titles are stored in 《》 and cited in 〈〉."""
    return title.replace("〈", "《").replace("〉", "》")


@lru_cache(maxsize=4096)
def _plain(title: str) -> str:
    return spelled(_inner_marks("".join(title.split()))).removeprefix(COUNTRY)
