"""The facts of a Chinese official text, extracted in the tests' own way.

The knowledge pack is compared with the official texts fact by fact. What is compared must not come from the code under
test, so nothing here imports `index`. Blanks, widths, dashes and the spelling of numbers do not count.

Kinds: email, title, document number, quoted, year, date, duration, amount, reference, number, modal, organ. A duration
or an amount is read with its bound: 5万元以下 is another fact than 5万元以上.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple


class Fact(NamedTuple):
    """One fact of a clause: `Fact("date", "04-15")`, `Fact("modal", "应当")`."""

    kind: str
    value: str

    def __str__(self) -> str:
        """As the list of omissions writes it."""
        return f"{self.kind}:{self.value}"


WIDTHS: Final = str.maketrans("０１２３４５６７８９(),:;[]【】［］—–－~～零", "0123456789（），：；〔〕〔〕〔〕-----〇")
DIGITS: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"两": 2}
UNITS: Final = {"千": 1000, "百": 100, "十": 10}

PHONE: Final = r"(?<![\d.])(?<!NO\. )(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9}|\d{7,8})(?!\d)"
"""A phone number; a file's running number (NO. 2024001) is none."""

MODALS: Final = (
    *("应当", "应该", "可以", "必须", "务必", "不得", "不予", "严禁", "禁止", "严防"),
    *("不属于", "不视为", "不限于", "除外"),
    *("鼓励", "支持", "争取", "探索", "适时", "逐步", "最终"),
)
"""What binds, what it does not reach, and how hard a plan means to try."""
MUST: Final = "(?<![重主首需必纲摘只还概简扼紧为])要(?![求点素件闻害目领紧])"
"""要 as a duty, not within 重要, 要求, 纲要, 落实为要 …"""

ORGANS: Final = {
    "中央": "党",
    "委": "党 省 市 县 区",
    "政府": "",
    "人大": "",
    "局": "市场监督管理 市场监管 知识产权 行政审批 旗区 区（市） 省 市 县 分",
    "院": "国务 人民法 法 检察",
    "厅": "办公",
    "司": "知识产权保护",
    "科": "知识产权保护",
    "科室": "",
    "办公室": "",
    "支队": "综合行政执法",
    "兵团": "生产建设",
    "单位": "直属 下级",
    "机关": "公安 检察 司法行政",
    "部门": "市场监管 知识产权管理 商标执法相关 执法 上级 有关 相关 责任",
    "会": "商 协 人民调解委员",
    "中心": "快速维权 快维 知识产权保护 维权援助",
    "机构": "服务 非诉 检验检测",
    "组织": "调解",
    "联盟": "品牌保护",
    "": "公安 检察 海关 版权 农牧 科技 财政",
}
"""The organs of plans and laws: for each suffix what stands before it (without the region)."""

UNKNOWN_ORGAN: Final = (
    "[\u4e00-\u9fff]{2}(?:(?<![布格全结我本])局(?![面势部限])|支队|委员会|(?<![公上])司(?![法机])|科(?![技学目研])|厅)"
)
"""Any other word with a strong suffix; nothing with such a suffix is passed over in silence."""

TITLE: Final = "《(?:[^《》]|《[^《》]*》)*》"
UNIT_OF_TIME: Final = "(?:个?工作日|个月|小时|分钟|季度|半年|年|月|日|天|周)"

ONE: Final = "(?<![第〇一二三四五六七八九十百千万])一(?=[万亿]|倍|个月)"
"""A lone 一 that is a figure: 一万元, 一倍, 一个月; in 一次, 一批 it says little."""
BOUND: Final = "(?:以[上下])?"

Reader = Callable[[re.Match[str]], Iterable[Fact]]


def facts(text: str) -> frozenset[Fact]:
    """All facts of `text`. Phone numbers are none, by rule."""
    rest, found = normal(re.sub(PHONE, "|", text.translate(WIDTHS))), set[Fact]()
    for pattern, read in PATTERNS:
        found.update(fact for match in re.finditer(pattern, rest) for fact in read(match))
        rest = re.sub(pattern, "|", rest)
    return frozenset(found | words(re.sub(TITLE, "|", normal(text))))


def words(text: str) -> set[Fact]:
    """Modal words and organs of a normal text without titles."""
    modals = {Fact("modal", word) for word in MODALS if word in text}
    modals |= {Fact("modal", "要") for _ in re.finditer(MUST, text)}
    organs = re.findall(KNOWN_ORGAN, text) + re.findall(UNKNOWN_ORGAN, re.sub(KNOWN_ORGAN, "|", text))
    return modals | {Fact("organ", organ) for organ in organs}


def normal(text: str) -> str:
    """`text` without blanks within its lines, in one width, with every numeral but a lone 一 in Arabic digits."""
    plain = re.sub(r"[^\S\n]+", "", text.translate(WIDTHS))
    plain = re.sub(ONE, "1", plain)
    return re.sub("第?[〇一二三四五六七八九十百千两]+", _arabic, plain)


def _arabic(match: re.Match[str]) -> str:
    """第五十七 as 第57; what is no number (五一, 百) and a lone 一 stay as they are."""
    ordinal, written = "第" * match[0].startswith("第"), match[0].removeprefix("第")
    if written == "一" and not ordinal:
        return written
    number = _value(written)
    return match[0] if number is None else f"{ordinal}{number}"


def _value(written: str) -> int | None:
    """The number of a Chinese numeral below 10,000, None where the signs make none."""
    if len(written) == 4 and all(sign in DIGITS for sign in written):
        return int("".join(str(DIGITS[sign]) for sign in written))
    shape = "(?:([一二两三四五六七八九])千)?〇?(?:([一二两三四五六七八九])百)?〇?(?:([一二三四五六七八九])?(十))?([一二两三四五六七八九])?"
    match = re.fullmatch(shape, written)
    if not match or not written.strip("〇"):
        return None
    thousands, hundreds, tens, ten, ones = (match[group] for group in range(1, 6))
    tens = tens or ("一" if ten else None)
    places = ((thousands, 1000), (hundreds, 100), (tens, 10), (ones, 1))
    return sum(DIGITS[sign] * unit for sign, unit in places if sign)


def _whole(kind: str) -> Reader:
    """The match as one fact."""
    return lambda match: [Fact(kind, match[0])]


def _signless(kind: str) -> Reader:
    """The match without its punctuation: 《…》 and “…” are compared by their words."""
    return lambda match: [Fact(kind, re.sub(r"[^\w]", "", match[0]))]


def _date(match: re.Match[str]) -> Iterable[Fact]:
    """Year and day apart, for one year often serves two days (2022年4月15日和11月11日)."""
    year, month, day = match["year"], match["month"], match["day"]
    if year:
        yield Fact("year", year)
    if month or day:
        yield Fact("date", "-".join(part.zfill(2) for part in (month, day) if part))


DATE: Final = "(?:(?P<year>[0-9]{4})年)?(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?"
PATTERNS: Final[tuple[tuple[str, Reader], ...]] = (
    (r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", _whole("email")),
    (TITLE, _signless("title")),
    ("[\u4e00-\u9fff]{2,10}〔[0-9]{4}〕[0-9]+号", _whole("document number")),
    ("“[^“”]{1,40}”", _signless("quoted")),
    (f"每[0-9]*{UNIT_OF_TIME}", _whole("duration")),
    (f"{DATE}(?!内)", _date),
    ("[0-9]{4}(?=年|[-至][0-9]{4}年)", _whole("year")),
    ("(?P<year>(?!))?(?P<month>[0-9]{1,2})·(?P<day>[0-9]{1,2})", _date),
    ("(?P<year>(?!))?(?P<month>(?!))?(?P<day>[0-9]{1,2})日(?![内以])", _date),
    (f"[0-9]+{UNIT_OF_TIME}{BOUND}", _whole("duration")),
    (rf"[0-9]+(?:\.[0-9]+)?(?:[万亿]?元|倍|%){BOUND}", _whole("amount")),
    ("第[0-9]+[章节条款项目]", _whole("reference")),
    (r"[0-9]+(?:\.[0-9]+)?", _whole("number")),
)
"""In this order: what one pattern has read, the next does not see."""

KNOWN_ORGAN: Final = "|".join(
    sorted((stem + suffix for suffix, stems in ORGANS.items() for stem in stems.split() or [""]), key=len, reverse=True)
)
