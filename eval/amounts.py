"""Dates, lengths of time and counted things in a text without blanks: (start, end, value) each.

A range gives both of its ends, the first with the unit that only the second one names (三至五年 is 3年 and 5年).
Where two of one function's finds overlap, the earlier one counts: 0.5个百分点 comes before 0.5.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from eval.numerals import CHINESE, NUMERAL, number, written

Found = tuple[int, int, str]

_N: Final = f"(?:{NUMERAL})"
_TO: Final = r"(?:至|到|-{1,2})"
_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR: Final = r"(?:(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})"

# Dates.

_WRITTEN: Final = re.compile(
    rf"(?P<each>每年)?(?:(?P<y>{_YEAR})年)?(?<![\d每])(?P<m>{_MONTH})月份?(?:(?P<d>{_DAY})[日号])?"  # …年4月25日, 4月
    rf"|(?P<y2>{_YEAR})年"
)
_SIGNED: Final = re.compile(rf"(?<!\d)({_YEAR})([-/.])(\d\d?)\2(\d\d?)(?!\d)")
_MONTHLY: Final = re.compile(rf"每个?月({_DAY})[日号]|每(?:周|星期)([一二三四五六日天])")
_YEARS: Final = re.compile(rf"(?<!\d)({_YEAR})(?={_TO}{_YEAR}年)")
_MONTHS: Final = re.compile(rf"(?<![\d.])(?:({_YEAR})年)?({_MONTH})(?:{_TO}|、)(?={_MONTH}月)")
_LATER_DAY: Final = re.compile(rf"(?:{_TO}|[、和或及])({_DAY})[日号](?![内之起]|以内)")
_WEEKDAYS: Final = dict(zip("一二三四五六日天", "12345677", strict=True))


def dates(text: str) -> Iterator[Found]:
    """Days, months and years as precisely as they are written."""
    for match in _SIGNED.finditer(text):
        yield match.start(), match.end(), f"{match[1]}年{int(match[3])}月{int(match[4])}日"
    for match in _MONTHLY.finditer(text):
        value = f"每月{_digits(match[1])}日" if match[1] else f"每周{_WEEKDAYS[match[2]]}"
        yield match.start(), match.end(), value
    for match in _YEARS.finditer(text):
        yield match.start(), match.end(1), f"{match[1]}年"
    for match in _MONTHS.finditer(text):
        yield match.start(), match.end(2), (f"{_digits(match[1])}年" if match[1] else "") + f"{_digits(match[2])}月"
    for match in _WRITTEN.finditer(text):
        yield from _written_date(text, match)


def _written_date(text: str, match: re.Match[str]) -> Iterator[Found]:
    if match["y2"]:
        yield match.start(), match.end(), f"{_digits(match['y2'])}年"
        return
    month = f"{_digits(match['m'])}月"
    year = f"{_digits(match['y'])}年" if match["y"] else match["each"] or ""
    yield match.start(), match.end(), year + month + (f"{_digits(match['d'])}日" if match["d"] else "")
    later = _LATER_DAY.match(text, match.end()) if match["d"] else None
    if later:
        yield later.start(1), later.end(), f"{month}{_digits(later[1])}日"


# Lengths of time.

_TIME: Final = r"个?工作日|个月|个?(?:小时|星期|季度)|周(?![岁年边])|[日天]|年(?![度级])|分钟"
_LENGTH: Final = re.compile(rf"(?<!第)(?P<n>{_N})[余多]?(?P<unit>{_TIME})|(?P<half>半个月|半年)|一年半")
_THE_DAY: Final = frozenset("后同某哪")
"""最后一天 is a day, not a length of time."""
_EVERY: Final = re.compile(rf"(?<=每)(?P<n>{_N})月(?!{_DAY}[日号])")
_FIRST_LENGTH: Final = re.compile(rf"(?<![第\d])(?P<n>{_N}){_TO}(?=(?:{_N})(?P<unit>{_TIME}))")


def durations(text: str) -> Iterator[Found]:
    """Lengths of time, whole and as the first end of a range."""
    for match in _FIRST_LENGTH.finditer(text):
        yield from _counted(match, _time(match["unit"]), match.end("n"))
    for match in _EVERY.finditer(text):
        yield from _counted(match, "个月", match.end())
    for match in _LENGTH.finditer(text):
        if match[0] == "一天" and text[match.start() - 1 : match.start()] in _THE_DAY:
            continue
        if match["n"]:
            yield from _counted(match, _time(match["unit"]), match.end())
        else:
            yield match.start(), match.end(), {"半年": "6个月", "半个月": "0.5个月"}.get(match[0], "18个月")


def _time(unit: str) -> str:
    """One spelling for each unit of time."""
    named = {"天": "日", "工作日": "个工作日", "个小时": "小时", "星期": "周", "个星期": "周"}
    return named.get(unit, unit)


# Counted things.

_MEASURES: Final = (
    "个百分点|平方米|公斤|千克|公里|美元|欧元|人民币|元|人次|家次|件次|户次|周岁|方面|阶段|季度|[个项件份家名人次起宗批类种条款章篇部台辆本册页张枚箱吨倍级岁户"
    "套组支届位字门例笔期亩米克大]"
)
"""What may be counted in any numeral."""
_MORE_MEASURES: Final = "[处所站对只场点分幅则单课成节]"
"""What is counted in digits; in Chinese they make too many other words (十分, 四处)."""
_ORDINALS: Final = "批|类|次|季度|阶段|届|期|版|位|名|组|轮|场|份|个|年"
_ONE_COUNTS: Final = re.compile("[元倍岁成]|周岁|个百分点|人民币|美元|欧元")
"""What 一 counts; before anything else it is an article (一种, 一次), unless a word before it counts."""
_COUNTING: Final = re.compile(r"(?:[共计仅满每]|至少|不少于|不足|超过|多于)$")

_PART: Final = re.compile(rf"(百分之|千分之|万分之)({_N})|({_N})分之({_N})|({_N})([%‰])")
_PARTS: Final = {
    "百分之": Decimal(1),
    "%": Decimal(1),
    "千分之": Decimal("0.1"),
    "‰": Decimal("0.1"),
    "万分之": Decimal("0.01"),
}
_ORDINAL: Final = re.compile(rf"第({_N})({_ORDINALS})")
_COUNT: Final = re.compile(rf"(?<!第)(?P<n>{_N})[余多]?(?P<scale>[万亿]?)[余多]?(?P<unit>{_MEASURES}|{_MORE_MEASURES})")
_FIRST_COUNT: Final = re.compile(
    rf"(?<![第\d])(?P<n>{_N}){_TO}(?={_N}(?P<scale>[万亿]?)[余多]?(?P<unit>{_MEASURES}|[%‰]))"
)
_BARE: Final = re.compile(r"(?<![A-Za-z\d./_-])\d+(?:,\d{3})*(?:\.\d+)?(?![A-Za-z\d/_-])")


def numbers(text: str) -> Iterator[Found]:
    """Amounts, percentages, multiples, fractions, ordinals, counts, and digits that count nothing named."""
    for match in _FIRST_COUNT.finditer(text):
        yield from _first_count(text, match)
    for match in _PART.finditer(text):
        yield from _part(match)
    for match in _ORDINAL.finditer(text):
        yield from ((start, end, f"第{value}") for start, end, value in _counted(match, match[2], match.end(), 1))
    for match in _COUNT.finditer(text):
        if _counts(text, match):
            yield from _counted(match, match["unit"], match.end(), scale=match["scale"])
    for match in _BARE.finditer(text):
        yield match.start(), match.end(), written(number(match[0]) or Decimal(0))


def _first_count(text: str, match: re.Match[str]) -> Iterator[Found]:
    """The first end of a range; 3—5万元 begins at 30000元."""
    second = re.compile(_N).match(text, match.end())
    scale = second[0][-1] if second and second[0][-1] in "万亿" and match["n"][-1] not in "万亿" else ""
    if match["unit"] in _PARTS:
        yield match.start(), match.end("n"), _percent(match["n"], match["unit"])
    else:
        yield from _counted(match, match["unit"], match.end("n"), scale=scale)


def _part(match: re.Match[str]) -> Iterator[Found]:
    if match[3]:
        yield match.start(), match.end(), f"{_digits(match[4])}/{_digits(match[3])}"
    else:
        yield match.start(), match.end(), _percent(match[2] or match[5], match[1] or match[6])


def _percent(numeral: str, sign: str) -> str:
    return f"{written((number(numeral) or Decimal(0)) * _PARTS[sign])}%"


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a numeral counts: not the 一 of 一种, not the 十 of 十分."""
    chinese = match["n"][0] in CHINESE
    if chinese and re.fullmatch(_MORE_MEASURES, match["unit"]):
        return False
    article = match["n"] == "一" and not _ONE_COUNTS.fullmatch(match["unit"])
    return not article or bool(_COUNTING.search(text[: match.start()]))


def _counted(match: re.Match[str], unit: str, end: int, group: int | str = "n", *, scale: str = "") -> Iterator[Found]:
    """The fact of a numeral and its unit; nothing where the numeral spells no number."""
    value = number(match[group] + scale)
    if value is not None:
        yield match.start(), end, written(value) + unit


def _digits(numeral: str) -> str:
    value = number(numeral)
    return numeral if value is None else written(value)
