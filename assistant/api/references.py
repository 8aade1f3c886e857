"""`GET /api/references`: what documents cite, and where a document is cited, as far as the asker may see."""

from typing import Annotated

from fastapi import APIRouter, Query

from assistant.api.caller import TheCaller
from assistant.api.desk import TheDesk
from assistant.api.documents import AsOf
from assistant.api.reference_schemas import Page, ReferenceList, reference_list
from assistant.api.schemas import Name
from assistant.days import today

router = APIRouter(prefix="/api/references", tags=["documents"])


@router.get("")
def references(  # noqa: PLR0917 FastAPI turns the arguments into parameters, nobody passes them by position
    desk: TheDesk,
    caller: TheCaller,
    document_id: Annotated[Name | None, Query(description="the document whose references are asked for")] = None,
    cites: Annotated[Name | None, Query(description="the document that is cited")] = None,
    as_of: AsOf = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> ReferenceList:
    """References of one document, to one document, from one to another, or all."""
    access = caller.access
    with desk.library.pin() as generation:
        catalog = generation.catalog
        given = (catalog.edition(name, access).document_id if name else None for name in (document_id, cites))
        citing, cited = given
        total, found = generation.references.page(access, document_id=citing, cites=cited, limit=limit, offset=offset)
        editions = {edition.document_id: edition for edition in catalog.editions(access)}
        return reference_list(found, editions, Page(total, limit, offset), as_of or today())
