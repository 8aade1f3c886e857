"""`/api/conversations`: what the caller asked and was answered, to look at, search, rename, delete and export."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from assistant.api.caller import Caller, TheCaller
from assistant.api.desk import Desk, TheDesk
from assistant.api.exporting import Sheet, as_docx, as_markdown
from assistant.api.schemas import QUESTION_LIMIT, AnswerOut, In, Out, Whole
from assistant.conversations import Conversation, Exchange
from assistant.days import today
from assistant.errors import ForbiddenError, UnknownConversationError
from assistant.feedback import LONGEST, Opinion

router = APIRouter(prefix="/api/conversations", tags=["conversations"])

LOCAL_OWNER: Final = "local"
"""Who owns the conversations on a machine where nobody signs in."""
_TYPES: Final = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {name.partition(";")[0]: {"schema": {"type": "string"}} for name in _TYPES.values()},
    }
}
Reason = Literal["不准确", "不完整", "没有答到点上", "引用的条款不对", "应当能答却没答", "其他", ""]


class ConversationOut(Out):
    """A conversation as it stands in a list."""

    id: str
    title: str
    created: datetime
    updated: datetime


class ConversationList(Out):
    """Some conversations, the newest first; `total` counts all that were found."""

    total: int
    conversations: tuple[ConversationOut, ...]


class ExchangeOut(Out):
    """A question with its whole answer."""

    question: str
    answer: AnswerOut
    asked: datetime


class ConversationWhole(ConversationOut):
    """A conversation with all that is in it."""

    exchanges: tuple[ExchangeOut, ...]


class TitleIn(In):
    """A name; a new conversation is named by its first question, of which the beginning is kept."""

    title: Whole = Field(min_length=1, max_length=QUESTION_LIMIT)


class OpinionIn(In):
    """What the caller thinks of an answer; `correction` in the caller's own words."""

    verdict: Literal["up", "down"]
    reason: Reason = ""
    correction: Whole = Field(default="", max_length=LONGEST)


def owner_of(caller: Caller, desk: Desk) -> str | None:
    """Whose conversations these are; None for whom nothing is kept."""
    if caller.person:
        return caller.person.id
    return LOCAL_OWNER if desk.settings.sign_in == "none" and caller.role != "visitor" else None


@router.get("")
def conversations(
    desk: TheDesk,
    caller: TheCaller,
    q: Annotated[Whole, Query(max_length=200, description="words that must stand in it")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> ConversationList:
    """The caller's conversations, or those that hold all the words."""
    owner = owner_of(caller, desk)
    if owner is None:
        return ConversationList(total=0, conversations=())
    return ConversationList.model_validate(desk.conversations.search(owner, q.split(), limit, offset))


@router.post("", status_code=201)
def begin(given: TitleIn, desk: TheDesk, caller: TheCaller) -> ConversationOut:
    """A new conversation; questions that carry its id are kept in it."""
    owner = owner_of(caller, desk)
    if owner is None:
        raise ForbiddenError("未登录的访客的对话不保存。")
    return ConversationOut.model_validate(desk.conversations.begin(owner, given.title))


@router.delete("", status_code=204)
def delete_all(desk: TheDesk, caller: TheCaller) -> None:
    """Deletes all of the caller's conversations."""
    if owner := owner_of(caller, desk):
        desk.conversations.delete_all(owner)


@router.get("/{conversation_id}")
def conversation(conversation_id: str, desk: TheDesk, caller: TheCaller) -> ConversationWhole:
    """One conversation, whole."""
    found, exchanges = _whole(conversation_id, desk, caller)
    shown = tuple(ExchangeOut(question=one.question, answer=_answer(one), asked=one.asked) for one in exchanges)
    return ConversationWhole(
        id=found.id, title=found.title, created=found.created, updated=found.updated, exchanges=shown
    )


@router.patch("/{conversation_id}")
def rename(conversation_id: str, given: TitleIn, desk: TheDesk, caller: TheCaller) -> ConversationOut:
    """Gives a conversation another name."""
    owner = _owner(conversation_id, desk, caller)
    return ConversationOut.model_validate(desk.conversations.rename(conversation_id, owner, given.title))


@router.delete("/{conversation_id}", status_code=204)
def delete(conversation_id: str, desk: TheDesk, caller: TheCaller) -> None:
    """Deletes a conversation with all that is in it."""
    desk.conversations.delete(conversation_id, _owner(conversation_id, desk, caller))


@router.get("/{conversation_id}/export", response_class=Response, responses=_FILES)
def export(
    conversation_id: str,
    desk: TheDesk,
    caller: TheCaller,
    form: Annotated[Literal["md", "docx"], Query(alias="format")] = "md",
) -> Response:
    """The conversation as a file to download."""
    found, exchanges = _whole(conversation_id, desk, caller)
    sheet = Sheet(found.title, [_answer(one) for one in exchanges], today())
    content = as_docx(sheet) if form == "docx" else as_markdown(sheet).encode()
    name = quote(f"{_file_name(found.title)}-{today()}.{form}", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type=_TYPES[form], headers=headers)


@router.put("/{conversation_id}/answers/{answer_id}/feedback", status_code=204)
def judge(conversation_id: str, answer_id: str, given: OpinionIn, desk: TheDesk, caller: TheCaller) -> None:
    """Keeps what the caller thinks of an answer; a later opinion replaces it."""
    opinion = Opinion(given.verdict, given.reason, given.correction)
    desk.feedback.give(conversation_id, _owner(conversation_id, desk, caller), answer_id, opinion)


def _owner(conversation_id: str, desk: Desk, caller: Caller) -> str:
    owner = owner_of(caller, desk)
    if owner is None:
        raise UnknownConversationError(conversation_id)
    return owner


def _whole(conversation_id: str, desk: Desk, caller: Caller) -> tuple[Conversation, Sequence[Exchange]]:
    owner = _owner(conversation_id, desk, caller)
    return desk.conversations.one(conversation_id, owner), desk.conversations.exchanges(conversation_id, owner)


def _answer(exchange: Exchange) -> AnswerOut:
    return AnswerOut.model_validate_json(exchange.answer)


def _file_name(title: str) -> str:
    """A title without what some systems take for a path."""
    return "".join("_" if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in title)[:60].strip(". ")
