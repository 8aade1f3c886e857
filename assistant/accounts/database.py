"""The database of what people bring: accounts, sessions, conversations. The index holds documents only.

SQLite by default; any URL that SQLAlchemy knows serves as well. Each module of tables declares its own on `TABLES`.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, DateTime, Engine, Integer, MetaData, Table, create_engine, event, insert, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.types import TypeDecorator

from assistant.errors import StorageError

TABLES: Final = MetaData()
VERSION: Final = 1
"""Of the tables as a whole; a database of a later version is refused, never guessed at."""
Clock = Callable[[], datetime]
_BUSY_MS: Final = 5000
_VERSIONS: Final = Table("schema_version", TABLES, Column("version", Integer, primary_key=True))


class Moment(TypeDecorator[datetime]):
    """A point in time, kept as UTC: SQLite has no zones and would give back naive times."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """To UTC without zone."""
        del dialect
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Back, with its zone."""
        del dialect
        return value.replace(tzinfo=UTC) if value else None


def now() -> datetime:
    """The time, with its zone; tests pass a clock of their own."""
    return datetime.now(UTC)


def default_url(data: Path) -> str:
    """The database in the data folder, beside the index."""
    return URL.create("sqlite", database=str(data / "assistant.sqlite")).render_as_string(hide_password=False)


def open_database(url: str) -> Engine:
    """The database, with all its tables made. Import the modules that declare tables first.

    Raises:
        StorageError: the URL cannot be used, the database cannot be reached, or it is of a later version.
    """
    try:
        engine = _engine(url)
        TABLES.create_all(engine)
        _check_version(engine)
    except (SQLAlchemyError, ImportError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StorageError(f"ASSISTANT_DATABASE_URL: cannot open {_shown(url)}: {reason}") from error
    return engine


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address)
    event.listen(engine, "connect", _for_sqlite)
    return engine


def _for_sqlite(connection: Any, _: object) -> None:
    """Readers beside a writer, no row without its owner, and waiting instead of failing."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")  # what was deleted is gone from the file too
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")


def _check_version(engine: Engine) -> None:
    with engine.begin() as connection:
        found = connection.scalar(select(_VERSIONS.c.version))
        if found is None:
            connection.execute(insert(_VERSIONS).values(version=VERSION))
    if found is not None and found > VERSION:
        raise StorageError(
            f"{engine.url} was written by a later version of the assistant (tables {found}, known {VERSION}); "
            "install that version or name another database with ASSISTANT_DATABASE_URL"
        )


def _shown(url: str) -> str:
    """The address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "the given address"
