"""An answer's Markdown as the bench reads it: blocks, sentences, and the citations that stand behind them as [n].

Markers are read as [1], [1][2], [1,2] and [1-3]; not in code, not in block quotes and not where escaped. A number of
four digits is a year, so [2022]25号 is no marker.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

BlockKind = Literal["paragraph", "heading", "item", "row", "header", "quote", "code"]
CLAIMS: frozenset[BlockKind] = frozenset({"paragraph", "item", "row"})
"""Blocks that state something; a block quote holds the system's notices."""
WIDEST = 50
"""A range of more citations than this is a slip of the pen: only its ends are read."""

_OPAQUE = "\ue000"
"""Stands for a `[` that opens no marker: one in code, or escaped."""
_CELL = "\ue001"
_SEPARATOR = r"\s*[-–—~～,，、]\s*"
_MARKER = re.compile(
    rf"[^\S\n]?[\[［]\s*(?P<numbers>\d{{1,3}}(?:{_SEPARATOR}\d{{1,3}})*)\s*[\]］](?:\((?:https?:|[/#])[^()\s]*\))?"
)
_RANGE = re.compile(r"(\d+)(?:\s*[-–—~～]\s*(\d+))?")
_END = re.compile(r"[。！？!?]+[”’」』）)》\"]*|(?<=[a-z)])\.(?=\s+[A-Z])|\n")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table row, quote or piece of code: text as a reader sees it, markers apart.

    `text` holds no markers and no signs of Markdown; `cells` are those of a row.
    """

    kind: BlockKind
    text: str
    citations: tuple[int, ...]
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or table row without its markers. `marked`: a marker stands in it, not only further on."""

    text: str
    citations: tuple[int, ...]
    marked: bool


def blocks(markdown: str) -> tuple[Block, ...]:
    """The blocks of an answer in their order."""
    return tuple(_block(kind, raw) for kind, raw in _raw_blocks(markdown))


def plain(markdown: str) -> str:
    """What a reader sees, a line per block or cell; a marker leaves an end of line, so that it joins no numbers."""
    return "\n".join(_MARKER.sub("\n", raw).translate(_SHOWN) for _, raw in _raw_blocks(markdown))


def statements(markdown: str) -> tuple[Statement, ...]:
    """The sentences and table rows that state something.

    A sentence without a marker takes those of the next marked sentence of its block: a quotation of several sentences
    carries its marker at its end.
    """
    return tuple(
        statement
        for kind, raw in _raw_blocks(markdown)
        if kind in CLAIMS
        for statement in ([_row(raw)] if kind == "row" else _sentences(raw))
        if any(sign.isalnum() for sign in statement.text)
    )


_SHOWN = str.maketrans({_OPAQUE: "[", _CELL: "\n"})


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """CommonMark with tables; without what would hide text: links, raw HTML, code by indentation, underlined heads."""
    parser = MarkdownIt("commonmark").enable("table")
    return parser.disable(
        ["code", "lheading", "reference", "html_block", "html_inline", "link", "image", "autolink", "text_join"]
    )


def _raw_blocks(markdown: str) -> Iterator[tuple[BlockKind, str]]:
    """Blocks with their markers still in them."""
    inside: list[str] = []
    cells: list[str] = []
    for token in _parser().parse(markdown):
        if token.type == "fence":
            yield "code", token.content.strip().replace("[", _OPAQUE)
        elif token.type == "inline" and inside[-1] in {"td", "th"}:
            cells.append(_inline(token))
        elif token.type == "inline":
            yield _kind(inside), _inline(token)
        elif token.nesting == 1:
            inside.append(token.tag)
        elif token.nesting == -1:
            inside.pop()
            if token.tag == "tr":
                yield ("header" if "thead" in inside else "row"), _CELL.join(cells)
                cells = []


def _kind(inside: list[str]) -> BlockKind:
    if "blockquote" in inside:
        return "quote"
    if "li" in inside:
        return "item"
    return "paragraph" if inside[-1] == "p" else "heading"


def _inline(token: Token) -> str:
    """Text of one line of Markdown; brackets that are no markers are masked."""
    parts = []
    for child in token.children or ():
        if child.type in {"code_inline", "text_special"}:
            parts.append(child.content.replace("[", _OPAQUE))
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        else:
            parts.append(child.content)
    text = "".join(parts).replace("**", "")  # emphasis beside Chinese signs is often left unread
    return _BREAK.sub("\n", text).strip()


def _block(kind: BlockKind, raw: str) -> Block:
    cells = tuple(_bare(cell) for cell in raw.split(_CELL)) if kind in {"row", "header"} else ()
    return Block(kind, _bare(raw), _numbers(raw) if kind in CLAIMS else (), cells)


def _bare(raw: str) -> str:
    return _MARKER.sub("", raw).translate(_SHOWN).strip()


def _row(raw: str) -> Statement:
    numbers = _numbers(raw)
    return Statement(_bare(raw), numbers, bool(numbers))


def _sentences(raw: str) -> list[Statement]:
    pieces = [(_bare(piece), _numbers(piece)) for piece in _cut(raw)]
    made: list[Statement] = []
    ahead: tuple[int, ...] = ()
    for text, numbers in reversed(pieces):
        ahead = numbers or ahead
        made.append(Statement(text, ahead, bool(numbers)))
    return made[::-1]


def _cut(raw: str) -> Iterator[str]:
    """Sentences with the markers that follow their full stop."""
    start = 0
    for match in _END.finditer(raw):
        end = match.end()
        while match[0] != "\n" and (marker := _MARKER.match(raw, end)):
            end = marker.end()
        if end > start:
            yield raw[start:end]
            start = end
    if raw[start:].strip():
        yield raw[start:]


def _numbers(raw: str) -> tuple[int, ...]:
    """The numbers of all markers, each once, in their order."""
    found = (number for marker in _MARKER.finditer(raw) for number in _spelled(marker["numbers"]))
    return tuple(dict.fromkeys(found))


def _spelled(numbers: str) -> Iterable[int]:
    for first, last in _RANGE.findall(numbers):
        low, high = int(first), int(last or first)
        yield from range(low, high + 1) if low <= high < low + WIDEST else (low, high)
