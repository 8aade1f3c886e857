"""Documents as JSON: the list of what is loaded, and one with its text and outline."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from assistant.api.schemas import Out
from index.documents import Access, Document, Edition, EditKind, Level, State, TextKind
from index.editions import state


class DocumentItem(Out):
    """A document in the list. `kind` is what sort of document it is, `text_kind` whether it is the official text."""

    document_id: str
    work_id: str
    version_id: str
    title: str
    number: str | None
    kind: str | None
    text_kind: TextKind
    issuer: str | None
    region: str | None
    year: int | None
    effective_from: date | None
    effective_to: date | None
    state: State
    access: Access
    clauses: int


class DocumentList(Out):
    """All documents that the asker may see, with their state on `as_of`."""

    as_of: date
    documents: tuple[DocumentItem, ...]


class NodeOut(Out):
    """One clause of the outline; `parent` is a position in the outline."""

    path: str
    level: Level
    label: str
    heading: str
    start: int
    end: int
    parent: int | None


class DocumentOut(DocumentItem):
    """A document with its text; all offsets are Unicode code points into `text`. `original`: the name of its file."""

    newest_version_id: str
    original: str
    text: str
    outline: tuple[NodeOut, ...]
    page_starts: tuple[int, ...]


class EditOut(Out):
    """At `offset` of the text (code points) `original` became `replacement`, which is often empty."""

    offset: int
    replacement: str
    original: str
    kind: EditKind


class EditList(Out):
    """Everything that cleaning changed, in the order of the text."""

    edits: tuple[EditOut, ...]


def edit_list(document: Document) -> EditList:
    """The changes of a document's text."""
    return EditList.model_validate({"edits": document.edits}, from_attributes=True)


def document_list(editions: Iterable[Edition], as_of: date) -> DocumentList:
    """The list of documents, by title and number."""
    items = (DocumentItem.model_validate(_listed(edition, as_of)) for edition in editions)
    return DocumentList(
        as_of=as_of, documents=tuple(sorted(items, key=lambda item: (item.title, item.number or "", item.document_id)))
    )


def document_out(document: Document, edition: Edition, as_of: date) -> DocumentOut:
    """A document's text as it stands in one revision, under what the catalog knows of the edition."""
    revision = replace(edition, version_id=document.version_id, text_kind=document.text_kind, access=document.access)
    shown = _listed(revision, as_of)
    return DocumentOut.model_validate(
        shown
        | {
            "newest_version_id": edition.version_id,
            "original": document.source.name,
            "text": document.text,
            "outline": tuple(NodeOut.model_validate(node) for node in document.outline),
            "page_starts": document.page_starts,
        }
    )


def _listed(edition: Edition, as_of: date) -> dict[str, object]:
    metadata = edition.metadata
    return {
        "document_id": edition.document_id,
        "work_id": edition.work_id,
        "version_id": edition.version_id,
        "title": metadata.title,
        "number": metadata.number,
        "kind": metadata.kind,
        "text_kind": edition.text_kind,
        "issuer": metadata.issuer,
        "region": metadata.region.name if metadata.region else None,
        "year": metadata.year,
        "effective_from": metadata.effective_from,
        "effective_to": edition.effective_to,
        "state": state(edition, as_of),
        "access": edition.access,
        "clauses": edition.clauses,
    }
