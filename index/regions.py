"""Places: which city lies in which province, and which place a name or a title speaks of.

The data are our own file, `regions.toml`, read when the first place is asked for.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from index.documents import Region, RegionLevel
from index.errors import IndexingError

COUNTRY: Final = Region("全国", "national")

_NOT_A_COUNTY: Final = re.compile(
    r".*(?:国家|知识|产权|市场|行政|工作|建设|监管).*|"
    r".*(?:各|全|本|我|该|辖|地|社|园|市|厂|景|小|矿|灾|郊|示范|试验|开发|自治|产业|集聚|保护|专|特|老|新|旧|跨|上|下|牧|林|强|大|有关)[县区旗市]$"
)
_COUNTY: Final = re.compile(r"[\u4e00-\u9fff]{1,7}?(?:自治县|自治旗|县|旗|区|市)")
_PLACE_BEGINS: Final = re.compile(r"(?:^|年|于|《)度?")


@dataclass(frozen=True, slots=True)
class _Places:
    """Every known place by its full name, and the full names by what people say."""

    by_name: Mapping[str, Region]
    by_short: Mapping[str, Region]


def region(name: str) -> Region:
    """The place of a full name such as 山西省晋城市陵川县, with everything above it as far as it is known."""
    return _read(name)[0] or _unknown(name)


def find(text: str, around: str = "") -> Region | None:
    """The place a title or an organ's name speaks of: the lowest that it names; None where it names none.

    A county named without its city is placed by the first known city that `around` names.
    """
    plain = re.sub(r"\s+", "", text)
    for begin in _PLACE_BEGINS.finditer(plain):
        found, rest = _read(plain[begin.end() :])
        if county := _county(rest):
            return _below(found or _first_city(around) or COUNTRY, county)
        if found:
            return found
    return None


def _read(text: str) -> tuple[Region | None, str]:
    """The place that `text` opens with (province, then city, by full or short name), and the rest behind it."""
    if text.startswith(COUNTRY.name):
        return COUNTRY, text.removeprefix(COUNTRY.name)
    place, rest = _longest(text)
    if place is None:
        return None, text
    lower, behind = _longest(rest)
    if lower and place.name in lower.parents:
        place, rest = lower, behind
    match = _COUNTY.fullmatch(rest)
    return (_below(place, rest), "") if match and not _NOT_A_COUNTY.match(rest) else (place, rest)


def _longest(text: str) -> tuple[Region | None, str]:
    """The longest place name that opens `text`; a short name before 县, 区, 旗 is another place's."""
    places = _places()
    for length in range(min(len(text), 12), 1, -1):
        name, rest = text[:length], text[length:]
        if full := places.by_name.get(name):
            return full, rest
        if (known := places.by_short.get(name)) and rest[:1] not in {"县", "区", "旗"}:
            return known, rest.removeprefix("州") if known.name.endswith("自治州") else rest
    return None, text


def _county(rest: str) -> str | None:
    """The county that `rest` opens with, by its ending; common words that end alike are none."""
    match = _COUNTY.match(rest)
    if match is None or _NOT_A_COUNTY.match(match.group()) or len(match.group()) < 2:
        return None
    return match.group()


def _first_city(text: str) -> Region | None:
    """The city, else the province, that `text` names first by its full name."""
    names = re.compile("|".join(sorted((re.escape(own) for own in _own_names()), key=len, reverse=True)))
    match = names.search(re.sub(r"\s+", "", text))
    return _places().by_name[match.group()] if match else None


def _below(place: Region, county: str) -> Region:
    above = () if place.level == "national" else (place.name,)
    name = ("" if place.level == "national" else place.name) + county
    return Region(name, "county", (COUNTRY.name, *place.parents[1:], *above))


def _unknown(name: str) -> Region:
    levels: dict[str, RegionLevel] = {"省": "province", "市": "city", "州": "city", "盟": "city"}
    return Region(name, levels.get(name[-1:], "county"), (COUNTRY.name,))


@cache
def _own_names() -> tuple[str, ...]:
    return tuple(name for name, place in _places().by_name.items() if place.level == "city")


@cache
def _places() -> _Places:
    table = tomllib.loads((files("index") / "regions.toml").read_text(encoding="utf-8"))
    by_name: dict[str, Region] = {}
    by_short: dict[str, Region] = {}
    for province, entry in table.items():
        short, cities = _entry(province, entry)
        by_name[province] = by_short[short] = Region(province, "province", (COUNTRY.name,))
        for said, city in cities.items():
            below = Region(province + city, "city", (COUNTRY.name, province))
            by_name[city] = below
            by_short.setdefault(said, below)
    return _Places(by_name, by_short)


def _entry(province: str, entry: object) -> tuple[str, dict[str, str]]:
    """Short name and cities (short to full name) of one province, checked."""
    fields = entry if isinstance(entry, dict) else {}
    short, cities, others = fields.get("short"), fields.get("cities", []), fields.get("others", {})
    named = isinstance(short, str) and all(isinstance(city, str) for city in cities)
    if not named or not isinstance(others, dict) or set(fields) - {"short", "cities", "others"}:
        raise IndexingError(f"regions.toml: {province} needs a short name and lists of names, but reads {entry!r}")
    return str(short), {city: city + "市" for city in cities} | others
