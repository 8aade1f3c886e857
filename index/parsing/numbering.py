"""Word's automatic numbers (第一条, 一、, （一）, 1.): counted by Word when it draws the page, so no text has them.

A law or plan without its numbers is useless, so the same counting is done here.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from index.numerals import to_chinese

_LEVEL = re.compile("%([1-9])")
_ARTICLE = re.compile("第.+[编章节条]")


def _roman(number: int) -> str:
    signs = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    text = ""
    for value, sign in signs:
        text += sign * (number // value)
        number %= value
    return text


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(0x245F + number) if number <= 20 else f"({number})"


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": lambda number: str(number).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "chineseCounting": to_chinese,
    "chineseCountingThousand": to_chinese,
    "japaneseCounting": to_chinese,
    "taiwaneseCountingThousand": to_chinese,
    "ideographDigital": to_chinese,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda _: "",
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str

    @classmethod
    def of(cls, element: Any) -> Self:
        """From `w:lvl`; what it leaves out has Word's defaults."""
        return cls(
            int(_value(element, "w:start", "1")),
            _value(element, "w:numFmt", "decimal"),
            _value(element, "w:lvlText", ""),
        )


@dataclass(slots=True)
class Numbering:
    """The lists of one document and where each stands: numbers follow from the paragraphs asked for before."""

    levels: dict[str, dict[int, _Level]]
    """By list (`w:numId`), then by depth from 0."""
    lists: dict[str, str]
    """The definition (`w:abstractNumId`) that a list belongs to: lists of one definition go on counting together."""
    restarts: dict[tuple[str, int], int]
    """Lists that begin anew at a depth, and with which number."""
    counts: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    unknown: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, document: Any) -> Self:
        """The numbering of a python-docx document; empty where it has none."""
        try:
            part = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
        except KeyError:
            return cls({}, {}, {})
        root = part.element
        abstract = {item.get(qn("w:abstractNumId")): _levels(item) for item in root.findall(qn("w:abstractNum"))}
        numbers = root.findall(qn("w:num"))
        lists = {number.get(qn("w:numId")): _value(number, "w:abstractNumId", "") for number in numbers}
        levels = {
            item.get(qn("w:numId")): abstract.get(lists[item.get(qn("w:numId"))], {}) | _levels(item)
            for item in numbers
        }
        restarts = {
            (number.get(qn("w:numId")), int(override.get(qn("w:ilvl")))): int(_value(override, "w:startOverride", "1"))
            for number in numbers
            for override in number.findall(qn("w:lvlOverride"))
            if override.find(qn("w:startOverride")) is not None
        }
        return cls(levels, lists, restarts)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be counted as Word does."""
        return tuple(f"automatic numbers of format {name} are written as 1, 2, 3" for name in sorted(self.unknown))

    def label(self, paragraph: Any, style: Any) -> str:
        """The number that Word draws before this paragraph, "" where it draws none. Ask once for each, in order."""
        number, depth = _list_of(paragraph, style)
        levels = self.levels.get(number, {})
        if depth not in levels or levels[depth].format == "bullet":
            return ""
        counts = self._count(number, depth, levels)
        label = _LEVEL.sub(lambda found: self._spelled(levels, counts, int(found[1]) - 1), levels[depth].text)
        return label + _gap(label)

    def _count(self, number: str, depth: int, levels: dict[int, _Level]) -> dict[int, int]:
        counts = self.counts[self.lists[number]]
        restart = self.restarts.pop((number, depth), None)
        before = levels[depth].start - 1 if restart is None else restart - 1
        counts[depth] = (counts.get(depth, before) if restart is None else before) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return counts

    def _spelled(self, levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth, _Level(1, "decimal", ""))
        if level.format not in _FORMATS:
            self.unknown.add(level.format)
        return _FORMATS.get(level.format, str)(counts.get(depth, level.start))


def _levels(element: Any) -> dict[int, _Level]:
    """Levels of a definition, or those that a list overrides."""
    return {int(level.get(qn("w:ilvl"))): _Level.of(level) for level in element.iter(qn("w:lvl"))}


def _list_of(paragraph: Any, style: Any) -> tuple[str, int]:
    """List and depth of a paragraph: its own, else its style's or a style's below; ("", 0) where in none."""
    sources = [paragraph]
    while style is not None:
        sources.append(style.element)
        style = style.base_style
    number, depth = None, None
    for source in sources:
        properties = source.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is not None:
            number = number or _value(properties, "w:numId", "")
            depth = depth or _value(properties, "w:ilvl", "")
    return number or "", int(depth or 0)


def _value(element: Any, child: str, default: str) -> str:
    """`w:val` of a child element."""
    found = element.find(qn(child))
    return default if found is None else str(found.get(qn("w:val"), default))


def _gap(label: str) -> str:
    """What is typed between number and text: a wide blank after 第X条, one after 1.1, none after （一）."""
    if _ARTICLE.fullmatch(label):
        return "\u3000"
    return " " if label[-1:].isascii() and label[-1:].isalnum() else ""
