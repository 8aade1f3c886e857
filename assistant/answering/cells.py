"""What one of several documents says of a question: the cell of its row in a comparison."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import Task
from assistant.answering.clauses import speaking_of
from assistant.answering.evidence import Candidate, Evidence, value_kind
from assistant.answering.inside import clauses_of
from assistant.answering.one_matter import gathered
from assistant.answering.sentences import Span
from assistant.answering.sides import side
from assistant.answering.signals import Found, Signals
from assistant.understanding import Kind
from index.documents import Edition
from index.retrieval import Passage

_VALUED: frozenset[Kind] = frozenset({"when", "who", "count", "amount", "contact"})
"""Kinds of question that one sentence answers where it surely speaks of it."""
_ALL = 0.99
"""Share of the question's content in a sentence from which the rest of its clause need not be shown."""
_SPOKEN_OF = 0.02
"""Share of the question's words, or pairs of signs, below which a document does not speak of it."""
_SURELY = 0.5
"""The same for a clause that is added for a further part of the question."""
_SURELY_FOUND = 0.93
"""Score of the search from which a clause that is far before the next may hold none of the question's words."""
_FAR_BEHIND = 0.7
"""Share of its score that the next one has at most then."""
_AS_NEAR = 0.9
"""Share of the best clause's score and words from which one that holds the values asked for is taken before it."""
WHOLE = 420
"""Characters up to which a cell shows a clause whole."""
_MENTIONED = 0.75
"""Share of the question's content that a sentence must hold for its document to count as speaking of it."""


def cells(task: Task, editions: Sequence[Edition]) -> dict[str, list[Span]]:
    """What of each document answers what is asked of it, and surely answers further parts; empty: it is silent."""
    asked = {one.document_id: replace(task, asked=side(task, one, editions)) for one in editions}
    found = gathered({name: clauses_of(own, name) for name, own in asked.items()}, task.shelf)
    return {one.document_id: _cell(asked[one.document_id], one, found[one.document_id]) for one in editions}


def _cell(task: Task, edition: Edition, own: Sequence[Passage]) -> list[Span]:
    spans = _told(task, own, _SPOKEN_OF)
    for part in task.asked.parts[1:] if spans else ():
        narrow = task.narrowed(part)
        if len(narrow.asked.terms) > 1:
            spans = [*spans, *answering(narrow, edition, least=_SURELY)]
    return _apart(spans)


def answering(task: Task, edition: Edition, *, least: float = _SPOKEN_OF) -> list[Span]:
    """The sentence of a document that answers best, or what its best clause says of it; empty where it is silent."""
    return _told(task, clauses_of(task, edition.document_id), least)


def _told(task: Task, own: Sequence[Passage], least: float) -> list[Span]:
    sure = _sure(task, own)
    if sure and (value_kind(task.asked) in _VALUED or sure.in_sentence >= _ALL):
        return [(sure.sentence.start, sure.sentence.end)]
    return _best_clause(task, own, least) if own else []


def mentioning(task: Task, edition: Edition) -> list[Span]:
    """The sentence of a document that surely speaks of the question; empty where none does."""
    sure = _sure(task, clauses_of(task, edition.document_id))
    return [(sure.sentence.start, sure.sentence.end)] if sure else []


def _sure(task: Task, own: Sequence[Passage]) -> Candidate | None:
    """The best of the sentences that hold most of the question's content."""
    found = Evidence(task.asked, own).candidates() if own else []
    return next((one for one in found if one.in_sentence >= _MENTIONED), None)


def _best_clause(task: Task, own: Sequence[Passage], least: float) -> list[Span]:
    """What of a document's best clause speaks of the question; empty where the document does not speak of it."""
    signals = Signals(task, own)
    best = best_found(signals)
    if best.words < least and best.pairs < least and not _stands_out(own):
        return []
    chunk = best.passage.chunk
    return [(chunk.start, chunk.end)] if len(chunk.text) <= WHOLE else speaking_of(signals, best)


def _stands_out(own: Sequence[Passage]) -> bool:
    """Whether the search of a document is sure of one clause, though it holds none of the question's words."""
    scores = [*(one.score for one in own[:2]), 0.0]
    return scores[0] >= _SURELY_FOUND and scores[1] <= _FAR_BEHIND * scores[0]


def best_found(signals: Signals) -> Found:
    """The clause that the search prefers, unless one about as near, and of about as many words, holds all values."""
    first = signals.found[0]
    holding = (one for one in signals.near(_AS_NEAR) if one.strict == 1)
    return next((one for one in holding if one.words >= _AS_NEAR * first.words), first)


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, none inside another one."""
    distinct = sorted(set(spans), key=lambda span: (span[0], -span[1]))
    return [one for n, one in enumerate(distinct) if all(end < one[1] for _, end in distinct[:n])]
