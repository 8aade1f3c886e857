"""The clauses that a chat model writes from: those that the extractive answer cites, then the others found."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering import Task
from assistant.answering.pieces import cited_by, may_be_quoted
from assistant.chat.budget import fitting
from assistant.messages import Citation, Text
from index.documents import Edition

_MOST = 14
"""More clauses distract small models more than they help."""
_MOST_CITED = 40


@dataclass(frozen=True, slots=True)
class Source:
    """A whole clause with its document; `line` is what the model reads of it, with its number in the prompt."""

    citation: Citation
    edition: Edition
    line: str


def sources(task: Task, pieces: Sequence[Text], room: int) -> tuple[Source, ...]:
    """The clauses for a prompt that has room for so many tokens, the most useful first, each whole."""
    spans = list(dict.fromkeys((*_cited(task, pieces), *_found(task))))
    most = max(_MOST, min(len(list(dict.fromkeys(_cited(task, pieces)))), _MOST_CITED))
    made = [_source(task, number, span) for number, span in enumerate(_outermost(spans)[:most], 1)]
    return tuple(made[: fitting((source.line for source in made), room)])


def _cited(task: Task, pieces: Sequence[Text]) -> Iterator[tuple[str, int, int]]:
    """What the extractive answer cites, each span widened to the clause that was found around it."""
    chunks = [passage.chunk for passage in task.passages]
    for one in cited_by(task, pieces):
        start, end = one.start_char_index, one.end_char_index
        around = (c for c in chunks if c.document_id == one.document_id and c.start <= start and end <= c.end)
        clause = next(around, None)
        yield (one.document_id, clause.start, clause.end) if clause else (one.document_id, start, end)


def _found(task: Task) -> Iterator[tuple[str, int, int]]:
    for passage in task.passages:
        if may_be_quoted(passage) and all(word in passage.chunk.text for word in task.scope.required):
            yield passage.chunk.document_id, passage.chunk.start, passage.chunk.end


def _outermost(spans: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The spans without those that lie inside an earlier one."""
    kept: list[tuple[str, int, int]] = []
    for name, start, end in spans:
        if not any(other == name and first <= start and end <= last for other, first, last in kept):
            kept.append((name, start, end))
    return kept


def _source(task: Task, number: int, span: tuple[str, int, int]) -> Source:
    document_id, start, end = span
    text = task.shelf.document(document_id).text[start:end]
    start, end = start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
    citation, edition = task.citations.cite(document_id, start, end), task.shelf.by_id[document_id]
    return Source(citation, edition, json.dumps(_told(number, citation), ensure_ascii=False))


def _told(number: int, citation: Citation) -> dict[str, object]:
    """A clause as data on one line: nothing within it can pass for the end of the data."""
    known = {
        "n": number,
        "title": citation.document_title,
        "number": citation.document_number,
        "clause": citation.clause_path,
        "state": citation.state,
        "from": _written(citation.effective_from),
        "to": _written(citation.effective_to),
        "text": citation.cited_text,
    }
    return {name: value for name, value in known.items() if value}


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
