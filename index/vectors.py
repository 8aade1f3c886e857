"""Dense search: Chroma, with exact search where Chroma would be slow or short. The only file that imports chromadb.

Public and internal rows lie in two collections, so that a visitor's search never opens the internal one. The vectors
lie beside them once more as a plain array: every score is computed from it, and a search over few rows needs only it.
"""

import ctypes
import math
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
_BATCH: Final = 5_000
"""Rows handed to Chroma at once; it takes 5,461."""
_ASKED: Final = 1.5
"""How many rows Chroma is asked for, per row that is wanted and that the mask is expected to keep."""
_KEPT: Final = 3
"""Chroma is asked where the mask keeps at least one row in so many."""
_GRAPH: Final = {"space": "cosine", "ef_construction": 100, "max_neighbors": 24, "ef_search": 600}
"""Of 12,000 random vectors, the hardest case, this finds 98 % of the nearest 10 and of the nearest 200."""

# Chroma keeps its clients in a dictionary of the process without a lock of its own.
_clients = threading.Lock()


class VectorIndex:
    """A vector index opened for reading. Safe to use from many threads; `close` it when the last search is done."""

    def __init__(self, vectors: Vectors, public: Mask, client: Any) -> None:
        self._vectors = vectors
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
            public = np.load(folder / "public.npy")
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
            return cls(vectors, public, _client(folder / "chroma"))

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
        return self._vectors[rows] @ vector

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
        return np.array(answer["ids"][0], np.int64)

    def _collection(self, name: str) -> Any:
        if name not in self._opened:
            self._opened[name] = self._client.get_collection(name, embedding_function=None)
        return self._opened[name]


def build(vectors: Vectors, public: Mask, folder: Path) -> None:
    """Write the index into a new folder. `vectors`: [rows, dimension], length 1; `public`: which rows are public.

    Raises:
        OSError: when it cannot be written.
    """
    folder.mkdir(parents=True)
    np.save(folder / ARRAY, vectors)
    np.save(folder / "public.npy", public)
    with _chroma_errors("write", OSError, ""):
        client = _client(folder / "chroma")
        try:
            _fill(client, "public", vectors, np.flatnonzero(public))
            _fill(client, "internal", vectors, np.flatnonzero(~public))
        finally:
            with _clients:
                client.close()


def _fill(client: Any, name: str, vectors: Vectors, rows: RowNumbers) -> None:
    # Chroma writes its graph after so many rows: with all of them at once, so that opening replays nothing.
    graph = _GRAPH | {"sync_threshold": max(len(rows), 2), "batch_size": min(max(len(rows), 2), _BATCH)}
    collection = client.create_collection(name, embedding_function=None, configuration={"hnsw": graph})
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        collection.add(ids=[str(row) for row in batch.tolist()], embeddings=vectors[batch])


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
