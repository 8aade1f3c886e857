"""References inside the documents as JSON: as written, as resolved, and what has become of the cited edition since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.api.schemas import Out
from index.cross_references import CrossReference, Fit, Reason
from index.documents import Edition, State
from index.editions import state


class ReferenceOut(Out):
    """One reference; offsets are Unicode code points into the text of `version_id`.

    The cited edition is the one in force on the day on which the citing text took effect (`fit`: of_the_day). Where
    that one is not loaded it is the first later one (later), whose numbers may differ. `cited_state` is its state on
    `as_of`, `cited_replaced_by` what took its place by then. `reason` says why nothing, or no clause, was found.
    """

    document_id: str
    document_title: str
    version_id: str
    clause_path: str
    as_written: str
    start_char_index: int
    end_char_index: int
    cited_document_id: str | None
    cited_document_title: str | None
    cited_clause_paths: tuple[str, ...]
    cited_state: State | None
    cited_effective_to: date | None
    cited_replaced_by: str | None
    fit: Fit | None
    approximate: bool
    reason: Reason | None


class ReferenceList(Out):
    """One page of references in the order of the citing documents and their texts; `total` counts all pages."""

    as_of: date
    total: int
    limit: int
    offset: int
    references: tuple[ReferenceOut, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of how many."""

    total: int
    limit: int
    offset: int


def reference_list(
    found: Sequence[CrossReference], editions: Mapping[str, Edition], page: Page, as_of: date
) -> ReferenceList:
    """References with what the asker may know of the documents that they stand in and point to."""
    references = tuple(_out(one, editions, as_of) for one in found)
    return ReferenceList(as_of=as_of, total=page.total, limit=page.limit, offset=page.offset, references=references)


def _out(one: CrossReference, editions: Mapping[str, Edition], as_of: date) -> ReferenceOut:
    citing, cited = editions[one.document_id], editions[one.cited_id] if one.cited_id else None
    ended = cited if cited and cited.effective_to and cited.effective_to < as_of else None
    return ReferenceOut(
        document_id=one.document_id,
        document_title=citing.metadata.title,
        version_id=citing.version_id,
        clause_path=one.path,
        as_written=one.text,
        start_char_index=one.start,
        end_char_index=one.end,
        cited_document_id=one.cited_id,
        cited_document_title=cited.metadata.title if cited else None,
        cited_clause_paths=one.cited_paths,
        cited_state=state(cited, as_of) if cited else None,
        cited_effective_to=ended.effective_to if ended else None,
        cited_replaced_by=ended.replaced_by if ended else None,
        fit=one.fit,
        approximate=one.approximate,
        reason=one.reason,
    )
