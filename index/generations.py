"""Generations of the index as readers see them: what `CURRENT` names, opened, pinned for a question, closed after it.

DATA/CURRENT                    the name of the generation that counts
DATA/LOCK                       held by the one writer
DATA/gen/000012-9f3a61c4/       one generation: complete, never changed, its name never used again
    catalog.sqlite  references.sqlite  registers.sqlite  lexical/  lexical-public/  vectors/  manifest.json
    HELD                        locked by every process that reads here; an old generation nobody locks is deleted
"""

import hashlib
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final, TypeVar

from index import captions
from index.bridges import Bridges, bridges_for
from index.catalog import Catalog
from index.cross_references import References
from index.documents import Access
from index.embeddings import SHIPPED_PREFIX, Embedder
from index.errors import EmbeddingError, OutdatedError, PublishingError
from index.lexical import LexicalIndex
from index.locks import Hold, shared
from index.registers import Registers
from index.vectors import VectorIndex, limit_arenas

T = TypeVar("T")

SCHEMA: Final = 5
"""Goes up when a generation's files change their meaning; an older one is then made anew from its catalog."""
CATALOG: Final = "catalog.sqlite"
LEXICAL: Final = "lexical"
PUBLIC_LEXICAL: Final = "lexical-public"
"""Of the public rows alone: how rare a word is must not tell a visitor what internal documents say. It is missing where
all rows are public, and then `LEXICAL` is the same."""
VECTORS: Final = "vectors"
REFERENCES: Final = "references.sqlite"
REGISTERS: Final = "registers.sqlite"
MANIFEST: Final = "manifest.json"
HELD: Final = "HELD"

_WINDOWS_PATIENCE: Final = 5.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from and with."""

    schema: int
    created: str
    """UTC, ISO 8601."""
    catalog_sha256: str
    vectors_sha256: str
    """Of the vectors in the order of the rows; Chroma's own files change whenever they are opened."""
    embedding_model: str
    dimension: int
    rows: int
    public_rows: int
    references_sha256: str = ""
    """Of the references inside the documents; empty in a manifest from before they were kept."""
    registers_sha256: str = ""
    """Of the registers; empty in a manifest from before they were kept."""
    captions_sha256: str = ""
    """Of the captions that shipped with the version that made it; empty in a manifest from before there were any."""
    code_sha256: str = ""
    """Of the program that made it; empty in a manifest from before anything was taken over from one."""

    def write(self, folder: Path) -> None:
        """Write it as JSON into the folder of the generation."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read what `write` wrote.

        A field that a later schema adds needs a default here, for the manifests of earlier ones.

        Raises:
            PublishingError: when it is not there or of a newer schema.
        """
        try:
            return cls.parse((folder / MANIFEST).read_bytes(), str(folder))
        except (OSError, ValueError, TypeError, LookupError) as error:
            raise PublishingError(
                f"{folder / MANIFEST} cannot be read ({error}); run: python -m index rebuild"
            ) from error

    @classmethod
    def parse(cls, content: bytes, name: str) -> "Manifest":
        """The manifest that a file holds; `name` says where it is from.

        Raises:
            PublishingError: when it is of a newer schema.
            ValueError, TypeError, LookupError: when it is no manifest.
        """
        row = json.loads(content)
        if row["schema"] > SCHEMA:
            raise PublishingError(
                f"{name} was written by a newer version of this project (schema {row['schema']}, this one reads "
                f"{SCHEMA}); update the program, or name another folder: INDEX_DATA"
            )
        return cls(**{field.name: row[field.name] for field in fields(cls) if field.name in row})

    def outdated(self, embedder: Embedder) -> bool:
        """Whether an earlier version wrote it: in another form, or with the model or captions that were shipped then.

        Raises:
            EmbeddingError: when it was built with a model that is none of ours, or the setting names one.
        """
        if not (self.embedding_model.startswith(SHIPPED_PREFIX) and embedder.name.startswith(SHIPPED_PREFIX)):
            self.fit(embedder)
        made_with = (self.embedding_model, self.captions_sha256)
        return self.schema < SCHEMA or made_with != (embedder.name, captions.shipped_digest())

    def refuse_outdated(self, folder: Path, embedder: Embedder) -> None:
        """Refuse what an earlier version wrote.

        Raises:
            OutdatedError: naming the versions; `publishing.write` brings it up to date.
            EmbeddingError: as `outdated`.
        """
        if self.outdated(embedder):
            raise OutdatedError(
                f"{folder} was written by an earlier version (schema {self.schema}, this one reads {SCHEMA})"
            )

    def fit(self, embedder: Embedder) -> None:
        """Refuse an embedder whose vectors cannot be compared with those stored.

        Raises:
            EmbeddingError: naming both models.
        """
        if (self.embedding_model, self.dimension) != (embedder.name, embedder.dimension):
            raise EmbeddingError(
                f"the index was built with {self.embedding_model} ({self.dimension} dimensions), the setting names "
                f"{embedder.name} ({embedder.dimension}); set INDEX_EMBEDDING_MODEL back, or run: "
                "python -m index rebuild"
            )


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of the index, opened. Row numbers mean the same in all three."""

    name: str
    manifest: Manifest
    catalog: Catalog
    lexical: LexicalIndex
    public_lexical: LexicalIndex
    vectors: VectorIndex
    references: References
    registers: Registers
    bridges: Bridges
    """The shipped ones, and those that the office keeps in the data folder as this is opened."""
    data: Path
    """The data folder that it lies in."""

    @classmethod
    def open(cls, folder: Path) -> "Generation":
        """Open all of it.

        Raises:
            PublishingError, CatalogError: when a part cannot be opened.
            OutdatedError: when an earlier version wrote it.
            IndexingError: when the office's own bridges cannot be used.
        """
        manifest = Manifest.read(folder)
        bridges = bridges_for(folder.parents[1])
        if manifest.schema < SCHEMA:
            raise OutdatedError(
                f"{folder} was written by an earlier version (schema {manifest.schema}, this one reads {SCHEMA})"
            )
        lexical = LexicalIndex.open(folder / LEXICAL)
        public = lexical if manifest.rows == manifest.public_rows else LexicalIndex.open(folder / PUBLIC_LEXICAL)
        with ExitStack() as opened:
            catalog = opened.enter_context(closing(Catalog.open(folder / CATALOG)))
            references = opened.enter_context(closing(References.open(folder / REFERENCES)))
            registers = opened.enter_context(closing(Registers.open(folder / REGISTERS)))
            vectors = VectorIndex.open(folder / VECTORS, manifest.rows)
            opened.pop_all()
        return cls(
            folder.name, manifest, catalog, lexical, public, vectors, references, registers, bridges, folder.parents[1]
        )

    def lexical_for(self, access: frozenset[Access]) -> LexicalIndex:
        """The lexical index whose scores depend on nothing that the asker may not see."""
        return self.lexical if "internal" in access else self.public_lexical

    def close(self) -> None:
        """Give back memory and open files."""
        self.catalog.close()
        self.references.close()
        self.registers.close()
        self.vectors.close()


class Library:
    """The index as a reader uses it: always what was published last, whole for each question. For many threads."""

    def __init__(self, data: Path, embedder: Embedder) -> None:
        self._data = data
        self._embedder = embedder
        self._lock = threading.Lock()
        self._newest: _Pinned | None = None
        limit_arenas()

    @contextmanager
    def pin(self) -> Iterator[Generation]:
        """The newest generation, which stays whole and open until the end of the block.

        Raises:
            PublishingError: when nothing was published yet, or it cannot be opened.
            EmbeddingError: when it was built with another model.
        """
        with self._lock:
            pinned = self._move_over()
            pinned.pins += 1
        try:
            yield pinned.generation
        finally:
            with self._lock:
                pinned.pins -= 1
                self._let_go(pinned)

    def close(self) -> None:
        """Let go of the index; whoever still has a generation pinned keeps it until the end of his block."""
        with self._lock:
            left, self._newest = self._newest, None
            if left:
                self._let_go(left)

    def _move_over(self) -> "_Pinned":
        """What `CURRENT` names now; the one held before is closed when its last question has ended."""
        name, held = current(self._data), self._newest
        if held is None or held.generation.name != name:
            self._newest = _up_to_date(self._data, self._embedder)
            _log.info("reading generation %s", self._newest.generation.name)
            if held:
                self._let_go(held)
            held = self._newest
        return held

    def _let_go(self, pinned: "_Pinned") -> None:
        if pinned is not self._newest and not pinned.pins:
            pinned.generation.close()
            pinned.hold.close()


@dataclass(slots=True)
class _Pinned:
    """A generation that this process keeps from being deleted."""

    generation: Generation
    hold: Hold
    pins: int = 0


def current(data: Path) -> str | None:
    """The name of the generation that counts; None where nothing was published yet.

    Raises:
        PublishingError: when the folder is a file, or this user may not read it.
    """
    try:
        return patiently(lambda: (data / "CURRENT").read_text(encoding="utf-8")).strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PublishingError(
            f"no index can be read in {data} ({error.strerror}); name a folder that this user may use: INDEX_DATA"
        ) from error


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def patiently(action: Callable[[], T]) -> T:
    """Windows refuses for an instant to read what is being replaced and to replace what is being read: try again."""
    give_up = time.monotonic() + _WINDOWS_PATIENCE
    while True:
        try:
            return action()
        except PermissionError:
            if os.name != "nt" or time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def _up_to_date(data: Path, embedder: Embedder) -> _Pinned:
    """The current generation; one that an earlier version wrote is first published anew in today's form."""
    from index.publishing import write  # noqa: PLC0415 publishing is written in terms of this module

    try:
        return _pinned(data, embedder)
    except OutdatedError as outdated:
        _log.warning("%s; bringing it up to date", outdated)
        try:
            write(data, embedder, lambda _: None)
        except PublishingError as error:
            raise OutdatedError(
                f"{outdated} and could not be brought up to date: {error}; "
                f"let a user who may write there run: python -m index rebuild --data {data}"
            ) from error
        return _pinned(data, embedder)


def _pinned(data: Path, embedder: Embedder) -> _Pinned:
    hold, folder = held(data)
    try:
        Manifest.read(folder).refuse_outdated(folder, embedder)
        return _Pinned(Generation.open(folder), hold)
    except BaseException:
        hold.close()
        raise


def held(data: Path) -> tuple[Hold, Path]:
    """The folder of the current generation, locked against deletion until the hold is closed.

    Between reading `CURRENT` and locking, a writer may publish and delete; so what is locked must still be current
    afterwards, else it is tried again.

    Raises:
        PublishingError: when nothing was published yet, or what was is gone.
    """
    while name := current(data):
        folder = data / "gen" / name
        try:
            hold = shared(folder / HELD)
        except FileNotFoundError:
            if current(data) == name:
                raise PublishingError(
                    f"{folder} is missing or damaged; restore the folder {data} from a backup"
                ) from None
            continue
        if current(data) == name:
            return hold, folder
        hold.close()
    raise PublishingError(f"no index in {data}; run: python -m index add PATH")
