"""The catalog's tables, and how values become rows and rows become values again. JSON for what is never searched."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from index.documents import Edit, Metadata, Node, Outline, Region

VERSION: Final = 2
"""Kept in `PRAGMA user_version`; goes up with every change to the tables, and `migration` gets a step to it."""

TABLES: Final = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL UNIQUE
);
-- ids that a document had before a catalog named it: citations of them still open
CREATE TABLE former_ids (
    document_id TEXT PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE
) WITHOUT ROWID;
-- what an edition is known by beside its id: its document number; title, issuer and year
CREATE TABLE identities (
    identity TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    PRIMARY KEY (identity, document)
) WITHOUT ROWID;
-- a higher number is a newer text; the text stands last so that listing documents does not read it
CREATE TABLE revisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    version_id TEXT NOT NULL,
    text_kind TEXT NOT NULL CHECK (text_kind IN ('official', 'digest')),
    access TEXT NOT NULL CHECK (access IN ('public', 'internal')),
    clauses INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    metadata TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (document, version_id)
);
CREATE INDEX revisions_by_version ON revisions (version_id);
CREATE TABLE nodes (
    revision INTEGER NOT NULL REFERENCES revisions ON DELETE CASCADE,
    position INTEGER NOT NULL,
    path TEXT NOT NULL,
    level TEXT NOT NULL,
    label TEXT NOT NULL,
    heading TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    parent INTEGER,
    PRIMARY KEY (revision, position)
) WITHOUT ROWID;
CREATE TABLE chunks (
    revision INTEGER NOT NULL REFERENCES revisions ON DELETE CASCADE,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    path TEXT NOT NULL,
    level TEXT NOT NULL,
    headings TEXT NOT NULL,
    PRIMARY KEY (revision, start)
) WITHOUT ROWID;
-- one row per original file of a text; each file has its own way of being read and cleaned to that text
CREATE TABLE sources (
    revision INTEGER NOT NULL REFERENCES revisions ON DELETE CASCADE,
    sha256 TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    size INTEGER NOT NULL,
    warnings TEXT NOT NULL,
    page_starts TEXT NOT NULL,
    edits TEXT NOT NULL,
    PRIMARY KEY (revision, sha256)
) WITHOUT ROWID;
-- official texts that were taken away while a digest stays: citations of them still open, nothing else finds them
CREATE TABLE removed (
    revision INTEGER PRIMARY KEY REFERENCES revisions ON DELETE CASCADE
);
CREATE VIEW texts AS
SELECT document_id, revisions.* FROM revisions JOIN documents ON documents.number = document;
CREATE VIEW kept AS
SELECT * FROM texts WHERE number NOT IN (SELECT revision FROM removed);
"""


def compact(value: object) -> str:
    """JSON without blanks, Chinese as it is; dates as ISO 8601."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def metadata_to_json(metadata: Metadata) -> str:
    """Metadata without what is absent."""
    return compact({name: value for name, value in asdict(metadata).items() if value not in (None, ())})


def metadata_from_json(text: str) -> Metadata:
    """What `metadata_to_json` wrote."""
    row: dict[str, Any] = json.loads(text)
    for name in ("promulgated", "effective_from"):
        if name in row:
            row[name] = date.fromisoformat(row[name])
    if region := row.get("region"):
        row["region"] = Region(region["name"], region["level"], tuple(region["parents"]))
    return Metadata(**{**row, "aliases": tuple(row.get("aliases", ()))})


def edits_to_json(edits: Iterable[Edit]) -> str:
    """Edits as arrays of offset, replacement, original, kind."""
    return compact([(edit.offset, edit.replacement, edit.original, edit.kind) for edit in edits])


def edits_from_json(text: str) -> tuple[Edit, ...]:
    """What `edits_to_json` wrote."""
    return tuple(Edit(*row) for row in json.loads(text))


def node_rows(revision: int, outline: Outline) -> list[tuple[object, ...]]:
    """Rows of `nodes`."""
    return [
        (revision, position, node.path, node.level, node.label, node.heading, node.start, node.end, node.parent)
        for position, node in enumerate(outline)
    ]


def node_of(row: Mapping[str, Any] | sqlite3.Row) -> Node:
    """A row of `nodes` as a node."""
    return Node(row["path"], row["level"], row["label"], row["heading"], row["start"], row["stop"], row["parent"])
