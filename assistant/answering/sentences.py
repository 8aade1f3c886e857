"""Sentences of a clause with their offsets in the document: the smallest thing that an answer quotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.documents import Chunk, Document, Node
from index.retrieval import Passage

Span = tuple[int, int]
"""Start and end in a document's text, half-open."""
_END = re.compile(r"[^。！？\n]+[。！？]*[”’）]*")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇]+条(?:之[一二三四五六七八九十]+)?[\s　]+")
_ITEM = re.compile(r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、])\s*")
_HEADING = re.compile(r"[^，；：]{2,40}。?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `document.text[start:end] == text`, without the clause's label in front."""

    passage: Passage
    start: int
    end: int
    text: str

    @property
    def document_id(self) -> str:
        """The document that it stands in."""
        return self.passage.chunk.document_id

    @property
    def leads(self) -> bool:
        """Whether it opens an enumeration."""
        return self.text.endswith(("：", ":"))


def sentences(passage: Passage) -> list[Sentence]:
    """The sentences of a passage in order. Headings and empty lines are none."""
    chunk, found = passage.chunk, list[Sentence]()
    for match in _END.finditer(chunk.text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if not found and (label := _label(chunk, start)):
            start += label
        text = chunk.text[start : match.end()].rstrip()
        if len(text) > 1 and not (_opens(chunk, *match.span()) and _HEADING.fullmatch(text)):
            found.append(Sentence(passage, chunk.start + start, chunk.start + start + len(text), text))
    return found


def sentence_spans(text: str, start: int, end: int) -> Iterator[Span]:
    """Where the sentences between two offsets stand, blanks at their ends left out."""
    for match in _END.finditer(text, start, end):
        if inner := match[0].strip():
            begin = match.start() + match[0].index(inner)
            yield begin, begin + len(inner)


def _label(chunk: Chunk, start: int) -> int:
    """How long the clause's own number in front of its first sentence is; a 项 is quoted with its number."""
    pattern = _ITEM if chunk.level == "item" else _ARTICLE
    label = pattern.match(chunk.text, start)
    return len(label[0]) if label else 0


def _opens(chunk: Chunk, start: int, end: int) -> bool:
    """Whether a sentence opens an item, or a plan, that goes on: a short one there is its heading, and no answer."""
    headed = chunk.level == "item" or chunk.part == "引言"
    return headed and not chunk.text[:start].strip() and "。" in chunk.text[end:]


def clause_at(document: Document, path: str) -> Node | None:
    """The clause at a path of the outline."""
    return next((node for node in document.outline if node.path == path), None)


def article_of(path: str) -> str:
    """The path of the 条 in which a clause lies, of a plan that of its section.

    >>> article_of("第六十条/第二款")
    '第六十条'
    """
    return path.split("/", 1)[0]


def children(document: Document, parent: Node) -> tuple[Node, ...]:
    """The clauses directly below one."""
    position = document.outline.index(parent)
    return tuple(node for node in document.outline if node.parent == position)
