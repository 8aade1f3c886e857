"""`GET /api/documents`: what is loaded, and one document with its text and outline, as far as the asker may see."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse

from assistant.api.caller import TheCaller
from assistant.api.desk import TheDesk
from assistant.api.document_schemas import (
    DocumentList,
    DocumentOut,
    EditList,
    document_list,
    document_out,
    edit_list,
)
from assistant.api.schemas import Day
from assistant.days import today
from index.errors import UnknownDocumentError
from index.originals import place

router = APIRouter(prefix="/api/documents", tags=["documents"])

Version = Annotated[str | None, Query(description="version_id of a revision; default: the newest")]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file", "content": {"application/octet-stream": {"schema": {"type": "string"}}}}
}
AsOf = Annotated[Day | None, Query(description="day for which states are given; default: today in China")]


@router.get("")
def documents(desk: TheDesk, caller: TheCaller, as_of: AsOf = None) -> DocumentList:
    """All documents that the asker may see."""
    with desk.library.pin() as generation:
        return document_list(generation.catalog.editions(caller.access), as_of or today())


@router.get("/{document_id:path}/original", response_class=FileResponse, responses=_FILE)
def original(document_id: str, desk: TheDesk, caller: TheCaller, version: Version = None) -> FileResponse:
    """The file that the document was read from, as it came in."""
    with desk.library.pin() as generation:
        source = generation.catalog.document(document_id, caller.access, version).source
    path = place(desk.settings.index.data, source.sha256)
    if not path.is_file():
        raise UnknownDocumentError(document_id)
    return FileResponse(path, media_type="application/octet-stream", filename=source.name)


@router.get("/{document_id:path}/edits")
def edits(document_id: str, desk: TheDesk, caller: TheCaller, version: Version = None) -> EditList:
    """What cleaning joined and removed, so that a reader can see it."""
    with desk.library.pin() as generation:
        return edit_list(generation.catalog.document(document_id, caller.access, version))


@router.get("/{document_id:path}")  # an id from a catalog may hold a slash
def document(
    document_id: str,
    desk: TheDesk,
    caller: TheCaller,
    version: Version = None,
    as_of: AsOf = None,
) -> DocumentOut:
    """One document: text, outline, metadata, where its pages start."""
    access = caller.access
    with desk.library.pin() as generation:
        edition = generation.catalog.edition(document_id, access)
        return document_out(generation.catalog.document(document_id, access, version), edition, as_of or today())
