"""Metadata from the text itself. What the text does not say stays absent: nothing here is guessed from thin air."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, get_args

from index import regions
from index.documents import Metadata, Outline, Region, State
from index.metadata.dates import dates, first_date, takes_effect
from index.structure import lines as line
from index.structure.lines import Line, split
from index.structure.marks import item_mark, law_mark

_UNSAID: Final = "未载明"
_BRACKETS: Final = str.maketrans("[【［(（]】］)）", "〔〔〔〔〔〕〕〕〕〕")
_NUMBER: Final = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[【［（(]\d{4}[〕\]】］）)]第?\d+号")
_ORDER: Final = re.compile(
    r"(?:中华人民共和国)?(?P<organ>(?:国务院|国家[\u4e00-\u9fff]{2,14}[局会署]|[\u4e00-\u9fff]{2,4}部)"
    r"(?:、[\u4e00-\u9fff]{2,16}[局会署部])*)(?:令(?P<year>\d{4}年)?第(?P<a>\d+)号|第(?P<b>\d+)号令)"
)
_LAW_MAKER: Final = re.compile(r"第[\u4e00-\u9fff]{1,8}届(?P<organ>全国人民代表大会(?:常务委员会)?)第")
_RED_HEAD: Final = re.compile(r"(?P<organ>[\u4e00-\u9fff、]{3,38})文件(?:（.*）)?$")
_BEFORE_ABOUT: Final = re.compile(r"(?P<organ>[\u4e00-\u9fff、（）]{3,60}?[局会厅府院部室署委心])(?:印发)?关于")
_NATIONAL: Final = re.compile(r"国家|国务院|全国|最高人民|中共中央|中央|中华人民共和国|[\u4e00-\u9fff]{2,6}部$")
_DATED: Final = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_QUOTED: Final = re.compile(r"印发[^《]{0,6}《([^《》]{4,60})》")
_YEAR: Final = re.compile(r"(?<![-－—~至\d])((?:19|20)\d{2})年(?!以来|版)")
_REVISED: Final = re.compile(r"公布|发布|修订|修正|修改")
_TAKES_EFFECT: Final = re.compile(r"自[^自]{6,30}起(?:施行|实施)")
_PLAN: Final = re.compile(r"(?:方案|计划|要点|安排|规划)(?:（.*）)?(?:的通知)?$")
_STATES: Final = get_args(State)


@dataclass(frozen=True)
class _Page:
    """A document as guessing reads it: its parts by name, and the title and names found first."""

    text: str
    outline: Outline
    header: Mapping[str, str]
    name: str

    def part(self, name: str) -> list[Line]:
        """The lines of all parts of that name."""
        found = [node for node in self.outline if node.parent is None and re.split("（", node.path)[0] == name]
        return [one for node in found for one in split(self.text[node.start : node.end])]

    def stated(self, field: str) -> str | None:
        """What the file's own header says, None where it says that the source does not."""
        value = self.header.get(field, "").strip()
        return None if not value or _UNSAID in value else value

    @cached_property
    def head(self) -> list[Line]:
        """Red head, number, title, history."""
        return self.part("头部")

    @cached_property
    def is_law(self) -> bool:
        """It is written in 条, or by those who interpret laws."""
        return any(node.level == "条" for node in self.outline)

    @cached_property
    def own_title(self) -> str | None:
        """The plan's own title, behind the notice that sends it."""
        return next((node.heading for node in self.outline if node.path == "引言" and node.heading), None)

    @cached_property
    def title(self) -> str:
        """The title printed highest: of the notice where there is one."""
        first = split(self.text)[:1]
        found = self.stated("标题") or _printed_title(self.head) or self.own_title
        if found is None and first and _could_be_first(first[0].plain):
            found = first[0].text
        return _joined(found or self.name.rsplit(".", 1)[0])


def guess(text: str, outline: Outline, header: Mapping[str, str], name: str) -> Metadata:
    """What text and header lines say of a document; the header wins. `name` is the title of last resort.

    A law has no year and no country of its own: both would tell its editions apart as if they were other works.
    """
    page = _Page(text, outline, header, name)
    promulgated = _day(page, "公布日期", _promulgated)
    issuer = _issuer(page)
    return Metadata(
        title=page.title,
        aliases=_aliases(page),
        number=page.stated("文号") if "文号" in header else _number(page),
        issuer=issuer,
        region=_region(page, issuer),
        year=_year(page, promulgated),
        kind=page.stated("文种") or _kind(page, issuer),
        promulgated=promulgated,
        effective_from=_day(page, "施行日期", lambda page: _effective(page, promulgated)),
        status=_status(page),
        note=page.stated("版本说明"),
        articles=_articles(page),
    )


def _could_be_first(plain: str) -> bool:
    """The first line of a text is its title where it is short, no sentence, no red head and no numbered clause."""
    marked = item_mark(plain) or law_mark(plain)
    return len(plain) <= 60 and plain[-1] not in "。；：，" and not line.is_head(plain) and marked is None


def _joined(title: str) -> str:
    """A title without the blanks and line breaks of its layout."""
    return re.sub(r"\s+", "", title)


def _printed_title(head: Sequence[Line]) -> str | None:
    """The title among the lines of the head, over as many lines as it is printed on."""
    for start in range(len(head)):
        stop = line.title_end(head, start)
        if stop:
            return "".join(one.text for one in head[start:stop])
    return None


def _aliases(page: _Page) -> tuple[str, ...]:
    quoted = [
        found
        for name in (page.title, _joined("".join(one.text for one in page.head)))
        for found in _QUOTED.findall(name)
    ]
    names = dict.fromkeys(_joined(name) for name in (page.own_title or "", *quoted) if name)
    return tuple(name for name in names if name != page.title)


def _number(page: _Page) -> str | None:
    """The document's own number: alone on a line of the head or at its end, or the order that promulgated it."""
    for one in page.head:
        plain = re.sub(r"\s+", "", one.text)
        found = _NUMBER.search(plain)
        if found and "《" not in plain and (found.end() == len(plain) or found.start() == 0):
            return found.group().translate(_BRACKETS)
    orders = _orders(page)
    return _order(orders[-1 if orders[0]["organ"] == "国务院" else 0]) if orders else None


def _orders(page: _Page) -> list[re.Match[str]]:
    """The orders in a law's history: a ministry's rule keeps the first one's number, the 国务院 takes a new one."""
    history = [_DATED.sub(" ", re.sub(r"\s+", "", one.text)) for one in page.head]
    return [found for one in history for found in _ORDER.finditer(one)]


def _order(found: re.Match[str]) -> str:
    return f"{found['organ']}令{found['year'] or ''}第{found['a'] or found['b']}号"


def _issuer(page: _Page) -> str | None:
    if "制定机关" in page.header:
        return page.stated("制定机关")
    for one in page.head:
        if found := _RED_HEAD.fullmatch(one.plain):
            return found["organ"]
    if found := _BEFORE_ABOUT.match(page.title):
        return found["organ"]
    return _signed(page) or _order_giver(page) or _imprinted(page)


def _signed(page: _Page) -> str | None:
    """Those who sign, joined by 、."""
    organs = []
    for one in page.part("落款"):
        plain = re.sub(r"（[盖公代]章）|\d{4}年.*", "", one.plain)
        if line.is_organ(plain):
            organs.append(plain)
        elif organs:
            break
    return "、".join(organs) or None


def _order_giver(page: _Page) -> str | None:
    """Who last gave the order that promulgates, or passed the law."""
    if orders := _orders(page):
        return orders[-1]["organ"]
    passed = [found for one in page.head if (found := _LAW_MAKER.search(one.plain))]
    return passed[-1]["organ"] if passed else None


def _imprinted(page: _Page) -> str | None:
    """The office in the imprint prints for its organ."""
    organs = [re.sub(r"\d{4}年.*", "", one.plain).removesuffix("办公室") for one in page.part("印发")]
    return next((organ for organ in organs if line.is_organ(organ)), None)


def _region(page: _Page, issuer: str | None) -> Region | None:
    """Of the issuer, else of the titles; a law of the whole country has none."""
    if issuer and _NATIONAL.match(issuer):
        return regions.COUNTRY if _is_plan(page) and not page.is_law else None
    around = page.text[:3000]
    for name in (issuer, page.title, *_aliases(page)):
        if name and (found := regions.find(name, around)):
            return None if page.is_law and found == regions.COUNTRY else found
    return None


def _is_plan(page: _Page) -> bool:
    return any(_PLAN.search(name) for name in (page.title, *_aliases(page)))


def _year(page: _Page, promulgated: date | None) -> int | None:
    """The year that a plan is for: of its title, else of its number, else of its date."""
    if page.is_law or not _is_plan(page):
        return None
    for name in (page.own_title, page.title, *_aliases(page)):
        if name and (found := _YEAR.search(name)):
            return int(found[1])
    if found := re.search(r"〔(\d{4})〕", _number(page) or ""):
        return int(found[1])
    return promulgated.year if promulgated else None


def _day(page: _Page, field: str, read: Callable[[_Page], date | None]) -> date | None:
    if field in page.header:
        return first_date(page.stated(field) or "")
    return read(page)


def _promulgated(page: _Page) -> date | None:
    """The day of signature, else of the imprint, else the latest in the history of a law."""
    for part in ("落款", "印发"):
        for one in page.part(part):
            if day := first_date(one.text):
                return day
    days = (day for one in page.head if _counts(one.plain) for day in dates(_TAKES_EFFECT.sub("", one.text)))
    latest, made = max(days, default=None), _made(page)
    return None if latest and made and latest < made else latest


def _made(page: _Page) -> date | None:
    """The latest day that the history names, whatever happened on it; not the day of taking effect."""
    history = [one.text for one in page.head if line.is_history(one.plain) and not one.plain.endswith("施行")]
    return max((day for text in history for day in dates(_TAKES_EFFECT.sub("", text))), default=None)


def _counts(plain: str) -> bool:
    """A law is promulgated on the day it is passed; what a court or a cabinet passes is promulgated later."""
    passed = "会议" in plain and "通过" in plain
    promulgated = "全国人民代表大会" in plain if passed else bool(_REVISED.search(plain))
    return line.is_history(plain) and promulgated


def _effective(page: _Page, promulgated: date | None) -> date | None:
    """From the head (…施行) or the text; the first day of an older edition, before this one was made, tells nothing."""
    for one in page.head:
        if one.plain.endswith(("施行", "施行）", "起实施")) and (found := list(dates(one.text))):
            return found[-1]
    made = _made(page)
    revised = any(re.search(r"修[订正改]", one.plain) for one in page.head if line.is_history(one.plain))
    day = takes_effect(page.text, None if revised else promulgated)
    return None if day and made and day < made else day


def _kind(page: _Page, issuer: str | None) -> str | None:
    """In the words of a catalog: 工作方案, 法律, 行政法规, 部门规章, 司法解释, 地方性法规, 规范性文件, 通知."""
    title, organ = page.title, issuer or ""
    rules: tuple[tuple[bool, str], ...] = (
        (_is_plan(page), "工作方案"),
        (organ.startswith("最高人民") or title.startswith("最高人民"), "司法解释"),
        (organ.startswith("全国人民代表大会") or (title.startswith("中华人民共和国") and title.endswith("法")), "法律"),
        (organ == "国务院" and page.is_law, "行政法规"),
        (page.is_law and bool(_ORDER.search("".join(one.plain for one in page.head))), "部门规章"),
        (page.is_law and title.endswith("条例"), "地方性法规"),
        (page.is_law and _number(page) is not None, "规范性文件"),
        (title.endswith("通知"), "通知"),
    )
    return next((kind for holds, kind in rules if holds), None)


def _status(page: _Page) -> State | None:
    stated = page.stated("效力状态") or ""
    return next((state for state in _STATES if stated.startswith(state)), None)


def _articles(page: _Page) -> int | None:
    stated = page.stated("条数")
    return int(stated) if stated and stated.isdecimal() else None
