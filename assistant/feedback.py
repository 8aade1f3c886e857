"""What people think of answers, and what they were not answered: material for evaluators, without personal data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import Column, Date, Engine, Row, String, Table, Unicode, UnicodeText, delete, insert, select

from assistant.accounts.database import TABLES, Clock, Moment, now
from assistant.conversations import EXCHANGES, Conversations, Exchange
from assistant.errors import UnknownConversationError
from assistant.masking import masked
from assistant.messages import Turn

Verdict = Literal["up", "down"]
Sort = Literal["down", "refused"]
LONGEST: Final = 2000
"""Characters of a correction."""

_FEEDBACK: Final = Table(
    "feedback",
    TABLES,
    Column("answer_id", String(64), primary_key=True),
    Column("owner", String(32), primary_key=True),
    Column("verdict", String(8), nullable=False),
    Column("reason", Unicode(40), nullable=False),
    Column("correction", UnicodeText, nullable=False),
    Column("question", UnicodeText, nullable=False),  # masked, and kept when the conversation is deleted
    Column("before", UnicodeText, nullable=False),  # the question asked before it, masked
    Column("as_of", Date, nullable=False),
    Column("given", Moment, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thinks of an answer. `reason` is one of the page's own words, `correction` is the person's."""

    verdict: Verdict
    reason: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Wanting:
    """A question whose answer was thumbed down, or that was refused; all words of people are masked."""

    id: str
    sort: Sort
    question: str
    before: str
    as_of: date
    reason: str
    correction: str
    given: datetime

    @property
    def history(self) -> tuple[Turn, ...]:
        """What the question may lean on."""
        return (Turn("user", self.before),) if self.before else ()


class Feedback:
    """The opinions in a database."""

    def __init__(self, engine: Engine, conversations: Conversations, clock: Clock = now) -> None:
        self._engine = engine
        self._conversations = conversations
        self._clock = clock

    def give(self, conversation_id: str, owner: str, answer_id: str, opinion: Opinion) -> None:
        """Keeps an opinion on an answer in an own conversation; a later one replaces it.

        Raises:
            UnknownConversationError: the owner has no such conversation, or no such answer in it.
        """
        exchanges = self._conversations.exchanges(conversation_id, owner)
        place = next((n for n, one in enumerate(exchanges) if one.answer_id == answer_id), None)
        if place is None:
            raise UnknownConversationError(answer_id)
        row = self._row(exchanges[place], exchanges[place - 1].question if place else "", opinion)
        mine = (_FEEDBACK.c.answer_id == answer_id) & (_FEEDBACK.c.owner == owner)
        with self._engine.begin() as connection:
            connection.execute(delete(_FEEDBACK).where(mine))
            connection.execute(insert(_FEEDBACK).values(owner=owner, **row))

    def wanting(self) -> list[Wanting]:
        """What was thumbed down, and then what was refused and nobody judged; the oldest first."""
        with self._engine.connect() as connection:
            down = select(_FEEDBACK).where(_FEEDBACK.c.verdict == "down").order_by(_FEEDBACK.c.given)
            judged = {row.answer_id for row in connection.execute(select(_FEEDBACK.c.answer_id))}
            refused = connection.execute(select(EXCHANGES).order_by(EXCHANGES.c.conversation_id, EXCHANGES.c.number))
            found = [_thumbed_down(row) for row in connection.execute(down)]
            return [*found, *(one for one in _refused(refused) if one.id not in judged)]

    def _row(self, exchange: Exchange, before: str, opinion: Opinion) -> dict[str, Any]:
        return {
            "answer_id": exchange.answer_id,
            "verdict": opinion.verdict,
            "reason": opinion.reason,
            "correction": masked(opinion.correction[:LONGEST]),
            "question": masked(exchange.question),
            "before": masked(before),
            "as_of": exchange.as_of,
            "given": self._clock(),
        }


def _thumbed_down(row: Row[Any]) -> Wanting:
    return Wanting(row.answer_id, "down", row.question, row.before, row.as_of, row.reason, row.correction, row.given)


def _refused(rows: Any) -> Iterator[Wanting]:
    conversation, before = None, ""
    for row in rows:
        if row.conversation_id != conversation:
            conversation, before = row.conversation_id, ""
        question = masked(row.question)
        if row.abstained:
            yield Wanting(row.answer_id, "refused", question, before, row.as_of, "", "", row.asked)
        before = question
