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
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from index import captions, relations
from index.documents import Access, Document, Edition, Source
from index.editions import at_once, by_title, repealed_by, succession, work_id
from index.errors import CatalogError, OutdatedError, UnknownDocumentError
from index.identity import identities, same_title
from index.migration import STEPS, version
from index.relations import Reading, Relation, Repeal
from index.rows import Row, Rows
from index.schema import (
    VERSION,
    compact,
    edits_from_json,
    metadata_from_json,
    node_of,
)

EVERYONE: Final[frozenset[Access]] = frozenset({"public", "internal"})

PUBLIC: Final[frozenset[Access]] = frozenset({"public"})

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
        self._relations: dict[frozenset[Access], tuple[Relation, ...]] = {}
        self._told: Reading | None = None
        self._repealed: dict[tuple[str, str], list[tuple[Repeal, int]]] | None = None
        self._chunks: Rows | None = None
        self._known_captions: captions.Captions | None = None
        self._documents: dict[int, Document] = {}

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a published catalog.

        Raises:
            CatalogError: when it is not there, is no catalog, or has the tables of a newer version.
            OutdatedError: when it has those of an earlier one.
        """
        with errors_of(path):
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

    def relations(self, access: frozenset[Access]) -> tuple[Relation, ...]:
        """What the documents that the asker may see say of one another; none that speaks of any other."""
        visible = self._visible(access)
        known = self._relations[access]
        return tuple(one for one in known if {one.old, one.new, one.document} <= visible.keys())

    def faults(self) -> list[str]:
        """A line for each relation or file of captions that cannot be used, each identity or day claimed twice."""
        visible = self._visible(EVERYONE).values()
        days = (
            f"{one.document_id} and {other.document_id} are editions of one work and both take effect on "
            f"{one.metadata.effective_from}; correct the date of one in its catalog"
            for one, other in at_once(visible)
        )
        return [*self._stated().faults, *self._captions().faults, *days, *_claims(visible)]

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
            "SELECT number FROM texts WHERE document_id = ? AND (? IS NULL OR version_id = ?) "
            "AND access IN (SELECT value FROM json_each(?)) "
            "AND (? IS NOT NULL OR number NOT IN (SELECT revision FROM removed)) "
            "ORDER BY text_kind = 'official' DESC, number DESC LIMIT 1",
            (present, version_id, version_id, compact(sorted(access)), version_id),
        )
        if row is None:
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
        """The chunks of the texts that count for anybody: row n of the lexical and vector index.

        They are ordered by document id, text and start. Where the official text is internal and a digest is public,
        both have rows; the officer finds the one, the visitor the other.
        """
        with self._lock:
            if self._chunks is None:
                self._chunks = self._cut_up(
                    self._rows(
                        "SELECT document_id, version_id, text, number, metadata FROM texts "
                        "WHERE number IN (SELECT value FROM json_each(?)) ORDER BY document_id, number",
                        (compact(self._newest(EVERYONE) + self._newest(PUBLIC)),),
                    )
                )
            return self._chunks

    def row_counts(self) -> dict[tuple[str, str], int]:
        """How many rows of `chunks` each text has, by document_id and version_id, in their order."""
        rows = self._rows(
            "SELECT document_id, version_id, (SELECT count(*) FROM chunks WHERE revision = texts.number) FROM texts "
            "WHERE number IN (SELECT value FROM json_each(?)) ORDER BY document_id, number",
            (compact(self._newest(EVERYONE) + self._newest(PUBLIC)),),
        )
        return {(document_id, version_id): count for document_id, version_id, count in rows}

    def chunks_of(self, document: Document) -> Rows:
        """The stored chunks of one text, be it the one that counts or not."""
        return self._cut_up(
            self._rows(
                "SELECT document_id, version_id, text, number, metadata FROM texts "
                "WHERE document_id = ? AND version_id = ?",
                (document.document_id, document.version_id),
            )
        )

    def captions_of(self, document: Document) -> Mapping[str, str]:
        """The captions of a document's clauses, by path."""
        return self._captions().of(document.document_id, document.metadata)

    def access_of_rows(self) -> NDArray[np.bool_]:
        """For each row of `chunks` whether its text is public."""
        rows = self.chunks()
        public = {(edition.document_id, edition.version_id) for edition in self.editions(PUBLIC)}
        return np.array([text in public for text in rows.texts], np.bool_)[rows.owners]

    def _forget(self) -> None:
        """Drop what was kept in memory."""
        self._editions.clear()
        self._relations.clear()
        self._told = self._repealed = None
        self._chunks = None
        self._documents.clear()

    def _rows(self, query: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        with self._lock, errors_of(self._path):
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
                stored = tuple(self._stored_editions(access))
                told = self._told_of({edition.document_id for edition in stored})
                known = {(one.kind, one.old) for one in told}
                read = (one for one in self._declared(stored) if (one.kind, one.old) not in known)
                self._relations[access] = (*told, *read)
                editions = succession(stored, self._relations[access])
                self._editions[access] = {edition.document_id: edition for edition in editions}
            return self._editions[access]

    def _told_of(self, seen: set[str]) -> tuple[Relation, ...]:
        """The stated relations that name no document that is there but hidden from the asker."""
        hidden = {name for (name,) in self._rows("SELECT document_id FROM documents")} - seen
        return tuple(one for one in self._stated().relations if hidden.isdisjoint({one.old, one.new, one.document}))

    def _stated(self) -> Reading:
        """The relations of the project's and the office's files that hold between the documents that are there."""
        if self._told is None:
            self._told = self._read_relations()
        return self._told

    def _read_relations(self) -> Reading:
        days = self._rows(
            "SELECT document_id, json_extract(metadata, '$.effective_from') FROM texts "
            "WHERE number IN (SELECT value FROM json_each(?))",
            (compact(self._newest(EVERYONE)),),
        )
        starts = {name: date.fromisoformat(day) if day else None for name, day in days}
        shipped, office = relations.shipped(), relations.of_office(self._path.parent)
        agreed = relations.agreed((*shipped.relations, *office.relations))
        fitting = relations.fitting(agreed.relations, starts, self._has_clause)
        return Reading(fitting.relations, (*office.faults, *agreed.faults, *fitting.faults))

    def _declared(self, editions: tuple[Edition, ...]) -> Iterator[Relation]:
        """What the texts of these documents repeal of them."""
        titled, repeals = by_title(editions), self._repeals()
        for edition in editions:
            name, start = edition.document_id, edition.metadata.effective_from
            for repeal, revision in repeals.get((name, edition.version_id), ()) if start else ():
                if old := repealed_by(edition, repeal, titled):
                    clause = self._clause_at(revision, repeal.position)
                    yield Relation("repeals", name, old.document_id, name, clause, "stated by the text", start)

    def _repeals(self) -> dict[tuple[str, str], list[tuple[Repeal, int]]]:
        """Of each text that repeals others: which, and the number of the text."""
        if self._repealed is None:
            self._repealed = {}
            for document_id, version_id, number, text in self._rows(
                "SELECT document_id, version_id, number, text FROM texts WHERE instr(text, '废止')"
            ):
                self._repealed[document_id, version_id] = [(one, number) for one in relations.repeals(text)]
        return self._repealed

    def _has_clause(self, document_id: str, path: str) -> bool:
        """Whether a document has a clause of that path; a digest need not have it."""
        return bool(
            self._row(
                "SELECT 1 FROM texts JOIN nodes ON revision = texts.number "
                "WHERE document_id = ? AND (path = ? OR text_kind = 'digest') LIMIT 1",
                (document_id, path),
            )
        )

    def _clause_at(self, revision: int, position: int) -> str:
        """The path of the smallest clause that holds a place in a text."""
        row = self._row(
            "SELECT path FROM nodes WHERE revision = ? AND start <= ? AND ? < stop ORDER BY stop - start LIMIT 1",
            (revision, position, position),
        )
        return row["path"] if row else ""

    def _newest(self, access: frozenset[Access]) -> list[int]:
        """Of each document the text that counts: the newest official one that may be seen, else the newest digest."""
        rows = self._rows(
            "SELECT number FROM (SELECT number, row_number() OVER (PARTITION BY document "
            "ORDER BY text_kind = 'official' DESC, number DESC) AS place "
            "FROM kept WHERE access IN (SELECT value FROM json_each(?))) WHERE place = 1",
            (compact(sorted(access)),),
        )
        return [number for (number,) in rows]

    def _stored_editions(self, access: frozenset[Access]) -> Iterator[Edition]:
        files: dict[int, list[sqlite3.Row]] = {}
        for file in self._rows(
            "SELECT revision, name, format, sha256, size, warnings FROM sources ORDER BY revision, number"
        ):
            files.setdefault(file["revision"], []).append(file)
        for row in self._rows(
            "SELECT document_id, number, version_id, text_kind, access, clauses, characters, metadata FROM texts "
            "WHERE number IN (SELECT value FROM json_each(?)) ORDER BY document_id",
            (compact(self._newest(access)),),
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
        return Rows([(row[0], row[1], row[2]) for row in texts], self._chunk_rows(texts))

    def _chunk_rows(self, texts: list[sqlite3.Row]) -> Iterator[Row]:
        headings: dict[str, tuple[str, ...]] = {}  # many chunks share theirs
        known = self._captions()
        for position, (document_id, _, _, revision, metadata) in enumerate(texts):
            own = captions.by_article(known.of(document_id, metadata_from_json(metadata)))
            for start, stop, path, level, above in self._rows(
                "SELECT start, stop, path, level, headings FROM chunks WHERE revision = ? ORDER BY start", (revision,)
            ):
                if above not in headings:
                    headings[above] = tuple(json.loads(above))
                said = captions.caption(own.get(captions.article_of(path), {}), path)
                yield position, start, stop, path, sys.intern(level), headings[above], said

    def _captions(self) -> captions.Captions:
        if self._known_captions is None:
            self._known_captions = captions.joined(captions.of_office(self._path.parent), captions.shipped())
        return self._known_captions


def _claims(editions: Iterable[Edition]) -> Iterator[str]:
    """Documents with different ids that are known by the same number, or title, issuer and year."""
    claimed: dict[str, list[Edition]] = {}
    for edition in editions:
        for identity in identities(edition.metadata):
            claimed.setdefault(identity, []).append(edition)
    told = dict.fromkeys(
        (one.document_id, other.document_id)
        for claiming in claimed.values()
        for one, other in pairwise(claiming)
        if same_title(one.metadata, other.metadata)
    )
    for one, other in told:
        yield f"{one} and {other} claim one identity (number, or title, issuer and year); correct one in its catalog"


def originals_in(path: Path) -> frozenset[str]:
    """SHA-256 of every file that a stored text came from, read from a catalog of any released version.

    Raises:
        CatalogError: when it is not there or no catalog.
    """
    with errors_of(path), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
        return frozenset(digest for (digest,) in file.execute("SELECT DISTINCT sha256 FROM sources"))


@contextmanager
def errors_of(path: Path) -> Iterator[None]:
    """SQLite's errors as ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise CatalogError(f"catalog {path}: {error}") from error


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    found = version(connection)
    if found > VERSION:
        raise CatalogError(
            f"{path} was written by a newer version of this project (tables {found}, this one reads {VERSION}); "
            "update the program, or name another folder: INDEX_DATA"
        )
    if found not in {VERSION, *STEPS}:
        raise CatalogError(f"{path} is no catalog of this project; restore the folder from a backup")
    if found < VERSION:
        raise OutdatedError(f"{path} was written by an earlier version (tables {found}, this one reads {VERSION})")


def _unknown(document_id: str) -> UnknownDocumentError:
    return UnknownDocumentError(f"no document {document_id!r}; `python -m index documents` lists all")


def _source(row: sqlite3.Row) -> Source:
    return Source(row["name"], row["format"], row["sha256"], row["size"])
