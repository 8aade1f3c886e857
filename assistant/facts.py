"""The hard facts in a text, each in one spelling: 九十日 is 90日, 十二万元 is 120000元, ６月３日 is 6月3日.

Used to see what a question claims, whether a sentence holds the value that was asked for, and whether a shown sentence
is borne out by what it cites.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index.numerals import to_int

FactKind = Literal[
    "date", "duration", "amount", "number", "article", "document number", "title", "contact", "modal", "organ"
]

_WIDTH = {code: code - 0xFEE0 for code in (0xFF05, *range(0xFF10, 0xFF5B))} | dict.fromkeys((0x3000, 0x20, 0xA0))
_BRACKETS = str.maketrans("[【〔(｛]】〕)｝", "（（（（（）））））")
_CHINESE = "〇零一二两三四五六七八九十百千廿"
_NUMERAL = re.compile(
    rf"(?<=第)[{_CHINESE}]{{1,12}}(?=[条款项章节])"
    rf"|[{_CHINESE}]{{1,12}}(?=[个多]{{0,2}}(?:工作日|小时|周岁|[日天年月元倍次件名份张册家人分%万亿号]|个))"
    rf"|(?<=条之)[{_CHINESE}]{{1,12}}"
)
_HUNDREDTHS = re.compile(rf"百分之([{_CHINESE}\d]+)")
_SCALED = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)(万|亿)(?=元|件|人|$)")
_SCALES = {"万": 10_000, "亿": 100_000_000}

_PATTERNS: tuple[tuple[FactKind, re.Pattern[str]], ...] = (
    ("title", re.compile(r"《[^《》]+》")),
    ("document number", re.compile(r"[\u4e00-\u9fff]{2,12}（\d{4}）第?\d+号|第\d+号令|令第\d+号")),
    ("contact", re.compile(r"[\w.]{1,64}@[\w.]{1,99}\w|(?<!\d)(?:0\d{2,3}-)?\d{7,11}(?!\d)")),
    ("article", re.compile(r"第\d+条(?:之\d+)?(?:第\d+款)?(?:第（?\d+）?项)?|第\d+款|第（?\d+）?项")),
    ("date", re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年(?:\d{1,2}月)?|每[年月周日]?\d*月?\d*日?(?=前|后|报)")),
    ("amount", re.compile(r"\d{1,15}(?:\.\d{1,6})?[元%]|\d{1,15}倍")),
    ("duration", re.compile(r"\d{1,15}(?:个?工作日|小时|周岁|个?月|[日天年周])")),
    ("number", re.compile(r"\d+(?:\.\d+)?(?:-\d+)?[\u4e00-\u9fff]?")),
    ("modal", re.compile(r"应当|应该|必须|务必|可以|不得|不应|不予|禁止|严禁|有权|无权|有责任|责令")),
    (
        "organ",
        re.compile(r"[\u4e00-\u9fff]{0,10}?(?:局|厅|部门|委员会|法院|检察院|公安机关|机关|政府|支队|科|司|办公室)"),
    ),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A hard fact: `value` in the one spelling that all spellings share."""

    kind: FactKind
    value: str


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text in one spelling: no blanks, one width, numerals before a unit and in 第…条 as digits.

    >>> plain("自立案之日起九十日内处二十五万元以下罚款")
    '自立案之日起90日内处250000元以下罚款'
    """
    text = text.translate(_WIDTH).translate(_BRACKETS)
    text = _HUNDREDTHS.sub(lambda match: f"{_digits(match[1])}%", text)
    text = _NUMERAL.sub(lambda match: _digits(match[0]), text)
    return _SCALED.sub(lambda match: f"{float(match[1]) * _SCALES[match[2]]:.0f}", text).replace("天", "日")


@lru_cache(maxsize=4096)
def facts(text: str) -> tuple[Fact, ...]:
    """All hard facts in the order in which they stand; a piece of text belongs to one fact only."""
    text, found, taken = plain(text), [], set[int]()
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                found.append((match.start(), Fact(kind, match[0])))
    return tuple(fact for _, fact in sorted(found, key=lambda pair: pair[0]))


def _digits(numeral: str) -> str:
    number = to_int(numeral)
    return numeral if number is None else str(number)
