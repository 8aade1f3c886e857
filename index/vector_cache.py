"""Vectors that were computed before, so that nothing is embedded twice: by model and by the exact string embedded.

An SQLite file: killed while writing, it keeps all that was committed. It may be deleted at any time.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.embeddings import Embedder
from index.errors import PublishingError

_BATCH: Final = 2_000
"""Texts embedded and committed at a time: what a kill can cost."""
_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS vectors (
        model TEXT NOT NULL, text_sha256 TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, text_sha256)
    )"""


def embed(texts: Sequence[str], embedder: Embedder, path: Path) -> NDArray[np.float32]:
    """One vector per text, shape [n, dimension]; only strings that the cache at `path` lacks are embedded.

    Raises:
        PublishingError: when the cache is damaged.
        sqlite3.OperationalError: when the disk refuses.
    """
    keys = [sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts]
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as database, _damage_named(path):
        database.execute(_SCHEMA)
        distinct = dict(zip(keys, texts, strict=True))
        places = {key: place for place, key in enumerate(distinct)}
        vectors = np.empty((len(distinct), embedder.dimension), np.float32)
        for key, vector in _known(database, embedder.name, list(distinct)):
            vectors[places[key]] = np.frombuffer(vector, "<f4")
            del distinct[key]
        for batch, embedded in _added(database, embedder, distinct):
            vectors[[places[key] for key in batch]] = embedded
    return vectors[[places[key] for key in keys]]


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    """SQLite's word for a file that is no database any more as ours; a full disk is none of that."""
    try:
        yield
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise PublishingError(f"the cache {path} is damaged ({error}); delete it and try again") from error


def _known(database: sqlite3.Connection, model: str, keys: list[str]) -> Iterator[tuple[str, bytes]]:
    """The vectors of these keys that are there."""
    question = (
        "SELECT text_sha256, vector FROM vectors WHERE model = ? AND text_sha256 IN (SELECT value FROM json_each(?))"
    )
    yield from database.execute(question, (model, json.dumps(keys)))


def _added(
    database: sqlite3.Connection, embedder: Embedder, missing: dict[str, str]
) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
    """The vectors of strings that are not there, kept from now on, a batch at a time."""
    keys = list(missing)
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        vectors = np.asarray(embedder.embed([missing[key] for key in batch]), "<f4")
        rows = sorted((embedder.name, key, vector.tobytes()) for key, vector in zip(batch, vectors, strict=True))
        with database:
            database.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", rows)
        yield batch, vectors
