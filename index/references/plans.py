"""Plans named by place, year and kind: 许昌2022年方案, 2022年度许昌市的知识产权保护方案."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from index.documents import Edition
from index.numerals import to_int

_YEAR_OF_PLAN: Final = r"(?P<year>(?:19|20)\d\d|二[〇零]二[〇零一二三四五六七八九])年(?:度)?的?"
_PLACE_ENDS: Final = "(?:省|市|县|区)?的?"
_CALLED_PLAN: Final = r"[\u4e00-\u9fff]{0,16}?(?:方案|计划|要点)"
_PLAN: Final = re.compile(_PLACE_ENDS + _YEAR_OF_PLAN + _CALLED_PLAN)
_PLAN_YEAR: Final = re.compile(_YEAR_OF_PLAN + "$")
_PLAN_END: Final = re.compile(_PLACE_ENDS + r"(?!\d|二[〇零])" + _CALLED_PLAN)


class Plans:
    """The plans of places and years."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        by_place: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
        for edition in editions:
            if (place := own_place(edition) or _country(edition)) and (year := edition.metadata.year):
                by_place[place][year] = (*by_place[place].get(year, ()), edition.document_id)
        self._by_start: dict[str, list[tuple[str, dict[int, tuple[str, ...]]]]] = defaultdict(list)
        for place in sorted(by_place, key=len, reverse=True):
            self._by_start[place[:2]].append((place, by_place[place]))

    def at(self, text: str, start: int) -> tuple[int, tuple[str, ...]] | None:
        """Where the name of a plan ends that begins with its place at `start`, and the plan; None where there is none.

        The year may stand before the place. `text` is in one spelling (`spelled`).
        """
        for place, by_year in self._by_start.get(text[start : start + 2], ()):
            if text.startswith(place, start) and (named := _year_and_end(text, start, start + len(place))):
                year, end = named
                return (end, by_year[year]) if year in by_year else None
        return None


def own_place(edition: Edition) -> str:
    """The name of the place that a document is for, as a title would have it (许昌); empty for the country."""
    region = edition.metadata.region
    if region is None or region.level == "national":
        return ""
    own = min((region.name.removeprefix(parent) for parent in region.parents), key=len, default=region.name)
    return own[:-1] if len(own) > 2 else own


def _year_and_end(text: str, start: int, end: int) -> tuple[int, int] | None:
    if behind := _PLAN.match(text, end):
        return to_int(behind["year"]) or 0, behind.end()
    before, called = _PLAN_YEAR.search(text, max(0, start - 9), start), _PLAN_END.match(text, end)
    return (to_int(before["year"]) or 0, called.end()) if before and called else None


def _country(edition: Edition) -> str:
    return "全国" if edition.metadata.region and edition.metadata.region.level == "national" else ""
