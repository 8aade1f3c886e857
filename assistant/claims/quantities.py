"""Values of a text with what bounds them: dates, lengths of time, amounts, numbers."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from assistant.claims.words import Bound, claim_words

QuantityKind = Literal["date", "duration", "amount", "number", "contact"]

_PATTERN = re.compile(
    r"(?P<contact>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,99}[A-Za-z0-9]|(?<!\d)(?:0\d{2,3}-?)?\d{7,11}(?!\d|元))"
    r"|(?P<date>(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|份|底|初|末)?|(?:19|20)\d{2}年(?:度)?"
    r"|每(?:年|月|季度|半年|周|\d+个?月|\d+日)(?:\d{1,2}月)?(?:\d{1,2}日)?)"
    r"|(?P<amount>\d+(?:\.\d+)?(?:万|亿)?(?:元|%|倍)|[百千万\d]+分之[\d一二三四五六七八九十百]+)"
    r"|(?P<duration>\d+(?:\.\d+)?(?:工作日|小时|分钟|周岁|岁|个?月|日|年|周|季度))"
    r"|(?P<level>[\u4e00-\u9fff）]级(?:人民政府)?(?=以(?:上|下(?![简统]?称))))"
    r"|(?P<number>第?\d+(?:\.\d+)?(?:[次件份人名家期批项类种级届个部条款起]|方面|部分|省市|[\u4e00-\u9fff]{1,3}?(?=以[上下内]))?)"
)
_LONGEST_BOUND = 8
_LINKED = re.compile("[和与及、]|以及")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value at `start:end` of a spelt text; `bound` says on which side of it the matter lies."""

    kind: QuantityKind
    value: str
    bound: Bound
    start: int
    end: int
    """With what bounds it."""

    @property
    def unit(self) -> str:
        """What is counted: values of one unit may be taken for each other."""
        return re.sub(r"[\d.]", "", self.value) if self.kind != "date" else "date"


def quantities(text: str) -> tuple[Quantity, ...]:
    """The values of a spelt text, in order; 一种 and 一个 count nothing."""
    found = [_quantity(text, match) for match in _PATTERN.finditer(text)]
    for place in range(len(found) - 2, -1, -1):
        one, behind = found[place], found[place + 1]
        if not one.bound and one.unit == behind.unit and _LINKED.fullmatch(text[one.end : behind.start]):
            found[place] = replace(one, bound=behind.bound)  # 2月28日和12月1日前: both are before
    return tuple(one for one in found if one.bound or not _idle(text, one))


def _idle(text: str, one: Quantity) -> bool:
    """Whether it counts nothing: 一种 as in 同一种, 前一次."""
    return one.value in _NO_NUMBER or (
        one.value[:1] == "1" and one.value[1:].isalpha() and text[one.start - 1 : one.start] in _ORDINAL
    )


_ORDINAL = frozenset("前上下每这那某同另任首")


_NO_NUMBER = frozenset(
    {"1种", "1个", "1项", "1类", "1方面", "1部分", "1件", "1名", "1条", "1家", "1级", "1批", "1部", "1人"}
)


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    words = claim_words()
    kind, value = match.lastgroup, match[0]
    if kind == "level":
        kind = "number"
    behind = words.bound_behind.match(text, match.end())
    before = words.bound_before.search(text, max(0, match.start() - _LONGEST_BOUND), match.start())
    bound: Bound = words.bounds[behind[0]] if behind else words.bounds[before[0]] if before else ""
    if before and before[0] == "满" and not behind and not value.endswith("岁"):
        bound = ""  # 满30日 and 经过30日 are the same
    if kind == "date" and before and not behind:
        bound = "before" if bound in {"before", "<="} else ""
    if kind == "date" and bound in {"<=", ">="}:
        bound = ""
    start = before.start() if before and not behind else match.start()
    return Quantity(kind, value.replace("年度", "年"), bound, start, behind.end() if behind else match.end())  # type: ignore[arg-type]
