"""`POST /api/chat`: a question in, a cited answer out, as a stream of events or whole."""

import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from functools import partial
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel

from assistant.api.caller import TheCaller
from assistant.api.desk import Desk, TheDesk
from assistant.api.keeping import Keep, continued, nowhere
from assistant.api.problems import Problem
from assistant.api.schemas import AnswerOut, Ask, answer_out, event_out, to_question
from assistant.api.streaming import PING, encode, handed_over
from assistant.days import today
from assistant.errors import MediaTypeError
from assistant.logs import log_answer
from assistant.messages import Done, Question, Sent

logger = logging.getLogger(__name__)

STREAM = "text/event-stream"
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
_ABOUT_EVENTS = (
    "Server-Sent Events; data is JSON on one line. `status` StatusEvent, `text` TextEvent or TableEvent, `citation` "
    "CitationOut (always before the first text that uses it), `note` NoteOut, `replace` ReplaceEvent, last `done` "
    "DoneEvent or `error` ErrorEvent; `: ping` every 15 seconds."
)
_STREAMED = {STREAM: {"schema": {"type": "string", "description": _ABOUT_EVENTS}}}
RESPONSES: dict[int | str, dict[str, Any]] = {200: {"description": "The answer", "content": _STREAMED}}


class ErrorEvent(BaseModel):
    """`event: error`: the last one of an answer that could not be finished."""

    problem: Problem


def json_only(request: Request) -> None:
    """A page elsewhere can send other types without asking first; JSON it cannot."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != "application/json":
        raise MediaTypeError(f"请求的 Content-Type 是“{given[:60] or '空'}”，请改为 application/json。")


router = APIRouter(prefix="/api", tags=["chat"])


@router.post("/chat", response_model=AnswerOut, responses=RESPONSES, dependencies=[Depends(json_only)])
async def chat(ask: Ask, desk: TheDesk, caller: TheCaller) -> Response:
    """Answers a question from the loaded documents; `stream: false` gives the whole Answer as JSON."""
    asked = to_question(ask, caller.role, today())
    question, keep = await run_in_threadpool(continued, asked, caller, desk, ask.replaces)
    return await answered(question, desk, stream=ask.stream, keep=keep)


async def answered(question: Question, desk: Desk, *, stream: bool, keep: Keep = nowhere) -> Response:
    """The answer as a response, in events or whole; `keep` is handed the whole one in either case."""
    events = handed_over(partial(desk.answer, question), desk.pool)
    if not stream:
        return Response(await _whole(events, question, desk, keep), media_type="application/json")
    first = await anext(events)  # what cannot even begin is refused with its own status
    return StreamingResponse(_sent(first, events, question, desk, keep), media_type=STREAM, headers=_HEADERS)


async def _whole(events: AsyncGenerator[Sent | None, None], question: Question, desk: Desk, keep: Keep) -> str:
    answers = [event.answer async for event in events if isinstance(event, Done)]
    log_answer(answers[0], question, with_text=desk.settings.log_questions)
    await run_in_threadpool(keep, answers[0])
    return answer_out(answers[0]).model_dump_json()


async def _sent(
    first: Sent | None, events: AsyncGenerator[Sent | None, None], question: Question, desk: Desk, keep: Keep
) -> AsyncIterator[bytes]:
    """The events on the wire. After the first byte an error can only be an event."""
    async with aclosing(events):
        try:
            yield _on_wire(first)
            async for event in events:
                if isinstance(event, Done):
                    log_answer(event.answer, question, with_text=desk.settings.log_questions)
                    await run_in_threadpool(keep, event.answer)
                yield _on_wire(event)
        except Exception as error:
            logger.exception("answer broke off")
            yield encode("error", ErrorEvent(problem=desk.problem_of(error)))


def _on_wire(event: Sent | None) -> bytes:
    return PING if event is None else encode(*event_out(event))
