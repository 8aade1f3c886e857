"""Questions over several documents: a table with a row for each, and 未规定 where a document is silent."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering import Task
from assistant.answering.cells import cells
from assistant.answering.deadlines import due_in
from assistant.answering.mentions import mentions
from assistant.answering.old_and_new import rows
from assistant.answering.pieces import joined, may_be_quoted, not_ruled, row_name
from assistant.answering.plans import asked_over_all
from assistant.answering.sentences import Span
from assistant.answering.subjects import subjects
from assistant.answering.topics import found_for
from assistant.messages import Block, Segment, Text
from assistant.notices import notice
from assistant.places import without
from assistant.scope import plans_in
from assistant.searching import passages_for
from assistant.understanding import narrowed
from assistant.words import load_words
from index.documents import Edition

_YEAR = re.compile(r"\d\d(?:年|(?=\D))")
"""A year within the name that a document is called by: 2014年条例, 07条例."""
_MOST = 8
"""Documents named by a question up to which each has a row."""


def documents_compared(task: Task) -> tuple[Edition, ...]:
    """The documents that the question goes over; fewer than two: it is no comparison."""
    asked, ids = task.asked, task.scope.document_ids
    if task.scope.required:
        return ()
    if everywhere := asked_over_all(task):
        return everywhere
    over_all = asked.kind == "difference" or {"which", "count"} & set(asked.kinds[:2])
    if "plan" in asked.groups and over_all and "contact" not in asked.kinds and not ids:
        return plans_in(task.scope, task.shelf)
    if any(set(ids) <= set(one.document_ids) for one in task.asked.titles) and len(ids) > 1:
        return ()  # 63号令: one name that two documents have
    named = tuple(task.shelf.by_id[name] for name in ids)
    if len(named) == 1:
        return _beside_current(task, named[0])
    return named if len(named) <= _MOST else ()


def _beside_current(task: Task, named: Edition) -> tuple[Edition, ...]:
    """A document called by its year, and the one found first for what is asked beside it of the law of today."""
    by_year = any(_YEAR.search(one.text) for one in task.asked.titles if named.document_id in one.document_ids)
    text = without(task.asked.text, task.asked.titles)
    if named.metadata.region or not by_year or not load_words().editions["beside"].search(text):
        return ()
    asked = narrowed(task.asked, text, task.shelf)
    found = passages_for(asked, replace(task.scope, document_ids=()), task.shelf)
    other = next((one.edition for one in found if may_be_quoted(one)), named)
    return (named, other) if other.document_id != named.document_id else ()


def compare(task: Task, editions: Sequence[Edition]) -> Iterator[Text]:
    """A lead that counts, then the table. Nothing where no document speaks of it."""
    named, due = task.scope.document_ids, due_in(task, editions)
    over_all = asked_over_all(task) or (not named and task.asked.kind in {"which", "count"})
    spoken_of = due or (mentions(task, editions) if over_all else {})
    found = spoken_of or cells(task, editions)
    kept = [one for one in editions if not spoken_of or found[one.document_id] or one.document_id in named]
    if any(found.values()):
        ids = tuple(edition.document_id for edition in editions)
        yield from _table(task, [(edition, found[edition.document_id]) for edition in kept], searched=ids)


def compare_editions(task: Task, editions: Sequence[Edition]) -> Iterator[Text]:
    """The clause of each edition in one table, the earliest first. Nothing where the search finds none."""
    found = rows(task, editions)
    if any(row.spans for row in found):
        yield from _table(task, [(row.edition, row.spans) for row in found])


def compare_subjects(task: Task) -> Iterator[Text]:
    """What is ruled for each subject that the question sets side by side; nothing unless each has its own clause."""
    found = found_for(task, subjects(task.asked.text)) if len(task.scope.document_ids) < 2 else []
    if len(found) > 1:
        yield from _table(task, [(one.edition, one.spans) for one in found])


def _table(
    task: Task, found: Sequence[tuple[Edition, Sequence[Span]]], searched: tuple[str, ...] = ()
) -> Iterator[Text]:
    """A lead that counts the documents that speak, and a row for each."""
    cited = [_row(task, edition, spans) for edition, spans in found]
    numbers = tuple(number for row in cited for cell in row for number in cell.citations)
    ids = searched or tuple(dict.fromkeys(edition.document_id for edition, _ in found))
    speaking = len({edition.document_id for edition, spans in found if spans})
    yield Text(0, "paragraph", counted(ids, speaking, numbers))
    header = (notice("column_document"), notice("column_text"))
    yield Text(1, "table", table=Block("table", header=header, rows=tuple(cited)))


def counted(searched: tuple[str, ...], speaking: int, numbers: tuple[int, ...]) -> Segment:
    """How many of the documents speak of it, with a citation from each of them."""
    return Segment(f"{len(searched)}份文件中有{speaking}份有相关内容：", "derived", numbers, "count", searched)


def _row(task: Task, edition: Edition, spans: Sequence[Span]) -> tuple[Segment, Segment]:
    name = row_name(task, edition, (edition,))
    return name, joined(task, edition.document_id, spans) if spans else not_ruled(edition.document_id)
