"""One spelling for texts that are compared: numerals before their units as digits, ranges as two bounds, no blanks.

Goes further than `assistant.facts.plain`, which questions are read with: here positions in the text as printed do not
count, only what it says.
"""

import re
from functools import lru_cache

from assistant.facts import plain
from index.numerals import to_int

_CHINESE = "〇零一二两三四五六七八九十百千"
_MARKUP = re.compile(r"\*\*|\[\d+\]|【\d+】")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_SIGNS = str.maketrans({"％": "%", "–": "-", "—": "-", "－": "-", "～": "-", "~": "-", ",": "，"})
_MARKS = str.maketrans({";": "；", ":": "：", "?": "？"})
_IN_BRACKETS = re.compile(rf"（([{_CHINESE}]{{1,3}})）")
_UNIT = "工作日|小时|分钟|个月|周岁|岁|元|倍|%|日|年|周|次|件|份|人|名|家|期|批|项|个"
_SOFT = ".(?=以[上下内])|项|条(?!例|件|款)|款|种|类|批|级|届|期|步|处|起|方面|部分"
_NUMERAL = re.compile(rf"[{_CHINESE}]{{1,8}}(?=(?:{_SOFT}))")
_FROM = re.compile(rf"(?<![{_CHINESE}\d第])([{_CHINESE}]{{1,6}})(?=(?:万|千)?(?:{_UNIT})?(?:至|到|-)[{_CHINESE}\d])")
_RANGE = re.compile(rf"(?<![\d.-])(\d+(?:\.\d+)?)(万|千)?({_UNIT})?(?:至|到|-)(\d+(?:\.\d+)?)({_UNIT})(?!之间)?")
_MYRIAD = re.compile(r"(\d+(?:\.\d+)?)千(?=元)")
_NUMBERS_APART = re.compile(r"(?<=\d{5})\s+(?=\d{5})")
"""Two telephone numbers stay two."""
_EVERY = re.compile(r"每(\d+)月(?!\d)")
_CANNOT = re.compile("([\u4e00-\u9fff]{2})不了")
_HALF = re.compile("半年(?!度)")


@lru_cache(maxsize=8192)
def spelt(text: str) -> str:
    """The text in the spelling in which claims are compared.

    >>> spelt("自立案之日起九十个工作日内，处一至五倍罚款")
    '自立案之日起90工作日内，处1倍以上5倍以下罚款'
    """
    text = _THOUSANDS.sub("", _MARKUP.sub("", text)).translate(_SIGNS)
    text = _NUMBERS_APART.sub("、", text)
    text = _FROM.sub(lambda match: _digits(match[1]), "".join(text.split()))
    text = (
        plain(text)
        .replace("予以", "予")
        .replace("没收到", "未收到")
        .replace("个工作日", "工作日")
        .replace("个小时", "小时")
    )
    text = _IN_BRACKETS.sub(lambda match: f"（{_digits(match[1])}）", text)
    text = _NUMERAL.sub(lambda match: _digits(match[0]), text)
    text = _CANNOT.sub(r"不能\1", _EVERY.sub(r"每\1个月", text))
    text = _MYRIAD.sub(lambda match: f"{float(match[1]) * 1000:.0f}", _HALF.sub("6个月", text))
    return _RANGE.sub(_bounds, text).translate(_MARKS)


def _bounds(match: re.Match[str]) -> str:
    """A range as its two ends: 1-5倍 is 1倍以上5倍以下; years are no range of a length."""
    low, scale, own, high, unit = match.groups()
    if unit in {"年", "日"} and (len(low) == 4 or own != unit):
        return match[0]
    factor = {"万": 10_000, "千": 1000}.get(scale or "", 1)
    if factor == 1 and own is None and unit == "元" and float(high) >= 10_000 > float(low):
        factor = 10_000  # 1至5万元: the scale of the second counts for both
    return f"{float(low) * factor:.10g}{own or unit}以上{high}{unit}以下"


def _digits(numeral: str) -> str:
    number = to_int(numeral)
    return numeral if number is None else str(number)
