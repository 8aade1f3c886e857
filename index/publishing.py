"""The one way to change the index: a new generation is made aside, checked, and published by one small file.

Killed at any moment, the old or the new state answers. `python -m index` and the server both come through `write`.
"""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from index import captions, lexical, vector_cache, vectors
from index.carrying import Carried, carried, code_digest
from index.catalog import EVERYONE, PUBLIC, Catalog
from index.catalog_writer import CatalogWriter
from index.chunking import search_text
from index.embeddings import Embedder
from index.errors import CatalogError, PublishingError
from index.extracting import extracted
from index.generations import (
    CATALOG,
    HELD,
    LEXICAL,
    PUBLIC_LEXICAL,
    REFERENCES,
    REGISTERS,
    SCHEMA,
    VECTORS,
    Generation,
    Library,
    Manifest,
    current,
    digest,
    patiently,
)
from index.locks import exclusive, writing
from index.office_files import carry
from index.verify import verify_apart

__all__ = ["Generation", "Library", "Report", "Step", "tidy", "write"]

T = TypeVar("T")

Step = Literal[
    "locked",
    "copied",
    "changed",
    "lexical",
    "embedded",
    "vectors",
    "manifest",
    "checked",
    "synced",
    "aside",
    "published",
]
Report = Callable[[Step], None]
"""Hears of each step when it is done."""


def write(
    data: Path,
    embedder: Embedder,
    change: Callable[[CatalogWriter], T],
    report: Report = lambda _: None,
    *,
    base: Callable[[Path], None] | None = None,
    rebuild: bool = False,
    wait: float = 60.0,
) -> T:
    """Change the catalog and publish the result; gives back what `change` gives back.

    Where `change` alters nothing, nor has the office changed what it says, nothing is published, unless an earlier
    version wrote what is there (it is then published in today's form), or `rebuild` asks for derived files made anew;
    only then may the embedding model be another one. `base` lays what `change` begins with into the new folder, instead
    of what was published before, and needs `rebuild`. Errors of `change` pass through, and what was published stays.

    Raises:
        PublishingError: when another writer does not finish within `wait` seconds, when the disk refuses, or when the
            new generation does not pass its check.
        EmbeddingError: when the index was built with another model.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        with writing(data / "LOCK", wait):
            report("locked")
            _sweep(data)
            return _write(data, embedder, change, report, base=base, rebuild=rebuild)
    except (OSError, sqlite3.OperationalError, CatalogError) as error:
        if isinstance(error, CatalogError) and not isinstance(error.__cause__, sqlite3.OperationalError):
            raise  # the change contradicts the catalog; the disk has nothing to do with it
        raise PublishingError(
            f"the index in {data} could not be written ({error}{_free(data)}); what was there is untouched; "
            "make room, or name a folder that this user may use: INDEX_DATA"
        ) from error


def tidy(data: Path) -> None:
    """Remove unfinished and old generations, as a start-up does; does nothing while somebody is writing."""
    with suppress(OSError):
        if hold := exclusive(data / "LOCK"):
            with closing(hold):
                _sweep(data)


def _write(
    data: Path,
    embedder: Embedder,
    change: Callable[[CatalogWriter], T],
    report: Report,
    *,
    base: Callable[[Path], None] | None,
    rebuild: bool,
) -> T:
    """What `write` does under its lock."""
    before = current(data)
    outdated = before is not None and not rebuild and Manifest.read(data / "gen" / before).outdated(embedder)
    folder = data / "gen" / _name_after(before)
    folder.mkdir(parents=True)
    try:
        told = _copy(data, before, folder) if base is None else False
        if base:
            base(folder)
        report("copied")
        outcome, altered = _changed(folder / CATALOG, change)
        report("changed")
        if altered or told or outdated or rebuild:
            known = data / "gen" / before if before and not (rebuild or outdated) else None
            _derive(folder, known, embedder, data / "cache" / "vectors.sqlite", report)
            _publish(folder, data, report)
        return outcome
    finally:
        if current(data) != folder.name:
            shutil.rmtree(folder, ignore_errors=True)


def _copy(data: Path, before: str | None, folder: Path) -> bool:
    """Begin with what was published before; whether what the office says has changed since."""
    if before:
        shutil.copyfile(data / "gen" / before / CATALOG, folder / CATALOG)
    return carry(data, folder, data / "gen" / before if before else None)


def _free(data: Path) -> str:
    """What is left on the disk of the index, the usual reason; nothing where the folder cannot be reached."""
    try:
        return f"; {shutil.disk_usage(data).free // 1_000_000} MB free"
    except OSError:
        return ""


def _name_after(before: str | None) -> str:
    """A name that was never used: numbers go up, and a writer that was killed may have used the next one."""
    number = int(before.split("-")[0]) + 1 if before else 1
    return f"{number:06d}-{secrets.token_hex(4)}"


def _changed(catalog: Path, change: Callable[[CatalogWriter], T]) -> tuple[T, bool]:
    """What the change gives back, and whether the catalog was altered; to be migrated counts, to be made anew not."""
    before = digest(catalog) if catalog.exists() else ""
    with closing(CatalogWriter.open(catalog)) as writer:
        before = before or digest(catalog)
        outcome = change(writer)
    return outcome, digest(catalog) != before


def _derive(folder: Path, before: Path | None, embedder: Embedder, cache: Path, report: Report) -> None:
    """References, registers, lexical index, vectors and manifest from the catalog of the generation.

    What can be is taken over from the generation `before`.
    """
    with closing(Catalog.open(folder / CATALOG)) as catalog:
        kept = carried(before, catalog, folder / CATALOG, embedder) if before else None
        counts = catalog.row_counts()
        old, changed = (kept.folder, kept.changed) if kept else (None, frozenset[str]())
        with extracted(folder, old, changed, rows=sum(counts.values())):
            public, texts = catalog.access_of_rows(), _search_texts(catalog, kept)
            _write_lexical(folder, texts, public, kept)
            report("lexical")
            embedded = _embedded(texts, embedder, cache, kept)
            report("embedded")
            if not (kept and vectors.extend(kept.folder / VECTORS, kept.origin, embedded, public, folder / VECTORS)):
                vectors.build(embedded, public, folder / VECTORS)
    report("vectors")
    (folder / HELD).touch()
    _manifest(folder, embedder, public).write(folder)
    report("manifest")


def _search_texts(catalog: Catalog, kept: Carried | None = None) -> dict[int, str]:
    """The string of each row, but for those taken over, that is indexed and embedded."""
    editions = (edition for access in (EVERYONE, PUBLIC) for edition in catalog.editions(access))
    metadata = {(edition.document_id, edition.version_id): edition.metadata for edition in editions}
    chunks = catalog.chunks()
    rows = np.flatnonzero(kept.origin < 0).tolist() if kept else range(len(chunks))
    texts: dict[int, str] = {}
    for row in rows:
        piece = chunks[row]
        texts[row] = search_text(piece, metadata[piece.document_id, piece.version_id])
    return texts


def _write_lexical(folder: Path, texts: Mapping[int, str], public: NDArray[np.bool_], kept: Carried | None) -> None:
    """The lexical index of all rows, and where some are internal that of the public ones."""
    known = {LEXICAL: None} if public.all() else {LEXICAL: None, PUBLIC_LEXICAL: public}
    for name, only in known.items():
        if kept:
            before = kept.folder / (name if (kept.folder / name).is_dir() else LEXICAL)
            lexical.extend(before, kept.origin, texts, folder / name, only=only)
        else:
            lexical.build([*texts.values()], folder / name, only=only)


def _embedded(texts: Mapping[int, str], embedder: Embedder, cache: Path, kept: Carried | None) -> NDArray[np.float32]:
    """The vector of each row."""
    new = vector_cache.embed([*texts.values()], embedder, cache)
    if kept is None:
        return new
    before = np.load(kept.folder / VECTORS / vectors.ARRAY, mmap_mode="r")
    embedded = np.empty((len(kept.origin), embedder.dimension), np.float32)
    stays = kept.origin >= 0
    embedded[stays], embedded[~stays] = before[kept.origin[stays]], new
    return embedded


def _manifest(folder: Path, embedder: Embedder, public: NDArray[np.bool_]) -> Manifest:
    return Manifest(
        schema=SCHEMA,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        catalog_sha256=digest(folder / CATALOG),
        vectors_sha256=digest(folder / VECTORS / vectors.ARRAY),
        embedding_model=embedder.name,
        dimension=embedder.dimension,
        rows=len(public),
        public_rows=int(public.sum()),
        references_sha256=digest(folder / REFERENCES),
        registers_sha256=digest(folder / REGISTERS),
        captions_sha256=captions.shipped_digest(),
        code_sha256=code_digest(),
    )


def _publish(folder: Path, data: Path, report: Report) -> None:
    """Check what was written, bring it to the disk, then let `CURRENT` name it: the only commit point."""
    verify_apart(folder)
    report("checked")
    for path in (*folder.rglob("*"), folder, folder.parent):
        sync(path)
    report("synced")
    aside = data / "CURRENT.new"
    aside.write_text(f"{folder.name}\n", encoding="utf-8")
    sync(aside)
    report("aside")
    patiently(lambda: aside.replace(data / "CURRENT"))
    sync(data)
    report("published")


def sync(path: Path) -> None:
    """Wait until a file's content, or a folder's list of names, is on the disk; Windows cannot do it for folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(data: Path) -> None:
    """Delete every generation but the current one that no reader holds. Needs the writer's lock."""
    keep = current(data)
    for folder in (data / "gen").glob("*"):
        if folder.is_dir() and folder.name != keep and not _held(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _held(folder: Path) -> bool:
    try:
        hold = exclusive(folder / HELD)
    except FileNotFoundError:
        return False
    if hold:
        hold.close()
    return hold is None
