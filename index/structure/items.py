"""The numbered items of a plan: which marks count, what they lie under, and the heading that an item runs in with."""

import re
from collections.abc import Sequence
from typing import Final

from index.structure.drafts import Draft
from index.structure.nesting import Nesting
from index.structure.sheet import Placed, Sheet

_LONGEST_HEADING: Final = 60
_LONGEST_RUN_IN: Final = 30
_SENTENCE: Final = re.compile(r"[。；：！？;:!?]")
_RUN_IN: Final = re.compile(rf"[^。；：！？]{{2,{_LONGEST_RUN_IN}}}(?=。)")


def item_drafts(sheet: Sheet, lines: Sequence[int], depth: int = 0) -> list[Draft]:
    """The items among `lines`, outermost at `depth`; what stands before the first mark belongs to what is around it."""
    drafts: list[Draft] = []
    nesting = Nesting()
    for i in lines:
        item = sheet.items.get(i)
        below = nesting.place(item.mark, followed=i in sheet.followed) if item else None
        if item is not None and below is not None:
            drafts.append(_draft(sheet, i, item, depth + below))
    return drafts


def _draft(sheet: Sheet, i: int, item: Placed, depth: int) -> Draft:
    line = sheet.lines[i]
    rest = line.text[item.content - line.start :]
    bare = i + 1 < len(sheet.lines) and not sheet.marked(i + 1)
    return Draft(item.mark.element, "item", depth, item.mark.label, _heading(rest, text_follows=bare), item.start)


def _heading(rest: str, *, text_follows: bool) -> str:
    """The title that an item consists of, or the short first sentence that it runs in with; else nothing."""
    if rest and rest[-1] not in "，,、" and not _SENTENCE.search(rest):
        return rest if len(rest) <= _LONGEST_HEADING else ""
    if text_follows and rest.endswith("。") and _RUN_IN.match(rest):
        rest += "…"
    return _run_in(rest)


def _run_in(rest: str) -> str:
    match = _RUN_IN.match(rest)
    return match.group() if match and match.end() + 1 < len(rest) else ""
