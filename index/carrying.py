"""What a new generation takes over from the one before it, instead of making it anew: all of the unchanged documents.

Nothing is taken over where anything but documents has changed: the program, the embedding model, the captions.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index import captions
from index.catalog import Catalog, errors_of
from index.embeddings import Embedder
from index.generations import CATALOG, REGISTERS, VECTORS, Manifest, digest
from index.vectors import ARRAY

_MOST: Final = 4
"""Where more than one row in so many is new, or was there and is gone, all is made anew."""
_COMPARED: Final = {
    "revisions": "number, document, version_id, text_kind, access, clauses, metadata",
    "nodes": "revision, position, path, level, label, heading, start, stop, parent",
    "chunks": "revision, start, stop, path, level, headings",
    "sources": "revision, sha256, number, name, format, size, warnings, page_starts, edits",
    "removed": "revision",
}
_KINDS: Final = frozenset({".py", ".toml", ".txt"})


@dataclass(frozen=True, slots=True)
class Carried:
    """What stands unchanged in the generation before, in `folder`.

    `origin` has for each row the one that it was there, ascending, or -1; `changed` are the ids of all documents that
    are not as they were, those that came and went too.
    """

    folder: Path
    origin: NDArray[np.int64]
    changed: frozenset[str]


def carried(before: Path, catalog: Catalog, path: Path, embedder: Embedder) -> Carried | None:
    """What a new generation, whose catalog lies at `path`, can take over; None where all must be made anew.

    Raises:
        CatalogError: when the catalogs cannot be read.
    """
    if not _fits(before, path.parent, embedder):
        return None
    changed = frozenset(changed_documents(before / CATALOG, path))
    with closing(Catalog.open(before / CATALOG)) as old:
        origin, size = _origin(old.row_counts(), catalog.row_counts(), changed)
    kept = int(np.count_nonzero(origin >= 0))
    few = (max(len(origin), size) - kept) * _MOST <= kept
    return Carried(before, origin, changed) if few else None


def changed_documents(before: Path, path: Path) -> set[str]:
    """The ids of all documents of two catalogs that are not the same in both."""
    with errors_of(path), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as opened:
        opened.execute("ATTACH ? AS old", (f"{before.resolve().as_uri()}?mode=ro&immutable=1",))
        return _only(opened, "main", "old") | _only(opened, "old", "main")


@cache
def code_digest() -> str:
    """SHA-256 of the program that makes an index: another one may make another index of the same documents."""
    found = sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in _KINDS:
            found.update(path.read_bytes())
    return found.hexdigest()


def _fits(before: Path, folder: Path, embedder: Embedder) -> bool:
    """Whether the generation before was made in the same way, and is whole."""
    manifest = Manifest.read(before)
    made = (manifest.embedding_model, manifest.dimension, manifest.code_sha256)
    whole = {REGISTERS: manifest.registers_sha256, f"{VECTORS}/{ARRAY}": manifest.vectors_sha256}
    return (
        made == (embedder.name, embedder.dimension, code_digest())
        and captions.of_office(before) == captions.of_office(folder)
        and all((before / name).is_file() and digest(before / name) == known for name, known in whole.items())
    )


def _only(opened: sqlite3.Connection, one: str, other: str) -> set[str]:
    """The ids of the documents of which one catalog holds anything that the other does not."""
    columns = "number, document_id"
    names = opened.execute(f"SELECT {columns} FROM {one}.documents EXCEPT SELECT {columns} FROM {other}.documents")  # noqa: S608 fixed words only
    found = {name for _, name in names}
    for table, columns in _COMPARED.items():
        key = columns.split(",", 1)[0]
        names = opened.execute(
            f"SELECT DISTINCT document_id FROM (SELECT {columns} FROM {one}.{table} EXCEPT "  # noqa: S608 the same
            f"SELECT {columns} FROM {other}.{table}) AS differing JOIN {one}.revisions ON revisions.number = "
            f"differing.{key} JOIN {one}.documents ON documents.number = revisions.document"
        )
        found |= {name for (name,) in names}
    return found


def _origin(
    old: dict[tuple[str, str], int], new: dict[tuple[str, str], int], changed: frozenset[str]
) -> tuple[NDArray[np.int64], int]:
    """For each new row the old one, or -1; and how many old ones there are."""
    starts, size = {}, 0
    for text, rows in old.items():
        starts[text], size = size, size + rows
    parts = [np.zeros(0, np.int64)]
    for text, rows in new.items():
        known = text[0] not in changed
        parts.append(np.arange(starts[text], starts[text] + rows) if known else np.full(rows, -1, np.int64))
    return np.concatenate(parts), size
