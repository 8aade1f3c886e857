"""Clause numbers as documents print them: 第十条第一款第（一）项, 第（一）（二）项, 第一、二款, ranges, parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from index.numerals import NUMERAL, to_int

Unit = Literal["条", "款", "项", "目"]

_NUMBER: Final = NUMERAL.removesuffix("+") + "{1,12}"
_ONE: Final = rf"(?:（\s*{_NUMBER}\s*）|{_NUMBER})"
_MORE: Final = rf"(?:\s*(?:[、和或及至到\-]\s*第?\s*{_ONE}|第?\s*（\s*{_NUMBER}\s*）)){{0,30}}"
_SEVERAL: Final = rf"第\s*{_ONE}{_MORE}\s*"
_OF: Final = r"(?:的|中的)?"
_ARTICLE: Final = rf"{_SEVERAL}条(?![例件约])(?:\s*之\s*{_NUMBER}(?!\s*[款项]))?"
_PARAGRAPH: Final = rf"{_SEVERAL}款(?![项式物])"
_ITEM: Final = rf"(?:{_SEVERAL}|(?<=[条款])（\s*{_NUMBER}\s*）\s*)项(?!目)"
_POINT: Final = rf"{_SEVERAL}目(?![录标的前])"
CLAUSE: Final = re.compile(
    rf"(?=第)(?P<article>{_ARTICLE})?(?:{_OF}(?P<paragraph>{_PARAGRAPH}))?(?:{_OF}(?P<item>{_ITEM}))?"
    rf"(?P<point>{_POINT})?(?<=[条款项目{NUMERAL[1:-2]}])(?<!第)"
)
PART: Final = re.compile(
    rf"(?=第)(?P<book>第{_NUMBER}编)?(?P<subbook>第{_NUMBER}分编)?(?P<chapter>第{_NUMBER}章)?(?P<section>第{_NUMBER}节)?(?<=[编章节])"
)
_PART_BEGINS: Final = re.compile(rf"第{_NUMBER}分?[编章节]")
_THROUGH: Final = re.compile(r"\s*(?:至|到|-|~)\s*")
_TAIL: Final = re.compile(rf"{_ONE}\s*(?P<unit>[条款项])(?![例件约目式])")
_EACH: Final = re.compile(rf"(?P<through>[至到\-]\s*)?第?\s*（?\s*(?P<number>{_NUMBER})")
_BRANCH: Final = re.compile(rf"条\s*之\s*(?P<branch>{_NUMBER})$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause number at `start:end`, from the outermost level that is written to the innermost.

    Each level has all its numbers, a range spelled out. `through` is the end of a range that repeats the level
    (第一项至第三项).
    """

    start: int
    end: int
    articles: tuple[int, ...] = ()
    branch: int | None = None
    paragraphs: tuple[int, ...] = ()
    items: tuple[int, ...] = ()
    points: tuple[int, ...] = ()
    through: "Clause | None" = None

    @property
    def outermost(self) -> Unit:
        """The level at which it begins."""
        levels: tuple[tuple[Unit, tuple[int, ...]], ...] = (
            ("条", self.articles),
            ("款", self.paragraphs),
            ("项", self.items),
        )
        return next((unit for unit, numbers in levels if numbers), "目")


def clauses_in(plain: str) -> Iterator[Clause]:
    """All clause numbers of a text in one spelling, a range being one."""
    position = 0
    while (position := plain.find("第", position)) >= 0:
        match = CLAUSE.match(plain, position)
        position += 1
        if match and (clause := _clause(match)):
            clause = _with_range(plain, clause)
            position = clause.end
            yield clause


def parts_in(plain: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """第一编第六章, 第二章 as start, end and labels; not where a heading begins a line."""
    end = 0
    for begun in _PART_BEGINS.finditer(plain):
        match = PART.match(plain, begun.start())
        if match and begun.start() >= max(end, 1) and plain[begun.start() - 1] != "\n":
            end = match.end()
            yield match.start(), end, tuple(label for label in match.groups() if label)


def _clause(match: re.Match[str]) -> Clause | None:
    numbers = {level: tuple(_numbers(match[level])) for level in ("article", "paragraph", "item", "point")}
    if not any(numbers.values()):
        return None
    branch = _BRANCH.search(match["article"] or "")
    return Clause(
        match.start(),
        match.end(),
        numbers["article"],
        to_int(branch["branch"]) if branch else None,
        numbers["paragraph"],
        numbers["item"],
        numbers["point"],
    )


def _with_range(plain: str, clause: Clause) -> Clause:
    """The clause with what follows 至, where it continues the level that it ends with."""
    link = _THROUGH.match(plain, clause.end)
    if link is None:
        return clause
    last = CLAUSE.match(plain, link.end())
    end = _clause(last) if last and last.end() > link.end() else None
    if end is None and (tail := _TAIL.match(plain, link.end())):
        end = _tail(tail)
    if end is None:
        return clause
    return Clause(
        clause.start, end.end, clause.articles, clause.branch, clause.paragraphs, clause.items, clause.points, end
    )


def _tail(match: re.Match[str]) -> Clause:
    """The end of 第六项至八项."""
    numbers = tuple(_numbers(match[0]))
    levels = {"条": "articles", "款": "paragraphs", "项": "items"}
    return Clause(match.start(), match.end(), **{levels[match["unit"]]: numbers})  # type: ignore[arg-type]


def _numbers(written: str | None) -> Iterator[int]:
    """The numbers of one level: 第（一）至（三）项 has three."""
    if not written:
        return
    last: int | None = None
    for match in _EACH.finditer(_BRANCH.sub("条", written)):
        number = to_int(match["number"])
        if number is None:
            continue
        first = last + 1 if match["through"] and last is not None and number - last < 100 else number
        yield from range(first, number + 1)
        last = number
