"""The people that an office lets in, each with a role: by an access token of their own, or by the office's sign-in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from uuid import uuid4

from sqlalchemy import Column, Engine, Row, String, Table, Unicode, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.accounts.database import TABLES, Clock, Moment, now
from assistant.accounts.tokens import hash_of, new_token
from assistant.errors import PersonError
from assistant.messages import Role

TOKEN_PREFIX: Final = "ipa"  # noqa: S105 the start of every access token, not a secret
_LONGEST_NAME: Final = 80

PEOPLE: Final = Table(
    "people",
    TABLES,
    Column("id", String(32), primary_key=True),
    Column("name", Unicode(_LONGEST_NAME), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("token_hash", String(64), unique=True),
    Column("subject", Unicode(512), unique=True),  # issuer and subject of the office's sign-in
    Column("created", Moment, nullable=False),
    Column("removed", Moment),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with an account."""

    id: str
    name: str
    role: Role
    created: datetime


class People:
    """The accounts in a database. Whoever was removed is unknown from that moment on."""

    def __init__(self, engine: Engine, clock: Clock = now) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, name: str, role: Role) -> tuple[Person, str]:
        """A new person and the access token, which is not kept and cannot be shown again.

        Raises:
            PersonError: the name is empty, too long or taken.
        """
        token = new_token(TOKEN_PREFIX)
        return self._insert(_checked(name), role, token_hash=hash_of(token)), token

    def renew(self, name: str) -> str:
        """A new access token; the old one is worth nothing from now on.

        Raises:
            PersonError: there is no such person.
        """
        token = new_token(TOKEN_PREFIX)
        self._change(name, {"token_hash": hash_of(token)})
        return token

    def remove(self, name: str) -> None:
        """Lets a person in no more; the name may be given anew.

        Raises:
            PersonError: there is no such person.
        """
        gone = f"{name[: _LONGEST_NAME - 33]} {uuid4().hex}"
        self._change(name, {"name": gone, "token_hash": None, "subject": None, "removed": self._clock()})

    def all(self) -> list[Person]:
        """Everyone who is let in, by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(PEOPLE).where(PEOPLE.c.removed.is_(None)).order_by(PEOPLE.c.name))
            return [person_of(row) for row in rows]

    def by_token(self, token: str) -> Person | None:
        """Whose access token this is."""
        return self._one(PEOPLE.c.token_hash == hash_of(token))

    def of_subject(self, subject: str, name: str, role: Role) -> Person:
        """The person that the office's sign-in names; made at the first time, with the role of this time.

        `subject` is what the sign-in never gives to anyone else: issuer and subject. Names may be shared there.
        """
        if known := self._one(PEOPLE.c.subject == subject):
            with self._engine.begin() as connection:
                connection.execute(update(PEOPLE).where(PEOPLE.c.id == known.id).values(role=role))
            return Person(known.id, known.name, role, known.created)
        shown = (name.strip() or subject)[: _LONGEST_NAME - 9]
        try:
            return self._insert(shown, role, subject=subject)
        except PersonError:
            return self._insert(f"{shown} {uuid4().hex[:8]}", role, subject=subject)

    def _insert(self, name: str, role: Role, **given: str) -> Person:
        person = Person(uuid4().hex, name, role, self._clock())
        row = {"id": person.id, "name": name, "role": role, "created": person.created, **given}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(PEOPLE).values(row))
        except IntegrityError as error:
            raise PersonError(f"there is already a person named {name!r}; choose another name") from error
        return person

    def _change(self, name: str, values: Mapping[str, object]) -> None:
        there = (PEOPLE.c.name == name) & PEOPLE.c.removed.is_(None)
        with self._engine.begin() as connection:
            if connection.execute(update(PEOPLE).where(there).values(dict(values))).rowcount == 0:
                raise PersonError(f"there is no person named {name!r}; `python -m assistant user list` shows all")

    def _one(self, condition: Any) -> Person | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(PEOPLE).where(condition & PEOPLE.c.removed.is_(None))).first()
        return person_of(row) if row else None


def person_of(row: Row[Any]) -> Person:
    """The person in a row of `PEOPLE`."""
    return Person(row.id, row.name, cast("Role", row.role), row.created)


def _checked(name: str) -> str:
    kept = name.strip()
    if not kept or len(kept) > _LONGEST_NAME or not kept.isprintable():
        raise PersonError(f"a name has 1 to {_LONGEST_NAME} printable characters, this one is {name[:40]!r}")
    return kept


def roles() -> Sequence[Role]:
    """The roles that an account may have; a visitor needs none."""
    return ("officer", "evaluator", "admin")
