"""A question continues a stored conversation, and its answer is added to it, where the caller has one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from assistant.api.caller import Caller
from assistant.api.conversations import owner_of
from assistant.api.desk import Desk
from assistant.api.schemas import answer_out
from assistant.conversations import Exchange
from assistant.errors import UnknownConversationError
from assistant.messages import Answer, Question

Keep = Callable[[Answer], None]
"""Adds an answer to where it belongs."""


def continued(question: Question, caller: Caller, desk: Desk, replaces: str | None = None) -> tuple[Question, Keep]:
    """The question with the turns of its conversation, unless it brings its own, and what keeps its answer.

    `replaces`: the answer that the new one takes the place of; the question does not look back on it, and it stays
    until the new one is whole. An id that is none of the caller's is a program's own: it is handed back with the
    answer and nothing is kept.
    """
    owner, conversation_id = owner_of(caller, desk), question.conversation_id
    if owner is None or conversation_id is None:
        return question, nowhere
    try:
        turns = desk.conversations.turns(conversation_id, owner, replaces)
    except UnknownConversationError:
        return question, nowhere

    def keep(answer: Answer) -> None:
        desk.conversations.add(conversation_id, owner, _exchange(answer), replaces)

    return replace(question, history=question.history or turns), keep


def nowhere(_: Answer) -> None:
    """Of a visitor, and of a program that keeps its own, nothing is kept."""


def _exchange(answer: Answer) -> Exchange:
    whole = answer_out(answer).model_dump_json()
    moment = datetime.now(UTC)
    return Exchange(answer.id, answer.question, answer.answer, whole, answer.abstained, answer.as_of, moment)
