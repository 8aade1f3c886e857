"""Accounts: who is let in, with what, and for how long."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from assistant.accounts.database import default_url, open_database
from assistant.accounts.people import People
from assistant.accounts.sessions import LASTS, Sessions
from assistant.errors import PersonError, StorageError

MORNING = datetime(2026, 11, 21, 8, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A new database file."""
    engine = open_database(default_url(tmp_path))
    yield engine
    engine.dispose()


def test_a_token_names_its_person(database: Engine) -> None:
    """Each token leads to whom it was made for, another one to nobody."""
    people = People(database)
    (zhang, first), (li, second) = people.add("张三", "officer"), people.add("李四", "admin")
    assert (people.by_token(first), people.by_token(second)) == (zhang, li)
    assert people.by_token(first[:-1]) is None


def test_no_token_stands_in_the_database(database: Engine, tmp_path: Path) -> None:
    """Whoever reads the file learns no way in."""
    _, token = People(database).add("张三", "officer")
    database.dispose()
    assert all(token.encode() not in file.read_bytes() for file in tmp_path.iterdir())


def test_a_renewed_token_replaces_the_old_one(database: Engine) -> None:
    """The old one is worth nothing from then on."""
    people = People(database)
    zhang, old = people.add("张三", "officer")
    new = people.renew("张三")
    assert (people.by_token(old), people.by_token(new)) == (None, zhang)


def test_a_removed_person_is_unknown_at_once(database: Engine) -> None:
    """Token and open session end together, and the name is free for someone else."""
    people, sessions = People(database), Sessions(database)
    zhang, token = people.add("张三", "officer")
    cookie = sessions.begin(zhang)
    people.remove("张三")
    assert (people.by_token(token), sessions.person(cookie), people.all()) == (None, None, [])
    assert people.add("张三", "officer")[0].id != zhang.id


@pytest.mark.parametrize("name", ["", "  ", "长" * 81, "张\n三"])
def test_an_unfit_name_is_refused(database: Engine, name: str) -> None:
    """A name is shown in lists and logs: it has a line, and not a long one."""
    with pytest.raises(PersonError, match="1 to 80 printable"):
        People(database).add(name, "officer")


def test_a_name_is_given_once(database: Engine) -> None:
    """Two people of one name could not be told apart in a list."""
    people = People(database)
    people.add("张三", "officer")
    with pytest.raises(PersonError, match="already a person named '张三'"):
        people.add("张三", "admin")
    with pytest.raises(PersonError, match="no person named '王五'"):
        people.remove("王五")


def test_the_offices_sign_in_finds_its_person_again(database: Engine) -> None:
    """The same subject is the same person, with the role of today; another subject of the same name is another."""
    people = People(database)
    first = people.of_subject("https://id.example 1", "张三", "officer")
    again = people.of_subject("https://id.example 1", "张三", "admin")
    other = people.of_subject("https://id.example 2", "张三", "officer")
    assert (again.id, again.role) == (first.id, "admin")
    assert other.id != first.id
    assert other.name.startswith("张三 ")


def test_a_session_ends_by_itself(database: Engine) -> None:
    """It lasts its time and not a second longer; signing out ends it before."""
    hours = [MORNING]
    sessions = Sessions(database, lambda: hours[-1])
    zhang, _ = People(database).add("张三", "officer")
    first, second = sessions.begin(zhang), sessions.begin(zhang)
    sessions.end(second)
    hours.append(MORNING + LASTS - timedelta(seconds=1))
    assert (sessions.person(first), sessions.person(second)) == (zhang, None)
    hours.append(MORNING + LASTS)
    assert sessions.person(first) is None


def test_accounts_outlive_the_process(database: Engine, tmp_path: Path) -> None:
    """What was written is there when the file is opened again, times with their zone."""
    zhang, token = People(database, lambda: MORNING).add("张三", "officer")
    again = open_database(default_url(tmp_path))
    assert People(again).by_token(token) == zhang
    again.dispose()


def test_a_later_database_is_refused(database: Engine, tmp_path: Path) -> None:
    """Tables of a later version are not touched."""
    with database.begin() as connection:
        connection.execute(text("update schema_version set version = 99"))
    with pytest.raises(StorageError, match=r"assistant\.sqlite was written by a later version .*tables 99"):
        open_database(default_url(tmp_path))


@pytest.mark.parametrize("url", ["no url", "nosuch://host/name", "sqlite:////proc/nowhere/at/all.sqlite"])
def test_a_database_that_cannot_be_opened_is_named(url: str) -> None:
    """One line that names the setting."""
    with pytest.raises(StorageError, match=r"^ASSISTANT_DATABASE_URL: cannot open"):
        open_database(url)


def test_a_password_is_not_shown() -> None:
    """An error message may land in a log."""
    with pytest.raises(StorageError) as refused:
        open_database("nosuch://office:geheim@host/name")
    assert "geheim" not in str(refused.value)
