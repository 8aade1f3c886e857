"""The references of one generation in a file of its own: written when it is made, then only read.

What a visitor may not see is not filtered out of what an officer sees, but never was in: the references are resolved
twice, once among all documents and once among the public ones, where the two differ.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Self

from index.catalog import EVERYONE, PUBLIC, Catalog, errors_of
from index.cross_references.resolving import CrossReference, resolve
from index.cross_references.shelf import Shelf
from index.documents import Access
from index.schema import compact

_COLUMNS: Final = tuple(field.name for field in fields(CrossReference))
_PATHS: Final = _COLUMNS.index("cited_paths")
_APPROXIMATE: Final = _COLUMNS.index("approximate")
_TABLES: Final = """
-- for_visitors: 0 as an officer sees them, 1 as a visitor does; the second only where they differ
CREATE TABLE found (
    for_visitors INTEGER NOT NULL,
    document_id TEXT NOT NULL,
    path TEXT NOT NULL,
    text TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    cited_id TEXT,
    cited_paths TEXT NOT NULL,
    fit TEXT,
    approximate INTEGER NOT NULL,
    reason TEXT
);
CREATE INDEX found_in ON found (for_visitors, document_id, start);
CREATE INDEX found_citing ON found (for_visitors, cited_id, document_id, start);
CREATE TABLE views (differ INTEGER NOT NULL);
"""
_INSERT: Final = "INSERT INTO found VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COUNTED: Final = "SELECT count(*) FROM found WHERE for_visitors = ?"
_LISTED: Final = (
    'SELECT document_id, path, text, start, "end", cited_id, cited_paths, fit, approximate, reason '
    "FROM found WHERE for_visitors = ?"
)
_OF: Final = " AND document_id = ?"
_TO: Final = " AND cited_id = ?"
_PAGE: Final = " ORDER BY document_id, start, rowid LIMIT ? OFFSET ?"
_QUERIES: Final = {
    (bool(of), bool(to)): (_COUNTED + of + to, _LISTED + of + to + _PAGE) for of in ("", _OF) for to in ("", _TO)
}
"""To count and to list, by whether the citing and the cited document are given."""
_LINKS: Final = (
    "SELECT document_id, cited_id, count(*) FROM found WHERE for_visitors = ? "
    "AND cited_id IS NOT NULL AND cited_id <> document_id GROUP BY 1, 2 ORDER BY 1, 2"
)


@dataclass(frozen=True, slots=True)
class Link:
    """How often one document cites another; a document's references to itself are left out."""

    document_id: str
    cited_id: str
    count: int


class References:
    """The references of a generation; none where an earlier version of the project wrote it. For many threads."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.Lock()
        self._differ = bool(self._rows("SELECT differ FROM views", ())[0][0])

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open what `write` wrote.

        Raises:
            CatalogError: when it cannot be read.
        """
        with errors_of(path):
            if not path.exists():
                connection = sqlite3.connect(":memory:", check_same_thread=False)
                connection.executescript(_TABLES)
                connection.execute("INSERT INTO views VALUES (0)")
                return cls(connection, path)
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            try:
                return cls(connection, path)
            except BaseException:
                connection.close()
                raise

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def of_document(self, document_id: str, access: frozenset[Access]) -> list[CrossReference]:
        """What a document cites, in the order of its text."""
        return self.page(access, document_id=document_id)[1]

    def citing(self, document_id: str, access: frozenset[Access]) -> list[CrossReference]:
        """Where a document is cited, by the other documents and by itself."""
        return self.page(access, cites=document_id)[1]

    def all(self, access: frozenset[Access]) -> list[CrossReference]:
        """All references, by citing document."""
        return self.page(access)[1]

    def page(
        self,
        access: frozenset[Access],
        *,
        document_id: str | None = None,
        cites: str | None = None,
        limit: int = -1,
        offset: int = 0,
    ) -> tuple[int, list[CrossReference]]:
        """How many references there are of a document, to a document, or in all; and those of one page."""
        values = (self._view(access), *(name for name in (document_id, cites) if name is not None))
        counted, listed = _QUERIES[document_id is not None, cites is not None]
        ((total,),) = self._rows(counted, values)
        return int(total), [_reference(row) for row in self._rows(listed, (*values, limit, offset))]

    def links(self, access: frozenset[Access]) -> list[Link]:
        """Which documents cite which others, and how often."""
        return [Link(*row) for row in self._rows(_LINKS, (self._view(access),))]

    def _view(self, access: frozenset[Access]) -> int:
        return int(self._differ and "internal" not in access)

    def _rows(self, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with self._lock, errors_of(self._path):
            return self._connection.execute(query, values).fetchall()


def write(path: Path, catalog: Catalog) -> None:
    """Resolve the references of all documents of a catalog and keep them in a new file."""
    differ = catalog.editions(EVERYONE) != catalog.editions(PUBLIC)
    with errors_of(path), closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_TABLES)
        connection.execute("INSERT INTO views VALUES (?)", (differ,))
        connection.executemany(_INSERT, ((0, *_row(one)) for one in _resolved(catalog, EVERYONE)))
        if differ:
            connection.executemany(_INSERT, ((1, *_row(one)) for one in _resolved(catalog, PUBLIC)))


def _resolved(catalog: Catalog, access: frozenset[Access]) -> Iterator[CrossReference]:
    """The references of all texts that count for an asker, resolved among what he may see."""
    shelf = Shelf(catalog.editions(access), lambda document_id: catalog.document(document_id, access).outline)
    for document_id in shelf.editions:
        yield from resolve(catalog.document(document_id, access), shelf)


def _row(one: CrossReference) -> list[object]:
    row: list[object] = [getattr(one, name) for name in _COLUMNS]
    row[_PATHS] = compact(one.cited_paths)
    return row


def _reference(row: tuple[Any, ...]) -> CrossReference:
    values = list(row)
    values[_PATHS] = tuple(json.loads(values[_PATHS]))
    values[_APPROXIMATE] = bool(values[_APPROXIMATE])
    return CrossReference(*values)
