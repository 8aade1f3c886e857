"""The registers of one generation in a file of their own: written when it is made, then only read.

A register row depends on its own document alone, so what a visitor may not see is left out by the text that it is
from: where an office keeps the official text internal and its digest public, each asker gets the rows of his own text.
"""

import json
import shutil
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from index.catalog import EVERYONE, PUBLIC, Catalog, errors_of
from index.documents import Access, Document
from index.registers.contacts import contacts_of
from index.registers.deadlines import deadlines_of
from index.registers.duties import duties_of_plan
from index.registers.entries import Contact, Deadline, Duty
from index.registers.statutes import duties_of_statute
from index.schema import compact

Row = TypeVar("Row", Duty, Deadline, Contact)

_KINDS: Final[Mapping[str, type]] = {"duties": Duty, "deadlines": Deadline, "contacts": Contact}
_COLUMNS: Final = {name: tuple(field.name for field in fields(kind)) for name, kind in _KINDS.items()}
_DAYS: Final = frozenset({"due", "begins", "until"})
_LISTS: Final = frozenset({"names", "phones", "mails", "addresses"})
_VIEWS: Final = ("for_officers", "for_visitors")
_TABLES: Final = "".join(
    f"CREATE TABLE {name} (for_officers INTEGER NOT NULL, for_visitors INTEGER NOT NULL, "
    + ", ".join(f'"{column}"' for column in columns)
    + ");\n"
    + f'CREATE INDEX {name}_of ON {name} (document_id, "start");\n'
    for name, columns in _COLUMNS.items()
)
_INSERTS: Final = {
    name: f"INSERT INTO {name} VALUES ({', '.join('?' * (len(columns) + 2))})"  # noqa: S608 fixed words only
    for name, columns in _COLUMNS.items()
}
_FILTERS: Final = {
    "documents": "document_id IN (SELECT value FROM json_each(?))",
    "organ": "instr(organ, ?) > 0",
    "modal": "modal = ?",
    "words": "instr(text, ?) > 0",
    "dated": "due_text IS NOT NULL AND ? = 1",
    "since": "(due >= ? OR (rule IS NOT NULL AND (until IS NULL OR until >= ?)))",
    "before": "(due <= ? OR (rule IS NOT NULL AND (begins IS NULL OR begins <= ?)))",
}
_TWICE: Final = frozenset({"since", "before"})


class Registers:
    """Duties, deadlines and contacts of a generation. For many threads."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open what `write` wrote.

        Raises:
            CatalogError: when it cannot be read.
        """
        with errors_of(path):
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            return cls(connection, path)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def duties(
        self,
        access: frozenset[Access],
        *,
        documents: Collection[str] | None = None,
        organ: str | None = None,
        modal: str | None = None,
        words: str | None = None,
        dated: bool = False,
        limit: int = -1,
        offset: int = 0,
    ) -> tuple[int, list[Duty]]:
        """How many duties there are, and those of one page, in the order of documents and texts.

        `organ` and `words` are looked for inside the organ as written and inside the cited words.
        """
        wanted = {"documents": documents, "organ": organ, "modal": modal, "words": words, "dated": dated or None}
        return self._page(Duty, "duties", access, wanted, (limit, offset))

    def organs(
        self, access: frozenset[Access], *, documents: Collection[str] | None = None, limit: int = 50
    ) -> list[tuple[str, int]]:
        """Who is told to do something, and how often; the busiest first."""
        values = [] if documents is None else [_bound("documents", documents)]
        narrowed = "" if documents is None else f" AND {_FILTERS['documents']}"
        return [
            (str(organ), int(count))
            for organ, count in self._rows(
                f"SELECT organ, count(*) FROM duties WHERE {_view(access)} = 1 AND organ IS NOT NULL{narrowed} "  # noqa: S608 fixed words only
                "GROUP BY organ ORDER BY count(*) DESC, organ LIMIT ?",
                [*values, limit],
            )
        ]

    def deadlines(
        self,
        access: frozenset[Access],
        *,
        documents: Collection[str] | None = None,
        organ: str | None = None,
        since: date | None = None,
        before: date | None = None,
        limit: int = -1,
        offset: int = 0,
    ) -> tuple[int, list[Deadline]]:
        """How many deadlines there are, and those of one page; `since` and `before` are days, both included.

        What recurs is found in every span of days in which it is in force; `occurrences` tells its days.
        """
        wanted = {"documents": documents, "organ": organ, "since": since, "before": before}
        return self._page(Deadline, "deadlines", access, wanted, (limit, offset))

    def contacts(
        self,
        access: frozenset[Access],
        *,
        documents: Collection[str] | None = None,
        organ: str | None = None,
        limit: int = -1,
        offset: int = 0,
    ) -> tuple[int, list[Contact]]:
        """How many blocks of contact data there are, and those of one page."""
        return self._page(Contact, "contacts", access, {"documents": documents, "organ": organ}, (limit, offset))

    def _page(
        self,
        kind: type[Row],
        name: str,
        access: frozenset[Access],
        wanted: Mapping[str, object],
        part: tuple[int, int],
    ) -> tuple[int, list[Row]]:
        given: dict[str, object] = {key: _bound(key, value) for key, value in wanted.items() if value is not None}
        where = " AND ".join([f"{_view(access)} = 1", *(_FILTERS[key] for key in given)])
        values: list[object] = [value for key, value in given.items() for _ in range(2 if key in _TWICE else 1)]
        columns = ", ".join(f'"{column}"' for column in _COLUMNS[name])
        ((total,),) = self._rows(f"SELECT count(*) FROM {name} WHERE {where}", values)  # noqa: S608 fixed words only
        rows = self._rows(
            f'SELECT {columns} FROM {name} WHERE {where} ORDER BY document_id, "start", rowid LIMIT ? OFFSET ?',  # noqa: S608 the same
            [*values, *part],
        )
        return int(total), [kind(**_entry(name, row)) for row in rows]

    def _rows(self, query: str, values: list[object]) -> list[tuple[Any, ...]]:
        with self._lock, errors_of(self._path):
            return self._connection.execute(query, values).fetchall()


def write(path: Path, catalog: Catalog, before: Path | None = None, changed: Collection[str] = ()) -> None:
    """Read the registers out of all texts that count for anybody, and keep them in a new file.

    `before`: a file of earlier registers, made in the same way, in which only the `changed` documents are read anew.
    """
    if before:
        shutil.copyfile(before, path)
    with errors_of(path), closing(sqlite3.connect(path)) as connection, connection:
        if before:
            for name in _KINDS:
                connection.executemany(f"DELETE FROM {name} WHERE document_id = ?", ((one,) for one in changed))  # noqa: S608 fixed words only
        else:
            connection.executescript(_TABLES)
        for document, seen in _texts(catalog, changed if before else None):
            for name, rows in registers_of(document).items():
                connection.executemany(_INSERTS[name], ((*seen, *_values(row)) for row in rows))


def registers_of(document: Document) -> dict[str, list[Any]]:
    """Duties, deadlines and contacts of one text; laws are read by their modal words, all else by its verbs."""
    articles = any(node.level == "条" for node in document.outline)
    duties = list(duties_of_statute(document)) if articles else duties_of_plan(document)
    contacts = [] if articles else list(contacts_of(document))
    return {"duties": duties, "deadlines": list(deadlines_of(document, duties)), "contacts": contacts}


def _texts(catalog: Catalog, of: Collection[str] | None) -> Iterator[tuple[Document, tuple[bool, bool]]]:
    """Each text that counts for somebody, with whether it does for officers and for visitors; `of` these documents."""
    officers = {(one.document_id, one.version_id) for one in catalog.editions(EVERYONE)}
    visitors = {(one.document_id, one.version_id) for one in catalog.editions(PUBLIC)}
    for key in sorted(key for key in officers | visitors if of is None or key[0] in of):
        document = catalog.document(key[0], EVERYONE if key in officers else PUBLIC)
        yield document, (key in officers, key in visitors)


def _view(access: frozenset[Access]) -> str:
    return _VIEWS[0] if "internal" in access else _VIEWS[1]


def _bound(key: str, value: object) -> object:
    if key == "documents":
        return compact(sorted(value))  # type: ignore[call-overload]
    return value.isoformat() if isinstance(value, date) else value


def _values(row: Duty | Deadline | Contact) -> Iterator[object]:
    for field in fields(row):
        value = getattr(row, field.name)
        yield compact(value) if field.name in _LISTS else value.isoformat() if isinstance(value, date) else value


def _entry(name: str, row: tuple[Any, ...]) -> dict[str, Any]:
    entry = dict(zip(_COLUMNS[name], row, strict=True))
    for column in _DAYS & entry.keys():
        entry[column] = date.fromisoformat(entry[column]) if entry[column] else None
    for column in _LISTS & entry.keys():
        entry[column] = tuple(json.loads(entry[column]))
    if "inherited" in entry:
        entry["inherited"] = bool(entry["inherited"])
    return entry
