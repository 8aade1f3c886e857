"""Dates as official documents write them: 2022年4月25日, 二〇二二年四月二十五日, 2022-04-25, 自公布之日起三十日后."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from index.numerals import NUMERAL, to_int

_SHORT: Final = NUMERAL.removesuffix("+") + "{1,4}"
_DATE: Final = re.compile(
    rf"(?P<y>{_SHORT})\s{{0,4}}年\s{{0,4}}(?P<m>{_SHORT})\s{{0,4}}月\s{{0,4}}(?P<d>{_SHORT})\s{{0,4}}日"
)
_ISO: Final = re.compile(r"(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})")
_OWN: Final = r"本[^\s。；，：]{1,14}?(?:（[^）]*）)?\s*"
_STARTS: Final = re.compile(rf"{_OWN}，?自(?P<when>[^。；，]{{4,30}}?)起?(?:正式)?(?:施行|实施|执行|生效)")
_DELAY: Final = re.compile(rf"(?:公布|发布|印发|颁布)之日起?(?:满)?(?:(?P<days>{_SHORT})日后?)?")


def first_date(text: str) -> date | None:
    """The first real date in `text`."""
    return next(dates(text), None)


def dates(text: str) -> Iterator[date]:
    """All real dates in `text`, as they come."""
    for match in sorted([*_DATE.finditer(text), *_ISO.finditer(text)], key=lambda found: found.start()):
        parts = [to_int(match[name]) for name in "ymd"]
        if (day := _date(parts)) is not None:
            yield day


def takes_effect(text: str, promulgated: date | None) -> date | None:
    """The day from which the text says that it applies (本…自…起施行), counted from `promulgated` where it says so."""
    for match in _STARTS.finditer(text):
        if (named := first_date(match["when"])) is not None:
            return named
        delay = _DELAY.search(match["when"])
        if delay and promulgated:
            return promulgated + timedelta(days=to_int(delay["days"] or "0") or 0)
    return None


def _date(parts: list[int | None]) -> date | None:
    year, month, day = parts
    if year is None or month is None or day is None or not 1900 <= year <= 2200:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
