"""Changing a catalog: documents in and out, each change whole or not at all."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal, Self

from index.articles import FORMAT as ARTICLE_LIST
from index.catalog import EVERYONE, Catalog, errors_of
from index.chunking import chunk, clauses
from index.documents import Access, Document, Metadata
from index.errors import IdentityError
from index.identity import identities, is_generated, same_title
from index.migration import upgrade
from index.schema import TABLES, VERSION, compact, edits_to_json, metadata_from_json, metadata_to_json, node_rows

Outcome = Literal["added", "unchanged", "revised", "renewed metadata", "older text"]
"""What `put` did. "older text": stored, but a newer or an official text counts."""
Removal = Literal["removed", "digest restored"]


class CatalogWriter(Catalog):
    """A catalog to change: a private copy that nobody reads yet. Only `publishing.write` opens one.

    A change that fails is undone alone (`put`, `remove`); all that worked is committed by `close`.
    """

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a catalog to change, with the tables of an earlier version brought up to today's, or make an empty one.

        Raises:
            CatalogError: when it is no catalog, has the tables of a newer version, or the disk refuses.
        """
        with errors_of(path), ExitStack() as opened:
            new = not path.exists()
            connection = sqlite3.connect(path, isolation_level=None)
            opened.callback(connection.close)
            if new:
                connection.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT")
            upgrade(connection)
            writer = cls._checked(connection, path)
            connection.executescript("PRAGMA foreign_keys = ON; BEGIN")
            opened.pop_all()
            return writer

    def close(self) -> None:
        """Commit what was changed and close the file.

        Raises:
            CatalogError: when the disk refuses.
        """
        try:
            with errors_of(self._path):
                if self._connection.in_transaction:
                    self._connection.execute("COMMIT")
        finally:
            super().close()

    def put(self, document: Document, *, keep_access: bool = False) -> Outcome:
        """Take in a document: the edition is found by its id, its text or its identity (never by a path).

        A catalog's id and metadata win over those guessed from a text. A new text becomes a new revision; an official
        one retires the digest. `keep_access`: a text of a kind that is already there keeps that kind's access.

        Raises:
            IdentityError: when it could be a text of several documents.
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

        Citations of the official text still open, for those who may see it. Where only a digest is left, or there was
        none, the whole document goes, with all that was kept for citations.

        Raises:
            UnknownDocumentError: when there is no such document.
        """
        present = self.edition(document_id, EVERYONE).document_id
        with self._change() as run:
            kinds = run("SELECT DISTINCT text_kind FROM kept WHERE document_id = ?", (present,)).fetchall()
            if len(kinds) == 1:
                run("DELETE FROM documents WHERE document_id = ?", (present,))
                return "removed"
            run(
                "INSERT OR IGNORE INTO removed SELECT number FROM texts "
                "WHERE document_id = ? AND text_kind = 'official'",
                (present,),
            )
            return "digest restored"

    def originals(self) -> frozenset[str]:
        """SHA-256 of every file that a stored text came from."""
        return frozenset(row[0] for row in self._rows("SELECT DISTINCT sha256 FROM sources"))

    def cut_again(self) -> None:
        """Cut every stored text into chunks anew, as `rebuild` does after chunking has changed."""
        with self._change() as run:
            run("DELETE FROM chunks")
            for (revision,) in run("SELECT number FROM revisions").fetchall():
                self._cut(revision, self._read(revision))

    @contextmanager
    def _change(self) -> Iterator[Callable[..., sqlite3.Cursor]]:
        """All of the block or nothing of it."""
        with self._lock, errors_of(self._path):
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
        if same_text := self._fitting(
            document, "SELECT document FROM revisions WHERE version_id = ?", document.version_id
        ):
            return next(iter(same_text))
        for identity in identities(document.metadata):
            found = self._fitting(document, "SELECT document FROM identities WHERE identity = ?", identity)
            if len(found) > 1:
                names = " or ".join(found.values())
                raise IdentityError(
                    f"it could be a text of {names}; say which by its id in a catalog.json, then add that"
                )
            if found:
                return next(iter(found))
        return None

    def _fitting(self, document: Document, query: str, value: str) -> dict[int, str]:
        """Of the documents that a query names those that this can be a text of, by number, with their ids."""
        known = {int(number): self._known(number) for (number,) in self._rows(f"{query} ORDER BY document", (value,))}
        return {
            number: name
            for number, (name, metadata) in known.items()
            if (is_generated(document.document_id) or is_generated(name)) and same_title(document.metadata, metadata)
        }

    def _known(self, number: int) -> tuple[str, Metadata]:
        """Id and metadata of a document that is there."""
        (row,) = self._rows(
            "SELECT document_id, metadata FROM kept WHERE document = ? "
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
        row = self._row("SELECT access FROM kept WHERE document = ? AND text_kind = ?", (number, document.text_kind))
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
        brought_back = self._connection.execute("DELETE FROM removed WHERE revision = ?", (row["number"],)).rowcount
        first = self._add_source(row["number"], document)
        if row["text_kind"] == document.text_kind and not self._counts(number, row["number"]):
            return "older text"
        if is_generated(document.document_id) and (not first or document.source.format == ARTICLE_LIST):
            # one guess must not undo the other each time both files, or both titles of a list, come by
            document = replace(document, metadata=metadata_from_json(row["metadata"]))
        if self._is_described(row, document):
            return "revised" if brought_back else "unchanged"
        self._describe(number, row["number"], document)
        return "revised" if brought_back else "renewed metadata"

    def _counts(self, number: int, revision: int) -> bool:
        """Whether it is the text that is searched."""
        newest = self._row(
            "SELECT number FROM kept WHERE document = ? ORDER BY text_kind = 'official' DESC, number DESC LIMIT 1",
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
