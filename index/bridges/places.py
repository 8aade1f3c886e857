"""Places as bridges: a county leads to its city, a short name to the full one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from index.bridges.entries import Entry
from index.errors import IndexingError

COUNTIES: Final = "counties.txt"
_ENDS: Final = "县市区"
_WHY: Final = "A county's matters stand in the plans of its city, which names it by its full name."


@dataclass(frozen=True, slots=True)
class Counties:
    """Names of the third level by (province, city); `ordinary` are short names that are words of their own."""

    by_city: Mapping[tuple[str, str], tuple[str, ...]]
    ordinary: frozenset[str]


@cache
def counties() -> Counties:
    """The places of `counties.txt`.

    Raises:
        IndexingError: naming the line that cannot be read.
    """
    by_city: dict[tuple[str, str], tuple[str, ...]] = {}
    ordinary: frozenset[str] = frozenset()
    text = (files("index") / "bridges" / COUNTIES).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        above, colon, names = line.partition(": ")
        if line.startswith("#"):
            continue
        if not colon or not names:
            raise IndexingError(f"bridges/counties.txt: line {number}: needs a place, a colon, names; reads {line!r}")
        if above == "ordinary":
            ordinary = frozenset(names.split())
        else:
            province, _, city = above.partition(" ")
            by_city[province, city] = tuple(names.split())
    return Counties(by_city, ordinary)


@cache
def names_below(province: str, city: str) -> tuple[str, ...]:
    """What people call the places below a city, each of which is the only one of its name: 薛城区 and 薛城."""
    table = counties()
    often = Counter(name for names in table.by_city.values() for name in names)
    own = (name for name in table.by_city.get((province, city), ()) if often[name] == 1 and len(name) > 2)
    return tuple(said for name in own for said in _called(name, table))


def _called(name: str, table: Counties) -> tuple[str, ...]:
    """The names of a place, the full one first; the short one only where it is no ordinary word."""
    short = name[:-1]
    told = name[-1] in _ENDS and len(short) > 1 and short not in table.ordinary and "自治" not in short
    return (name, short) if told else (name,)


def place_entries() -> Iterator[Entry]:
    """An entry for every full name that one city alone has, and for every short name that is no ordinary word."""
    table = counties()
    often = Counter(name for names in table.by_city.values() for name in names)
    for (province, city), names in table.by_city.items():
        above = tuple(filter(None, (city, province)))
        for name in names:
            if often[name] == 1 and len(name) > 2:
                full, *short = _called(name, table)
                yield Entry(full, above, _WHY, COUNTIES)
                yield from (Entry(said, (full, *above), _WHY, COUNTIES) for said in short)
