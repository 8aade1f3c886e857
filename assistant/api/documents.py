"""`GET /api/documents`: what is loaded, and one document with its text and outline, as far as the asker may see."""

from typing import Annotated

from fastapi import APIRouter, Query

from assistant.api.desk import TheDesk
from assistant.api.document_schemas import DocumentList, DocumentOut, document_list, document_out
from assistant.api.schemas import Day
from assistant.days import today
from assistant.messages import access_of

router = APIRouter(prefix="/api/documents", tags=["documents"])

AsOf = Annotated[Day | None, Query(description="day for which states are given; default: today in China")]


@router.get("")
def documents(desk: TheDesk, as_of: AsOf = None) -> DocumentList:
    """All documents that the asker may see."""
    with desk.library.pin() as generation:
        return document_list(generation.catalog.editions(access_of(desk.settings.role)), as_of or today())


@router.get("/{document_id:path}")  # an id from a catalog may hold a slash
def document(
    document_id: str,
    desk: TheDesk,
    version: Annotated[str | None, Query(description="version_id of a revision; default: the newest")] = None,
    as_of: AsOf = None,
) -> DocumentOut:
    """One document: text, outline, metadata, where its pages start."""
    access = access_of(desk.settings.role)
    with desk.library.pin() as generation:
        edition = generation.catalog.edition(document_id, access)
        return document_out(generation.catalog.document(document_id, access, version), edition, as_of or today())
