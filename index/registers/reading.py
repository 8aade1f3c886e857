"""A document cut for the registers: what each clause says itself, without its heading, in sentences and their pieces.

Blanks and asterisks are left out of what is read; a sentence knows where each of its signs stands in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from index.chunking import own_spans
from index.documents import Document, Node

_SENTENCES: Final = re.compile(r"(?P<words>[^。！？；;\n]+)(?P<end>[。！？；;\n])?")
_LEFT_OUT: Final = re.compile(r"[\s*]+")
_LONGEST: Final = 400
"""Signs of a piece: no office writes longer ones without a comma, and time to read them must stay bounded."""
_BRACKETS: Final = re.compile(r"[《“（(〔‘]|\d[，,]\d")
_PIECES: Final = re.compile(r"[^，,]+")
_OPENING: Final = dict(zip("《“（(〔‘", "》”）)〕’", strict=True))
_BEHIND_HEADING: Final = " \t\n\r*。.：:　"
_NUMBERED: Final = re.compile(
    r"^(?:第[^\s，。]{1,9}条(?:之[一二三四五六七八九十]{1,2})?\s+|[一二三四五六七八九十]{1,2}是(?:要)?|第[一二三四五六七八九十]{1,2}，|[（(][一二三四五六七八九十\d]{1,2}[）)]|[①-⑳]|\d{1,2}[.．、])"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without blanks. `raw` is what stands at `begin` of the document; `ends` is the sign that closes it."""

    text: str
    raw: str
    begin: int
    ends: str = ""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of it stands in the document."""
        if len(self.raw) == len(self.text):
            return self.begin + start, self.begin + end
        kept = [place for place, sign in enumerate(self.raw) if not (sign.isspace() or sign == "*")]
        return self.begin + kept[start], self.begin + kept[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Passage:
    """What one clause says itself. `level` is its level, `above` are the positions of the clauses that hold it."""

    node: Node
    position: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two commas of a sentence, at `start:end` of it."""

    text: str
    start: int
    end: int


def passages(document: Document) -> Iterator[Passage]:
    """All clauses in order, with what they say beside their heading and the clauses below."""
    below: dict[int, list[Node]] = {}
    for node in document.outline:
        if node.parent is not None:
            below.setdefault(node.parent, []).append(node)
    for position, node in enumerate(document.outline):
        spans = own_spans(node, below.get(position, []))
        begin = behind_heading(document.text, node)
        sentences = [one for start, end in spans for one in sentences_in(document.text, max(start, begin), end)]
        if not sentences and position not in below and node.heading:  # a heading with nothing to head
            begin = _behind(document.text, node.start, node.end, node.label)
            sentences = list(sentences_in(document.text, begin, node.end))
        yield Passage(node, position, tuple(sentences))


def sentences_in(text: str, start: int, end: int) -> Iterator[Sentence]:
    """The sentences of a span; a line ends one too. The number that opens an item is left out."""
    for match in _SENTENCES.finditer(text, start, end):
        raw, closing = match["words"], match["end"] or ""
        begin = match.start() + len(raw) - len(raw.lstrip())
        raw = raw.strip()
        if numbered := _NUMBERED.match(raw):
            begin, raw = begin + numbered.end(), raw[numbered.end() :]
        if words := _LEFT_OUT.sub("", raw):
            yield Sentence(words, raw, begin, closing.strip())


def pieces(sentence: Sentence) -> list[Piece]:
    """The parts of a sentence between commas; a comma inside brackets or quotation marks parts nothing."""
    found, start, awaited = [], 0, ""
    text = sentence.text
    if not _BRACKETS.search(text):
        return [Piece(match[0], *match.span()) for match in _PIECES.finditer(text) if len(match[0]) <= _LONGEST]
    for place, sign in enumerate(text):
        if awaited:
            awaited = "" if sign == awaited else awaited
        elif sign in _OPENING and text.find(_OPENING[sign], place) > 0:
            awaited = _OPENING[sign]
        elif sign in "，," and not (text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()):
            found.append(Piece(text[start:place], start, place))
            start = place + 1
    found.append(Piece(text[start:], start, len(text)))
    return [piece for piece in found if 0 < len(piece.text) <= _LONGEST]


def behind_heading(text: str, node: Node) -> int:
    """Where the words of a clause begin behind its label and its heading."""
    end = _behind(text, node.start, node.end, node.label + node.heading)
    while end < node.end and text[end] in _BEHIND_HEADING:
        end += 1
    return end


def _behind(text: str, start: int, end: int, words: str) -> int:
    """The place behind words that may be printed with other blanks; `start` where they do not stand there."""
    if words and text.startswith(words, start, end) and not _LEFT_OUT.match(words[-1]):
        return start + len(words)
    place = start
    for sign in words:
        if _LEFT_OUT.match(sign):
            continue
        while place < end and _LEFT_OUT.match(text[place]):
            place += 1
        if place >= end or (
            text[place] != sign and not {text[place], sign} <= set("（(") and not {text[place], sign} <= set("）)")
        ):
            return start
        place += 1
    return place
