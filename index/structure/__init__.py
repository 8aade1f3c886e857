"""The outline of a document: from cleaned text to clauses with unique paths, for laws and plans alike.

A text is read in three steps, one module each: which part a line belongs to (`parts`: body, notice, signature …),
which marks of the body number clauses and how they nest (`items` for plans, `articles` for laws), and where each clause
begins and ends (`drafts`). `lines` and `marks` say what a single line looks like.
"""

from index.documents import Outline
from index.structure.articles import article_drafts
from index.structure.drafts import Draft, finish
from index.structure.items import item_drafts
from index.structure.parts import BODY, Segment, segments
from index.structure.sheet import Sheet

__all__ = ["outline"]


def outline(text: str) -> Outline:
    """All clauses of `text` in reading order; the nodes without a parent cover it without gap or overlap.

    A text in which nothing is numbered becomes one part, `正文`, beside what stands around it.
    """
    sheet = Sheet.read(text)
    if not sheet.lines:
        return finish([Draft("正文", "part", 0)], len(text)) if text else ()
    drafts = [draft for segment in segments(sheet) for draft in _drafts(sheet, segment)]
    drafts[0] = drafts[0].starting_at(0)
    return finish(drafts, len(text))


def _drafts(sheet: Sheet, segment: Segment) -> list[Draft]:
    """The clauses of one segment; a part is a clause of its own with its items below it."""
    if segment.name == BODY:
        in_law = any(i in sheet.law for i in segment.lines)
        return article_drafts(sheet, segment.lines) if in_law else item_drafts(sheet, segment.lines)
    first = sheet.lines[segment.lines.start].start
    heading = segment.heading
    part = Draft(segment.name, "part", 0, label=heading, heading=heading, start=first)
    return [part, *(item_drafts(sheet, segment.lines, depth=1) if segment.numbered else [])]
