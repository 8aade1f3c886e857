"""Questions over several documents: a table with a row for each, and 未规定 where a document is silent."""

from collections.abc import Iterator, Sequence

from assistant.answering import Task
from assistant.answering.evidence import Candidate, Evidence
from assistant.answering.pieces import may_be_quoted, not_ruled, quote, row_name
from assistant.messages import Block, Segment, Text
from assistant.notices import notice
from assistant.scope import plans_in
from assistant.searching import within
from index.documents import Edition

_MENTIONED = 0.75
"""Share of the question's content that a sentence must hold for its document to count as speaking of it."""


def documents_compared(task: Task) -> tuple[Edition, ...]:
    """The documents that the question goes over; fewer than two: it is no comparison."""
    asked, ids = task.asked, task.scope.document_ids
    over_all = (
        "plan" in asked.groups
        and asked.kind in {"difference", "which", "count"}
        and not ids
        and not task.scope.required
    )
    chosen = plans_in(task.scope, task.shelf) if over_all else tuple(task.shelf.by_id[name] for name in ids)
    return chosen if over_all or asked.kind == "difference" or _several_places(task) else ()


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


def _row(task: Task, edition: Edition, best: Candidate | None) -> tuple[Segment, Segment]:
    name = row_name(task, edition, (edition,))
    if best is None:
        return name, not_ruled(edition.document_id)
    sentence = best.sentence
    return name, quote(task, sentence.document_id, sentence.start, sentence.end)


def _best(task: Task, edition: Edition, *, mentions: bool) -> Candidate | None:
    """The sentence of a document that answers best, None where it is silent."""
    found = within(edition.document_id, task.asked, task.scope, task.shelf)
    candidates = Evidence(task.asked, [passage for passage in found if may_be_quoted(passage)]).candidates()
    if mentions:
        candidates = [candidate for candidate in candidates if candidate.in_sentence >= _MENTIONED]
    return candidates[0] if candidates else None


def _several_places(task: Task) -> bool:
    return len(task.asked.places) > 1 and len(task.scope.document_ids) > 1
