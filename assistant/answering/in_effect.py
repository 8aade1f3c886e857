"""Whether a document that the question names is in force, and from which day: its own clause, its state that day."""

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answering import Task, particulars
from assistant.answering.conduct import nothing_in_force
from assistant.answering.effect_asked import (
    asks_nothing_else,
    is_asked,
    newest_wanted,
    period_asked,
    start_wanted,
    whole_article_wanted,
)
from assistant.answering.pieces import in_a_row, quote
from assistant.answering.sentences import Span, children
from assistant.facts import plain
from assistant.messages import Segment, Text
from assistant.notices import notice
from assistant.periods import Period, periods
from assistant.scope import editions_meant
from assistant.standing import state_told
from index.documents import Document, Edition
from index.editions import counts_on, published_by
from index.references import Reference

_MOST = 2
"""Documents told of at most."""
_SHORT = 260
"""Characters up to which the article on the day of effect is shown whole: what it ends, what it leaves in force."""


def in_effect(task: Task) -> list[Text] | None:
    """The clause from which a document takes effect, behind its state; None where that is not asked."""
    if not is_asked(task):
        return None
    named = _named(task)
    if not asks_nothing_else(task):
        return _not_yet(task, named)
    return list(in_a_row(_told(task, one) for one in named)) or None


def _named(task: Task) -> list[Edition]:
    """The editions that the question names; of a new text that it only describes, the one it describes."""
    if not task.asked.titles and newest_wanted(task):
        return list(_to_come(task))[:1]
    ids = dict.fromkeys(name for reference in task.asked.titles for name in _meant(task, reference))
    return [task.shelf.by_id[name] for name in list(ids)[:_MOST]]


def _to_come(task: Task) -> Iterator[Edition]:
    """The texts published that do not count yet of which the best clause is what the question describes."""
    coming = [one for one in task.shelf.editions if one.metadata.promulgated and _published(task, one)]
    starts = {one.metadata.effective_from for one in coming if not counts_on(one, task.as_of)}
    for day in sorted(day for day in starts if day and day > task.as_of):
        best = task.shelf.search(task.asked.text, day, task.scope.filters, 1)
        yield from (one.edition for one in best if one.edition.metadata.effective_from == day)


def _not_yet(task: Task, named: Sequence[Edition]) -> list[Text] | None:
    """That what is to be used was not in force on the day, with the clause that says from when."""
    editions = [edition for edition in named if _published(task, edition)]
    if editions and (said := nothing_in_force(task)):
        return list(in_a_row([said, *(_clause(task, one, _spans(task, one)) for one in editions)]))
    then = period_asked(task)
    early = then and all("not_in_force_then" in _then(task, one, _spans(task, one), then) for one in editions)
    return list(in_a_row(_told(task, one) for one in editions)) or None if early else None


def _meant(task: Task, reference: Reference) -> tuple[str, ...]:
    """The newest edition published where one is called new, else the one of the year that is named or of the day."""
    found = list(_and_after(task, reference.document_ids))
    editions = [edition for edition in found if _published(task, edition)] or found
    starts = {one.document_id: one.metadata.effective_from for one in editions if one.metadata.effective_from}
    if len(starts) > 1 and newest_wanted(task):
        return (max(starts, key=lambda name: starts[name]),)
    return editions_meant(reference, task.asked, task.shelf, task.scope.day)


def _and_after(task: Task, document_ids: Sequence[str]) -> Iterator[Edition]:
    """The documents of a name; where one is called new, also what replaces them, which has a name of its own."""
    by_id = task.shelf.by_id
    after = (by_id[name].replaced_by for name in document_ids if name in by_id and newest_wanted(task))
    yield from (by_id[name] for name in dict.fromkeys((*document_ids, *after)) if name in by_id)


def _told(task: Task, edition: Edition) -> Iterator[Text]:
    """The state of a document; the clause that says from when it is in force, or of an ended one what ended it."""
    then = period_asked(task)
    day = then.first if then else min(task.scope.day, task.as_of)
    ended = None if start_wanted(task) else _ending(task, edition, day)
    name, spans = ended or (edition.document_id, _spans(task, edition))
    if not spans or not _published(task, edition):
        return
    lead = list(state_told(edition, task.shelf, day) if ended else _state(task, edition, spans, then))
    yield from (Text(n, "notice", one) for n, one in enumerate(lead))
    yield from (Text(n, "paragraph", quote(task, name, *one)) for n, one in enumerate(spans, len(lead)))


def _state(task: Task, edition: Edition, spans: Sequence[Span], then: Period | None) -> Iterator[Segment]:
    """That a document that has not ended is in force on the day, or was or was not at the time that is named."""
    title, day = task.shelf.title(edition.document_id), min(task.scope.day, task.as_of)
    if then:
        yield from (notice(one, title=title) for one in _then(task, edition, spans, then))
    elif (state := task.shelf.state(edition.document_id, day)) == "现行有效":
        yield notice("in_force", title=title, state=state)


def _then(task: Task, edition: Edition, spans: Sequence[Span], then: Period) -> Iterator[str]:
    """Whether the document was in force in a span of time that is named: the day is the one in its own clause."""
    document = task.shelf.document(edition.document_id)
    written = next(periods(plain(document.text[slice(*spans[0])])), None) if spans else None
    begins = written.period.first if written else edition.metadata.effective_from
    if begins and then.last < begins:
        yield "not_in_force_then"
    elif begins and begins <= then.first:
        yield "in_force_then"


def _published(task: Task, edition: Edition) -> bool:
    """Whether the text was known on the day of asking, or is a later one of a work that had begun before it."""
    published, start = edition.metadata.promulgated, edition.metadata.effective_from
    return published_by(edition, task.as_of) or bool(start and published and start < published)


def _clause(task: Task, edition: Edition, spans: Sequence[Span]) -> list[Text]:
    return [Text(n, "paragraph", quote(task, edition.document_id, *one)) for n, one in enumerate(spans)]


def _spans(task: Task, edition: Edition) -> list[Span]:
    """The clause on the day of effect, where more than that day is asked with the rest of its article.

    What becomes of the old text, of what was registered and of cases under way stands there. A long article is shown
    whole only where the text of before, or a case, is spoken of.
    """
    document = task.shelf.document(edition.document_id)
    found = particulars.shown(document, "state")
    article = _article(document, found[0]) if found else []
    long = sum(end - start for start, end in article) > _SHORT
    return article if whole_article_wanted(task) or not (long or start_wanted(task)) else found


def _article(document: Document, span: Span) -> list[Span]:
    """The 款 of the article that a span lies in, or the span where it has none."""
    for node in document.outline:
        if node.level == "条" and node.start <= span[0] and span[1] <= node.end:
            return [(one.start, one.end) for one in children(document, node) if one.level == "款"] or [span]
    return [span]


def _ending(task: Task, edition: Edition, day: date) -> tuple[str, list[Span]] | None:
    """The clause by which another document has ended this one by the day."""
    relation = next((one for one in task.shelf.relations if one.old == edition.document_id), None)
    if edition.effective_to is None or day <= edition.effective_to or relation is None:
        return None
    outline = task.shelf.document(relation.document).outline
    return relation.document, [(node.start, node.end) for node in outline if node.path == relation.clause]
