"""The HTTP application: routes, pages and guards put together. The only place that chooses status codes."""

import logging
import mimetypes
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException

from assistant.api import chat, documents, health, references
from assistant.api.desk import Answering, Desk
from assistant.api.middleware import SECURITY_HEADERS, BodyLimit, KnownHosts, SecurityHeaders
from assistant.api.problems import Problem, declared, field_problems, problem, respond
from assistant.api.schemas import EVENTS
from assistant.days import today
from assistant.errors import (
    AssistantError,
    BodyTooLargeError,
    HostError,
    MediaTypeError,
    NotReadyError,
    QuestionError,
    QuestionTooLongError,
)
from assistant.messages import Question
from assistant.settings import Settings
from index.errors import IndexingError, UnknownDocumentError

logger = logging.getLogger(__name__)

WEB = Path(__file__).parent / "web"
BODY_LIMIT = 1024 * 1024
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

_REFUSALS: dict[type[Exception], tuple[int, str, str | None]] = {
    QuestionTooLongError: (413, "question_too_long", None),
    QuestionError: (422, "question_refused", None),
    BodyTooLargeError: (413, "body_too_large", None),
    MediaTypeError: (415, "not_json", None),
    HostError: (421, "unknown_host", None),
    NotReadyError: (503, "not_ready", None),
    UnknownDocumentError: (404, "unknown_document", "没有这份文件（或这个版本），请回到文件列表重新选择。"),
    IndexingError: (503, "index_unavailable", "索引暂时不能用，请稍后再试；管理员可打开 /readyz 查看原因。"),
}
"""Status, code and detail of each error, the narrower ones first; None: the error's own words."""
_HTTP_DETAILS = {404: "没有这个地址，请检查拼写。", 405: "这个地址不接受这种请求方法，请对照 /openapi.json 修改。"}
_UNKNOWN = "服务出了内部错误，请稍后再试；若一再出现，请把时间告诉管理员查日志。"


def create_app(settings: Settings, answer: Answering | None = None) -> FastAPI:
    """The application on the index that the settings name. `answer` stands in for the pipeline."""
    mimetypes.add_type("text/javascript", ".js")  # Windows may have registered it as plain text
    app = FastAPI(
        title="知识产权执法问答助手",
        docs_url=None,  # FastAPI's pages for people load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,  # a redirect would repeat whatever Host header came
        lifespan=partial(_lifespan, settings, answer),
        telemetry={"tracing": False, "metrics": False, "logs": False},  # spans and logs would carry questions out
    )
    app.include_router(chat.router, responses=declared(400, 413, 415, 422, 500, 503))
    app.include_router(documents.router, responses=declared(404, 422, 500, 503))
    app.include_router(references.router, responses=declared(404, 422, 500, 503))
    app.include_router(health.router, responses=declared(503))
    app.add_api_route("/", lambda: FileResponse(WEB / "index.html"), methods=["GET", "HEAD"], include_in_schema=False)
    app.mount("/web", StaticFiles(directory=WEB))
    _guard(app, settings)
    app.openapi = partial(_openapi, app, app.openapi)  # type: ignore[method-assign]  # FastAPI's documented seam
    return app


def problem_of(error: Exception) -> Problem:
    """An error as it is told to whoever asked."""
    if isinstance(error, RequestValidationError):
        return _validation_problem(error)
    if isinstance(error, HTTPException):
        detail = _HTTP_DETAILS.get(error.status_code, "请求不能处理，请对照 /openapi.json 修改。")
        return problem(error.status_code, "http", detail)
    for kind, (status, code, fixed) in _REFUSALS.items():
        if isinstance(error, kind):
            return problem(status, code, fixed or str(error))
    return problem(500, "internal", _UNKNOWN)


@asynccontextmanager
async def _lifespan(settings: Settings, answer: Answering | None, app: FastAPI) -> AsyncIterator[None]:
    pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="answer")
    desk = app.state.desk = _desk(settings, answer, pool)
    _warm(desk)
    yield
    pool.shutdown(cancel_futures=True)
    desk.library.close()


def _guard(app: FastAPI, settings: Settings) -> None:
    """Refusals as problems, and what stands before the routes; the last one added is the outermost."""
    app.add_middleware(BodyLimit, limit=BODY_LIMIT)
    if settings.on_loopback:
        app.add_middleware(KnownHosts, names=LOOPBACK, refuse=lambda error: respond(problem_of(error)))
    app.add_middleware(SecurityHeaders)
    for kind in (AssistantError, IndexingError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _refuse)


async def _refuse(_: Request, error: Exception) -> Response:
    """The problem as a response. FastAPI hides what failed while reading a body behind an error of its own."""
    reason = error.__cause__ if isinstance(error.__cause__, BodyTooLargeError) else error
    headers = getattr(error, "headers", None) or {}
    return respond(problem_of(reason), SECURITY_HEADERS | headers)


def _validation_problem(error: RequestValidationError) -> Problem:
    found = field_problems(error.errors())
    unreadable = any(item["type"] == "json_invalid" for item in error.errors())
    return problem(
        400 if unreadable else 422,
        "invalid_json" if unreadable else "invalid_request",
        "".join(dict.fromkeys(item.detail for item in found)),
        found,
    )


def _desk(settings: Settings, answer: Answering | None, pool: ThreadPoolExecutor) -> Desk:
    """Opens the library. Without an index yet it still opens; questions are refused until there is one."""
    from assistant.pipeline import answer_stream  # noqa: PLC0415 heavy: nothing but a server needs it
    from index.embeddings import load_embedder  # noqa: PLC0415 the same
    from index.publishing import Library  # noqa: PLC0415 the same

    embedder = load_embedder(settings.index.embedding_model)
    library = Library(settings.index.data, embedder)
    return Desk(settings, library, answer or partial(answer_stream, library, embedder), pool, problem_of)


def _warm(desk: Desk) -> None:
    """Answers one question unheard, so that the first one asked waits for no file to be read."""
    try:
        for _ in desk.answer(Question("举报电话是多少", today())):
            pass
    except IndexingError as error:
        logger.warning("no index yet: %s", error)


def _openapi(app: FastAPI, generate: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """FastAPI's document, with the schemas that it cannot see: problems, and the events of a stream."""
    if app.openapi_schema is None:
        unseen: tuple[type[BaseModel], ...] = (Problem, chat.ErrorEvent, *EVENTS)
        _, schemas = models_json_schema(
            [(model, "serialization") for model in unseen], ref_template="#/components/schemas/{model}"
        )
        generate()["components"]["schemas"] |= schemas["$defs"]
    return generate()
