"""Every promise that the index makes about its own data, checked against the originals: `python -m index check`."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Final

from index import articles
from index.catalog import EVERYONE, PUBLIC
from index.chunking import is_heading_only, own_spans
from index.cleaning import restore
from index.documents import Chunk, Document, Node
from index.errors import FileError, IndexingError
from index.generations import Generation
from index.numerals import to_int
from index.originals import place
from index.parsing import parse
from index.registers import Contact, Duty

Rule = Callable[[Document, Sequence[Chunk]], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that does not hold; `document_id` is empty where it concerns the index as a whole."""

    document_id: str
    rule: str
    detail: str


def check(generation: Generation, data: Path) -> Iterator[Violation]:
    """All violations in a generation, whose originals lie below `data`. Reads every original again."""
    originals = Originals(data)
    for document in generation.catalog.texts():
        chunks = generation.catalog.chunks_of(document)
        for name, rule in _RULES.items():
            yield from (Violation(document.document_id, name, detail) for detail in rule(document, chunks))
        yield from (Violation(document.document_id, "original", detail) for detail in originals.replay(document))
    yield from (Violation("", "derived files", detail) for detail in derived(generation))
    yield from (Violation("", "relations", detail) for detail in generation.catalog.faults())


def text_hash(document: Document, _chunks: Sequence[Chunk]) -> Iterator[str]:
    """The version is the SHA-256 of the text."""
    if sha256(document.text.encode()).hexdigest() != document.version_id:
        yield f"the text is not the one that version {document.version_id[:12]} names"


def coverage(document: Document, _chunks: Sequence[Chunk]) -> Iterator[str]:
    """Nodes without a parent cover the text without gap or overlap; children lie inside their parent, in order."""
    expected = 0
    for node in document.outline:
        if node.parent is None:
            if node.start != expected:
                yield f"{node.path} begins at {node.start}, the node before it ends at {expected}"
            expected = node.end
    if expected != len(document.text):
        yield f"the outline ends at {expected}, the text at {len(document.text)}"
    for parent, children in _families(document):
        yield from _inside(parent, children)


def unique_paths(document: Document, _chunks: Sequence[Chunk]) -> Iterator[str]:
    """A clause path names one clause."""
    counts = Counter(node.path for node in document.outline)
    yield from (f"{path} stands {count} times" for path, count in counts.items() if count > 1)


def article_numbers(document: Document, _chunks: Sequence[Chunk]) -> Iterator[str]:
    """条 count up by one and are as many as the catalog says. A digest may leave clauses out."""
    if document.text_kind == "digest" or document.metadata.articles is None:
        return
    labels = [node.label for node in document.outline if node.level == "条"]
    if len(labels) != document.metadata.articles:
        yield f"{len(labels)} 条, the catalog counts {document.metadata.articles}"
    for before, label in pairwise(labels):
        (main, branch), (last_main, last_branch) = _number(label), _number(before)
        if (main, branch) not in {(last_main + 1, 0), (last_main, last_branch + 1)}:
            yield f"{label} follows {before}"


def offsets(document: Document, chunks: Sequence[Chunk]) -> Iterator[str]:
    """A chunk's text stands at its offsets, inside the clause whose path it has."""
    nodes = {node.path: node for node in document.outline}
    for piece in chunks:
        node = nodes.get(piece.path)
        if document.text[piece.start : piece.end] != piece.text or not piece.text:
            yield f"{piece.path} is not the text at {piece.start}-{piece.end}"
        if node is None or piece.start < node.start or node.end < piece.end:
            yield f"{piece.path} at {piece.start}-{piece.end} does not lie in a clause of that path"


def no_chunk_across(document: Document, chunks: Sequence[Chunk]) -> Iterator[str]:
    """No chunk holds words of two 条."""
    starts = [node.start for node in document.outline if node.level == "条"]
    for piece in chunks:
        if bisect_left(starts, piece.end) > bisect_right(starts, piece.start):
            yield f"{piece.path} at {piece.start}-{piece.end} holds more than one 条"


def all_in_chunks(document: Document, chunks: Sequence[Chunk]) -> Iterator[str]:
    """What is no heading and not blank lies in exactly one chunk."""
    for before, piece in pairwise(chunks):
        if piece.start < before.end:
            yield f"{piece.path} at {piece.start} overlaps {before.path}"
    bounds = [0, *(bound for piece in chunks for bound in (piece.start, piece.end)), len(document.text)]
    gaps = [gap for gap in zip(bounds[::2], bounds[1::2], strict=True) if document.text[slice(*gap)].strip()]
    if gaps:
        yield from _not_headings(document, gaps)


class Originals:
    """The originals below a data folder, read and parsed again."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lists: dict[str, dict[str, str]] = {}

    def replay(self, document: Document) -> Iterator[str]:
        """The original is there, whole, and undoing the cleaning of the stored text gives what was parsed."""
        source = document.source
        try:
            text = self._text(document)
        except OSError as error:
            yield f"{source.name} ({source.sha256[:12]}) is not there: {error.strerror}"
        except IndexingError as error:
            yield f"{source.name} cannot be read again: {error}"
        else:
            if restore(document.text, document.edits) != text:
                yield f"{source.name}: undoing what cleaning did does not give the parsed file back"

    def _text(self, document: Document) -> str | None:
        """What the reader of its format makes of the original now."""
        source = document.source
        if source.format == articles.FORMAT:
            if source.sha256 not in self._lists:
                laws, _ = articles.read(content := self._content(source.sha256), max_bytes=len(content))
                self._lists[source.sha256] = {law.metadata.title: law.text for law in laws}
            return self._lists[source.sha256].get(document.metadata.title)
        content = self._content(source.sha256)
        return parse(source.name, content, max_bytes=len(content)).text

    def _content(self, digest: str) -> bytes:
        content = place(self._data, digest).read_bytes()
        if sha256(content).hexdigest() != digest:
            raise FileError(f"the original {digest[:12]} has been changed")
        return content


def derived(generation: Generation) -> Iterator[str]:
    """Lexical index, vectors and catalog have the same rows, and the registers cite what stands in the texts."""
    rows = len(generation.catalog.chunks())
    counts = {
        "the lexical index": len(generation.lexical),
        "the vectors": len(generation.vectors),
        "Chroma": generation.vectors.count(),
        "the manifest": generation.manifest.rows,
    }
    yield from (f"{name} has {count} rows, the catalog {rows}" for name, count in counts.items() if count != rows)
    yield from _misplaced(generation)


def _misplaced(generation: Generation) -> Iterator[str]:
    """Rows of the registers whose words do not stand where they say."""
    registers, catalog = generation.registers, generation.catalog
    for access in (EVERYONE, PUBLIC):
        rows: list[Duty | Contact] = [*registers.duties(access)[1], *registers.contacts(access)[1]]
        texts = {one.document_id: catalog.document(one.document_id, access).text for one in catalog.editions(access)}
        for row in rows:
            if texts.get(row.document_id, "")[row.start : row.end] != row.text:
                yield f"a register row of {row.document_id} {row.path} is not the text at {row.start}-{row.end}"


_RULES: Final[dict[str, Rule]] = {
    "text hash": text_hash,
    "outline coverage": coverage,
    "unique paths": unique_paths,
    "article numbers": article_numbers,
    "offsets": offsets,
    "one 条 per chunk": no_chunk_across,
    "chunk coverage": all_in_chunks,
}


def _families(document: Document) -> Iterator[tuple[Node, list[Node]]]:
    children: dict[int, list[Node]] = {}
    for node in document.outline:
        if node.parent is not None:
            children.setdefault(node.parent, []).append(node)
    yield from ((document.outline[parent], below) for parent, below in children.items())


def _inside(parent: Node, children: Sequence[Node]) -> Iterator[str]:
    reached = parent.start
    for child in children:
        if child.start < reached or child.end > parent.end or child.end < child.start:
            yield f"{child.path} at {child.start}-{child.end} does not fit into {parent.path}"
        reached = child.end


def _number(label: str) -> tuple[int, int]:
    """第二百一十九条之一 -> (219, 1)."""
    main, _, branch = label.removeprefix("第").partition("条")
    return to_int(main) or 0, to_int(branch.removeprefix("之")) or 0


def _not_headings(document: Document, gaps: Sequence[tuple[int, int]]) -> Iterator[str]:
    """The parts of spans outside all chunks that are more than the label and heading of a clause with others below."""
    below = {parent.path: children for parent, children in _families(document)}
    for node in document.outline:
        for first, last in own_spans(node, below.get(node.path, [])):
            for start, end in gaps:
                words = document.text[max(start, first) : min(end, last)] if start < last and first < end else ""
                if words.strip() and not (node.path in below and is_heading_only(words, node)):
                    yield f"{node.path}: {len(words.strip())} characters at {max(start, first)} are in no chunk"
