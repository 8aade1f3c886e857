"""Spans of time that a question names: a day, a month, a year, part of one, from one to another, before or since a day.

A month or a year is no day: a conduct “in 2025” may lie on either side of a change of the law.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from index.numerals import NUMERAL, to_int

_Y: Final = r"(?:(?:19|20|１９|２０)[\d０-９]{2}|[一二][〇零○九一二三四五六七八]{3})"
_N: Final = f"(?:{NUMERAL.removesuffix('+')}{{1,3}})"
_POINT: Final = re.compile(
    rf"(?<!\d)(?P<y>{_Y})(?:\s*年\s*|\s*[-./](?=\s*\d{{1,2}}\s*[-./]))"
    rf"(?:(?P<m>{_N})\s*[月\-./]\s*(?:(?P<d>{_N})\s*(?:[日号]|(?!\d|\s*[月年])))?)?"
    r"(?P<part>[上中下]旬|[初底末]|上半年|下半年)?"
)
_MONTH: Final = re.compile(rf"(?P<m>{_N})\s*月(?:\s*(?P<d>{_N})\s*[日号])?(?P<part>[上中下]旬|[初底末])?")
_TO: Final = re.compile(r"\s*(?:起|开始)?\s*(?:至|到|—+|－+|-+|~|～|直到)\s*")
_UNTIL: Final = re.compile(r"(?:之|以)?前")
_SINCE: Final = re.compile(r"(?:之|以)?后|以来|起|至今")
_NEW_YEAR: Final = re.compile(r"(?<=年)\s*元旦(?!节)")
_RELATIVE: Final = re.compile(
    rf"(?P<year>前年|去年|[今本]年(?=\s*{_N}\s*月)|明年(?=\s*(?:{_N}\s*月|元旦)))|(?P<month>上个?月|本月|这个月)"
)
_TENS: Final = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}
_MONTHS: Final = {"初": (1, 2), "底": (11, 12), "末": (11, 12), "上半年": (1, 6), "下半年": (7, 12)}


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included; a single day where they are the same."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Named:
    """A period where it stands in a text. `bare`: a year alone, which may be of anything."""

    period: Period
    start: int
    end: int
    bare: bool = False


def periods(text: str) -> Iterator[Named]:
    """The periods that a text names, in order; a day or month that does not exist names none.

    >>> next(periods("2025年10月销售")).period
    Period(first=datetime.date(2025, 10, 1), last=datetime.date(2025, 10, 31))
    """
    position = 0
    while found := _POINT.search(text, position):
        position = found.end()
        if period := _period(found["y"], found["m"], found["d"], found["part"]):
            named = _bounded(text, Named(period, *found.span(), bare=found.end("y") + 1 >= found.end()))
            position = max(position, named.end)
            yield named


def absolute(text: str, today: date) -> str:
    """The text with years and months that are told from today written out: 去年10月 is 2025年10月 in 2026.

    今年 without a month stays: it asks for this year's plan.
    """

    def written(found: re.Match[str]) -> str:
        if found["month"]:
            last = today.replace(day=1) - timedelta(days=1) if found["month"].startswith("上") else today
            return f"{last.year}年{last.month}月"
        return f"{today.year - {'前年': 2, '去年': 1, '明年': -1}.get(found['year'], 0)}年"

    return _NEW_YEAR.sub("1月1日", _RELATIVE.sub(written, text))


def blanked(text: str) -> str:
    """The text with every period blanked out, those told from today too; positions stay."""
    spans = [(named.start, named.end) for named in periods(text)]
    for start, end in [*spans, *(found.span() for found in _RELATIVE.finditer(text))]:
        text = text[:start] + "　" * (end - start) + text[end:]
    return text


def _bounded(text: str, one: Named) -> Named:
    """With what stands behind it: 至2026年1月, 以前, 以后."""
    if to := _TO.match(text, one.end):
        following = _POINT.match(text, to.end()) or _MONTH.match(text, to.end())
        year = following.groupdict().get("y") or str(one.period.first.year) if following else ""
        last = _period(year, following["m"], following["d"], following["part"]) if following else None
        if following and last and last.last >= one.period.first:
            return Named(Period(one.period.first, last.last), one.start, following.end())
    if until := _UNTIL.match(text, one.end):
        eve = one.period.first - timedelta(days=1)
        return Named(Period(eve, eve), one.start, until.end())
    if since := _SINCE.match(text, one.end):
        return Named(Period(one.period.first, date.max), one.start, since.end())
    return one


def _period(year: str, month: str | None, day: str | None, part: str | None) -> Period | None:
    """The days of a year, month or day, or of the part of it that is named; None where there is no such day."""
    y, m, d = (to_int(number) if number else None for number in (year, month, day))
    try:
        if y is None or (month and m is None) or (day and d is None):
            return None
        if m is None:
            first, last = _MONTHS.get(part or "", (1, 12))
            return Period(date(y, first, 1), date(y, last, monthrange(y, last)[1]))
        first, last = _TENS.get(part or "", (1, 31)) if d is None else (d, d)
        return Period(date(y, m, first), date(y, m, last if d else min(last, monthrange(y, m)[1])))
    except ValueError:
        return None
