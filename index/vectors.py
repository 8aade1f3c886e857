"""Dense search: Chroma, with exact search where Chroma would be slow or short. The only file that imports chromadb.

Public and internal rows lie in two collections, so that a visitor's search never opens the internal one. The vectors
lie beside them once more as a plain array: every score is computed from it, and a search over few rows needs only it.
"""

import ctypes
import math
import shutil
import sqlite3
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.errors import PublishingError

Mask = NDArray[np.bool_]
RowNumbers = NDArray[np.int64]
Vectors = NDArray[np.float32]

ARRAY: Final = "vectors.npy"
"""The file, in the index's folder, that holds the vectors in the order of the rows."""
_NUMBERED: Final = "numbered.npy"
"""The row of each number that Chroma has, or had, for one; -1 where the row is gone."""
_CHROMA: Final = "chroma"
_DATABASE: Final = "chroma.sqlite3"
_BATCH: Final = 5_000
"""Rows handed to Chroma at once; it takes 5,461."""
_ASKED: Final = 1.5
"""How many rows Chroma is asked for, per row that is wanted and that the mask is expected to keep."""
_KEPT: Final = 3
"""Chroma is asked where the mask keeps at least one row in so many."""
_GRAPH: Final = {"space": "cosine", "ef_construction": 60, "max_neighbors": 12, "ef_search": 600}
"""Of 52,082 clauses it finds for 300 questions of laymen all of the nearest 10 and 99 % of the nearest 200; of 12,000
random vectors, where nothing is near anything, 90 % and 85 %."""
_AT_ONCE: Final = 2
"""After so many rows Chroma writes them into its graph: it takes no lower number."""

_LEAN: Final = 4
"""Chroma is made anew where one number in so many rows would stand for a row that is gone."""

# Chroma keeps its clients in a dictionary of the process without a lock of its own.
_clients = threading.Lock()


class VectorIndex:
    """A vector index opened for reading. Safe to use from many threads; `close` it when the last search is done."""

    def __init__(self, vectors: Vectors, public: Mask, numbered: RowNumbers, client: Any) -> None:
        self._vectors = vectors.view(np.ndarray)  # numpy's memmap takes its time for every look
        self._numbered = numbered
        self._members = {"public": np.asarray(public), "internal": ~np.asarray(public)}
        self._client = client
        self._opened: dict[str, Any] = {}

    @classmethod
    def open(cls, folder: Path, rows: int) -> "VectorIndex":
        """Open what `build` wrote. Collections are opened when the first search needs them.

        Raises:
            PublishingError: when it cannot be opened or does not hold so many rows.
        """
        try:
            vectors = np.load(folder / ARRAY, mmap_mode="r")
            public, numbered = np.load(folder / "public.npy"), np.load(folder / _NUMBERED)
        except (OSError, ValueError) as error:
            raise PublishingError(
                f"the vectors in {folder} cannot be read ({error}); run: python -m index rebuild"
            ) from error
        if not len(vectors) == len(public) == rows:
            raise PublishingError(
                f"{folder} holds {len(vectors)} vectors for {rows} clauses; run: python -m index rebuild"
            )
        may_write = f"; may this user write in {folder}? Else run: python -m index rebuild"
        with _chroma_errors("open", advice=may_write):  # Chroma writes even where it only reads
            return cls(vectors, public, numbered, _client(folder / _CHROMA))

    def __len__(self) -> int:
        return len(self._vectors)

    def close(self) -> None:
        """Give back memory and open files."""
        with _clients:
            self._client.close()

    def vector(self, row: int) -> Vectors:
        """The vector of a row, shape [dimension]."""
        return np.asarray(self._vectors[row], np.float32)

    def cosines(self, vector: Vectors, rows: RowNumbers) -> Vectors:
        """The cosine of each of these rows with a vector of length 1."""
        return np.take(self._vectors, rows, axis=0) @ vector

    def count(self) -> int:
        """How many rows Chroma itself holds, both collections together."""
        with _chroma_errors("count"):
            return sum(int(self._collection(name).count()) for name in self._members)

    def search(self, vector: Vectors, k: int, mask: Mask) -> tuple[RowNumbers, Vectors]:
        """The k nearest rows that the mask keeps, best first, with their cosines; fewer where it keeps fewer.

        `vector` has length 1 and shape [dimension], `mask` one truth per row. Ties go to the lower row.
        """
        rows = np.concatenate([self._nearest(name, vector, k, mask) for name in self._members])
        cosines = self._vectors[rows] @ vector
        best = np.lexsort((rows, -cosines))[:k]
        return rows[best], cosines[best]

    def _nearest(self, name: str, vector: Vectors, k: int, mask: Mask) -> RowNumbers:
        """The nearest rows of one collection that the mask keeps, in no order; at least k where there are so many."""
        members = self._members[name]
        kept = np.flatnonzero(mask & members)
        size = int(np.count_nonzero(members))
        if len(kept) <= k:
            return kept
        if len(kept) * _KEPT >= size:
            asked = min(size, math.ceil(_ASKED * k * size / len(kept)))
            found = self._ask(name, vector, asked)
            found = found[mask[found]]
            if len(found) >= k:
                return found
        cosines = self._vectors[kept] @ vector
        return kept[np.argpartition(-cosines, k - 1)[:k]]

    def _ask(self, name: str, vector: Vectors, k: int) -> RowNumbers:
        """What Chroma takes for the k nearest rows of a collection."""
        with _chroma_errors("search"):
            answer = self._collection(name).query(query_embeddings=[vector], n_results=k, include=[])
        return self._numbered[np.array(answer["ids"][0], np.int64)]

    def _collection(self, name: str) -> Any:
        if name not in self._opened:
            self._opened[name] = self._client.get_collection(name, embedding_function=None)
        return self._opened[name]


def build(vectors: Vectors, public: Mask, folder: Path) -> None:
    """Write the index into a new folder. `vectors`: [rows, dimension], length 1; `public`: which rows are public.

    Raises:
        OSError: when it cannot be written.
    """
    rows = np.arange(len(vectors), dtype=np.int64)
    _save(vectors, public, rows, folder)
    with _opened(folder / _CHROMA) as client:
        for name, among in (("public", public), ("internal", ~public)):
            collection = _created(client, name, int(np.count_nonzero(among)))
            _fill(collection, vectors, rows[among], rows[among])
            with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # Chroma's of its own doing
                collection.modify(configuration={"hnsw": {"sync_threshold": _AT_ONCE}})  # as `extend` needs it
    _shrink(folder / _CHROMA / _DATABASE)


def extend(before: Path, origin: RowNumbers, vectors: Vectors, public: Mask, folder: Path) -> bool:
    """Write what finds the same as what `build` would write, from the index in `before`; False where that does not pay.

    `origin` has for each row the one that it was there, with the same vector and access, or -1. Chroma never forgets
    the vectors of rows that are gone: where they are many, nothing is written.

    Raises:
        OSError: when it cannot be written.
    """
    known = np.load(before / _NUMBERED)
    new, numbered = np.flatnonzero(origin < 0), _renumbered(known, origin)
    if (len(known) + len(new)) * _LEAN > len(origin) * (_LEAN + 1):
        return False
    _save(vectors, public, np.append(numbered, new), folder)
    _copy(before / _CHROMA, folder / _CHROMA)
    gone, were_public = np.flatnonzero((known >= 0) & (numbered < 0)), np.load(before / "public.npy")
    with _opened(folder / _CHROMA) as client:
        for name, is_public in (("public", True), ("internal", False)):
            collection = client.get_collection(name, embedding_function=None)
            _drop(collection, gone[were_public[known[gone]] == is_public])
            among = public[new] == is_public
            _fill(collection, vectors, (len(known) + np.arange(len(new)))[among], new[among])
    return True


def _renumbered(known: RowNumbers, origin: RowNumbers) -> RowNumbers:
    """The row of each number of the index before under its new position; -1 where it is gone."""
    rows = np.full(len(known) + 1, -1, np.int64)  # the last one is that of -1
    rows[origin[origin >= 0]] = np.flatnonzero(origin >= 0)
    return rows[known]


def _save(vectors: Vectors, public: Mask, numbered: RowNumbers, folder: Path) -> None:
    """Write all that Chroma does not."""
    folder.mkdir(parents=True)
    for name, array in ((ARRAY, vectors), ("public.npy", public), (_NUMBERED, numbered)):
        np.save(folder / name, array)


def _created(client: Any, name: str, rows: int) -> Any:
    # Chroma writes its graph after so many rows: with all of them at once, so that opening replays nothing.
    graph = _GRAPH | {"sync_threshold": max(rows, _AT_ONCE), "batch_size": min(max(rows, _AT_ONCE), _BATCH)}
    return client.create_collection(name, embedding_function=None, configuration={"hnsw": graph})


def _fill(collection: Any, vectors: Vectors, numbers: RowNumbers, rows: RowNumbers) -> None:
    """Give a collection the vectors of these rows under their numbers."""
    for start in range(0, len(rows), _BATCH):
        part = slice(start, start + _BATCH)
        collection.add(ids=[str(number) for number in numbers[part].tolist()], embeddings=vectors[rows[part]])


def _drop(collection: Any, numbers: RowNumbers) -> None:
    for start in range(0, len(numbers), _BATCH):
        collection.delete(ids=[str(number) for number in numbers[start : start + _BATCH].tolist()])


def _copy(before: Path, folder: Path) -> None:
    """Copy a Chroma that others may have open: they change nothing but its database, which SQLite copies whole."""
    shutil.copytree(before, folder, ignore=shutil.ignore_patterns(f"{_DATABASE}*"))
    with closing(sqlite3.connect(f"{(before / _DATABASE).resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.execute("VACUUM INTO ?", (str(folder / _DATABASE),))


def _shrink(database: Path) -> None:
    """Give back what Chroma's log took, nine tenths of the file."""
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("VACUUM")


@contextmanager
def _opened(folder: Path) -> Iterator[Any]:
    """Chroma to write into."""
    with _chroma_errors("write", OSError, ""):
        client = _client(folder)
        try:
            yield client
        finally:
            with _clients:
                client.close()


def _client(folder: Path) -> Any:
    """Chroma in a folder of this machine; nothing is ever sent."""
    import chromadb  # noqa: PLC0415  half a second: only where vectors are used
    from chromadb.config import Settings  # noqa: PLC0415

    with _clients:
        return chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))


def limit_arenas() -> None:
    """Let all threads share memory that was given back; to be called before there are many of them.

    Every Chroma that is opened starts threads of its own, and glibc keeps what each of them had: a reader grew to
    420 MB over 150 generations; with two arenas it stays at 220.
    """
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(-8, 2)  # M_ARENA_MAX; other C libraries than glibc have no such function


@contextmanager
def _chroma_errors(
    action: str, ours: type[Exception] = PublishingError, advice: str = "; run: python -m index rebuild"
) -> Iterator[None]:
    """Chroma's errors as one of ours."""
    from chromadb.errors import ChromaError  # noqa: PLC0415  as above

    try:
        yield
    except (ChromaError, ValueError) as error:
        raise ours(f"Chroma could not {action} ({error}){advice}") from error
