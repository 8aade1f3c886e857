"""By when: fixed days, days that come again (RFC 5545 rules), and terms that run from an event, as plans write them.

The year is the one written, else the one before it in the same list, else the document's; 次年 is the year after.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from index.numerals import to_int

_N: Final = r"[0-9０-９〇零一二两三四五六七八九十]{1,3}"
_YEAR: Final = r"(?:(?:20\d\d|二[〇零]{1,2}[〇零一二三四五六七八九]{1,2}|今|本|当|次|明|翌|下一)年)"
_PART: Final = r"(?:月?[底末]|上旬|中旬|下旬|初)"
_DAY: Final = rf"(?:{_YEAR}?{_N}月(?:份)?(?:{_N}[日号]|{_PART})?|{_YEAR}?年[底末终]|{_YEAR}[底末])"
_AND: Final = r"(?:以及|[、和及与])"
_LEAD: Final = r"(?:分别|各|务必|一律|最迟|最晚)*(?:于|在|截至|截止到?|至迟于|不迟于)?"
_BEFORE: Final = r"(?:之前|以前|前|止|为止|截止|底前)"
_FIXED: Final = re.compile(rf"{_LEAD}(?P<days>{_DAY}(?:{_AND}{_DAY})*)(?P<before>{_BEFORE})")
_ON: Final = re.compile(
    rf"(?:分别)?(?:于|在)(?P<days>{_YEAR}?{_N}月{_N}[日号](?:{_AND}{_YEAR}?{_N}月{_N}[日号])*)(?!起|至|到|以来|之?后|以后|期间|发布|公布|印发|施行|[-—－~])"
)
_RANGE: Final = re.compile(rf"(?:于|在|从|自)?{_DAY}(?:起)?(?:至|到|[-—－~])(?P<days>{_DAY})(?:期间|内|之间|止|前)?")
_ONE: Final = re.compile(
    rf"(?:(?P<year>20\d\d|二[^年]{{2,3}}|今|本|当|次|明|翌|下一)年)?(?:(?P<month>{_N})月(?:份)?)?(?:(?P<day>{_N})[日号]|(?P<part>月?[底末]|上旬|中旬|下旬|初|年?[底末终]))?"
)
_EACH: Final = re.compile(
    rf"{_LEAD}(?:"
    rf"每年(?P<yearly>{_N}月(?:{_N}[日号]|{_PART})?(?:{_AND}{_N}月(?:{_N}[日号]|{_PART})?)*|年?[底末终])?"
    rf"|每(?P<every>{_N}|半)?个?年"
    rf"|(?:每个?|按|各)季度?(?:的)?(?P<which>末月|最后一个?月|首月|第一个?月|次月|第二个?月|结束后次月|结束后下月|结束后|末|底)?(?:的)?(?P<qday>{_N})?(?:[日号])?"
    rf"|(?:每个?|按|各|逐)月(?:度)?(?:的)?(?:(?P<mday>{_N})[日号]|(?P<mpart>月?[底末]|上旬|中旬|下旬))?"
    rf"|(?:次|下)月(?P<nday>{_N})[日号]"
    rf"|每(?P<months>{_N})个?月"
    rf"|(?:每|按)周(?P<wday>[一二三四五六日天])?"
    rf"|每(?P<weeks>{_N})个?周"
    rf"|每[日天]"
    rf")(?P<before>{_BEFORE}|[日内]+)?"
)
_TERM: Final = re.compile(
    rf"(?:(?:自|从|在|于|收到|接到)[^，。；：]{{0,24}}?(?:之日起|之日后|当日起|后))?"
    rf"的?{_N}(?:个)?(?:工作日|日|天|个月|月|年|小时)(?:以内|之内|内)"
)
_UNIT: Final = re.compile("[年季月周日天时]")
"""Every time names one: most pieces have none, and nothing else is looked for in them."""
_QUARTERS: Final = {"末": "3,6,9,12", "最": "3,6,9,12", "底": "3,6,9,12", "首": "1,4,7,10", "第一": "1,4,7,10"}
_WEEK: Final = dict(zip("一二三四五六日天", ("MO", "TU", "WE", "TH", "FR", "SA", "SU", "SU"), strict=True))
_TENTHS: Final = {"上旬": 10, "中旬": 20, "初": 10}


@dataclass(frozen=True, slots=True)
class Due:
    """One time by which something is due: a day, or a rule without its start (FREQ=MONTHLY;BYMONTHDAY=20), or words."""

    text: str
    day: date | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Dues:
    """What stands at `start:end` of a piece: one time, or several in a row (分别于A和B前)."""

    start: int
    end: int
    times: tuple[Due, ...]


def find_due(text: str, year: int | None) -> Dues | None:
    """The first time in a piece without blanks; a term (十日内) only where there is no day."""
    if not _UNIT.search(text):
        return None
    found = [dues for dues in (_recurring(text), _fixed(text, year)) if dues]
    if found:
        return min(found, key=lambda dues: (dues.start, -dues.end))
    if term := _TERM.search(text):
        return Dues(*term.span(), (Due(term[0]),))
    return None


def _fixed(text: str, year: int | None) -> Dues | None:
    matches = [match for pattern in (_RANGE, _FIXED, _ON) if (match := pattern.search(text))]
    if not matches:
        return None
    match = min(matches, key=lambda match: (match.start(), -match.end()))
    times = tuple(_days(match["days"], year))
    return Dues(*match.span(), tuple(Due(match[0], day) for day in times)) if times else None


def _days(listed: str, year: int | None) -> Iterator[date]:
    """The days of a list; a month or a year that is not written is that of the day before it."""
    month: int | None = None
    for written in re.split(_AND, listed):
        match = _ONE.fullmatch(written)
        if match is None:
            continue
        year = _year(match["year"], year)
        month = to_int(match["month"]) if match["month"] else month
        if year and (day := _day(match, year, month)):
            yield day


def _year(written: str | None, known: int | None) -> int | None:
    if written is None or written in "今本当":
        return known
    if written in {"次", "明", "翌", "下一"}:
        return known + 1 if known else None
    return to_int(written)


def _day(match: re.Match[str], year: int, month: int | None) -> date | None:
    if match["month"] is None and match["day"] is None:
        return date(year, 12, 31)
    with suppress(ValueError):
        if month and match["day"]:
            return date(year, month, to_int(match["day"]) or 0)
        if month:
            return date(year, month, _TENTHS.get(match["part"] or "", monthrange(year, month)[1]))
    return None


def _recurring(text: str) -> Dues | None:
    for match in _EACH.finditer(text):
        if rules := tuple(_rules(match)):
            return Dues(*match.span(), tuple(Due(match[0], rule=rule) for rule in rules))
    return None


def _rules(match: re.Match[str]) -> Iterator[str]:
    """Recurrence rules without a start."""
    words = match[0]
    if "季" in words:
        yield _quarterly(match)
    elif match["yearly"]:
        yield from _yearly(match["yearly"])
    elif match["every"] == "半":
        yield "FREQ=MONTHLY;INTERVAL=6"
    elif "每年" in words:
        yield "FREQ=YEARLY"
    elif match["every"]:
        yield f"FREQ=YEARLY;INTERVAL={to_int(match['every'])}"
    elif match["months"] or match["weeks"]:
        unit, number = ("MONTHLY", match["months"]) if match["months"] else ("WEEKLY", match["weeks"])
        yield f"FREQ={unit}" + (f";INTERVAL={to_int(number)}" if to_int(number) != 1 else "")
    elif "周" in words:
        yield "FREQ=WEEKLY" + (f";BYDAY={_WEEK[match['wday']]}" if match["wday"] else "")
    elif "月" in words:
        yield _monthly(match)
    else:
        yield "FREQ=DAILY"


def _monthly(match: re.Match[str]) -> str:
    if day := match["mday"] or match["nday"]:
        return f"FREQ=MONTHLY;BYMONTHDAY={to_int(day)}"
    if part := match["mpart"]:
        return f"FREQ=MONTHLY;BYMONTHDAY={_TENTHS.get(part, -1)}"
    return "FREQ=MONTHLY"


def _quarterly(match: re.Match[str]) -> str:
    which, day = match["which"], match["qday"]
    if which is None and day is None:
        return "FREQ=MONTHLY;INTERVAL=3"
    if which and which.startswith("结束后"):
        months = "1,4,7,10"
    elif which in {"次月", "第二月", "第二个月"}:
        months = "2,5,8,11"
    else:
        months = next((months for word, months in _QUARTERS.items() if which and which.startswith(word)), "3,6,9,12")
    return f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={to_int(day) if day else -1}"


def _yearly(written: str) -> Iterator[str]:
    """每年6月30日和12月31日: a rule for each day; days of one number share a rule."""
    days: dict[int, list[int]] = {}
    for one in re.split(_AND, written):
        match = _ONE.fullmatch(one)
        month = to_int(match["month"]) if match and match["month"] else 12
        day = to_int(match["day"]) if match and match["day"] else _TENTHS.get((match and match["part"]) or "", -1)
        days.setdefault(day or -1, []).append(month or 12)
    for day, months in days.items():
        yield f"FREQ=YEARLY;BYMONTH={','.join(map(str, sorted(months)))};BYMONTHDAY={day}"
