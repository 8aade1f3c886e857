"""What people asked and were answered, kept for them alone until they delete it or its time is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    ForeignKey,
    Integer,
    Row,
    Select,
    String,
    Table,
    Unicode,
    UnicodeText,
    UniqueConstraint,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from assistant.accounts.database import TABLES, Clock, Moment, now
from assistant.errors import UnknownConversationError
from assistant.messages import Turn

LONGEST_TITLE: Final = 80
_TURNS: Final = 50
"""Exchanges that a follow-up can look back on."""

_CONVERSATIONS: Final = Table(
    "conversations",
    TABLES,
    Column("id", String(32), primary_key=True),
    Column("owner", String(32), nullable=False, index=True),
    Column("title", Unicode(LONGEST_TITLE), nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False, index=True),
)
EXCHANGES: Final = Table(
    "exchanges",
    TABLES,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("answer_id", String(64), nullable=False),
    Column(
        "conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("question", UnicodeText, nullable=False),
    Column("text", UnicodeText, nullable=False),  # the answer as Markdown, what a follow-up looks back on
    Column("answer", UnicodeText, nullable=False),  # the whole of it as JSON, what the page shows again
    Column("abstained", Boolean, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("asked", Moment, nullable=False),
    UniqueConstraint("conversation_id", "answer_id"),
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it stands in a list."""

    id: str
    title: str
    created: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer: `text` as Markdown, `answer` the whole of it as JSON."""

    answer_id: str
    question: str
    text: str
    answer: str
    abstained: bool
    as_of: date
    asked: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the conversations, the newest first, and how many there are in all."""

    total: int
    conversations: tuple[Conversation, ...]


class Conversations:
    """The conversations in a database. Whoever does not own one cannot tell that it exists.

    `days`: how long a conversation is kept after its last question; None keeps it until it is deleted.
    """

    def __init__(self, engine: Engine, days: int | None = None, clock: Clock = now) -> None:
        self._engine = engine
        self._days = days
        self._clock = clock

    def begin(self, owner: str, question: str) -> Conversation:
        """A new conversation, named by its first question; those whose time is over are swept out."""
        self.sweep()
        moment = self._clock()
        conversation = Conversation(uuid4().hex, _title(question), moment, moment)
        row = {"id": conversation.id, "title": conversation.title, "created": moment, "updated": moment}
        with self._engine.begin() as connection:
            connection.execute(insert(_CONVERSATIONS).values(owner=owner, **row))
        return conversation

    def add(self, conversation_id: str, owner: str, exchange: Exchange, replaces: str | None = None) -> None:
        """One more question with its answer, in place of the answer `replaces` and all that followed it, if given.

        Raises:
            UnknownConversationError: the owner has no such conversation (any more).
        """
        mine, moment = _mine(conversation_id, owner), exchange.asked
        row = {name: getattr(exchange, name) for name in Exchange.__dataclass_fields__}
        with self._engine.begin() as connection:
            if connection.execute(update(_CONVERSATIONS).where(mine).values(updated=moment)).rowcount == 0:
                raise UnknownConversationError(conversation_id)
            if replaces is not None:
                _make_way(connection, conversation_id, replaces, exchange.question)
            connection.execute(insert(EXCHANGES).values(conversation_id=conversation_id, **row))

    def exchanges(self, conversation_id: str, owner: str) -> list[Exchange]:
        """Everything in a conversation, in order.

        Raises:
            UnknownConversationError: the owner has no such conversation.
        """
        found = select(EXCHANGES).where(EXCHANGES.c.conversation_id == conversation_id).order_by(EXCHANGES.c.number)
        with self._engine.connect() as connection:
            _one(
                connection.execute(select(_CONVERSATIONS).where(_mine(conversation_id, owner))).first(), conversation_id
            )
            return [exchange_of(row) for row in connection.execute(found)]

    def turns(self, conversation_id: str, owner: str, before: str | None = None) -> tuple[Turn, ...]:
        """The conversation as a follow-up looks back on it; what came before an answer, if one is named.

        Raises:
            UnknownConversationError: the owner has no such conversation.
        """
        kept = self.exchanges(conversation_id, owner)
        end = next((place for place, one in enumerate(kept) if one.answer_id == before), len(kept))
        last = kept[max(0, end - _TURNS) : end]
        return tuple(turn for one in last for turn in (Turn("user", one.question), Turn("assistant", one.text)))

    def one(self, conversation_id: str, owner: str) -> Conversation:
        """A conversation.

        Raises:
            UnknownConversationError: the owner has no such conversation.
        """
        with self._engine.connect() as connection:
            row = connection.execute(select(_CONVERSATIONS).where(_mine(conversation_id, owner))).first()
        return _one(row, conversation_id)

    def search(self, owner: str, words: Sequence[str] = (), limit: int = 50, offset: int = 0) -> Page:
        """The owner's conversations that hold all words, in their names, questions or answers; the newest first."""
        found = select(_CONVERSATIONS).where(_CONVERSATIONS.c.owner == owner, *map(_holds, words))
        newest = found.order_by(_CONVERSATIONS.c.updated.desc(), _CONVERSATIONS.c.id).limit(limit).offset(offset)
        with self._engine.connect() as connection:
            total = connection.scalar(select(func.count()).select_from(found.subquery())) or 0
            return Page(total, tuple(_conversation_of(row) for row in connection.execute(newest)))

    def rename(self, conversation_id: str, owner: str, title: str) -> Conversation:
        """Gives a conversation another name.

        Raises:
            UnknownConversationError: the owner has no such conversation.
        """
        self._change(update(_CONVERSATIONS).values(title=_title(title)), conversation_id, owner)
        return self.one(conversation_id, owner)

    def delete(self, conversation_id: str, owner: str) -> None:
        """Deletes a conversation with all that is in it.

        Raises:
            UnknownConversationError: the owner has no such conversation.
        """
        self._change(delete(_CONVERSATIONS), conversation_id, owner)

    def delete_all(self, owner: str) -> int:
        """Deletes all conversations of an owner; how many there were."""
        with self._engine.begin() as connection:
            return connection.execute(delete(_CONVERSATIONS).where(_CONVERSATIONS.c.owner == owner)).rowcount

    def sweep(self) -> int:
        """Deletes the conversations whose time is over; how many there were."""
        if self._days is None:
            return 0
        before = self._clock() - timedelta(days=self._days)
        with self._engine.begin() as connection:
            return connection.execute(delete(_CONVERSATIONS).where(_CONVERSATIONS.c.updated < before)).rowcount

    def _change(self, statement: Any, conversation_id: str, owner: str) -> None:
        with self._engine.begin() as connection:
            if connection.execute(statement.where(_mine(conversation_id, owner))).rowcount == 0:
                raise UnknownConversationError(conversation_id)


def exchange_of(row: Row[Any]) -> Exchange:
    """The exchange in a row of `EXCHANGES`."""
    return Exchange(*(getattr(row, name) for name in Exchange.__dataclass_fields__))


def _conversation_of(row: Row[Any]) -> Conversation:
    return Conversation(row.id, row.title, row.created, row.updated)


def _one(row: Row[Any] | None, conversation_id: str) -> Conversation:
    if row is None:
        raise UnknownConversationError(conversation_id)
    return _conversation_of(row)


def _mine(conversation_id: str, owner: str) -> Any:
    return (_CONVERSATIONS.c.id == conversation_id) & (_CONVERSATIONS.c.owner == owner)


def _make_way(connection: Connection, conversation_id: str, answer_id: str, question: str) -> None:
    """Deletes an exchange and all after it. A conversation that was named by it is named by what is asked instead."""
    here = EXCHANGES.c.conversation_id == conversation_id
    kept = connection.execute(select(EXCHANGES).where(here).order_by(EXCHANGES.c.number)).all()
    old = next((row for row in kept if row.answer_id == answer_id), None)
    if old is None:
        return
    connection.execute(delete(EXCHANGES).where(here, EXCHANGES.c.number >= old.number))
    if old is kept[0]:
        named = (_CONVERSATIONS.c.id == conversation_id) & (_CONVERSATIONS.c.title == _title(old.question))
        connection.execute(update(_CONVERSATIONS).where(named).values(title=_title(question)))


def _holds(word: str) -> Any:
    """Whether a word stands anywhere in a conversation, as it is written: % and _ mean themselves."""
    inside: Select[Any] = select(EXCHANGES.c.number).where(
        EXCHANGES.c.conversation_id == _CONVERSATIONS.c.id,
        or_(EXCHANGES.c.question.icontains(word, autoescape=True), EXCHANGES.c.text.icontains(word, autoescape=True)),
    )
    return or_(_CONVERSATIONS.c.title.icontains(word, autoescape=True), exists(inside))


def _title(text: str) -> str:
    """A name on one line."""
    line = " ".join(text.split()) or "未命名"
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"
