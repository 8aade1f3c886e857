"""Who is signed in on the page: a random cookie, kept as a hash, that ends by itself."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Column, Engine, ForeignKey, String, Table, delete, insert, select

from assistant.accounts.database import TABLES, Clock, Moment, now
from assistant.accounts.people import PEOPLE, Person, person_of
from assistant.accounts.tokens import hash_of, new_token

LASTS: Final = timedelta(hours=12)
"""A working day; whoever comes back the next morning signs in again."""

_SESSIONS: Final = Table(
    "sessions",
    TABLES,
    Column("cookie_hash", String(64), primary_key=True),
    Column("person_id", String(32), ForeignKey("people.id"), nullable=False, index=True),
    Column("ends", Moment, nullable=False),
)


class Sessions:
    """The sessions in a database."""

    def __init__(self, engine: Engine, clock: Clock = now) -> None:
        self._engine = engine
        self._clock = clock

    def begin(self, person: Person) -> str:
        """The cookie of a new session; those that have ended are swept out."""
        cookie, moment = new_token("session"), self._clock()
        row = {"cookie_hash": hash_of(cookie), "person_id": person.id, "ends": moment + LASTS}
        with self._engine.begin() as connection:
            connection.execute(delete(_SESSIONS).where(_SESSIONS.c.ends <= moment))
            connection.execute(insert(_SESSIONS).values(row))
        return cookie

    def person(self, cookie: str) -> Person | None:
        """Who is signed in with this cookie, unless the session has ended or the person was removed."""
        there = (_SESSIONS.c.cookie_hash == hash_of(cookie)) & (_SESSIONS.c.ends > self._clock())
        found = select(PEOPLE).join(_SESSIONS).where(there & PEOPLE.c.removed.is_(None))
        with self._engine.connect() as connection:
            row = connection.execute(found).first()
        return person_of(row) if row else None

    def end(self, cookie: str) -> None:
        """Signs out; of an unknown cookie nothing is left to do."""
        with self._engine.begin() as connection:
            connection.execute(delete(_SESSIONS).where(_SESSIONS.c.cookie_hash == hash_of(cookie)))
