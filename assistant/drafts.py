"""An answer while it is made: pieces come in, are checked and go out as events; refusal is decided at the end."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.answering import Instead
from assistant.citations import Citations
from assistant.grounding import Grounding
from assistant.messages import Block, Citation, Event, Note, Replace, Segment, Text
from assistant.notices import notice
from assistant.scope import Scope
from assistant.shelf import Shelf
from assistant.understanding import Understanding


class Draft:
    """Blocks, citations and notes so far. Citations are numbered as they are first shown."""

    def __init__(self, asked: Understanding, scope: Scope, shelf: Shelf, citations: Citations) -> None:
        self._scope, self._shelf, self._made = scope, shelf, citations
        self._grounding = Grounding(asked.text, shelf, citations)
        self._shown: dict[int, Citation] = {}
        self._blocks: dict[int, Block] = {}
        self._notes: list[Note] = []

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks in the order in which they are read."""
        return tuple(block for _, block in sorted(self._blocks.items()))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations that the shown segments use; what was replaced may leave a number out."""
        used = {number for block in self.blocks for segment in _segments(block) for number in segment.citations}
        return tuple(citation for citation in self._shown.values() if citation.n in used)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the reader should know beside the answer."""
        return tuple(self._notes)

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that are cited, in order."""
        return tuple(dict.fromkeys(citation.document_id for citation in self.citations))

    @property
    def abstained(self) -> bool:
        """Whether nothing of any document is shown."""
        return all(segment.kind == "notice" for block in self.blocks for segment in _segments(block))

    def add(self, piece: Text | Note | Instead) -> Iterator[Event]:
        """The events that show a piece; a piece that fails its check becomes a note."""
        if isinstance(piece, Note):
            self._notes.append(piece)
            yield piece
        elif isinstance(piece, Instead):
            yield from self._replace(piece)
        elif (checked := self._grounding.passed(piece)) is None:
            yield from self.add(Note("ungrounded", "有一处内容与所引条文核对不一致，已略去。"))
        else:
            yield from self._show(checked)

    def _replace(self, instead: Instead) -> Iterator[Event]:
        """What is shown from a block on gives way to pieces that are checked like all others."""
        self._blocks = {number: block for number, block in self._blocks.items() if number < instead.from_block}
        for piece in instead.pieces:
            for event in self.add(piece):
                if not isinstance(event, Text):
                    yield event
        yield Replace(instead.from_block, self.blocks[len([n for n in self._blocks if n < instead.from_block]) :])

    def finish(self, closing: Iterable[Segment]) -> Iterator[Event]:
        """What stands behind the answer, or why there is none."""
        if self.abstained and (self._notes or not self._blocks):
            closing = self._refusal()
        for segment in closing:
            yield from self.add(Text(self._end(), "notice", segment))

    def _refusal(self) -> Iterator[Segment]:
        ids = self._scope.document_ids
        if self._scope.refusal:
            yield from self._scope.refusal
        elif len(ids) == 1:
            yield notice("no_evidence_in", title=self._shelf.title(ids[0]))
        else:
            yield notice("no_evidence", number=str(len(ids) or len(self._shelf.editions)))

    def _show(self, piece: Text) -> Iterator[Event]:
        """Citations are renumbered in the order shown, so that the reader meets [1] first."""
        for segment in _segments_of(piece):
            for number in segment.citations:
                if number not in self._shown:
                    self._shown[number] = replace(self._made.numbered((number,))[0], n=len(self._shown) + 1)
                    yield self._shown[number]
        shown = self._renumbered(piece)
        self._place(shown)
        yield shown

    def _renumbered(self, piece: Text) -> Text:
        if piece.segment:
            return replace(piece, segment=self._renumber(piece.segment))
        table = piece.table or Block("table")
        rows = tuple(tuple(self._renumber(cell) for cell in row) for row in table.rows)
        return replace(piece, table=replace(table, rows=rows))

    def _renumber(self, segment: Segment) -> Segment:
        return replace(segment, citations=tuple(self._shown[number].n for number in segment.citations))

    def _place(self, piece: Text) -> None:
        if piece.table:
            self._blocks[piece.block] = piece.table
        elif piece.segment:
            before = self._blocks.get(piece.block, Block(piece.kind))
            self._blocks[piece.block] = replace(before, segments=(*before.segments, piece.segment))

    def _end(self) -> int:
        """The block that closing notices stand in: one of their own, behind all others."""
        last = max(self._blocks, default=-1)
        return last if last >= 0 and self._blocks[last].kind == "notice" else last + 1


def _segments_of(piece: Text) -> tuple[Segment, ...]:
    return (piece.segment,) if piece.segment else _segments(piece.table or Block("table"))


def _segments(block: Block) -> tuple[Segment, ...]:
    return (*block.segments, *block.header, *(cell for row in block.rows for cell in row))
