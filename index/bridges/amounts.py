"""Numbers of a question as laws print them: 30天 is 三十日, 两倍 is 二倍, 20% is 百分之二十."""

import re
from collections.abc import Iterator
from typing import Final

from index.numerals import to_chinese, to_int

_NUMBER: Final = r"\d{1,5}|[一二两俩三四五六七八九十百千]{1,7}"
_COUNTED: Final = re.compile(
    rf"(?<![月年\d])(?P<number>{_NUMBER})(?P<myriad>万)?个?"
    r"(?P<unit>工作日|工作天|天|日|(?<=个)月|年|周岁|岁|倍|块钱|块|元|小时|星期|礼拜|周)(?!度|期)"
)
"""Days and months of a date (3月5日) are no periods: texts print them as questions do."""
_SHARE: Final = re.compile(r"(\d{1,3})(?:%|个点)")
_UNITS: Final = {
    "工作天": "个工作日",
    "工作日": "个工作日",
    "天": "日",
    "块": "元",
    "块钱": "元",
    "岁": "周岁",
    "月": "个月",
}
_WEEKS: Final = {"星期", "礼拜", "周"}
_HALVES: Final = {"半年": "六个月", "半个月": "十五日", "一年半": "十八个月", "一个季度": "三个月"}
_MOST: Final = 99_999


def legal_numbers(text: str) -> Iterator[tuple[str, str]]:
    """What a text counts, and how a law would print it, where that is written otherwise."""
    for match in _COUNTED.finditer(text):
        number = to_int(match["number"].replace("俩", "两"))
        if number is not None and number <= _MOST and (legal := _legal(number, match["myriad"] or "", match["unit"])):
            yield match.group(), legal
    for match in _SHARE.finditer(text):
        yield match.group(), f"百分之{to_chinese(int(match[1]))}"
    yield from ((said, legal) for said, legal in _HALVES.items() if said in text)


def _legal(number: int, myriad: str, unit: str) -> str:
    """Years (2025年) and days of a month (3月5日) are dates: laws print them in digits, as questions do."""
    if unit == "年" and number > 1000:
        return ""
    if unit in _WEEKS:
        number, unit = number * 7, "日"
    return to_chinese(number) + myriad + _UNITS.get(unit, unit) if number <= _MOST else ""
