"""Blocks of an answer as Markdown with [n]: what is pasted, logged and read where no page draws them."""

from collections.abc import Iterable

from assistant.messages import Block, Segment


def markdown(blocks: Iterable[Block]) -> str:
    """All blocks, a blank line between them."""
    return "\n\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    if block.kind == "table":
        return _table(block)
    if block.kind == "list":
        return "\n".join(f"- {_segment(segment)}" for segment in block.segments)
    if block.kind == "notice":
        return "\n>\n".join(f"> {_segment(segment)}" for segment in block.segments)
    return "".join(_segment(segment) for segment in block.segments)


def _segment(segment: Segment) -> str:
    """Every paragraph of a long quotation carries its marks: a reader must not guess whose the first one is."""
    marks = "".join(f"[{number}]" for number in segment.citations)
    return "\n\n".join(_escaped(paragraph) + marks for paragraph in segment.text.split("\n\n"))


def _table(block: Block) -> str:
    width = len(block.header)
    lines = [block.header, *block.rows]
    cells = ["| " + " | ".join(_cell(segment) for segment in line) + " |" for line in lines]
    return "\n".join((cells[0], "|" + " --- |" * width, *cells[1:]))


def _cell(segment: Segment) -> str:
    return _segment(segment).replace("|", "\\|").replace("\n", " ")


def _escaped(text: str) -> str:
    """Signs that Markdown would take for its own; a quote must read as it is printed."""
    return "".join(f"\\{sign}" if sign in "\\`*_<>#" else sign for sign in text)
