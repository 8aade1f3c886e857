"""An answer as one run of Markdown that only ever grows, for clients that cannot take anything back.

Nothing that a model writes is let out before two of its sentences have passed. What is replaced later stays, behind it
a marked break, and then what counts instead.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.messages import Block, Citation, Replace, Segment, Sent, Text
from assistant.rendering import markdown

HELD: Final = 2
"""Sentences of a model that must have passed before the first is let out."""
BREAK: Final = "\n\n---\n\n> 以上由模型撰写的内容未能全部通过核对，请以下面的条文摘录为准。"
_MARK: Final = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Citation `n` between two code points of the text."""

    n: int
    start: int
    end: int


class PlainStream:
    """The text so far, its marks and the citations they name."""

    def __init__(self) -> None:
        self.citations: dict[int, Citation] = {}
        self.marks: list[Mark] = []
        self.length = 0
        self._held: list[Text] = []
        self._sent: list[Segment] = []
        self._block: tuple[int, str] | None = None
        self._free = False

    def take(self, event: Sent) -> str:
        """What an event adds to the text."""
        if isinstance(event, Citation):
            self.citations[event.n] = event
        elif isinstance(event, Replace):
            return self._replaced(event)
        elif isinstance(event, Text):
            return self._shown(event)
        return ""

    def let_go(self) -> str:
        """What was held back: the answer is over, and it stands."""
        held, self._held = self._held, []
        self._free = True
        return "".join(self._written(piece) for piece in held)

    def add(self, text: str) -> str:
        """Words of our own behind the answer, without citations."""
        self.length += len(text)
        return text

    def _shown(self, piece: Text) -> str:
        if piece.segment and piece.segment.model and not self._free:
            self._held.append(piece)
            return self.let_go() if len(self._held) >= HELD else ""
        return (self.let_go() if self._held else "") + self._written(piece)

    def _replaced(self, event: Replace) -> str:
        """What was not let out yet is forgotten; of what was, the new sentences are added, or all behind a break."""
        self._held = []
        sent = [segment for segment in self._sent if segment.model]
        new = [segment for block in event.blocks for segment in block.segments]
        if not sent:
            return self.all(event.blocks)
        if event.blocks and all(segment in new for segment in sent):
            self._block = None
            added = [(block, segment) for block in event.blocks for segment in block.segments if segment not in sent]
            return "".join(self._written(Text(-1, block.kind, segment)) for block, segment in added)
        self._block = None
        return self._appended(BREAK, ()) + self.all(event.blocks)

    def all(self, blocks: Iterable[Block]) -> str:
        """Whole blocks, one after the other."""
        return "".join(self._piece(number, block) for number, block in enumerate(blocks, 1_000_000))

    def _piece(self, number: int, block: Block) -> str:
        if block.kind == "table":
            return self._written(Text(number, "table", table=block))
        return "".join(self._written(Text(number, block.kind, segment)) for segment in block.segments)

    def _written(self, piece: Text) -> str:
        """A piece as Markdown behind what came before it."""
        block = piece.table or Block(piece.kind, (piece.segment,) if piece.segment else ())
        same = self._block == (piece.block, piece.kind)
        between = {"list": "\n", "notice": "\n>\n", "paragraph": ""}.get(piece.kind, "\n\n") if same else "\n\n"
        self._block = (piece.block, piece.kind)
        self._sent += block.segments
        return self._appended(between if self.length and between else "", (block,))

    def _appended(self, before: str, blocks: Sequence[Block]) -> str:
        text, masked = markdown(blocks), markdown([_masked(block) for block in blocks])
        start = self.length + len(before)
        self.marks += [Mark(int(m[1]), start + m.start(), start + m.end()) for m in _MARK.finditer(masked)]
        self.length = start + len(text)
        return before + text


def _masked(block: Block) -> Block:
    """A block of the same length in which only marks stand in square brackets."""
    rows = tuple(tuple(_blank(cell) for cell in row) for row in block.rows)
    return Block(block.kind, tuple(map(_blank, block.segments)), tuple(map(_blank, block.header)), rows)


def _blank(segment: Segment) -> Segment:
    return replace(segment, text=segment.text.replace("[", "\ue000"))
