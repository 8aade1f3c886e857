"""Kinds of numbering marks, and which one opens a line. Whether it numbers a clause is decided elsewhere."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from index.numerals import NUMERAL, to_chinese, to_int

LawKind = Literal["编", "分编", "章", "节", "条"]
ItemKind = Literal["一、", "（一）", "1.", "（1）", "1）", "①", "一是", "一要", "第一"]

_LARGEST: Final = 199
"""No list of a plan is longer; （2021） and 2022. are years."""
_ARABIC: Final = "[0-9０-９]{1,3}"
_CHINESE: Final = "[一二三四五六七八九十百]{1,5}"
_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}

_LAW: Final = re.compile(
    rf"第\s*(?P<number>{NUMERAL})\s*(?P<kind>分编|[编章节条])(?:\s*之\s*(?P<branch>{NUMERAL}))?(?P<gap>[\s：:]*)"
)
_ITEM: Final = re.compile(
    rf"(?P<k1>{_CHINESE})\s*[、.．]\s*"
    rf"|[（(]\s*(?P<k2>{_CHINESE})\s*[）)]\s*[、.．]?\s*"
    rf"|(?P<k3>{_ARABIC})\s*(?:[、．]|\.(?![0-9０-９]))\s*"
    rf"|[（(]\s*(?P<k4>{_ARABIC})\s*[）)]\s*[、.．]?\s*"
    rf"|(?P<k5>{_ARABIC})\s*[）)]\s*"
    r"|(?P<k6>[①-⑳])\s*"
    rf"|(?P<k7>{_CHINESE})是[：:，,]?"
    rf"|(?P<k8>{_CHINESE})要"
    rf"|第(?P<k9>{_CHINESE})\s*[，,、：:]\s*"
)
_KINDS: Final[dict[str, tuple[ItemKind, str]]] = {
    "k1": ("一、", "{}"),
    "k2": ("（一）", "（{}）"),
    "k3": ("1.", "{}"),
    "k4": ("（1）", "（{}）"),
    "k5": ("1）", "{}）"),
    "k6": ("①", "{}"),
    "k7": ("一是", "{}是"),
    "k8": ("一要", "{}要"),
    "k9": ("第一", "第{}"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbering mark: `element` is its step in a clause path, `label` as printed, `length` with the blanks after it.

    `gap`: blanks or a colon part it from what follows; it ends the line when `length` is the line's.
    """

    kind: LawKind | ItemKind
    number: int
    element: str
    label: str
    length: int
    branch: int = 0
    gap: bool = False


def law_mark(text: str) -> Mark | None:
    """The 编, 分编, 章, 节 or 条 at the start of `text`; its element is spelled in Chinese whatever is printed."""
    match = _LAW.match(text)
    number = to_int(match["number"]) if match else None
    branch = to_int(match["branch"]) if match and match["branch"] else 0
    if match is None or number is None or branch is None or not 0 < number < 10_000 or branch > 99:
        return None
    kind: LawKind = match["kind"]  # type: ignore[assignment]  # the pattern names exactly these
    element = f"第{to_chinese(number)}{kind}" + (f"之{to_chinese(branch)}" if branch else "")
    ends = match.end() == len(text)
    label = text[: match.start("gap")]
    return Mark(kind, number, element, label, match.end(), branch, gap=ends or bool(match["gap"]))


def item_mark(text: str) -> Mark | None:
    """The mark of a numbered item at the start of `text`; brackets are full width in its element."""
    match = _ITEM.match(text)
    if match is None or match.lastgroup is None:
        return None
    printed = match[match.lastgroup]
    number = to_int(printed)
    if number is None or not 0 < number <= _LARGEST:
        return None
    kind, element = _KINDS[match.lastgroup]
    label = match.group().rstrip(" \t　：:，,") if kind != "一、" else match.group().rstrip()
    return Mark(kind, number, element.format(printed.translate(_WIDTH)), label, match.end())
