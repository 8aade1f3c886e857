"""Deadlines: the duties that are due on a day or again and again, with what bounds the recurrence."""

from collections.abc import Iterable, Iterator
from datetime import date

from index.documents import Document
from index.registers.entries import Deadline, Duty


def deadlines_of(document: Document, duties: Iterable[Duty]) -> Iterator[Deadline]:
    """The duties of a document that have a day or a rule. A plan of a year binds to the end of that year."""
    metadata = document.metadata
    begins = metadata.effective_from or metadata.promulgated
    begins = begins or (date(metadata.year, 1, 1) if metadata.year else None)
    until = date(metadata.year, 12, 31) if metadata.year and metadata.effective_from is None else None
    for duty in duties:
        if duty.due_text and (duty.due or duty.rule):
            yield Deadline(
                duty.document_id,
                duty.version_id,
                duty.path,
                duty.start,
                duty.end,
                duty.text,
                duty.organ,
                duty.verb,
                duty.object,
                duty.recipient,
                duty.channel,
                duty.due_text,
                duty.due,
                duty.rule,
                begins if duty.rule else None,
                until if duty.rule else None,
            )
