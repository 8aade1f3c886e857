"""The answerer that needs no model: it chooses the documents' own sentences and arranges them by kind of question."""

from collections.abc import Iterator, Sequence

from assistant.answering import Task
from assistant.answering.articles import look_up, named_documents
from assistant.answering.clauses import by_clause
from assistant.answering.comparison import compare, compare_editions, compare_subjects, documents_compared
from assistant.answering.conduct import nothing_in_force, other_editions, span_noted
from assistant.answering.deadlines import deadlines
from assistant.answering.definitions import define
from assistant.answering.due import due
from assistant.answering.enumerated import enumerated, listed_first
from assistant.answering.evidence import Evidence
from assistant.answering.further import by_part, further
from assistant.answering.goals import goals
from assistant.answering.in_effect import in_effect
from assistant.answering.numbered import clauses_asked, missing, show
from assistant.answering.old_and_new import editions_set_side_by_side
from assistant.answering.overview import documents_asked, group, overview, points_asked
from assistant.answering.penalty import further_steps, of_penalty
from assistant.answering.pieces import cited_by, may_be_quoted
from assistant.answering.plans import not_issued
from assistant.answering.premises import judged, speaking_of_claims
from assistant.answering.time_limits import time_limit
from assistant.answering.wants import wants
from assistant.messages import Note, Segment, Text
from assistant.notices import notice
from assistant.standing import opening
from assistant.understanding import Understanding
from assistant.words import how_laws_meet
from index.references import locate
from index.retrieval import Passage


class Extractive:
    """Quotes and arranges."""

    name = "extractive"

    def answer(self, task: Task) -> Iterator[Text | Note]:
        """The pieces of the answer; only notices, or nothing, where the documents do not answer."""
        if told := in_effect(task):
            yield from told
            return
        pieces = nothing_in_force(task) or not_issued(task) or time_limit(task) or _chosen(task)
        pieces = [*pieces, *due(task, pieces)]
        yield from _opened(task, [*pieces, *other_editions(task, pieces)])
        yield from span_noted(task, pieces)


def _chosen(task: Task) -> list[Text]:
    """The pieces in the form that the question asks for: a clause, points of documents, a definition, a table."""
    if clauses := clauses_asked(task):
        return list(show(task, clauses))
    if gone := missing(task, by_path=True):
        return gone
    if task.asked.articles:
        return _by_article(task)
    for form in (_as_asked, goals, _defined, _side_by_side, _by_document, enumerated, _days_left):
        if (pieces := form(task)) is not None:
            return pieces
    main = of_penalty(task)
    pieces = _by_sentence(main, main.passages)
    pieces = [*pieces, *further_steps(task, pieces)]
    if pieces:
        return [*pieces, *further(task, pieces)]
    return list(by_part(task)) or deadlines(task) or listed_first(task) or missing(task)


def _days_left(task: Task) -> list[Text] | None:
    """The deadlines of a plan until which days are left: no clause is surer of them than the register."""
    asked = any(want.name == "left" for want in wants(task.asked.text))
    return (deadlines(task) or None) if asked else None


def _defined(task: Task) -> list[Text] | None:
    """A definition that is asked for, and what answers the other parts of the question."""
    pieces = define(task)
    return [*pieces, *further(task, pieces)] if pieces else pieces


def _as_asked(task: Task) -> list[Text] | None:
    """What a plan counts itself, or points of documents; None where the question asks for neither."""
    if listed := group(task):
        return listed
    if (points := points_asked(task)) and (documents := documents_asked(task, points)):
        return list(overview(task, points, documents))
    return None


def _side_by_side(task: Task) -> list[Text] | None:
    """Editions of a work, or subjects, that the question compares; None where none are found to compare."""
    if how_laws_meet(task.asked.text):
        return None
    if (editions := editions_set_side_by_side(task)) and (pieces := list(compare_editions(task, editions))):
        return pieces
    return list(compare_subjects(task)) or None


def _by_document(task: Task) -> list[Text] | None:
    """A table over the documents in question; None where it is about one, or any."""
    documents = documents_compared(task)
    return list(compare(task, documents)) if documents else None


def _by_article(task: Task) -> list[Text]:
    """A named clause: the sentences in it that answer, or the whole of it where it is asked for as such."""
    if not list(named_documents(task, task.asked.articles)):
        return [Text(0, "notice", notice("which_document", asked=task.asked.articles[0].text))]
    of_one = len({one.article.label for one in task.asked.articles if one.article}) == 1  # of several, each is shown
    if of_one and not _is_look_up(task.asked) and (inside := _by_sentence(task, _inside(task))):
        return inside
    clauses = list(look_up(task, task.asked.articles))
    return judged(task, clauses) if task.asked.kind == "truth" else clauses


def _is_look_up(asked: Understanding) -> bool:
    """Whether the clause itself is asked for: a 条 as such, or whatever is asked of a 款 or 项, which is short."""
    below = any(reference.article and reference.article.below_article for reference in asked.articles)
    return asked.kind == "article" or below


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
    """The clauses that answer; of a claim, the sentence that confirms or corrects it."""
    own = [passage for passage in passages if may_be_quoted(passage)]
    found = Evidence(task.asked, own, task.scope.required).candidates()
    sure = found[0].sentence.passage if found else None
    if task.asked.kind == "truth":
        return judged(task, by_clause(task, speaking_of_claims(task, passages), sure))
    return by_clause(task, passages, sure)


def _opened(task: Task, pieces: list[Text]) -> Iterator[Text]:
    """The pieces behind the notices that must be read first."""
    quoted_documents = [citation.document_id for citation in cited_by(task, pieces)]
    leads: list[Segment] = [*task.scope.openings, *opening(task.asked, task.shelf, quoted_documents, task.as_of)]
    shift = bool(leads and pieces)
    if shift:
        yield from (Text(0, "notice", lead) for lead in leads)
    for piece in pieces:
        yield Text(piece.block + shift, piece.kind, piece.segment, piece.table)
