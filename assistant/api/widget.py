"""`/api/widget/{key}`: what the widget on a portal may do: get a token for its visitor, and ask.

Its page chooses nothing but the words of the question: the day is today, and documents and limits are the key's.
"""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import Field

from assistant.accounts.sites import TOKEN_SECONDS, Limits, Site, Visit
from assistant.api.caller import bearer
from assistant.api.chat import RESPONSES, answered, json_only
from assistant.api.desk import TheDesk
from assistant.api.schemas import HISTORY_LIMIT, QUESTION_LIMIT, AnswerOut, In, Out, TurnIn, Whole, check_question
from assistant.days import today
from assistant.errors import SignInError
from assistant.messages import Question, Turn

router = APIRouter(prefix="/api/widget/{key}", tags=["widget"])

_TOKENS_A_MINUTE: Final = 60
"""From one address, behind which a whole office may sit: a page asks for one when the widget opens."""


class TokenOut(Out):
    """A token for the visitor, and for how many seconds it is good."""

    token: str
    expires_in: int


class WidgetAsk(In):
    """The body of a visitor's question: words and nothing else."""

    question: Whole = Field(json_schema_extra={"minLength": 1, "maxLength": QUESTION_LIMIT})
    history: tuple[TurnIn, ...] = Field(default=(), max_length=HISTORY_LIMIT)
    stream: bool = True


Origin = Annotated[str | None, Header(description="sent by browsers; one of the key's own")]


@router.post("/token")
def token(key: str, request: Request, desk: TheDesk, origin: Origin = None) -> TokenOut:
    """Lets a visitor in; with a token that is still good, the same visitor goes on with a fresh one."""
    desk.limiter.count([(f"token {key} {_address(request)}", _TOKENS_A_MINUTE)])
    held = bearer(request)
    made = desk.sites.renew(desk.sites.visit(key, held, origin), origin) if held else desk.sites.admit(key, origin)
    return TokenOut(token=made, expires_in=TOKEN_SECONDS)


@router.post("/chat", response_model=AnswerOut, responses=RESPONSES, dependencies=[Depends(json_only)])
async def chat(key: str, ask: WidgetAsk, request: Request, desk: TheDesk, origin: Origin = None) -> Response:
    """Answers a visitor from the public documents that the key allows."""
    held = bearer(request)
    if held is None:
        raise SignInError("缺少会话令牌，请刷新页面后重试。")
    visit = await run_in_threadpool(desk.sites.visit, key, held, origin)
    desk.limiter.count(_names(visit, _address(request)))
    return await answered(_question(ask, visit.site, today()), desk, stream=ask.stream)


def _question(ask: WidgetAsk, site: Site, day: date) -> Question:
    check_question(ask.question)
    history = tuple(Turn(turn.role, turn.content) for turn in ask.history)
    return Question(ask.question.strip(), day, history, filters=site.filters, role="visitor")


def _names(visit: Visit, address: str) -> list[tuple[str, int]]:
    limits: Limits = visit.site.limits
    key = visit.site.key
    return [
        (f"session {visit.session}", limits.session),
        (f"address {key} {address}", limits.address),
        (f"site {key}", limits.site),
    ]


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
