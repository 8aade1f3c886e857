"""`POST /retrieval`: our search as an external knowledge base of Dify."""

from collections.abc import Callable, Coroutine, Sequence
from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.desk import Desk, TheDesk
from assistant.api.programs import TheProgram
from assistant.api.schemas import Whole, check_question
from assistant.days import today
from assistant.errors import AssistantError, ForbiddenError, SignInError
from assistant.lookup import Found
from index.documents import Access, Filters
from index.errors import IndexingError

_ALL, _PUBLIC = "all", "public"
_WIDER: Final = 10
"""Where a condition will drop some, so many times as many are looked for."""
_MOST: Final = 200

Operator = Literal[
    "contains", "not contains", "start with", "end with", "is", "is not", "in", "not in", "empty", "not empty",
    "=", "≠", ">", "<", "≥", "≤", "before", "after",
]  # fmt: skip


class DifyRoute(APIRoute):
    """A route whose refusals are shaped as Dify reads them."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with its errors turned into `error_code` and `error_msg`."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except (AssistantError, IndexingError, RequestValidationError) as error:
                return _refused(request.app.state.desk, error)

        return handled


class DifyError(BaseModel):
    """An error as Dify reads it."""

    error_code: int
    error_msg: str


REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": DifyError} for status in (400, 401, 403, 404, 413, 422, 500, 503)
}
"""Refusals, as the OpenAPI document declares them."""

router = APIRouter(tags=["dify"], route_class=DifyRoute)


class _Known(BaseModel):
    """Later versions of Dify may send more."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class RetrievalSetting(_Known):
    """How many records, and how near they must be (0 to 1)."""

    top_k: int = Field(default=5, ge=1, le=_MOST)
    score_threshold: float | None = Field(default=0.0, ge=0, le=1)


class Condition(_Known):
    """What one of these fields of the metadata must be."""

    name: Annotated[tuple[Whole, ...], Field(min_length=1, max_length=20)]
    comparison_operator: Operator
    value: str | int | float | tuple[str, ...] | None = None


class MetadataCondition(_Known):
    """Conditions, all of which or any of which must hold."""

    logical_operator: Literal["and", "or"] = "and"
    conditions: Annotated[tuple[Condition, ...], Field(max_length=50)] = ()


class Retrieval(_Known):
    """The body of `POST /retrieval`."""

    knowledge_id: Whole = Field(min_length=1, max_length=200)
    query: Whole
    retrieval_setting: RetrievalSetting = RetrievalSetting()
    metadata_condition: MetadataCondition | None = None


class Record(BaseModel):
    """A clause: `score` between 0 and 1; `metadata` is never null."""

    content: str
    score: float
    title: str
    metadata: dict[str, Any]


class Records(BaseModel):
    """The clauses found, best first."""

    records: tuple[Record, ...]


@router.post("/retrieval", response_model=Records)
def retrieval(asked: Retrieval, desk: TheDesk, caller: TheProgram) -> Response:
    """Clauses near a query. `knowledge_id`: `all`, `public`, or the id of a document."""
    check_question(asked.query)
    day = today()
    places = _knowledge(asked.knowledge_id, desk, caller.access, day)
    if places is None:
        return _error(404, 2001, f"没有“{asked.knowledge_id[:60]}”这个知识库，请用 all、public 或文件的 document_id。")
    access, filters = places
    wanted, condition = asked.retrieval_setting, asked.metadata_condition
    top_k = min(wanted.top_k * _WIDER, _MOST) if condition and condition.conditions else wanted.top_k
    found = desk.lookup.search(asked.query, access, day, top_k, filters)
    records = [_record(one) for one in found if one.score >= (wanted.score_threshold or 0)]
    fitting = [record for record in records if condition is None or _holds(condition, record.metadata)]
    return JSONResponse(Records(records=tuple(fitting[: wanted.top_k])).model_dump(mode="json"))


def _knowledge(name: str, desk: Desk, access: frozenset[Access], day: date) -> tuple[frozenset[Access], Filters] | None:
    """What a name of a knowledge base stands for; None where there is none of that name for this asker."""
    if name == _ALL:
        return access, Filters()
    if name == _PUBLIC:
        return frozenset({"public"}), Filters()
    known = {edition.document_id for edition, _ in desk.lookup.documents(access, day)}
    return (access, Filters(document_id=name)) if name in known else None


def _record(found: Found) -> Record:
    citation, metadata = found.citation, found.edition.metadata
    told: dict[str, Any] = {
        "document_id": citation.document_id,
        "title": citation.document_title,
        "document_number": citation.document_number or "",
        "clause_path": citation.clause_path,
        "kind": metadata.kind or "",
        "region": metadata.region.name if metadata.region else "",
        "year": metadata.year or "",
        "state": citation.state,
        "effective_from": citation.effective_from.isoformat() if citation.effective_from else "",
        "effective_to": citation.effective_to.isoformat() if citation.effective_to else "",
        "text_kind": citation.kind,
        "version_id": citation.version_id,
        "start_char_index": citation.start_char_index,
        "end_char_index": citation.end_char_index,
        "url": citation.url,
    }
    title = f"《{citation.document_title}》{citation.clause_path}"
    return Record(content=citation.cited_text, score=found.score, title=title, metadata=told)


def _holds(condition: MetadataCondition, metadata: dict[str, Any]) -> bool:
    held = [any(_compared(metadata.get(name), one) for name in one.name) for one in condition.conditions]
    return (any if condition.logical_operator == "or" else all)(held) if held else True


def _compared(there: Any, condition: Condition) -> bool:
    """Whether a field is as a condition says; an unknown field is empty."""
    left = "" if there is None else str(there)
    value = condition.value
    many = value if isinstance(value, tuple) else tuple(part.strip() for part in str(value or "").split(","))
    right = "" if value is None or isinstance(value, tuple) else str(value)
    checks: dict[str, Callable[[], bool]] = {
        "contains": lambda: right in left,
        "not contains": lambda: right not in left,
        "start with": lambda: left.startswith(right),
        "end with": lambda: left.endswith(right),
        "is": lambda: left == right,
        "is not": lambda: left != right,
        "=": lambda: left == right,
        "≠": lambda: left != right,
        "in": lambda: left in many,
        "not in": lambda: left not in many,
        "empty": lambda: not left,
        "not empty": lambda: bool(left),
        ">": lambda: _ordered(left, right, (1,)),
        "after": lambda: _ordered(left, right, (1,)),
        "≥": lambda: _ordered(left, right, (0, 1)),
        "<": lambda: _ordered(left, right, (-1,)),
        "before": lambda: _ordered(left, right, (-1,)),
        "≤": lambda: _ordered(left, right, (-1, 0)),
    }
    return checks[condition.comparison_operator]()


def _ordered(left: str, right: str, wanted: Sequence[int]) -> bool:
    """Numbers by size, days as 2026-01-01 by time; what is neither, or not there, is in no order."""
    if not left or not right:
        return False
    try:
        first, second = float(left), float(right)
    except ValueError:
        return ((left > right) - (left < right)) in wanted
    return ((first > second) - (first < second)) in wanted


def _refused(desk: Desk, error: Exception) -> Response:
    told = desk.problem_of(error)
    code = 1002 if isinstance(error, (SignInError, ForbiddenError)) else told.status
    return _error(told.status, code, told.detail)


def _error(status: int, code: int, message: str) -> Response:
    return JSONResponse(DifyError(error_code=code, error_msg=message).model_dump(), status)
