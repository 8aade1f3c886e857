"""The law of the day: what was in force at a past conduct, what is now, and which of the two applies."""

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answering import Task
from assistant.answering.counterparts import Clause, clauses_cited, counterparts, differ, told
from assistant.answering.pieces import cited_by, quote, whole_clause
from assistant.answering.sentences import article_of, clause_at
from assistant.messages import Note, Segment, Text
from assistant.notices import notice, written
from assistant.scope import editions_meant
from assistant.words import load_words
from index.correspondence import Counterpart
from index.documents import Edition
from index.editions import published_by
from index.references import locate

_COURTS = "司法解释"
"""A kind to which the rule on penalties does not speak: what repeals it says how the two fit together."""


def nothing_in_force(task: Task) -> list[Text]:
    """That nothing of what the question names was in force on the day, where that is so; else nothing."""
    asked = task.asked
    meant = (editions_meant(reference, asked, task.shelf, task.scope.day) for reference in asked.references)
    named = [tuple(task.shelf.by_id[name] for name in ids) for ids in meant if ids]
    if not named or not all(_too_early(task, editions) for editions in named) or _another_in_force(task):
        return []
    return [Text(0, "notice", segment) for segment in dict.fromkeys(_earliest(task, one) for one in named)]


def other_editions(task: Task, pieces: Sequence[Text]) -> list[Text]:
    """What stands behind an answer of the day: for a past conduct the clause in force since, else where it stands."""
    clauses = clauses_cited(task, pieces)
    if not clauses:
        return []
    since = _since_conduct(task, clauses[0], pieces[-1].block + 1)
    shown = {name for piece in since for name in _documents(task, piece)}
    block = (since or pieces)[-1].block + 1
    return [*since, *(Text(block, "notice", segment) for segment in _pointed_out(task, clauses, shown))]


def span_noted(task: Task, pieces: Sequence[Text]) -> Iterator[Note]:
    """That a month or a year is taken as a span of days, where the answer rests on one."""
    first, last = task.asked.conduct_date, task.asked.conduct_end
    if first and last and first < last and task.scope.day == first and cited_by(task, pieces):
        yield Note("conduct_span", f"按{written(first)}至{written(last)}之间的行为理解。")


def _another_in_force(task: Task) -> bool:
    """Whether a year in the question has led from a title to the edition of that year, and it was in force."""
    return any(_start(task.shelf.by_id[name]) <= task.scope.day for name in task.scope.document_ids)


def _too_early(task: Task, editions: Sequence[Edition]) -> bool:
    """Whether none of the editions had taken effect, nor is one of them named that was published already."""
    starts = [edition.metadata.effective_from for edition in editions]
    if any(start is None or start <= task.scope.day for start in starts):
        return False
    return len(editions) > 1 or not _announced(task, editions[0])


def _announced(task: Task, edition: Edition) -> bool:
    """Whether a text may be shown before it takes effect: published, and asked for as such, not for a conduct."""
    # Named among several editions, it is this very text that is wanted.
    chosen = sum(other.work_id == edition.work_id for other in task.shelf.editions) > 1
    as_such = chosen or (not task.scope.conduct and edition.metadata.promulgated is not None)
    return as_such and published_by(edition, task.as_of)


def _earliest(task: Task, editions: Sequence[Edition]) -> Segment:
    """That nothing was in force, and from when on something is; where another edition was, that this one is not yet."""
    works = {edition.work_id for edition in editions}
    of_works = [edition for edition in task.shelf.editions if edition.work_id in works]
    if any(_start(edition) <= task.scope.day for edition in of_works):
        return notice("not_yet", title=task.shelf.title(editions[0].document_id), date=written(_start(editions[0])))
    first = min(of_works, key=lambda edition: edition.metadata.effective_from or date.max)
    return notice("none_in_force", title=task.shelf.title(first.document_id), date=written(_start(first)))


def _since_conduct(task: Task, clause: Clause, block: int) -> list[Text]:
    """The clauses in force since the conduct where they differ, and the rule that chooses."""
    if not task.scope.conduct:
        return []
    pieces: list[Text] = []
    for later in _later(task, clause.document_id):
        found = counterparts(task, clause, later)
        if differ(found):
            pieces += _side(task, clause, later, found, pieces[-1].block + 1 if pieces else block)
            ruling = later
    return [*pieces, *_rule(task, clause, ruling, pieces[-1].block + 1)] if pieces else []


def _later(task: Task, document_id: str) -> list[Edition]:
    """The editions that took effect within the span of the conduct, and the one in force on the day of asking."""
    chain, name = list[Edition](), task.shelf.by_id[document_id].replaced_by
    while name and (edition := task.shelf.by_id.get(name)) and edition not in chain:
        chain.append(edition)
        name = edition.replaced_by
    begun = [edition for edition in chain if _start(edition) <= task.as_of]
    return [edition for edition in begun if edition is begun[-1] or _within(task, edition)]


def _within(task: Task, edition: Edition) -> bool:
    """Whether an edition took effect while the conduct may still have gone on."""
    first, last = task.asked.conduct_date, task.asked.conduct_end
    return first == task.scope.day and last is not None and first < _start(edition) <= last


def _side(task: Task, clause: Clause, later: Edition, found: Sequence[Counterpart], block: int) -> Iterator[Text]:
    """The clause of a later edition behind old and new number."""
    lead = "changed_within" if _within(task, later) else "in_force_now"
    title, document = task.shelf.title(later.document_id), task.shelf.document(later.document_id)
    yield from (Text(block, "notice", segment) for segment in told(task, clause, later, found))
    if nodes := [node for node in document.outline if node.path in {one.path for one in found}]:
        yield Text(block, "notice", notice(lead, title=title, date=written(_start(later))))
    for node in nodes:
        for piece in whole_clause(task, document, node, block + 1):
            yield piece
            block = piece.block


def _rule(task: Task, clause: Clause, later: Edition, block: int) -> Iterator[Text]:
    """The clause on which edition applies, where one that has it is loaded."""
    kinds = {task.shelf.by_id[clause.document_id].metadata.kind, later.metadata.kind}
    if kinds == {_COURTS}:
        yield from _repealing(task, clause.document_id, block)
        return
    for reference in task.shelf.names.find(load_words().conduct_rule):
        for document_id in task.shelf.of_the_day(reference.document_ids, task.as_of) if reference.article else ():
            document = task.shelf.document(document_id)
            if reference.article and (node := locate(reference.article, document.outline)):
                yield Text(block, "notice", notice("which_edition"))
                yield Text(block + 1, "paragraph", quote(task, document_id, node.start, node.end))


def _repealing(task: Task, document_id: str, block: int) -> Iterator[Text]:
    """The article that repeals a document; it says what becomes of cases that are under way."""
    relations = task.shelf.relations
    for relation in relations:
        if relation.old == document_id and relation.kind == "repeals":
            document, article = task.shelf.document(relation.document), article_of(relation.clause)
            if node := clause_at(document, article):
                yield Text(block, "notice", notice("ended_by", title=task.shelf.title(document_id)))
                yield from whole_clause(task, document, node, block + 1)
            return


def _pointed_out(task: Task, clauses: Sequence[Clause], shown: set[str]) -> list[Segment]:
    """Where the cited clauses stand in the editions before and after, each said once."""
    segments: list[Segment] = []
    for clause in clauses:
        for other in _neighbours(task, clause.document_id):
            if other.document_id not in shown:
                found = [*told(task, clause, other, counterparts(task, clause, other))]
                found += _moved(task, clause, other)
                segments += [*_times(task, other), *found] if found else []
        segments += _partly(task, clause)
    return list(dict.fromkeys(segments))


def _neighbours(task: Task, document_id: str) -> list[Edition]:
    """The edition that replaces a document, and those of its work that it replaced."""
    after = task.shelf.by_id.get(task.shelf.by_id[document_id].replaced_by or "")
    before = [one for one in task.shelf.editions if one.replaced_by == document_id and not one.repealed]
    return [*([after] if after else []), *before]


def _moved(task: Task, clause: Clause, other: Edition) -> Iterator[Segment]:
    """Where the article of an earlier edition went that had the number asked for: old numbers are remembered."""
    edition = task.shelf.by_id[clause.document_id]
    label = article_of(clause.path)
    either = [one for one in task.asked.articles if other.document_id in one.document_ids and one.article]
    if other.replaced_by == edition.document_id and any(one.article and one.article.label == label for one in either):
        old = Clause(other.document_id, label)
        if clause_at(task.shelf.document(other.document_id), label):
            yield from told(task, old, edition, counterparts(task, old, edition))


def _times(task: Task, other: Edition) -> Iterator[Segment]:
    """When another edition counts."""
    title = task.shelf.title(other.document_id)
    if _start(other) > task.as_of:
        yield notice("not_yet", title=title, date=written(_start(other)))
    elif other.effective_to and other.effective_to < task.as_of:
        yield notice("applied_until", title=title, date=written(other.effective_to))
    else:
        yield notice("in_force", title=title, state=task.shelf.state(other.document_id, task.as_of))


def _partly(task: Task, clause: Clause) -> Iterator[Segment]:
    """That another document speaks of the same since, where a relation says so of this part."""
    for relation in task.shelf.relations:
        if relation.kind != "partly amends" or relation.old != clause.document_id:
            continue
        new = task.shelf.by_id[relation.new]
        start = relation.day or new.metadata.effective_from
        if start and start <= task.scope.day and _touched(task, clause, relation.touches):
            titles = task.shelf.title(clause.document_id), task.shelf.title(new.document_id)
            yield notice("partly_amended", title=titles[0], date=written(start), other=titles[1])


def _touched(task: Task, clause: Clause, touches: Sequence[str]) -> bool:
    """Whether a clause lies in one of those that a relation is about; it is about all where it names none."""
    outline = task.shelf.document(clause.document_id).outline
    nodes = {node.path: node for node in outline}
    cited, parts = nodes[clause.path], [nodes[path] for path in touches if path in nodes]
    return not touches or any(part.start <= cited.start and cited.end <= part.end for part in parts)


def _documents(task: Task, piece: Text) -> Iterator[str]:
    numbers = piece.segment.citations if piece.segment else ()
    return (citation.document_id for citation in task.citations.numbered(numbers))


def _start(edition: Edition) -> date:
    return edition.metadata.effective_from or date.max
