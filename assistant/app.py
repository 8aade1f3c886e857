"""The HTTP application: routes, pages and guards put together. The only place that chooses status codes."""

import logging
import mimetypes
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.middleware.sessions import SessionMiddleware

from assistant.accounts.database import open_database
from assistant.accounts.people import People
from assistant.accounts.sessions import Sessions
from assistant.accounts.sites import Sites
from assistant.api import (
    chat,
    completions,
    conversations,
    dify,
    documents,
    health,
    references,
    registers,
    signing_in,
    suggestions,
    widget,
)
from assistant.api.desk import Answering, Desk
from assistant.api.limiting import Limiter
from assistant.api.middleware import SECURITY_HEADERS, BodyLimit, KnownHosts, OpenToSites, SecurityHeaders
from assistant.api.problems import Problem, declared, field_problems, problem, respond
from assistant.api.schemas import EVENTS
from assistant.conversations import Conversations
from assistant.days import today
from assistant.errors import (
    AssistantError,
    BodyTooLargeError,
    ForbiddenError,
    HostError,
    MediaTypeError,
    NotReadyError,
    QuestionError,
    QuestionTooLongError,
    SignInError,
    TooManyError,
    UnknownConversationError,
)
from assistant.feedback import Feedback
from assistant.lookup import Lookup
from assistant.messages import Question
from assistant.settings import Settings
from index.errors import IndexingError, UnknownDocumentError

if TYPE_CHECKING:
    from assistant.answering import Answerer

logger = logging.getLogger(__name__)

WEB = Path(__file__).parent / "web"
BODY_LIMIT = 1024 * 1024
_SIGN_IN_SECONDS = 600
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

_REFUSALS: dict[type[Exception], tuple[int, str, str | None]] = {
    QuestionTooLongError: (413, "question_too_long", None),
    QuestionError: (422, "question_refused", None),
    BodyTooLargeError: (413, "body_too_large", None),
    MediaTypeError: (415, "not_json", None),
    HostError: (421, "unknown_host", None),
    UnknownConversationError: (404, "unknown_conversation", "没有这段对话（可能已被删除），请从列表里重新选择。"),
    TooManyError: (429, "too_many", None),
    SignInError: (401, "sign_in", None),
    ForbiddenError: (403, "forbidden", None),
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
    app.include_router(chat.router, responses=declared(400, 401, 403, 413, 415, 422, 500, 503))
    app.include_router(documents.router, responses=declared(401, 403, 404, 422, 500, 503))
    app.include_router(references.router, responses=declared(401, 403, 404, 422, 500, 503))
    app.include_router(registers.router, responses=declared(401, 403, 404, 422, 500, 503))
    app.include_router(conversations.router, responses=declared(401, 403, 404, 422, 500))
    app.include_router(suggestions.router, responses=declared(400, 401, 403, 413, 422, 500, 503))
    app.include_router(widget.router, responses=declared(400, 401, 413, 415, 422, 429, 500, 503))
    app.include_router(signing_in.router, responses=declared(401, 403, 422, 500))
    app.include_router(completions.router, responses=completions.REFUSALS)
    app.include_router(dify.router, responses=dify.REFUSALS)
    app.include_router(health.router, responses=declared(503))
    for path, name in (("/", "index.html"), ("/widget.js", "widget.js")):
        app.add_api_route(path, _page(name), methods=["GET", "HEAD"], include_in_schema=False)
    app.mount("/web", StaticFiles(directory=WEB))
    _guard(app, settings)
    app.openapi = partial(_openapi, app, app.openapi)  # type: ignore[method-assign]  # FastAPI's documented seam
    return app


def _page(name: str) -> Callable[[], FileResponse]:
    return lambda: FileResponse(WEB / name)


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
    from assistant.answering.choosing import answerer_of  # noqa: PLC0415 heavy: nothing but a server needs it

    pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="answer")
    database = open_database(settings.database)
    with answerer_of(settings) as answerer:
        desk = app.state.desk = _desk(settings, answer, pool, database, answerer)
        yield
    pool.shutdown(cancel_futures=True)
    desk.library.close()
    database.dispose()


def _guard(app: FastAPI, settings: Settings) -> None:
    """Refusals as problems, and what stands before the routes; the last one added is the outermost."""
    app.add_middleware(BodyLimit, limit=BODY_LIMIT)
    if settings.sign_in == "oidc":  # keeps what the way to the office's sign-in and back needs, for that way only
        app.add_middleware(
            SessionMiddleware,
            secret_key=token_urlsafe(),
            session_cookie="sign_in",
            path=signing_in.SIGN_IN_PATH,
            max_age=_SIGN_IN_SECONDS,
            https_only=not settings.plain_http,
        )
    if settings.on_loopback:
        app.add_middleware(KnownHosts, names=LOOPBACK, refuse=lambda error: respond(problem_of(error)))
    app.add_middleware(OpenToSites)
    app.add_middleware(SecurityHeaders)
    for kind in (AssistantError, IndexingError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _refuse)


async def _refuse(_: Request, error: Exception) -> Response:
    """The problem as a response. FastAPI hides what failed while reading a body behind an error of its own."""
    reason = error.__cause__ if isinstance(error.__cause__, BodyTooLargeError) else error
    headers = getattr(error, "headers", None) or {}
    if isinstance(error, TooManyError):
        headers = {"Retry-After": str(error.seconds)}
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


def _desk(
    settings: Settings, answer: Answering | None, pool: ThreadPoolExecutor, database: Engine, answerer: "Answerer"
) -> Desk:
    """Opens the library. Without an index yet it still opens; questions are refused until there is one."""
    from assistant.answering.choosing import condenser_of  # noqa: PLC0415 heavy: nothing but a server needs it
    from assistant.pipeline import answer_stream  # noqa: PLC0415 the same
    from index.embeddings import load_embedder  # noqa: PLC0415 the same
    from index.publishing import Library  # noqa: PLC0415 the same

    embedder = load_embedder(settings.index.embedding_model)
    library = Library(settings.index.data, embedder)
    kept = Conversations(database, settings.keep_days)
    extract = answer or partial(answer_stream, library, embedder)
    _warm(extract)  # no model is asked what nobody has asked
    return Desk(
        settings,
        library,
        answer or partial(answer_stream, library, embedder, answerer=answerer, condense=condenser_of(answerer)),
        extract,
        pool,
        problem_of,
        People(database),
        Sessions(database),
        kept,
        Feedback(database, kept),
        Sites(database),
        Limiter(),
        Lookup(library, embedder),
        signing_in.office(settings),
    )


def _warm(answer: Answering) -> None:
    """Answers one question unheard, so that the first one asked waits for no file to be read."""
    try:
        for _ in answer(Question("举报电话是多少", today())):
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
