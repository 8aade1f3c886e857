"""Clauses in a text: 第五十七条第二项, 57条(二), 第57、60条, 57-60条. What merely counts (三条线索) is none.

A text is cut into numbers with what stands between them. A row of numbers that hang together is read from left to
right, each number at its level (条, 款, 项, 目), and a number without a level takes that of the next one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from index.numerals import to_chinese, to_int
from index.references.words import title_words

_Level = Literal["条", "款", "项", "目"]
_DEPTH: Final[dict[str, int]] = {"条": 0, "款": 1, "项": 2, "目": 3}
_MOST: Final = 30
"""Clauses that a range is spelled out into; `Clause.through` says how far it goes."""
_HIGHEST: Final = 1500
"""No law has more articles; a higher number without its own 条 is a year or a sum."""
_WRITTEN: Final = 99_999

_BLANK: Final = r"[^\S\n]*"
_NUMERAL: Final = "〇零○一二两三四五六七八九十百千万廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMBER: Final = (
    rf"(?:(?<=第 )[0-9](?: [0-9]){{1,3}}(?= ?条)|[{_NUMERAL}](?:[^\S\n]?[0-9{_NUMERAL}]){{0,11}}"
    rf"|[0-9][0-9{_NUMERAL}]{{0,11}}|[①-⑳])"
)
"""Bounded: a question of 8,000 digits must cost no more than any other. 五 十 七 may be written with blanks."""
_TOKEN: Final = re.compile(
    rf"(?P<ordinal>第{_BLANK})?"
    rf"(?:（{_BLANK}(?P<bracketed>{_NUMBER}){_BLANK}）"
    rf"|(?P<number>{_NUMBER})(?:{_BLANK}之{_BLANK}(?P<early>{_NUMBER})(?={_BLANK}条))?)"
    rf"(?:{_BLANK}(?P<level>[条款项目])(?:(?<=条){_BLANK}之{_BLANK}(?P<late>{_NUMBER})(?!{_BLANK}[款项目]))?)?"
)
_BELOW: Final = re.compile(
    rf"{_BLANK}(?:的|之|，|,|（|[中里下](?:面)?的?|当中的?|所?规定的?|所?列举?的?|项下的?)?{_BLANK}"
)
"""What may stand between a clause and one inside it."""
_BESIDE: Final = re.compile(
    rf"{_BLANK}[、，,；;]?{_BLANK}(?:[、，,/；;+]|以及|及|和|与|或者|或|还有|跟|同|并|加){_BLANK}"
)
_NEXT_TO: Final = re.compile(rf"{_BLANK}(?:[、/]|以及|及|和|与|或者|或|跟){_BLANK}")
"""The same, where the number before it has no level of its own (57、60条)."""
_THROUGH: Final = re.compile(rf"{_BLANK}(?:[-~]{{1,2}}|直?至|到){_BLANK}")
_AFTER_A_CLAUSE: Final = re.compile(
    r"\s*(?:[的是呢吗怎如何说罚管讲要能可应咋啥指中里和与及至或以对、，。；：？！?,）《]"
    r"|规定|违反|处罚|内容|适用|原文|全文|有哪|有什|有没|$)"
)
"""What may follow a clause that is written without 第; after anything else 条 counts things (二十条措施)."""
_POINTED: Final = re.compile(r"\.\d{1,2}(?![\d%‰万亿元倍.])")
"""57.2 is a 款 or 项, so that the whole 条 is meant."""
_AFTER_BARE: Final = re.compile(r"\s*(?:[的是呢吗怎如何说规讲，。；：？！?,）]|$)")


@dataclass(frozen=True, slots=True)
class Article:
    """The number of a clause: 第二百一十九条之一第二款第（三）项第1目 is `Article(219, 1, 2, 3, 1)`."""

    number: int
    branch: int | None = None
    paragraph: int | None = None
    item: int | None = None
    point: int | None = None

    @property
    def label(self) -> str:
        """The 条 as laws print it."""
        return f"第{_printed(self.number)}条" + (f"之{_printed(self.branch)}" if self.branch else "")

    @property
    def below_article(self) -> bool:
        """Whether a 款, 项 or 目 is named, and not the whole 条."""
        return not (self.paragraph is None and self.item is None and self.point is None)

    def __str__(self) -> str:
        """The whole clause as laws print it."""
        paragraph = f"第{_printed(self.paragraph)}款" if self.paragraph is not None else ""
        item = f"第（{_printed(self.item)}）项" if self.item is not None else ""
        point = f"第{self.point}目" if self.point is not None else ""
        return self.label + paragraph + item + point


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause at `start:end` of a text. Those of one range share its span, and `through` is the last as written."""

    article: Article
    start: int
    end: int
    through: Article | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    value: int
    branch: int | None
    level: _Level | None
    ordinal: bool
    bracketed: bool
    link: str = ""
    """How it hangs on the one before: `below`, `beside`, `next`, `through`; empty: not at all."""


def clauses_in(text: str, behind_name: Callable[[int], bool]) -> list[Clause]:
    """All clauses of a text in one spelling (`spelled`), in order; `behind_name`: a document is named right before."""
    tokens = [token for match in _TOKEN.finditer(text) if (token := _token(match))]
    return [clause for row in _rows(text, tokens) for clause in _read(text, row, anchored=behind_name(row[0].start))]


def counts_things(text: str, end: int) -> bool:
    """Whether what ends there counts things (三条 线索, 第二款 商品) instead of naming a clause; text `spelled`."""
    return text.startswith(title_words().counted, end)


def _token(match: re.Match[str]) -> _Token | None:
    text = "".join((match["number"] or match["bracketed"]).split())
    value = to_int(text)
    if value is None:
        return None
    branch = "".join((match["early"] or match["late"] or "").split())
    return _Token(
        match.start(),
        match.end(),
        value,
        to_int(branch) if branch else None,
        match["level"],  # type: ignore[arg-type]
        bool(match["ordinal"]),
        bool(match["bracketed"]) or "①" <= text <= "⑳",
    )


def _rows(text: str, tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Runs of numbers that hang together."""
    row: list[_Token] = []
    for token in tokens:
        link = _link(text, row[-1], token) if row else ""
        if row and not link:
            yield row
            row = []
        row.append(replace(token, link=link))
    if row:
        yield row


def _link(text: str, one: _Token, other: _Token) -> str:
    """How the second of two numbers hangs on the first, empty where it does not."""
    between = text[one.end : other.start]
    if _THROUGH.fullmatch(between):
        return "through"
    if _BESIDE.fullmatch(between) and (one.level or one.bracketed) and not _is_below_by_comma(between, one, other):
        return "beside"
    if _NEXT_TO.fullmatch(between):
        return "next"
    told = one.level or one.bracketed or other.bracketed
    return "below" if told and _BELOW.fullmatch(between) else ""


def _is_below_by_comma(between: str, one: _Token, other: _Token) -> bool:
    """第57条，第二款: a comma before a lower clause leads into it."""
    return between.strip() in {"，", ","} and _DEPTH[other.level or "条"] > _DEPTH[one.level or "项"]


def _read(text: str, row: list[_Token], *, anchored: bool) -> list[Clause]:
    """The clauses of one run of numbers."""
    row = _without_counts(text, _levelled(text, row, anchored=anchored), anchored=anchored)
    found: list[Clause] = []
    for token in row:
        if token.level == "条":
            found = _article(token, found)
        elif found:
            found = _deeper(token, found)
    return found


def _levelled(text: str, row: Sequence[_Token], *, anchored: bool) -> list[_Token]:
    """The run with a level for every number, up to the first that has none."""
    if (short := _shorthand(text, row, anchored=anchored)) is not None:
        return short
    levels: list[_Level | None] = []
    for token, after in zip(reversed(row), [None, *reversed(row[1:])], strict=True):
        levels.append(token.level or _level_of(token, after, levels[-1] if levels else None))
    whole = [replace(token, level=level) for token, level in zip(row, reversed(levels), strict=True)]
    return _opened_by_article(whole)


def _level_of(token: _Token, after: _Token | None, level: _Level | None) -> _Level | None:
    """The level of a number that says none: of the next one in its list or range; in brackets a 项."""
    listed = after is not None and (after.link in {"next", "through", "beside"} or after.bracketed)
    if listed and level and (level != "条" or token.value <= _HIGHEST):
        return level
    return "项" if token.bracketed else None


def _opened_by_article(row: list[_Token]) -> list[_Token]:
    """The numbers from the first 条 to the last one before a number that means nothing."""
    first = next((n for n, token in enumerate(row) if token.level == "条"), len(row))
    last = next((n for n in range(first, len(row)) if row[n].level is None), len(row))
    return [*row[first:last], *(_opened_by_article(row[last + 1 :]) if last < len(row) else ())]


def _shorthand(text: str, row: Sequence[_Token], *, anchored: bool) -> list[_Token] | None:
    """第57-2项, and behind a name also 57(2), 57-2 and 57; None where the run is written in full."""
    head, *rest = row
    if head.level or head.bracketed or not (head.ordinal or anchored) or head.value > _HIGHEST:
        return None
    article = replace(head, level="条")
    if rest and all(token.link == "through" and text[token.start - 1] == "-" for token in rest):
        return _by_dashes(article, rest, anchored=anchored)
    if anchored and not head.ordinal:
        if rest and rest[0].bracketed and rest[0].link == "below":
            return [article, *(replace(token, level=token.level or "项") for token in rest if token.bracketed)]
        if pointed := _POINTED.match(text, head.end):
            return [replace(article, end=pointed.end())]
        if not rest and _AFTER_BARE.match(text, head.end):
            return [article]
    return None


def _by_dashes(article: _Token, rest: Sequence[_Token], *, anchored: bool) -> list[_Token] | None:
    """第57-1-2项: 条, 款 and 项; without a level at its end it is 款 or 项, so that the whole 条 is meant."""
    last = rest[-1]
    if last.level is None and len(rest) == 1 and anchored:
        return [replace(article, end=last.end)]
    if last.level in {None, "条"} or any(token.level for token in rest[:-1]) or len(rest) > 2:
        return None
    levels: list[_Level | None] = [last.level] if len(rest) == 1 else ["款", last.level]
    return [article, *(replace(token, level=level, link="below") for token, level in zip(rest, levels, strict=True))]


def _without_counts(text: str, row: list[_Token], *, anchored: bool) -> list[_Token]:
    """The run up to the first number that only counts something."""
    alone = all(token.level == "条" for token in row)
    for n, token in enumerate(row):
        if not (anchored and token.ordinal) and _counts_things(text, token) and not (alone and n < len(row) - 1):
            return [] if token.link == "next" else row[:n]
        if not anchored and n == 0 and alone and len(row) == 1 and _stands_bare(text, token):
            return []
    return row


def _counts_things(text: str, token: _Token) -> bool:
    """Whether things stand right behind a number (二十条措施, 57条 3款商品); 两 never tells which one is meant."""
    counts = counts_things(text, token.end) or (text[token.start] == "两" and not token.ordinal)
    return bool(token.level) and not token.bracketed and counts


def _stands_bare(text: str, token: _Token) -> bool:
    """Whether a single 条 without 第 and without a document before it is no clause: only some words may follow one."""
    if token.ordinal or token.branch:
        return False
    counted = text[: token.start].rstrip().endswith(title_words().counting) or text[token.start] in "几两"
    return counted or not _AFTER_A_CLAUSE.match(text, token.end)


def _article(token: _Token, found: list[Clause]) -> list[Clause]:
    """The clauses with a 条, or with what is left of the range that it ends."""
    article = Article(token.value, token.branch)
    before = found[-1] if found else None
    if token.link == "through" and before and _deepest(before.article) == 0 and not before.through:
        rest = [Article(number) for number in range(before.article.number + 1, min(token.value, _HIGHEST) + 1)]
        rest += [article] if token.branch and token.value >= before.article.number else []
        return _ranged(found, rest, article, token)
    return [*found, Clause(article, token.start, token.end)]


def _deeper(token: _Token, found: list[Clause]) -> list[Clause]:
    """The clauses with a 款, 项 or 目: inside the last one, beside it, or up to it."""
    before, depth = found[-1], _DEPTH[token.level or "项"]
    article = _at(before.article, depth, token.value)
    if token.link == "below" and _deepest(before.article) < depth:
        return [*found[:-1], Clause(article, before.start, token.end)]
    if token.link == "through" and _deepest(before.article) == depth and not before.through:
        first = _value(before.article, depth) or 0
        rest = [_at(article, depth, value) for value in range(first + 1, min(token.value, _HIGHEST) + 1)]
        return _ranged(found, rest, article, token)
    return [*found, Clause(article, token.start, token.end)]


def _ranged(found: list[Clause], rest: Sequence[Article], last: Article, token: _Token) -> list[Clause]:
    """The clauses with those of a range, the first of which has been read; one that runs backwards names two ends."""
    if not rest:
        return [*found, Clause(last, token.start, token.end)]
    first = replace(found[-1], end=token.end, through=last)
    return [*found[:-1], first, *(replace(first, article=article) for article in rest[: _MOST - 1])]


def _deepest(article: Article) -> int:
    return max(depth for depth in range(4) if depth == 0 or _value(article, depth) is not None)


def _value(article: Article, depth: int) -> int | None:
    return (article.number, article.paragraph, article.item, article.point)[depth]


def _at(article: Article, depth: int, value: int) -> Article:
    """The clause of that depth beside or below another one; what lay deeper is left out."""
    kept: Iterable[int | None] = (article.paragraph, article.item, article.point)[: depth - 1]
    paragraph, item, point = [*kept, value, None, None, None][:3]
    return Article(article.number, article.branch, paragraph, item, point)


def _printed(number: int) -> str:
    return to_chinese(number) if number <= _WRITTEN else str(number)
