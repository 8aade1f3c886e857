"""`POST /v1/chat/completions` and `GET /v1/models`: the assistant as a model, for clients that speak OpenAI's wire."""

import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterable, Mapping
from contextlib import aclosing
from functools import partial
from time import time
from typing import Any, Final
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from assistant.api.completions_schemas import (
    MODEL,
    Annotation,
    Completion,
    ErrorBody,
    Model,
    ModelList,
    UrlCitation,
    error_body,
)
from assistant.api.desk import Desk, TheDesk
from assistant.api.plain_stream import PlainStream
from assistant.api.programs import TheProgram
from assistant.api.schemas import AnswerOut, CitationOut, answer_out, check_question
from assistant.api.streaming import PING, handed_over
from assistant.chat.budget import tokens
from assistant.days import today
from assistant.errors import AssistantError, BodyTooLargeError, QuestionError
from assistant.logs import log_answer
from assistant.messages import Answer, Done, Question, Role, Sent, Turn
from index.errors import IndexingError

logger = logging.getLogger(__name__)

_HEADERS: Final = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
_TYPES: Final = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
_STARTED: Final = int(time())
REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ErrorBody} for status in (400, 401, 403, 404, 413, 422, 500, 503)
}
"""Refusals, as the OpenAPI document declares them."""


_STREAMED: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "OpenAI's chat.completion, or chat.completion.chunk as a stream",
        "content": {"text/event-stream": {"schema": {"type": "string", "description": "data lines, [DONE] last"}}},
    }
}


class OpenAIRoute(APIRoute):
    """A route whose refusals are shaped as OpenAI's clients read them."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with its errors turned into bodies with `error`."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except (AssistantError, IndexingError, RequestValidationError, HTTPException) as error:
                reason = error.__cause__ if isinstance(error.__cause__, BodyTooLargeError) else error
                return _refused(request.app.state.desk, reason)

        return handled


router = APIRouter(prefix="/v1", tags=["openai"], route_class=OpenAIRoute)


@router.get("/models")
async def models(_: TheProgram) -> ModelList:
    """The one model there is: this assistant."""
    return ModelList(data=(Model(id=MODEL, created=_STARTED, owned_by="ip-enforcement-assistant"),))


@router.get("/models/{name}", include_in_schema=False)
async def model(name: str, _: TheProgram) -> Response:
    """That model by its name."""
    if name != MODEL:
        return _unknown_model(name)
    return JSONResponse(Model(id=MODEL, created=_STARTED, owned_by="ip-enforcement-assistant").model_dump())


@router.post("/chat/completions", responses=_STREAMED)
async def completions(asked: Completion, request: Request, desk: TheDesk, caller: TheProgram) -> Response:
    """Answers the last message; the ones before are the conversation. System messages change nothing."""
    if asked.model != MODEL:
        return _unknown_model(asked.model)
    question = _question(asked, caller.role)
    events = handed_over(partial(desk.answer, question), desk.pool)
    wire = _Wire(str(request.base_url), question, desk)
    if not asked.stream:
        return JSONResponse(await wire.whole(events))
    first = await anext(events)  # what cannot even begin is refused with its own status
    usage = bool(asked.stream_options and asked.stream_options.include_usage)
    stream = wire.streamed(first, events, usage=usage)
    return StreamingResponse(stream, media_type="text/event-stream", headers=_HEADERS)


class _Wire:
    """One answer on OpenAI's wire."""

    def __init__(self, base_url: str, question: Question, desk: Desk) -> None:
        self._base_url, self._question, self._desk = base_url.rstrip("/"), question, desk
        self._id, self._created = f"chatcmpl-{uuid4().hex}", int(time())
        self._plain = PlainStream()

    async def whole(self, events: AsyncGenerator[Sent | None, None]) -> dict[str, Any]:
        """The answer as one message."""
        answer = next(iter([event.answer async for event in events if isinstance(event, Done)]))
        self._log(answer)
        for citation in answer.citations:
            self._plain.take(citation)
        text = self._plain.all(answer.blocks) + self._label(answer)
        message = {"role": "assistant", "content": text, "refusal": None} | self._beside(answer)
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return self._body("chat.completion", [choice]) | {"usage": self._usage(answer, text)}

    async def streamed(
        self, first: Sent | None, events: AsyncGenerator[Sent | None, None], *, usage: bool
    ) -> AsyncIterator[bytes]:
        """The chunks of a stream. After the first byte an error can only be data."""
        async with aclosing(events):
            try:
                yield self._chunk({"role": "assistant", "content": ""})
                text = ""
                async for event in _with(first, events):
                    if event is None:
                        yield PING
                    elif isinstance(event, Done):
                        self._log(event.answer)
                        if rest := self._plain.let_go() + self._label(event.answer):
                            text += rest
                            yield self._chunk({"content": rest})
                        for last in self._ending(event.answer, text, usage=usage):
                            yield last
                    elif added := self._plain.take(event):
                        text += added
                        yield self._chunk({"content": added})
            except Exception as error:
                logger.exception("answer broke off")
                problem = self._desk.problem_of(error)
                yield _data(error_body(problem.detail, "server_error", problem.code))

    def _ending(self, answer: Answer, text: str, *, usage: bool) -> Iterable[bytes]:
        yield self._chunk(self._beside(answer))
        yield self._chunk({}, "stop")
        if usage:
            yield _data(self._body("chat.completion.chunk", []) | {"usage": self._usage(answer, text)})
        yield b"data: [DONE]\n\n"

    def _beside(self, answer: Answer) -> dict[str, Any]:
        """Annotations as OpenAI has them, and our own citations and blocks."""
        out = answer_out(answer)
        shown = [mark for mark in self._plain.marks if mark.n in self._plain.citations]
        used = sorted({mark.n for mark in shown})
        return {
            "annotations": [
                self._annotation(self._plain.citations[mark.n].url, mark.n, mark.start, mark.end) for mark in shown
            ],
            "citations": [CitationOut.model_validate(self._plain.citations[n]).model_dump(mode="json") for n in used],
            **_ours(out),
        }

    def _annotation(self, url: str, n: int, start: int, end: int) -> dict[str, Any]:
        cited = self._plain.citations[n]
        title = f"{cited.document_title} {cited.clause_path}".strip()
        named = UrlCitation(url=f"{self._base_url}{url}", title=title, start_index=start, end_index=end)
        return Annotation(url_citation=named).model_dump()

    def _label(self, answer: Answer) -> str:
        """The notes that a reader of the text alone must have: that a model wrote it, what was left out."""
        words = [note.text for note in answer.notes if note.code.startswith(("ai_", "model_"))]
        return self._plain.add("".join(f"\n\n> {word}" for word in words))

    def _usage(self, answer: Answer, text: str) -> dict[str, int]:
        history = sum(tokens(turn.content) for turn in self._question.history)
        read = answer.usage.input_tokens if answer.usage else tokens(self._question.text) + history
        wrote = answer.usage.output_tokens if answer.usage else tokens(text)
        return {"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote}

    def _chunk(self, delta: Mapping[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _data(self._body("chat.completion.chunk", [choice]))

    def _body(self, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        return {"id": self._id, "object": kind, "created": self._created, "model": MODEL, "choices": choices}

    def _log(self, answer: Answer) -> None:
        log_answer(answer, self._question, with_text=self._desk.settings.log_questions)


def _ours(out: AnswerOut) -> dict[str, Any]:
    """Of our own answer what the OpenAI wire has no place for."""
    kept = {"blocks", "notes", "abstained", "answerer", "as_of"}
    return {"answer": out.model_dump(mode="json", include=kept)}


def _question(asked: Completion, role: Role) -> Question:
    """The last message as a question.

    Raises:
        QuestionError: it is not a user's, empty or too long.
    """
    last = asked.messages[-1]
    if last.role != "user":
        raise QuestionError("最后一条消息应为用户的问题（role 为 user）。")
    check_question(last.text)
    turns = tuple(
        Turn("user" if message.role == "user" else "assistant", message.text)
        for message in asked.messages[:-1]
        if message.role in {"user", "assistant"} and message.text
    )
    return Question(last.text.strip(), today(), turns, role=role)


async def _with(first: Sent | None, events: AsyncGenerator[Sent | None, None]) -> AsyncIterator[Sent | None]:
    yield first
    async for event in events:
        yield event


def _refused(desk: Desk, error: Exception) -> Response:
    told = desk.problem_of(error)
    kind = _TYPES.get(told.status, "invalid_request_error" if told.status < 500 else "server_error")
    param = told.errors[0].field if told.errors else None
    return JSONResponse(error_body(told.detail, kind, told.code, param), told.status)


def _unknown_model(name: str) -> Response:
    message = f"没有名为“{name[:60]}”的模型，请用 {MODEL}。"
    return JSONResponse(error_body(message, "invalid_request_error", "model_not_found", "model"), 404)


def _data(body: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode()
