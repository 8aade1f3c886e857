"""The clauses of a law: 编 分编 章 节 above, and the 条 with its 款, 项 and 目."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from index.documents import Level
from index.numerals import to_chinese
from index.structure.drafts import Draft
from index.structure.nesting import Nesting
from index.structure.sheet import Placed, Sheet

_RANKS: Final = ("编", "分编", "章", "节", "条")
_SENTENCE_ENDS: Final = ("。", "！", "？", "”", "’", "》", "）", ")")


def article_drafts(sheet: Sheet, lines: Sequence[int]) -> list[Draft]:
    """Headings and articles among `lines`; a heading lies below the higher-ranking ones that are open."""
    drafts: list[Draft] = []
    open_: list[int] = []
    for block in _blocks(sheet, lines):
        mark = sheet.law[block[0]]
        rank = _RANKS.index(mark.kind)
        open_ = [other for other in open_ if other < rank]
        if mark.kind == "条":
            drafts += _article(sheet, block, len(open_))
        else:
            drafts.append(_heading(sheet, block, len(open_)))
            open_.append(rank)
    return drafts


def _blocks(sheet: Sheet, lines: Sequence[int]) -> Iterator[Sequence[int]]:
    """Runs of lines that each open with a 编章节条."""
    starts = [i for i in lines if i in sheet.law]
    for start, stop in zip(starts, [*starts[1:], lines[-1] + 1], strict=True):
        yield range(start, stop)


def _heading(sheet: Sheet, block: Sequence[int], depth: int) -> Draft:
    """The title stands behind the number, or on the next line."""
    line, mark = sheet.lines[block[0]], sheet.law[block[0]]
    title = line.text[mark.length :] or (sheet.lines[block[1]].text if len(block) > 1 else "")
    if all(len(piece) == 1 for piece in title.split()):
        title = "".join(title.split())  # 总　则 is spread out for looks
    level: Level = mark.kind  # type: ignore[assignment]  # a law's mark is never an item's
    return Draft(mark.element, level, depth, mark.label, title, line.start)


def _article(sheet: Sheet, block: Sequence[int], depth: int) -> list[Draft]:
    """The article and what is below it; 款 are clauses of their own only where there are two or more."""
    mark, line = sheet.law[block[0]], sheet.lines[block[0]]
    paragraphs = list(_paragraphs(sheet, block))
    drafts = [Draft(mark.element, "条", depth, mark.label, "", line.start, rooted=True)]
    if len(paragraphs) == 1:
        return drafts + _items(sheet, paragraphs[0], depth + 1)
    for number, paragraph in enumerate(paragraphs, start=1):
        start = sheet.lines[paragraph[0]].start
        drafts.append(Draft(f"第{to_chinese(number)}款", "款", depth + 1, start=start))
        drafts += _items(sheet, paragraph, depth + 2)
    return drafts


def _paragraphs(sheet: Sheet, block: Sequence[int]) -> Iterator[Sequence[int]]:
    """The 款 of an article: each begins with a line that is no 项 and no continuation of one.

    Where the number stands alone on its line, the text begins on the next.
    """
    start, nesting, counted_to = block[0], Nesting(), 0
    alone = sheet.law[start].length == len(sheet.lines[start].text)
    for i in block[2 if alone else 1 :]:
        item = sheet.items.get(i)
        if item and nesting.place(item.mark, followed=i in sheet.followed) is not None:
            continue
        if i >= counted_to:
            counted_to = _goes_on_to(sheet, range(i, block[-1] + 1), nesting)
        if not counted_to:
            yield range(start, i)
            start, nesting = i, Nesting()
    yield range(start, block[-1] + 1)


def _goes_on_to(sheet: Sheet, rest: Sequence[int], nesting: Nesting) -> int:
    """Up to where the unnumbered line that opens `rest` stands inside a list: to the line where the list counts on.

    Where the sentence of the list is still open, that line alone does; 0 where a new 款 begins.
    """
    if nesting.top_kind is None:
        return 0
    following = (i for i in rest if i in sheet.items and sheet.items[i].mark.kind == nesting.top_kind)
    if (counted := next(following, None)) is not None and nesting.expects(sheet.items[counted].mark):
        return counted
    return 0 if sheet.lines[rest[0] - 1].text.endswith(_SENTENCE_ENDS) else rest[0] + 1


def _items(sheet: Sheet, paragraph: Sequence[int], depth: int) -> list[Draft]:
    """The 项 and 目 of one 款. A closing line that ends the list's sentence belongs to the 款, not to the last 项."""
    drafts: list[Draft] = []
    nesting = Nesting()
    last = paragraph[0]
    for i in paragraph[1:]:
        item = sheet.items.get(i)
        below = nesting.place(item.mark, followed=i in sheet.followed) if item else None
        if item is not None and below is not None:
            drafts.append(_item(item, depth, below))
            last = i
    if drafts and last < paragraph[-1]:
        return _closed(drafts, sheet.lines[last + 1].start)
    return drafts


def _item(item: Placed, depth: int, below: int) -> Draft:
    """第（三）项 and 第1目 however they are printed, so that a reference finds them; deeper ones as printed."""
    number = item.mark.number
    named: tuple[tuple[str, Level], ...] = ((f"第（{to_chinese(number)}）项", "项"), (f"第{number}目", "目"))
    element, level = named[below] if below < len(named) else (item.mark.element, "item")
    return Draft(element, level, depth + below, item.mark.label, "", item.start)


def _closed(drafts: list[Draft], end: int) -> list[Draft]:
    """The list ends at `end`: so do its last 项 and what is open below it."""
    outermost = min(draft.depth for draft in drafts)
    last = max(i for i, draft in enumerate(drafts) if draft.depth == outermost)
    return [*drafts[:last], replace(drafts[last], end=end), *drafts[last + 1 :]]
