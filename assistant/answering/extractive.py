"""The answerer that needs no model: it chooses the documents' own sentences and arranges them by kind of question."""

from collections.abc import Iterator, Sequence

from assistant.answering import Task
from assistant.answering.articles import look_up, named_documents
from assistant.answering.clauses import by_clause
from assistant.answering.comparison import compare, documents_compared
from assistant.answering.conduct import nothing_in_force, other_editions, span_noted
from assistant.answering.definitions import define
from assistant.answering.evidence import Candidate, Evidence
from assistant.answering.numbered import clauses_asked, show
from assistant.answering.overview import documents_asked, overview, points_asked
from assistant.answering.pieces import cited_by, enumeration, item_with_lead, may_be_quoted, quoted
from assistant.answering.plans import not_issued
from assistant.answering.sentences import Sentence, sentences
from assistant.facts import facts
from assistant.messages import Note, Segment, Text
from assistant.notices import notice
from assistant.standing import opening
from assistant.understanding import Kind
from index.references import locate
from index.retrieval import Passage

_ENOUGH = 200
"""Characters after which an answer stops adding sentences."""
_OTHERS = 2
"""Further documents that an answer quotes at most."""
_AS_GOOD = 0.95
"""Share of the best score from which a further sentence is added."""
_JUDGED = frozenset({"date", "duration", "amount", "number"})
"""Kinds of fact in a question that a clause of the same kind can correct."""
_SPREAD: frozenset[Kind] = frozenset({"duty"})
"""Kinds of question that a run of sentences answers, not one."""


class Extractive:
    """Quotes and arranges."""

    name = "extractive"

    def answer(self, task: Task) -> Iterator[Text | Note]:
        """The pieces of the answer; only notices, or nothing, where the documents do not answer."""
        pieces = nothing_in_force(task) or not_issued(task) or _chosen(task)
        yield from _opened(task, [*pieces, *other_editions(task, pieces)])
        yield from span_noted(task, pieces)


def _chosen(task: Task) -> list[Text]:
    """The pieces in the form that the question asks for: a clause, points of documents, a definition, a table."""
    if task.asked.articles:
        return _by_article(task)
    if clauses := clauses_asked(task):
        return list(show(task, clauses))
    if (points := points_asked(task)) and (documents := documents_asked(task, points)):
        return list(overview(task, points, documents))
    if (defined := define(task)) is not None:
        return defined
    if editions := documents_compared(task):
        return list(compare(task, editions))
    return _by_sentence(task, task.passages)


def _by_article(task: Task) -> list[Text]:
    """A named clause: the sentences in it that answer, or the whole of it where it is asked for as such."""
    if not list(named_documents(task, task.asked.articles)):
        return [Text(0, "notice", notice("which_document", asked=task.asked.articles[0].text))]
    inside = [] if task.asked.kind == "article" else _by_sentence(task, _inside(task))
    return inside or list(look_up(task, task.asked.articles))


def _inside(task: Task) -> list[Passage]:
    """The passages that lie in a clause that the question names."""
    spans = [
        (document.document_id, node.start, node.end)
        for reference, document in named_documents(task, task.asked.articles)
        if reference.article and (node := locate(reference.article, document.outline))
    ]
    return [
        passage
        for passage in task.passages
        if any(
            passage.chunk.document_id == name and start < passage.chunk.end and passage.chunk.start < end
            for name, start, end in spans
        )
    ]


def _by_sentence(task: Task, passages: Sequence[Passage]) -> list[Text]:
    """The best sentence, its enumeration where it leads one, and others that say as much."""
    own = [passage for passage in passages if may_be_quoted(passage)]
    candidates = Evidence(task.asked, own, task.scope.required).candidates()
    if not candidates:
        return by_clause(task, passages)
    best = candidates[0]
    if task.asked.kind == "truth":
        return [*_judged(task, best), quoted(task, 1, best.sentence)]
    if best.sentence.leads and (listed := enumeration(task, best.sentence, 0)):
        return listed
    return _with_others(task, candidates)


def _with_others(task: Task, candidates: list[Candidate]) -> list[Text]:
    """The best sentence and, while there is room, those from other documents that are about as good."""
    best = candidates[0]
    pieces = item_with_lead(task, best.sentence) or [quoted(task, 0, s) for s in _with_context(task, best)]
    room = _ENOUGH - sum(len(piece.segment.text) for piece in pieces if piece.segment)
    seen = {best.sentence.document_id}
    for other in _as_good(candidates):
        sentence = other.sentence
        if sentence.document_id not in seen and len(sentence.text) <= room and len(seen) <= _OTHERS:
            pieces.append(quoted(task, pieces[-1].block + 1, sentence))
            seen.add(sentence.document_id)
            room -= len(sentence.text)
    return pieces


def _as_good(candidates: list[Candidate]) -> list[Candidate]:
    best = candidates[0]
    return [c for c in candidates[1:] if c.score >= _AS_GOOD * best.score and c.in_sentence >= best.in_sentence - 0.1]


def _with_context(task: Task, best: Candidate) -> list[Sentence]:
    """For what must be done, the sentences behind the best one too: a plan spreads it over several."""
    chosen, room = [best.sentence], _ENOUGH - len(best.sentence.text)
    if task.asked.kind not in _SPREAD:
        return chosen
    for sentence in sentences(best.sentence.passage):
        if sentence.start > best.sentence.start and len(sentence.text) <= room:
            chosen.append(sentence)
            room -= len(sentence.text)
    return chosen


def _judged(task: Task, best: Candidate) -> Iterator[Text]:
    """Whether what the question claims stands in the clause that speaks of it."""
    there = facts(best.sentence.text)
    for claim in task.asked.claims:
        if claim.kind in _JUDGED and claim.kind in {fact.kind for fact in there}:
            name = "asked_value_present" if claim in there else "asked_value_absent"
            yield Text(0, "notice", notice(name, asked=claim.value))


def _opened(task: Task, pieces: list[Text]) -> Iterator[Text]:
    """The pieces behind the notices that must be read first."""
    quoted_documents = [citation.document_id for citation in cited_by(task, pieces)]
    leads: list[Segment] = [*task.scope.openings, *opening(task.asked, task.shelf, quoted_documents, task.as_of)]
    shift = bool(leads and pieces)
    if shift:
        yield from (Text(0, "notice", lead) for lead in leads)
    for piece in pieces:
        yield Text(piece.block + shift, piece.kind, piece.segment, piece.table)
