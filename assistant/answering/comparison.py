"""Questions over several documents: a table with a row for each, and 未规定 where a document is silent."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answering import Task
from assistant.answering.clauses import chosen, speaking_of
from assistant.answering.evidence import Evidence
from assistant.answering.pieces import joined, may_be_quoted, not_ruled, row_name
from assistant.answering.sentences import Span
from assistant.answering.signals import Signals
from assistant.messages import Block, Segment, Text
from assistant.notices import notice
from assistant.scope import plans_in
from assistant.searching import within
from index.documents import Edition
from index.retrieval import Passage

_SIDE_BY_SIDE = re.compile(
    r"新[旧老]|[旧老]法|新法|[旧老]版|两版|修[订改]前|改前|20\d\d年?(?:版|修[订正]|的)?[^，。？]{0,12}(?:和|与|跟|比)[^，。？]{0,12}(?:20\d\d|现行|新)"
)
"""Sets two editions of a law side by side."""
_SPOKEN_OF = 0.3
"""Share of the question's words from which a document's best clause is shown where no sentence of it is sure."""
_MENTIONED = 0.75
"""Share of the question's content that a sentence must hold for its document to count as speaking of it."""


def documents_compared(task: Task) -> tuple[Edition, ...]:
    """The documents that the question goes over; fewer than two: it is no comparison."""
    asked, ids = task.asked, task.scope.document_ids
    if task.scope.required:
        return ()
    over_all = "plan" in asked.groups and asked.kind in {"difference", "which", "count"} and not ids
    if editions := _editions_compared(task):
        return editions
    compared = plans_in(task.scope, task.shelf) if over_all else tuple(task.shelf.by_id[name] for name in ids)
    return compared if over_all or asked.kind == "difference" or _several_places(task) else ()


def _editions_compared(task: Task) -> tuple[Edition, ...]:
    """The editions of one work that the question sets side by side (新旧商标法), the earliest first."""
    if not _SIDE_BY_SIDE.search(task.asked.text) or task.asked.articles:
        return ()
    named = [name for reference in task.asked.titles for name in reference.document_ids]
    works = {task.shelf.by_id[name].work_id for name in (*named, *task.scope.document_ids)}
    works = works or {passage.edition.work_id for passage in task.passages[:1]}
    found = [edition for edition in task.shelf.editions if edition.work_id in works]
    several = [one for one in found if sum(other.work_id == one.work_id for other in found) > 1]
    return tuple(sorted(several, key=lambda edition: edition.metadata.effective_from or date.min))


def compare(task: Task, editions: Sequence[Edition]) -> Iterator[Text]:
    """A lead that counts, then the table. Nothing where no document speaks of it."""
    only_speaking = task.asked.kind in {"which", "count"}
    found = {edition.document_id: _best(task, edition, mentions=only_speaking) for edition in editions}
    speaking = [edition for edition in editions if found[edition.document_id]]
    if not speaking:
        return
    rows = [_row(task, edition, found[edition.document_id]) for edition in (speaking if only_speaking else editions)]
    numbers = tuple(number for row in rows for cell in row for number in cell.citations)
    ids = tuple(edition.document_id for edition in editions)
    yield Text(0, "paragraph", counted(ids, len(speaking), numbers))
    header = (notice("column_document"), notice("column_text"))
    yield Text(1, "table", table=Block("table", header=header, rows=tuple(rows)))


def counted(searched: tuple[str, ...], speaking: int, numbers: tuple[int, ...]) -> Segment:
    """How many of the documents speak of it, with a citation from each of them."""
    return Segment(f"{len(searched)}份文件中有{speaking}份有相关内容：", "derived", numbers, "count", searched)


def _row(task: Task, edition: Edition, spans: Sequence[Span]) -> tuple[Segment, Segment]:
    name = row_name(task, edition, (edition,))
    return name, joined(task, edition.document_id, spans) if spans else not_ruled(edition.document_id)


def _best(task: Task, edition: Edition, *, mentions: bool) -> list[Span]:
    """The sentence of a document that answers best, or its best clause; empty where it is silent."""
    found = within(edition.document_id, task.asked, task.scope, task.shelf)
    own = [passage for passage in found if may_be_quoted(passage)]
    candidates = Evidence(task.asked, own).candidates()
    if mentions:
        candidates = [candidate for candidate in candidates if candidate.in_sentence >= _MENTIONED]
    if candidates and not _of_editions(task, edition):
        return [(candidates[0].sentence.start, candidates[0].sentence.end)]
    return [] if mentions or not own else _best_clause(task, own)


def _of_editions(task: Task, edition: Edition) -> bool:
    """Whether the question sets editions of one work side by side: then whole clauses are compared."""
    return edition in _editions_compared(task)


def _best_clause(task: Task, own: Sequence[Passage]) -> list[Span]:
    """What of a document's best clause speaks of the question."""
    signals = Signals(task, own)
    best = chosen(signals)[0]
    return speaking_of(signals, best) if best.words >= _SPOKEN_OF else []


def _several_places(task: Task) -> bool:
    return len(task.asked.places) > 1 and len(task.scope.document_ids) > 1
