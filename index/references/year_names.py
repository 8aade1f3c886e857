"""Documents called by the year of their issue and their kind alone (03年那个老办法, 2020年修的司法解释).

Years have many rules and orders: one is meant only where a text is about what its title says, or its kind is rare.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from index.documents import Edition
from index.references.editions_named import YEAR, EditionsNamed, full_year
from index.references.short_names import KINDS, ShortName, Title, keeps, titles_by_kind

_OF_YEAR: Final = re.compile(
    rf"(?<![\d.])(?P<year>{YEAR}|\d\d(?=年))年?(?P<said>[^，。；：？\d]{{0,12}}?)(?P<kind>司法解释|规章|{KINDS})"
    r"(?![\u4e00-\u9fff]{0,2}》|的?依据|了)"
)
"""A kind of document by the year of its issue: 03年那个老办法, 2020年修的司法解释."""
_BETWEEN: Final = re.compile(
    "的|[那这]一?[份个部版次]|版|起|施行|实施|生效|[老旧新]|修[订正改]?|出台?|[定发印]|[颁公]布|发布|最高人?民?法院?|两高|国务院|工商(?:总?局)?|总局|国家局|国知局|司法"
)
"""Stands between the year and the kind, and says nothing of the matter."""
_KINDS_OF_TEXT: Final[Mapping[str, str]] = {"司法解释": "司法解释", "规章": "部门规章"}
"""Kinds that are no end of a title, by how a catalog calls them."""
_RARE: Final = frozenset({"解释", "司法解释"})
"""Kinds of which a year has so few that one alone is meant, whatever its title says."""


class YearNames:
    """All titles by their kind, and the years of their issue."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        self._known = {edition.document_id: edition for edition in editions if edition.metadata.region is None}
        self._editions_named = EditionsNamed(self._known)
        self._by_kind = titles_by_kind(self._known)

    def find(self, text: str) -> Iterator[ShortName]:
        """Every document that is called by its year and kind alone, where one of them is what the text is about."""
        named = [(said, self._named(said)) for said in _OF_YEAR.finditer(text)]
        works = _of_every_year([titles for _, titles in named])
        for said, titles in named:
            own = [one for one in titles if one.work in works] or titles
            meant = _about(text, own, alone=said["kind"] in _RARE)
            if len({one.work for one in meant}) == 1:
                found = dict.fromkeys(one.document_id for one in meant)
                yield ShortName(said.start(), said.end(), tuple(found))

    def _named(self, said: re.Match[str]) -> list[Title]:
        """The titles of a kind that are of the year said."""
        fitting = [one for one in self._of_kind(said["kind"]) if keeps(_BETWEEN.sub("", said["said"]), one.core)]
        ids = self._editions_named.of_year((one.document_id for one in fitting), full_year(said["year"]))
        return [one for one in fitting if one.document_id in ids]

    def _of_kind(self, kind: str) -> Iterator[Title]:
        """The titles that end with a kind, or those of all texts that a catalog calls so."""
        if kind not in _KINDS_OF_TEXT:
            yield from self._by_kind[kind]
        for title in (title for titles in self._by_kind.values() for title in titles):
            if self._known[title.document_id].metadata.kind == _KINDS_OF_TEXT.get(kind):
                yield title


def _of_every_year(named: list[list[Title]]) -> set[str]:
    """The works of which there is an edition of each of several years named: 2021年解释 and 2026年解释 are of one."""
    works = [{title.work for title in titles} for titles in named]
    return set.intersection(*works) if len(works) > 1 else set()


def _about(text: str, titles: list[Title], *, alone: bool) -> list[Title]:
    """The titles that share most signs with a text; where they share none, `alone` all of them."""
    shared = [_shared(text, title) for title in titles]
    most = max(shared, default=0)
    return [title for title, own in zip(titles, shared, strict=True) if own == most] if most or alone else []


def _shared(text: str, title: Title) -> int:
    """How many pairs of signs of what a title says of its own stand in a text."""
    pairs = {title.own[at : at + 2] for at in range(len(title.own) - 1)}
    return sum(pair in text for pair in pairs)
