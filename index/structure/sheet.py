"""A text as structure sees it: its lines, and for each line the numbering mark that may stand at its start."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from index.structure.lines import Line, attachment, split
from index.structure.marks import Mark, item_mark, law_mark

_NOT_AN_ARTICLE: Final = (
    "规定",
    "所",
    "第",
    "、",
    "，",
    "的",
    "至",
    "和",
    "或",
    "中",
    "款",
    "项",
    "以",
    "修改",
    "改为",
)
"""What follows a 条 that is only mentioned: 第五十七条规定的…, 第五条、第六条 …"""
_LONGEST_HEADING: Final = 40


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark and where it stands: at `start` in the text, its content from `content` on."""

    mark: Mark
    start: int
    content: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a text with what is known of each: `law` and `items` map a line's position to its mark.

    `followed` holds the lines whose mark is followed by the next number of its kind before that list starts anew.
    """

    lines: Sequence[Line]
    law: dict[int, Mark]
    items: Mapping[int, Placed]
    followed: frozenset[int]

    @classmethod
    def read(cls, text: str) -> "Sheet":
        """Lines and marks of `text`."""
        lines = split(text)
        law = _law_marks(lines)
        placed = ((i, _placed(line)) for i, line in enumerate(lines) if i not in law)
        items = {i: item for i, item in placed if item is not None}
        return cls(lines, law, items, _followed(items))

    @property
    def is_law(self) -> bool:
        """It is written in 条."""
        return any(mark.kind == "条" for mark in self.law.values())

    def plain(self, i: int) -> str:
        """The plain form of line `i`, empty beyond the last one."""
        return self.lines[i].plain if i < len(self.lines) else ""

    def marked(self, i: int) -> bool:
        """Line `i` opens with a numbering mark of any kind."""
        return i in self.law or i in self.items


def _placed(line: Line) -> Placed | None:
    """The mark of a numbered item; in 附件：1. … it stands behind the opening word."""
    opening = 0
    if attachment(line.plain):
        opening = next((i + 1 for i, sign in enumerate(line.text) if sign in "：:"), 0)
        opening += len(line.text[opening:]) - len(line.text[opening:].lstrip())
    mark = item_mark(line.text[opening:])
    if mark is None:
        return None
    start = line.start + opening
    return Placed(mark, start, start + mark.length)


def _followed(items: Mapping[int, Placed]) -> frozenset[int]:
    seen: dict[str, set[int]] = {}
    followed = set()
    for i, item in sorted(items.items(), reverse=True):
        later = seen.setdefault(item.mark.kind, set())
        if item.mark.number + 1 in later:
            followed.add(i)
        if item.mark.number == 1:
            later.clear()
        else:
            later.add(item.mark.number)
    return frozenset(followed)


def _law_marks(lines: Sequence[Line]) -> dict[int, Mark]:
    """The 编章节条 of a law: 条 that count on, and headings that are neither sentences nor a table of contents."""
    found = {i: mark for i, line in enumerate(lines) if line.text[0] == "第" and (mark := law_mark(line.text))}
    articles = _articles(found, lines)
    if len(articles) < 2:
        return {}
    headings = {i: mark for i, mark in found.items() if mark.kind != "条" and _is_heading(lines[i], mark)}
    law = dict(sorted({**articles, **headings}.items()))
    return _without_contents(law)


def _articles(found: Mapping[int, Mark], lines: Sequence[Line]) -> dict[int, Mark]:
    """The 条 that number an article: parted from their text as the others are, and counting on or well explained."""
    candidates = [(i, mark) for i, mark in found.items() if mark.kind == "条"]
    parted = sum(mark.gap for _, mark in candidates) * 2 > len(candidates)
    candidates = [(i, mark) for i, mark in candidates if mark.gap or (not parted and not _is_mention(lines[i], mark))]
    accepted: dict[int, Mark] = {}
    last: Mark | None = None
    for position, (i, mark) in enumerate(candidates):
        following = candidates[position + 1][1] if position + 1 < len(candidates) else None
        if last is None or _next_to(last, mark) or _jump_counts(last, mark, following):
            accepted[i] = last = mark
    return accepted


def _is_mention(line: Line, mark: Mark) -> bool:
    return line.text[mark.length :].startswith(_NOT_AN_ARTICLE)


def _next_to(last: Mark, mark: Mark) -> bool:
    branch = mark.number == last.number and mark.branch == last.branch + 1
    return branch or (mark.number == last.number + 1 and mark.branch == 0)


def _jump_counts(last: Mark, mark: Mark, following: Mark | None) -> bool:
    """Articles are left out of an excerpt, or a second law begins: what follows must count on from the jump."""
    goes_on = following is not None and _next_to(mark, following)
    return goes_on and (mark.number > last.number or mark.number == 1)


def _is_heading(line: Line, mark: Mark) -> bool:
    title = line.text[mark.length :]
    return (
        len(title) <= _LONGEST_HEADING
        and not title.startswith(_NOT_AN_ARTICLE)
        and title[-1:] not in {"。", "；", "："}
    )


def _without_contents(law: Mapping[int, Mark]) -> dict[int, Mark]:
    """Without the headings of a table of contents: those that come again before any article has."""
    first_article = next(i for i, mark in law.items() if mark.kind == "条")
    before = [(i, mark) for i, mark in law.items() if i < first_article]
    repeated = _last_opening(before)
    return {i: mark for i, mark in law.items() if i >= repeated}


def _last_opening(headings: Iterable[tuple[int, Mark]]) -> int:
    """Where the headings above the first article begin for the last time (a contents list begins them once more)."""
    start, first = 0, None
    for i, mark in headings:
        if first is None or (mark.kind, mark.number) == first:
            start, first = i, (mark.kind, mark.number)
    return start
