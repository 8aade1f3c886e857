"""`POST /api/chat`: a question in, a cited answer out, as a stream of events or whole."""

import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from functools import partial
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel

from assistant.api.desk import Desk, TheDesk
from assistant.api.problems import Problem
from assistant.api.schemas import AnswerOut, Ask, answer_out, event_out, to_question
from assistant.api.streaming import PING, encode, handed_over
from assistant.days import today
from assistant.errors import MediaTypeError
from assistant.logs import log_answer
from assistant.messages import Done, Event, Question

logger = logging.getLogger(__name__)

STREAM = "text/event-stream"
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
_ABOUT_EVENTS = (
    "Server-Sent Events; data is JSON on one line. `status` StatusEvent, `text` TextEvent or TableEvent, `citation` "
    "CitationOut (always before the first text that uses it), `note` NoteOut, `replace` ReplaceEvent, last `done` "
    "DoneEvent or `error` ErrorEvent; `: ping` every 15 seconds."
)
_STREAMED = {STREAM: {"schema": {"type": "string", "description": _ABOUT_EVENTS}}}
_RESPONSES: dict[int | str, dict[str, Any]] = {200: {"description": "The answer", "content": _STREAMED}}


class ErrorEvent(BaseModel):
    """`event: error`: the last one of an answer that could not be finished."""

    problem: Problem


def _json_only(request: Request) -> None:
    """A page elsewhere can send other types without asking first; JSON it cannot."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != "application/json":
        raise MediaTypeError(f"请求的 Content-Type 是“{given[:60] or '空'}”，请改为 application/json。")


router = APIRouter(prefix="/api", tags=["chat"])


@router.post("/chat", response_model=AnswerOut, responses=_RESPONSES, dependencies=[Depends(_json_only)])
async def chat(ask: Ask, desk: TheDesk) -> Response:
    """Answers a question from the loaded documents; `stream: false` gives the whole Answer as JSON."""
    question = to_question(ask, desk.settings.role, today())
    events = handed_over(partial(desk.answer, question), desk.pool)
    if not ask.stream:
        return Response(await _whole(events, question, desk), media_type="application/json")
    first = await anext(events)  # what cannot even begin is refused with its own status
    return StreamingResponse(_sent(first, events, question, desk), media_type=STREAM, headers=_HEADERS)


async def _whole(events: AsyncGenerator[Event | None, None], question: Question, desk: Desk) -> str:
    answers = [event.answer async for event in events if isinstance(event, Done)]
    log_answer(answers[0], question, with_text=desk.settings.log_questions)
    return answer_out(answers[0]).model_dump_json()


async def _sent(
    first: Event | None, events: AsyncGenerator[Event | None, None], question: Question, desk: Desk
) -> AsyncIterator[bytes]:
    """The events on the wire. After the first byte an error can only be an event."""
    async with aclosing(events):
        try:
            yield _on_wire(first)
            async for event in events:
                yield _on_wire(event)
                if isinstance(event, Done):
                    log_answer(event.answer, question, with_text=desk.settings.log_questions)
        except Exception as error:
            logger.exception("answer broke off")
            yield encode("error", ErrorEvent(problem=desk.problem_of(error)))


def _on_wire(event: Event | None) -> bytes:
    return PING if event is None else encode(*event_out(event))
