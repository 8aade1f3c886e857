"""The steps of a penalty: the clause that defines a conduct, the one that punishes it, discretion, transfer to police.

Only the steps that the question asks for and that the answer does not hold yet are added, each cited; a step that no
loaded clause takes is named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from assistant.answering import Task
from assistant.answering.counterparts import Clause, clauses_cited
from assistant.answering.pieces import cited_by, in_a_row, may_be_quoted, next_block, whole_clause
from assistant.answering.punishing import REORDERED, Place, places_referred_to, punishing_first, text_of
from assistant.answering.sentences import article_of
from assistant.answering.signals import Signals
from assistant.answering.wants import Step, asked_steps, penalty_step, strict, wants
from assistant.facts import plain
from assistant.messages import Citation, Text
from assistant.notices import notice
from assistant.parts import asks
from assistant.searching import passages_for
from assistant.words import load_words
from index.documents import NO_FILTERS, Document, Node
from index.editions import counts_on

_LOOKED_AT = 10
_SHORT = 260
"""Characters up to which a clause that defines is shown."""
_AS_NEAR = 0.5
"""Share of the best passage's score from which one that punishes is taken for a conduct that is only told."""
_STEPS = 2
"""Steps from which on a question asks for several."""
_MISSING = {"penalty": "no_penalty", "discretion": "no_discretion", "transfer": "no_transfer"}
_PARTS = frozenset({"款", "条"})


def further_steps(task: Task, answered: Sequence[Text]) -> Iterator[Text]:
    """The steps asked for that the answer lacks, in their order, behind it."""
    cited = cited_by(task, answered)
    if not cited or task.shelf.by_id[cited[0].document_id].metadata.region:
        return
    clauses = clauses_cited(task, answered)
    told = _of_conduct_told(task, cited, clauses)
    runs = (_added(task, step, cited, clauses) for step in asked_steps(task.asked.text))
    yield from in_a_row(chain([whole_clause(task, *told, 0)] if told else [], runs), next_block(answered))


def _added(task: Task, step: Step, cited: Sequence[Citation], clauses: Sequence[Clause]) -> Iterator[Text]:
    """The clause to add for a step; where none takes it, quoted already or not, that there is none."""
    have = _quoted(_of_first(cited) if step.name == "penalty" else cited)
    held_anywhere = step.held_by(_quoted(cited))
    if found := _beside(task, step, cited, clauses, have=have, missing=not held_anywhere):
        yield from whole_clause(task, *found, 0)
    elif not held_anywhere:
        yield from _told(task, step, clauses)


def _of_conduct_told(task: Task, cited: Sequence[Citation], clauses: Sequence[Clause]) -> Place | None:
    """The clause that punishes, where a breach is told, nothing asked, and a rule is quoted: what follows is meant."""
    asked, have, step = task.asked, _quoted(cited), penalty_step()
    if asks(asked.text) or asked.kinds != ("what",) or not asked.negated or not load_words().obliging.search(have):
        return None
    if step.held_by(have):
        return None
    return _punishing(task, step, cited[0], clauses) or _near_by(task, step, cited[0])


def _near_by(task: Task, step: Step, first: Citation) -> Place | None:
    """The first passage that punishes of those found about as near as the best one, in the document of a citation."""
    least = _AS_NEAR * max((one.score for one in task.passages), default=0.0)
    for passage in task.passages:
        chunk = passage.chunk
        if chunk.document_id == first.document_id and passage.score >= least and step.held_by(plain(chunk.text)):
            document = task.shelf.document(chunk.document_id)
            return (document, node) if (node := _holding(document, chunk.start, chunk.end)) else None
    return None


def _beside(
    task: Task, step: Step, cited: Sequence[Citation], clauses: Sequence[Clause], *, have: str, missing: bool
) -> Place | None:
    """The clause to add for a step: the one that takes it, or for a clause that punishes, the one that defines."""
    if step.name != "penalty":
        return None if step.held_by(have) else _searched(task, step, clauses)
    if step.held_by(have):
        return _defining(task, cited, have)
    return _punishing(task, step, cited[0], clauses) or (_among_found(task, step) if missing else None)


def _defining(task: Task, cited: Sequence[Citation], have: str) -> Place | None:
    """The clause that the first one refers to as broken, where it says as much of the question as that one."""
    first, signals = cited[0], Signals(task, ())
    shown = {(one.document_id, one.clause_path) for one in cited}
    places = places_referred_to(task, first.document_id, first.start_char_index, first.end_char_index)
    others = [one for one in places if (one[0].document_id, one[1].path) not in shown and _is_short(one[1])]
    best = max(others, key=lambda place: signals.worth(text_of(place)), default=None)
    return best if best and signals.worth(text_of(best)) >= signals.worth(have) else None


def _is_short(node: Node) -> bool:
    return node.end - node.start <= _SHORT


def _among_found(task: Task, step: Step) -> Place | None:
    """The best clause found that punishes, with the amount where one is asked for."""
    demanded = strict(wants(task.asked.content))
    for passage in punishing_first(task, [one for one in task.passages if may_be_quoted(one)])[:REORDERED]:
        document, text = task.shelf.document(passage.chunk.document_id), plain(passage.chunk.text)
        node = _holding(document, passage.chunk.start, passage.chunk.end)
        if node and step.held_by(text) and all(want.held_by(text) for want in demanded):
            return document, node
    return None


def of_penalty(task: Task) -> Task:
    """The task without the parts that ask for further steps, which would be searched for instead of the conduct."""
    steps = asked_steps(task.asked.text)
    if len(steps) < _STEPS or steps[0].name != "penalty":
        return task
    own = [part for part in task.asked.parts if [step.name for step in asked_steps(part)] == ["penalty"]]
    if len(own) != 1:
        return task
    narrow = task.narrowed(own[0])
    return replace(narrow, passages=passages_for(narrow.asked, task.scope, task.shelf))


def _of_first(cited: Sequence[Citation]) -> list[Citation]:
    """The citations of the first article cited: it defines the conduct, or punishes it already."""
    first = (cited[0].document_id, article_of(cited[0].clause_path))
    return [one for one in cited if (one.document_id, article_of(one.clause_path)) == first]


def _punishing(task: Task, step: Step, first: Citation, clauses: Sequence[Clause]) -> Place | None:
    """Of the clauses that refer to the first one quoted and punish, the one that speaks most of the question."""
    signals = Signals(task, ())
    shown = {(clause.document_id, clause.path) for clause in clauses}
    places = [place for place in _citing(task, first) if step.held_by(text_of(place))]
    others = [(document, node) for document, node in places if (document.document_id, node.path) not in shown]
    wanted = [place for place in others if all(want.held_by(text_of(place)) for want in strict(signals.wants))]
    own = [place for place in wanted if place[0].document_id == first.document_id]
    return max(own or wanted, key=lambda place: signals.worth(text_of(place)), default=None)


def _citing(task: Task, clause: Citation) -> Iterator[Place]:
    """The smallest 款 or 条, of documents of the day, that refer to a clause or to its article."""
    article = article_of(clause.clause_path)
    for reference in task.shelf.generation.references.citing(clause.document_id, task.shelf.access):
        edition = task.shelf.by_id.get(reference.document_id)
        meant = any(article_of(path) == article for path in reference.cited_paths)
        if meant and edition and counts_on(edition, task.scope.day):
            document = task.shelf.document(reference.document_id)
            if node := _holding(document, reference.start, reference.end):
                yield document, node


def _holding(document: Document, start: int, end: int) -> Node | None:
    """The smallest 款 or 条 that holds a span."""
    holding = (node for node in document.outline if node.level in _PARTS and node.start <= start and end <= node.end)
    return min(holding, key=lambda node: node.end - node.start, default=None)


def _searched(task: Task, step: Step, clauses: Sequence[Clause]) -> Place | None:
    """The best clause that takes a step, searched for in its own words."""
    shown = {(clause.document_id, clause.path) for clause in clauses}
    found = task.shelf.search(f"{task.asked.content} {step.search}", task.scope.day, NO_FILTERS, _LOOKED_AT)
    for passage in found:
        document = task.shelf.document(passage.chunk.document_id)
        node = _holding(document, passage.chunk.start, passage.chunk.end)
        law = may_be_quoted(passage) and passage.edition.metadata.region is None
        if law and node and step.held_by(text_of((document, node))) and (document.document_id, node.path) not in shown:
            return document, node
    return None


def _told(task: Task, step: Step, clauses: Sequence[Clause]) -> Iterator[Text]:
    """That no loaded clause takes a step."""
    for clause in clauses[:1]:
        title = task.shelf.title(clause.document_id)
        yield Text(0, "notice", notice(_MISSING[step.name], title=title, clause=clause.printed))


def _quoted(cited: Sequence[Citation]) -> str:
    """What is quoted, in plain spelling."""
    return plain("\n".join(one.cited_text for one in cited))
