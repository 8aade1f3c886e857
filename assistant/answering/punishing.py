"""Which of the passages found punishes a conduct: one that only defines it is often found before that one.

Which clause punishes what another one defines is read from their references (违反本法第十四条第五款规定的).
"""

from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from assistant.answering import Task
from assistant.answering.evidence import context
from assistant.answering.sentences import article_of
from assistant.answering.signals import Signals
from assistant.answering.wants import asked_steps, held, strict
from assistant.facts import plain
from index.cross_references import CrossReference, References
from index.documents import Access, Document, Node
from index.retrieval import Passage

REORDERED = 12
"""Passages among which the clause that punishes may stand."""
_WORDS, _VALUES, _STEP, _DEFINED = 0.5, 0.3, 0.3, 0.3
"""What counts beside the score of the search over that of the best: the question's words in the clause and in those
that it refers to, the values asked for, that it punishes, and how well the search found what it punishes. On the
development questions 45 of 65 clauses are then among the first two, of 37 before; 0.5 to 1 for the words and 0.2 to 0.5
for the step do about as well.
"""
_READ = WeakKeyDictionary[References, dict[tuple[str, frozenset[Access]], list[CrossReference]]]()

Place = tuple[Document, Node]
"""A clause with the document in which it stands."""


def punishing_first(task: Task, passages: Sequence[Passage]) -> list[Passage]:
    """The passages of a question for a penalty with the clause that punishes before the one that only defines.

    A clause that punishes may say of the conduct no more than the number of another one, whose words count as its own.
    One that takes another step that is asked for (移送) stands back: that step is added behind.
    """
    steps = asked_steps(task.asked.text)
    if not passages or not steps or steps[0].name != "penalty" or passages[0].score <= 0:
        return list(passages)
    signals, (step, *others) = Signals(task, ()), steps
    found = {_article(one): one.score / passages[0].score for one in reversed(passages[:REORDERED])}

    def fit(passage: Passage) -> float:
        own = plain(passage.chunk.text)
        words = signals.worth("\n".join((context(passage), *_referred_to(task, passage))))
        values = held(strict(signals.wants), own)
        score = passage.score / passages[0].score
        steps_taken = step.held_by(own) - any(other.held_by(own) for other in others)
        defined = found.keys() & _articles_referred_to(task, passage) if steps_taken > 0 else ()
        told = max((found[article] for article in defined), default=0.0)
        return score + _WORDS * words + _VALUES * values + _STEP * steps_taken + _DEFINED * told

    return [*sorted(passages[:REORDERED], key=fit, reverse=True), *passages[REORDERED:]]


def _article(passage: Passage) -> tuple[str, str]:
    return passage.chunk.document_id, article_of(passage.chunk.path)


def _articles_referred_to(task: Task, passage: Passage) -> set[tuple[str, str]]:
    """The other articles that a passage refers to."""
    chunk = passage.chunk
    places = places_referred_to(task, chunk.document_id, chunk.start, chunk.end)
    return {(document.document_id, article_of(node.path)) for document, node in places} - {_article(passage)}


def _referred_to(task: Task, passage: Passage) -> Iterator[str]:
    """The clauses that a passage refers to, in plain spelling."""
    chunk = passage.chunk
    yield from map(text_of, places_referred_to(task, chunk.document_id, chunk.start, chunk.end))


def places_referred_to(task: Task, document_id: str, start: int, end: int) -> Iterator[Place]:
    """The clauses that a span refers to."""
    for reference in _references(task.shelf.generation.references, document_id, task.shelf.access):
        if start <= reference.start < end and reference.cited_id in task.shelf.by_id:
            document = task.shelf.document(reference.cited_id)
            yield from ((document, node) for node in document.outline if node.path in reference.cited_paths)


def _references(kept: References, document_id: str, access: frozenset[Access]) -> list[CrossReference]:
    """What a document refers to: read once, since a question for a penalty looks into many documents."""
    read = _READ.setdefault(kept, {})
    if (document_id, access) not in read:
        read[document_id, access] = kept.of_document(document_id, access)
    return read[document_id, access]


def text_of(place: Place) -> str:
    """A clause in plain spelling."""
    document, node = place
    return plain(document.text[node.start : node.end])
