"""The edition that is named by what stands beside a name: 2019年, 04年那份, （2019年修正）, 新, 修订前."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from index.documents import Edition

YEAR: Final = r"(?:19|20)\d\d"
"""A year of four figures, as a pattern."""
_MARKED: Final = re.compile(
    rf"\s*(?:（\s*(?P<in>{YEAR})\s*年?[^（）]{{0,12}}）"
    rf"|(?P<out>{YEAR})\s*年?(?:第[一二三四五]次)?(?:修订|修正|修改|版)[版本文稿]{{0,2}})"
)
_MARKED_BEFORE: Final = re.compile(
    rf"(?P<year>{YEAR}|(?<!\d)\d\d(?=年))\s*年?(?P<sure>版|新?修[订正改]?)?(?:后|过)?的?(?:[那这][部份个])?\s*$"
)
"""A year of two figures is one of these: 04年那份."""
_AGE: Final = re.compile(
    r"(?<![创重更新旧老])(?P<age>[新旧老原])(?:版本?)?的?$"
    r"|(?P<before>以前|从前|过去|(?:修[订改正]|改)(?:之|以)?前)的?(?:那[个部版]?)?$|(?P<after>修[订改正]后)的?(?:那[个部版]?)?$"
)
_AGE_BEHIND: Final = re.compile(r"的?(?:修[订改正]之?前|[旧老]版本?)(?:的|那版)*")
_CHANGED: Final = re.compile(r"修[订改正]\s*$")
_AFTERWARDS: Final = re.compile("(?:以|之)?后|时|的?(?:决定|那次)")
"""2014年修改商标法后: tells when it was changed, and names no edition."""
_LONGEST: Final = 12
"""Signs before a name in which its year stands."""
_LONGEST_AGE: Final = 8
_FOUR_FIGURES: Final = 1000
_LAST_OF_TWO: Final = 50
"""A year of two figures is of this century up to here."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A name with the mark of its edition at `start:end`, and the editions that it then fits (none: not loaded)."""

    start: int
    end: int
    document_ids: tuple[str, ...]


class EditionsNamed:
    """The editions of all documents, by the years and ages that they are called by."""

    def __init__(self, editions: Mapping[str, Edition]) -> None:
        self._editions = editions

    def beside(self, plain: str, start: int, end: int, ids: tuple[str, ...]) -> Marked | None:
        """What a year or an age beside the name at `start:end` chooses of its editions; None where none does."""
        if match := _MARKED.match(plain, end):
            found = self.of_year(ids, int(match["in"] or match["out"]))
            return Marked(start, match.end(), found) if found or re.search("[修版]", match[0]) else None
        before = _MARKED_BEFORE.search(plain, max(0, start - _LONGEST), start)
        if before and _CHANGED.search(before[0]) and _AFTERWARDS.match(plain, end):
            return None
        found = self.of_year(ids, full_year(before["year"])) if before else ()
        if before and (before["sure"] or (found and len(found) < len(ids))):
            return Marked(before.start(), end, found)
        return self._aged(plain, start, end, ids) if len(ids) > 1 else None

    def _aged(self, plain: str, start: int, end: int, ids: tuple[str, ...]) -> Marked | None:
        """With 新, 旧, 修订前 before the name, or 修订前 behind it."""
        if age := _AGE.search(plain, max(0, start - _LONGEST_AGE), start):
            found = self.of_age(ids, "新" if age["after"] else age["age"] or "旧")
            year = _MARKED_BEFORE.search(plain, max(0, age.start() - _LONGEST), age.start())
            known = year and set(self.of_year(found, full_year(year["year"]))) == set(found)  # 2025年新反法
            return Marked(year.start() if year and known else age.start(), end, found)
        behind = _AGE_BEHIND.match(plain, end)
        return Marked(start, behind.end(), self.of_age(ids, "旧")) if behind else None

    def of_age(self, ids: Iterable[str], age: str) -> tuple[str, ...]:
        """The newest edition (新), or those that it replaced (旧, 老, 原), else the one before it."""
        ordered = sorted(ids, key=lambda name: self._editions[name].metadata.effective_from or date.min)
        replaced = [name for name in ordered if self._editions[name].replaced_by == ordered[-1]]
        return tuple(ordered[-1:] if age == "新" else replaced or ordered[-2:-1])

    def of_year(self, ids: Iterable[str], year: int) -> tuple[str, ...]:
        """The editions that are called by a year: that of their title, of their issue or of their entry into force."""
        return tuple(name for name in ids if year in _years_of(self._editions[name]))


def _years_of(edition: Edition) -> set[int]:
    metadata = edition.metadata
    days = (metadata.promulgated, metadata.effective_from)
    written = {int(year) for year in re.findall(YEAR, metadata.title)}
    return {day.year for day in days if day} | written | {metadata.year or 0}


def full_year(figures: str) -> int:
    """A year of four figures, or of two: 98年 is of the last century, 04年 of this one."""
    year = int(figures)
    return year if year >= _FOUR_FIGURES else year + (1900 if year > _LAST_OF_TWO else 2000)
