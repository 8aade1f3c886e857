"""The source of truth: one SQLite file with every document, its texts, outline, chunks and sources.

A published catalog is never changed: it is opened read-only and read by many threads through one connection under a
lock. What is read for every question (editions, chunks) is kept in memory, so the lock is held for microseconds; a
connection per thread could not be closed by the thread that lets go of the generation.

A document one may not see is answered exactly like one that does not exist.
"""

import json
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal, Self

import numpy as np
from numpy.typing import NDArray

from index.articles import FORMAT as ARTICLE_LIST
from index.chunking import chunk, clauses
from index.documents import Access, Document, Edition, Metadata, Source
from index.editions import succession, work_id
from index.errors import CatalogError, UnknownDocumentError
from index.identity import identities, is_generated, same_title
from index.rows import Row, Rows
from index.schema import (
    TABLES,
    VERSION,
    compact,
    edits_from_json,
    edits_to_json,
    metadata_from_json,
    metadata_to_json,
    node_of,
    node_rows,
)

Outcome = Literal["added", "unchanged", "revised", "renewed metadata", "older text"]
"""What `put` did. "older text": stored, but a newer or an official text counts."""
Removal = Literal["removed", "digest restored"]

EVERYONE: Final[frozenset[Access]] = frozenset({"public", "internal"})

_DOCUMENTS_KEPT: Final = 64
"""How many decoded documents stay in memory: an answer reads the same few again and again."""


class Catalog:
    """A catalog to read, safe to use from many threads."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._connection.row_factory = sqlite3.Row
        self._path = path
        self._lock = threading.RLock()
        self._editions: dict[frozenset[Access], dict[str, Edition]] = {}
        self._chunks: Rows | None = None
        self._documents: dict[int, Document] = {}

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a published catalog.

        Raises:
            CatalogError: when it is not there, is no catalog, or has the tables of another version.
        """
        with _errors_of(path):
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            return cls._checked(sqlite3.connect(uri, uri=True, check_same_thread=False), path)

    @classmethod
    def _checked(cls, connection: sqlite3.Connection, path: Path) -> Self:
        """The catalog behind a connection, which is closed where it is none."""
        try:
            _check_version(connection, path)
        except BaseException:
            connection.close()
            raise
        return cls(connection, path)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def editions(self, access: frozenset[Access]) -> tuple[Edition, ...]:
        """All documents that the asker may see, by id. Which one follows which is told from these alone."""
        return tuple(self._visible(access).values())

    def edition(self, document_id: str, access: frozenset[Access]) -> Edition:
        """One document; an id that it had before a catalog named it counts too.

        Raises:
            UnknownDocumentError: when there is none, or none that the asker may see.
        """
        edition = self._visible(access).get(self._present_id(document_id))
        if edition is None:
            raise _unknown(document_id)
        return edition

    def document(self, document_id: str, access: frozenset[Access], version_id: str | None = None) -> Document:
        """The text that counts, or with `version_id` any stored one; each text has its own access.

        Raises:
            UnknownDocumentError: when there is none, or none that the asker may see.
        """
        present = self._present_id(document_id)
        row = self._row(
            "SELECT number, access FROM texts WHERE document_id = ? AND (? IS NULL OR version_id = ?) "
            "ORDER BY text_kind = 'official' DESC, number DESC LIMIT 1",
            (present, version_id, version_id),
        )
        if row is None or row["access"] not in access:
            raise _unknown(document_id)
        return self._document(row["number"])

    def texts(self, document_id: str | None = None) -> Iterator[Document]:
        """Every stored text, older ones too, once per file that it came from."""
        present = self._present_id(document_id) if document_id else None
        keys = self._rows(
            "SELECT r.number, s.sha256 FROM texts r JOIN sources s ON s.revision = r.number "
            "WHERE ? IS NULL OR r.document_id = ? ORDER BY r.document_id, r.number, s.number",
            (present, present),
        )
        return (self._read(revision, digest) for revision, digest in keys)

    def chunks(self) -> Rows:
        """The chunks of the texts that count, by document id and start: row n of the lexical and vector index."""
        with self._lock:
            if self._chunks is None:
                self._chunks = self._cut_up(
                    self._rows(
                        "SELECT r.document_id, r.version_id, r.text, r.number FROM texts r "
                        "JOIN current ON current.revision = r.number ORDER BY r.document_id"
                    )
                )
            return self._chunks

    def chunks_of(self, document: Document) -> Rows:
        """The stored chunks of one text, be it the one that counts or not."""
        return self._cut_up(
            self._rows(
                "SELECT document_id, version_id, text, number FROM texts WHERE document_id = ? AND version_id = ?",
                (document.document_id, document.version_id),
            )
        )

    def access_of_rows(self) -> NDArray[np.bool_]:
        """For each row of `chunks` whether its document is public."""
        rows = self.chunks()
        public = {edition.document_id for edition in self.editions(EVERYONE) if edition.access == "public"}
        return np.array([document_id in public for document_id in rows.document_ids], np.bool_)[rows.owners]

    def _forget(self) -> None:
        """Drop what was kept in memory."""
        self._editions.clear()
        self._chunks = None
        self._documents.clear()

    def _rows(self, query: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        with self._lock, _errors_of(self._path):
            return self._connection.execute(query, values).fetchall()

    def _row(self, query: str, values: tuple[object, ...] = ()) -> sqlite3.Row | None:
        return next(iter(self._rows(query, values)), None)

    def _present_id(self, document_id: str) -> str:
        row = self._row(
            "SELECT d.document_id FROM former_ids f JOIN documents d ON d.number = f.document WHERE f.document_id = ?",
            (document_id,),
        )
        return row[0] if row else document_id

    def _visible(self, access: frozenset[Access]) -> dict[str, Edition]:
        with self._lock:
            if access not in self._editions:
                visible = (edition for edition in self._stored_editions() if edition.access in access)
                self._editions[access] = {edition.document_id: edition for edition in succession(visible)}
            return self._editions[access]

    def _stored_editions(self) -> Iterator[Edition]:
        files: dict[int, list[sqlite3.Row]] = {}
        for file in self._rows(
            "SELECT revision, name, format, sha256, size, warnings FROM sources ORDER BY revision, number"
        ):
            files.setdefault(file["revision"], []).append(file)
        for row in self._rows(
            "SELECT r.document_id, r.number, version_id, text_kind, access, clauses, characters, metadata "
            "FROM texts r JOIN current ON current.revision = r.number ORDER BY r.document_id"
        ):
            metadata = metadata_from_json(row["metadata"])
            yield Edition(
                row["document_id"],
                work_id(metadata),
                row["version_id"],
                metadata,
                row["text_kind"],
                row["access"],
                row["clauses"],
                row["characters"],
                tuple(_source(file) for file in files[row["number"]]),
                warnings=tuple(words for file in files[row["number"]] for words in json.loads(file["warnings"])),
            )

    def _document(self, revision: int) -> Document:
        with self._lock:
            document = self._documents.pop(revision, None) or self._read(revision)
            self._documents[revision] = document  # at the end: the one not read for longest goes first
            if len(self._documents) > _DOCUMENTS_KEPT:
                del self._documents[next(iter(self._documents))]
            return document

    def _read(self, revision: int, digest: str | None = None) -> Document:
        """A text as it came from one of its files, the first unless `digest` names another."""
        (row,) = self._rows(
            "SELECT r.document_id, r.*, s.* FROM texts r JOIN sources s ON s.revision = r.number "
            "WHERE r.number = ? AND (? IS NULL OR s.sha256 = ?) ORDER BY s.number LIMIT 1",
            (revision, digest, digest),
        )
        nodes = self._rows("SELECT * FROM nodes WHERE revision = ? ORDER BY position", (revision,))
        return Document(
            row["document_id"],
            row["version_id"],
            row["text"],
            tuple(node_of(node) for node in nodes),
            metadata_from_json(row["metadata"]),
            edits_from_json(row["edits"]),
            _source(row),
            tuple(json.loads(row["page_starts"])),
            row["text_kind"],
            row["access"],
            tuple(json.loads(row["warnings"])),
        )

    def _cut_up(self, texts: list[sqlite3.Row]) -> Rows:
        return Rows([(row[0], row[1], row[2]) for row in texts], self._chunk_rows([row[3] for row in texts]))

    def _chunk_rows(self, revisions: list[int]) -> Iterator[Row]:
        headings: dict[str, tuple[str, ...]] = {}  # many chunks share theirs
        for position, revision in enumerate(revisions):
            for start, stop, path, level, above in self._rows(
                "SELECT start, stop, path, level, headings FROM chunks WHERE revision = ? ORDER BY start", (revision,)
            ):
                if above not in headings:
                    headings[above] = tuple(json.loads(above))
                yield position, start, stop, path, sys.intern(level), headings[above]


class CatalogWriter(Catalog):
    """A catalog to change: a private copy that nobody reads yet. Only `publishing.write` opens one.

    A change that fails is undone alone (`put`, `remove`); all that worked is committed by `close`.
    """

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a catalog to change, or make an empty one.

        Raises:
            CatalogError: when it is no catalog, has the tables of another version, or the disk refuses.
        """
        with _errors_of(path):
            new = not path.exists()
            connection = sqlite3.connect(path, isolation_level=None)
            if new:
                connection.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT")
            writer = cls._checked(connection, path)
            connection.executescript("PRAGMA foreign_keys = ON; BEGIN")
            return writer

    def close(self) -> None:
        """Commit what was changed and close the file.

        Raises:
            CatalogError: when the disk refuses.
        """
        try:
            with _errors_of(self._path):
                if self._connection.in_transaction:
                    self._connection.execute("COMMIT")
        finally:
            super().close()

    def put(self, document: Document, *, keep_access: bool = False) -> Outcome:
        """Take in a document: the edition is found by its id, its text or its identity (never by a path).

        A catalog's id and metadata win over those guessed from a text. A new text becomes a new revision; an official
        one retires the digest. `keep_access`: a text of a kind that is already there keeps that kind's access.

        Raises:
            CatalogError: when the disk refuses.
        """
        with self._change():
            number = self._find(document)
            if number is None:
                self._add(document)
                return "added"
            return self._renew(number, self._known_as(number, document, keep_access=keep_access))

    def remove(self, document_id: str) -> Removal:
        """Take away the official text with all its revisions; its digest, where there is one, counts again.

        Where only a digest is left, or there was none, the whole document goes.

        Raises:
            UnknownDocumentError: when there is no such document.
        """
        present = self.edition(document_id, EVERYONE).document_id
        with self._change() as run:
            kinds = run("SELECT DISTINCT text_kind FROM texts r WHERE document_id = ?", (present,)).fetchall()
            if len(kinds) == 1:
                run("DELETE FROM documents WHERE document_id = ?", (present,))
                return "removed"
            run(
                "DELETE FROM revisions WHERE text_kind = 'official' "
                "AND document = (SELECT number FROM documents WHERE document_id = ?)",
                (present,),
            )
            return "digest restored"

    def cut_again(self) -> None:
        """Cut every stored text into chunks anew, as `rebuild` does after chunking has changed."""
        with self._change() as run:
            run("DELETE FROM chunks")
            for (revision,) in run("SELECT number FROM revisions").fetchall():
                self._cut(revision, self._read(revision))

    @contextmanager
    def _change(self) -> Iterator[Callable[..., sqlite3.Cursor]]:
        """All of the block or nothing of it."""
        with self._lock, _errors_of(self._path):
            self._connection.execute("SAVEPOINT change")
            try:
                yield self._connection.execute
            except BaseException:
                if self._connection.in_transaction:  # a full disk undoes everything by itself
                    self._connection.execute("ROLLBACK TO change")
                raise
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("RELEASE change")
                self._forget()

    def _find(self, document: Document) -> int | None:
        """The document that this is a text of. Two ids from catalogs are never the same document."""
        present = self._present_id(document.document_id)
        if by_id := self._row("SELECT number FROM documents WHERE document_id = ?", (present,)):
            return int(by_id[0])
        candidates = self._rows(
            "SELECT document FROM revisions WHERE version_id = ? UNION SELECT document FROM identities "
            "WHERE identity IN (SELECT value FROM json_each(?)) ORDER BY document",
            (document.version_id, compact(identities(document.metadata))),
        )
        for (number,) in candidates:
            known_id, known = self._known(number)
            free = is_generated(document.document_id) or is_generated(known_id)
            if free and same_title(document.metadata, known):
                return int(number)
        return None

    def _known(self, number: int) -> tuple[str, Metadata]:
        """Id and metadata of a document that is there."""
        (row,) = self._rows(
            "SELECT document_id, metadata FROM texts WHERE document = ? "
            "ORDER BY text_kind = 'official' DESC, number DESC LIMIT 1",
            (number,),
        )
        return row[0], metadata_from_json(row[1])

    def _known_as(self, number: int, document: Document, *, keep_access: bool) -> Document:
        """The document under the id, the metadata and the access that are to be stored."""
        known_id, known = self._known(number)
        if not is_generated(document.document_id):
            self._name(number, known_id, document.document_id)
        else:
            metadata = document.metadata if is_generated(known_id) else known
            document = replace(document, document_id=known_id, metadata=metadata)
        if keep_access and (access := self._access(number, document)):
            document = replace(document, access=access)
        return document

    def _name(self, number: int, old: str, new: str) -> None:
        """Give a document the id that a catalog has for it."""
        if old != new:
            self._connection.execute("UPDATE documents SET document_id = ? WHERE number = ?", (new, number))
            self._connection.execute("INSERT INTO former_ids VALUES (?, ?)", (old, number))

    def _access(self, number: int, document: Document) -> Access | None:
        row = self._row(
            "SELECT access FROM revisions WHERE document = ? AND text_kind = ?", (number, document.text_kind)
        )
        return row[0] if row else None

    def _add(self, document: Document) -> None:
        cursor = self._connection.execute("INSERT INTO documents (document_id) VALUES (?)", (document.document_id,))
        self._revise(int(cursor.lastrowid or 0), document)

    def _renew(self, number: int, document: Document) -> Outcome:
        """Store what is new about a document that is known."""
        row = self._row("SELECT * FROM revisions WHERE document = ? AND version_id = ?", (number, document.version_id))
        if row is None:
            revision = self._revise(number, document)
            return "revised" if self._counts(number, revision) else "older text"
        first = self._add_source(row["number"], document)
        if row["text_kind"] == document.text_kind and not self._counts(number, row["number"]):
            return "older text"
        if is_generated(document.document_id) and (not first or document.source.format == ARTICLE_LIST):
            # one guess must not undo the other each time both files, or both titles of a list, come by
            document = replace(document, metadata=metadata_from_json(row["metadata"]))
        if self._is_described(row, document):
            return "unchanged"
        self._describe(number, row["number"], document)
        return "renewed metadata"

    def _counts(self, number: int, revision: int) -> bool:
        """Whether it is the text that is searched."""
        newest = self._row(
            "SELECT number FROM revisions WHERE document = ? ORDER BY text_kind = 'official' DESC, number DESC LIMIT 1",
            (number,),
        )
        return newest is not None and newest[0] == revision

    def _is_described(self, row: sqlite3.Row, document: Document) -> bool:
        """Whether all that is stored of a text beside its source is as it comes now."""
        stored = (row["text_kind"], row["access"], row["metadata"])
        given = (document.text_kind, document.access, metadata_to_json(document.metadata))
        return stored == given and self._read(row["number"]).outline == document.outline

    def _revise(self, number: int, document: Document) -> int:
        """Store a text that the document did not have."""
        revision = int(
            self._connection.execute(
                "INSERT INTO revisions (document, version_id, text_kind, access, clauses, characters, metadata, text) "
                "VALUES (?, ?, ?, ?, 0, ?, '', ?)",
                (number, document.version_id, document.text_kind, document.access, len(document.text), document.text),
            ).lastrowid
            or 0
        )
        self._add_source(revision, document)
        self._describe(number, revision, document)
        return revision

    def _describe(self, number: int, revision: int, document: Document) -> None:
        """Store metadata, outline and chunks of a text, and its access for all texts of its kind."""
        run, many = self._connection.execute, self._connection.executemany
        run(
            "UPDATE revisions SET text_kind = ?, metadata = ?, clauses = ? WHERE number = ?",
            (document.text_kind, metadata_to_json(document.metadata), clauses(document.outline), revision),
        )
        run(
            "UPDATE revisions SET access = ? WHERE document = ? AND text_kind = ?",
            (document.access, number, document.text_kind),
        )
        names = [(identity, number) for identity in identities(document.metadata)]
        many("INSERT OR IGNORE INTO identities VALUES (?, ?)", names)
        run("DELETE FROM nodes WHERE revision = ?", (revision,))
        many("INSERT INTO nodes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", node_rows(revision, document.outline))
        self._cut(revision, document)

    def _cut(self, revision: int, document: Document) -> None:
        self._connection.execute("DELETE FROM chunks WHERE revision = ?", (revision,))
        self._connection.executemany(
            "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?)",
            (
                (revision, piece.start, piece.end, piece.path, piece.level, compact(piece.headings))
                for piece in chunk(document)
            ),
        )

    def _add_source(self, revision: int, document: Document) -> bool:
        """Note the file a text came from, unless it is known; gives back whether it is the first one."""
        source = document.source
        sources = self._rows("SELECT sha256 FROM sources WHERE revision = ? ORDER BY number", (revision,))
        if source.sha256 not in {row[0] for row in sources}:
            told = (compact(document.warnings), compact(document.page_starts), edits_to_json(document.edits))
            self._connection.execute(
                "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (revision, source.sha256, len(sources), source.name, source.format, source.size, *told),
            )
        return not sources or sources[0][0] == source.sha256


@contextmanager
def _errors_of(path: Path) -> Iterator[None]:
    """SQLite's errors as ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise CatalogError(f"catalog {path}: {error}") from error


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found != VERSION:
        raise CatalogError(
            f"{path} has tables of version {found}, this program reads {VERSION}; "
            "add the documents again into another --data folder"
        )


def _unknown(document_id: str) -> UnknownDocumentError:
    return UnknownDocumentError(f"no document {document_id!r}; `python -m index documents` lists all")


def _source(row: sqlite3.Row) -> Source:
    return Source(row["name"], row["format"], row["sha256"], row["size"])
