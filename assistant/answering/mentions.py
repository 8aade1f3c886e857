"""Which of several documents write of something (哪几份写了青瓷, 几份方案单列一条), and what the others say instead."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import Task
from assistant.answering.cells import WHOLE, answering, best_found, mentioning
from assistant.answering.headings import heading_span
from assistant.answering.inside import clauses_of
from assistant.answering.plans import asked_over_all
from assistant.answering.sentences import Span
from assistant.answering.sides import side
from assistant.answering.signals import Found, Signals
from assistant.facts import plain
from assistant.understanding import narrowed
from assistant.words import load_words
from index.documents import Edition

_SPEAKS = 0.3
"""Share of the question's words that the best clause of all documents must hold, where no sentence is sure."""
_AS_MUCH = 0.6
"""Share of that clause's from which another document speaks of it too."""
_IN_HEADING = 0.5
"""Share of the question's words that the heading of such a clause holds."""
_TWO = 2


def mentions(task: Task, editions: Sequence[Edition]) -> dict[str, list[Span]]:
    """What of each document speaks of the question, or answers what is asked of those that do not."""
    others = _of_the_others(task)
    first = _first_part(task) if others or asked_over_all(task) else task
    found = _headed(first, editions) if load_words().own_clause.search(task.asked.text) else {}
    if not any(found.values()):
        found = {one.document_id: _mentioned(first, one, editions) for one in editions}
    if not any(found.values()):
        found = _speaking_most(first, editions)
    return {name: spans or _of_the_silent(first, others, name) for name, spans in found.items()}


def _mentioned(task: Task, edition: Edition, editions: Sequence[Edition]) -> list[Span]:
    """The sentence of a document that speaks of what is asked of it."""
    return mentioning(replace(task, asked=side(task, edition, editions)), edition)


def _of_the_silent(first: Task, others: Task | None, document_id: str) -> list[Span]:
    """Of a document that does not surely speak of it: what it mentions where it is named, else what is asked of it."""
    edition = first.shelf.by_id[document_id]
    if document_id in first.scope.document_ids:
        return mentioning(first, edition)
    return answering(others, edition) if others else []


def _first_part(task: Task) -> Task:
    """The first part of a question over all plans, without words that only ask which of them write of it."""
    text = load_words().of_writing.sub("　", task.asked.parts[0] if task.asked.parts else task.asked.text)
    asked = narrowed(task.asked, text, task.shelf)
    return replace(task, asked=asked) if asked.terms else task


def _of_the_others(task: Task) -> Task | None:
    """What is asked of the plans that do not write of the first part (别家怎么说); None where nothing is."""
    parts = task.asked.parts
    if len(parts) != _TWO or not load_words().other_documents.match(parts[1]):
        return None
    asked = narrowed(task.asked, load_words().other_documents.sub("　", parts[1]), task.shelf)
    return replace(task, asked=asked) if asked.terms else None


def _headed(task: Task, editions: Sequence[Edition]) -> dict[str, list[Span]]:
    """The clause of each document whose heading holds most of the question: it is written of by itself there."""
    return {edition.document_id: _of_heading(task, edition.document_id) for edition in editions}


def _of_heading(task: Task, document_id: str) -> list[Span]:
    """Of one document; the heading alone where the clause is long."""
    own, document = clauses_of(task, document_id), task.shelf.document(document_id)
    if not own:
        return []
    signals, headed = Signals(task, own), [node for node in document.outline if node.heading]
    shares = {node.path: signals.share(plain(node.heading)) for node in headed}
    best = max(headed, key=lambda node: shares[node.path], default=None)
    if best is None or shares[best.path] < _IN_HEADING:
        return []
    return [(best.start, best.end if best.end - best.start <= WHOLE else heading_span(document, best)[1])]


def _speaking_most(task: Task, editions: Sequence[Edition]) -> dict[str, list[Span]]:
    """Where no sentence surely speaks of it, the best clauses of the documents that speak of it about as much."""
    best: dict[str, Found] = {}
    for edition in editions:
        if own := clauses_of(task, edition.document_id):
            best[edition.document_id] = best_found(Signals(task, own))
    most = max((one.words for one in best.values()), default=0.0)
    kept = {name: one for name, one in best.items() if most >= _SPEAKS and one.words >= _AS_MUCH * most}
    return {one.document_id: _shown(kept.get(one.document_id)) for one in editions}


def _shown(found: Found | None) -> list[Span]:
    return [(found.passage.chunk.start, found.passage.chunk.end)] if found else []
