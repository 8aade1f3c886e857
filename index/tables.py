"""What the command line shows, as rich tables and trees: made from values, printed by `__main__`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Final

from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from index.bridges import Expanded
from index.checking import Violation
from index.cross_references import CrossReference
from index.documents import Document, Edit, Edition, Outline
from index.editions import state
from index.intake import Taken, file_name
from index.retrieval import Passage

_CONTEXT: Final = 12
"""Characters shown on each side of what cleaning removed or joined."""
_EXCERPT: Final = 60


def added(taken: Sequence[Taken]) -> Table:
    """What became of each file; the laws of one list share a row."""
    table = _table("file", "kind", "title", "clauses", "cleaned", "result", "warnings")
    for path, group in groupby((item for item in taken if item.outcome), key=lambda item: item.path):
        table.add_row(*_added(path, list(group)))
    return table


def documents(editions: Iterable[Edition], day: date) -> Table:
    """The list of documents, with the state of each on a day."""
    table = _table("id", "title", "number", "kind", "state", "clauses", "text", "access")
    for edition in editions:
        metadata = edition.metadata
        table.add_row(
            _whole(edition.document_id),
            Text(metadata.title),
            Text(metadata.number or ""),
            Text(metadata.kind or ""),
            _whole(state(edition, day)),
            str(edition.clauses),
            edition.text_kind,
            edition.access,
        )
    return table


def facts(edition: Edition, day: date) -> Table:
    """All that is known of a document beside its text."""
    metadata = edition.metadata
    table = Table(box=None, show_header=False, pad_edge=False)
    rows = {
        "id": edition.document_id,
        "title": metadata.title,
        "also known as": "、".join(filter(None, (metadata.short_title, *metadata.aliases))),
        "number": metadata.number,
        "issuer": metadata.issuer,
        "region": metadata.region and metadata.region.name,
        "year": metadata.year,
        "kind": metadata.kind,
        "promulgated": metadata.promulgated,
        "effective": metadata.effective_from,
        "until": edition.effective_to,
        "replaced by": edition.replaced_by,
        "state": f"{state(edition, day)} ({day})",
        "text": f"{edition.text_kind}, {edition.access}, {edition.clauses} clauses, {edition.characters} characters",
        "version": edition.version_id,
        "note": metadata.note,
    }
    for name, value in rows.items():
        if value:
            table.add_row(name, Text(str(value)))
    for source in edition.sources:
        table.add_row("source", Text(f"{source.name} ({source.format}, {source.size} bytes, {source.sha256[:12]})"))
    for warning in edition.warnings:
        table.add_row("warning", Text(warning))
    return table


def outline_tree(document: Document) -> Tree:
    """The outline with the first words of each clause."""
    root = Tree(Text(document.metadata.title))
    branches: list[Tree] = []
    for node in document.outline:
        above = root if node.parent is None else branches[node.parent]
        words = node.heading or document.text[node.start : node.end].strip()
        branches.append(above.add(Text.assemble((node.path, "bold"), "  ", _one_line(words))))
    return root


def noise(document: Document) -> Table:
    """Every change that cleaning made to one file, with the words around it."""
    table = _table("kind", "clause", "before", "removed", "put instead", "after")
    for edit in document.edits:
        before = document.text[max(0, edit.offset - _CONTEXT) : edit.offset]
        end = edit.offset + len(edit.replacement)
        after = document.text[end : end + _CONTEXT]
        cells = (edit.kind, _clause(document.outline, edit), before, edit.original, edit.replacement, after)
        table.add_row(*(Text(_one_line(cell)) for cell in cells))
    return table


def references(cited: Iterable[CrossReference], editions: Mapping[str, Edition], day: date) -> Table:
    """What a document cites, as written and as resolved; what stands alike in one clause is told once.

    本法 alone, a document's word for itself, is left out: `--json` has it.
    """
    table = _table("clause", "as written", "resolves to")
    shown = [one for one in cited if one.cited_paths or one.reason or one.cited_id != one.document_id]
    rows = Counter((one.path, one.text, _resolved(one, editions, day)) for one in shown)
    for (path, text, found), count in rows.items():
        table.add_row(Text(path), Text(f"{text} ×{count}" if count > 1 else text), Text(found))
    return table


def _resolved(one: CrossReference, editions: Mapping[str, Edition], day: date) -> str:
    """Where a reference leads, with what one must know before following it."""
    notes = [one.reason.replace("_", " ")] if one.reason else []
    if one.approximate:
        notes.append("written otherwise")
    if one.fit == "later":
        notes.append("a later edition than the one it was written for: numbers may differ")
    own = one.cited_id == one.document_id
    cited = None if own else editions.get(one.cited_id or "")
    if cited and cited.effective_to and cited.effective_to < day:
        follows = f", followed by {cited.replaced_by}" if cited.replaced_by else ""
        notes.append(f"{state(cited, day)} since {cited.effective_to + timedelta(days=1)}{follows}")
    found = " ".join((*([one.cited_id] if one.cited_id and not own else []), *_range(one.cited_paths)))
    return f"{found} ({'; '.join(notes)})".strip() if notes else found


def _range(paths: Sequence[str]) -> Sequence[str]:
    """A range by its ends."""
    return paths if len(paths) < 3 else (f"{paths[0]} … {paths[-1]}",)


def violations(found: Iterable[Violation]) -> Table:
    """What `check` found."""
    table = _table("document", "rule", "detail")
    for violation in found:
        table.add_row(_whole(violation.document_id or "(index)"), violation.rule, Text(violation.detail))
    return table


def passages(found: Iterable[Passage], day: date) -> Table:
    """What `search` found, best first."""
    table = _table("rank", "score", "document", "clause", "state", "text")
    for passage in found:
        table.add_row(
            str(passage.rank),
            f"{passage.score:.3f}",
            Text(passage.edition.metadata.short_title or passage.edition.metadata.title),
            Text(passage.chunk.path),
            _whole(state(passage.edition, day)),
            Text(_one_line(passage.chunk.text)),
        )
    return table


def asked(expanded: Expanded, reranker: str) -> Text:
    """What is searched for a question: the question as it is read, what bridges added and why, what orders the rest."""
    lines = [f"searched: {expanded.text}"]
    lines += [f"added: {' '.join(one.means)} (for {one.said}: {one.why})" for one in expanded.reasons]
    return Text("\n".join([*lines, f"ordered by: {reranker}", ""]))


def explained(found: Iterable[Passage]) -> Table:
    """What found each passage, and what each part gave to its score, the largest first."""
    table = _table("rank", "score", "found by", "document", "clause", "what gave the score")
    for passage in found:
        parts = sorted(passage.parts.items(), key=lambda part: -abs(part[1]))
        table.add_row(
            str(passage.rank),
            f"{passage.score:.3f}",
            _SAID.get(passage.retriever, passage.retriever),
            Text(passage.edition.metadata.short_title or passage.edition.metadata.title),
            Text(passage.chunk.path),
            ", ".join(f"{_SAID.get(name, name)} {value:+.3f}" for name, value in parts if abs(value) >= _LITTLE),
        )
    return table


_LITTLE: Final = 0.0005
"""A part that rounds to nothing is not told."""
_SAID: Final = {
    "lexical": "shared characters",
    "dense": "near in meaning",
    "fused": "the search's own order",
    "text": "the question's words in the clause",
    "headings": "its words in headings and title",
    "caption": "its words in the caption",
    "kind": "says what is asked for",
    "document": "its document",
    "place": "where it stands in it",
    "links": "clauses that point to it",
    "base": "any candidate",
    "named": "its document is named",
    "quoted": "it holds the question's own words",
    "reference": "the clause is named",
    "reranker": "the re-ranker",
    "cross-encoder": "the cross-encoder",
}
"""What the parts of a score are called."""


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _added(path: Path, items: Sequence[Taken]) -> Iterator[Text]:
    first = items[0]
    many = len(items) > 1
    removed, joined = sum(item.removed for item in items), sum(item.joined for item in items)
    outcomes = dict.fromkeys(item.outcome or "" for item in items)
    yield from map(
        Text,
        (
            file_name(path),
            first.kind,
            f"{len(items)} documents" if many else first.title,
            str(sum(item.clauses for item in items)),
            f"{removed} removed, {joined} joined",
            ", ".join(outcomes),
            "; ".join(warning for item in items for warning in item.warnings),
        ),
    )


def _clause(outline: Outline, edit: Edit) -> str:
    """The deepest clause at an edit."""
    around = [node.path for node in outline if node.start <= edit.offset < node.end]
    return around[-1] if around else ""


def _one_line(words: str) -> str:
    line = words.replace("\r", "").replace("\n", "⏎")
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]}…"


def _whole(words: str) -> Text:
    return Text(words, no_wrap=True)
