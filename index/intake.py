"""From paths to documents: files, folders, packs (a folder with catalog.json) and article lists.

What cannot be taken in costs one line and nothing else: the other files go on.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePath
from stat import S_ISDIR, S_ISREG
from typing import Final, cast

from index import articles
from index.catalog_writer import CatalogWriter, Outcome
from index.chunking import clauses
from index.cleaning import clean
from index.documents import Access, Document, Source
from index.errors import CatalogError, FileError, IdentityError, PublishingError
from index.identity import generated_id
from index.metadata import from_catalog, guess, merge
from index.originals import ORIGINALS, keep, sweep
from index.parsing import parse
from index.structure import outline

CATALOG: Final = "catalog.json"

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Found:
    """A file to take in, with its row of a pack's catalog; or why there is none (`error`)."""

    path: Path
    row: Row | None = None
    error: str | None = None

    @property
    def size(self) -> int:
        """Bytes, 0 where the file cannot be reached."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a file or of one law of a list: a document, or one line that says why not.

    `share` is how much of the file is done with it, 1.0 for the whole.
    """

    path: Path
    document: Document | None = None
    error: str | None = None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Taken:
    """What `add` shows of a file: `removed` and `joined` count what cleaning did."""

    path: Path
    outcome: Outcome | None = None
    kind: str = ""
    title: str = ""
    clauses: int = 0
    removed: int = 0
    joined: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None
    share: float = 1.0


def find(paths: Sequence[Path]) -> list[Found]:
    """All files below the paths, sorted; hidden ones and kept originals left out."""
    return [found for path in paths for found in _below(path)]


def take_in(
    files: Sequence[Found], writer: CatalogWriter, data: Path, *, access: Access | None, max_bytes: int
) -> Iterator[Taken]:
    """Read each file, keep its original below `data`, and put its documents into the catalog.

    Where `access` is None, a known document keeps the access it has, a new one is internal unless its row says more.

    Raises:
        PublishingError, CatalogError: when the disk refuses; then nothing of the whole change may be published.
    """
    sweep(data, writer.originals())
    for found in files:
        for arrival in read(found, data, access=access, max_bytes=max_bytes):
            if arrival.document is None:
                yield Taken(arrival.path, error=arrival.error, share=arrival.share)
            else:
                stated = access is None and not (found.row and found.row.get("access"))
                yield _put(arrival, arrival.document, writer, keep_access=stated)


def _put(arrival: Arrival, document: Document, writer: CatalogWriter, *, keep_access: bool) -> Taken:
    """What came of putting a document into the catalog."""
    try:
        return _taken(arrival, document, writer.put(document, keep_access=keep_access))
    except IdentityError as error:
        return Taken(arrival.path, error=str(error), share=arrival.share)


def read(found: Found, data: Path, *, access: Access | None, max_bytes: int) -> Iterator[Arrival]:
    """The documents of one file, whose original is kept below `data` as soon as it could be read.

    Raises:
        PublishingError: when the original cannot be kept.
    """
    try:
        yield from _arrivals(found, data, access, max_bytes)
    except (FileError, CatalogError) as error:
        yield Arrival(found.path, error=str(error).removeprefix(f"{file_name(found.path)}: "))
    except PublishingError:
        raise
    except Exception as error:  # noqa: BLE001 one file of many: whatever its reader stumbles over is that file's line
        yield Arrival(found.path, error=f"could not be read ({type(error).__name__}: {error}); please report it")


def file_name(path: Path) -> str:
    """A file's name as text; Linux hands on one in GBK as bytes that are no UTF-8."""
    name = os.fsencode(path.name)
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("gb18030", errors="replace")


def _below(path: Path, *, named: bool = True) -> Iterator[Found]:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        missing = "is a link to something that is not there" if path.is_symlink() else "there is no such file or folder"
        yield Found(path, error=missing)
    except OSError as error:
        yield Found(path, error=f"cannot be reached ({error.strerror})")
    else:
        if S_ISDIR(mode):
            yield from _in_folder(path, named=named)
        else:  # to read a pipe or a device might never end
            yield Found(path, error=None if S_ISREG(mode) else "is neither a file nor a folder")


def _in_folder(folder: Path, *, named: bool) -> Iterator[Found]:
    if folder.is_symlink() and not named:
        yield Found(folder, error="is a link to a folder, which is not followed; name the folder itself")
        return
    try:
        inside = sorted(folder.iterdir())
        is_pack = (folder / CATALOG).is_file()
    except OSError as error:
        yield Found(folder, error=f"the folder cannot be read ({error.strerror})")
        return
    if is_pack:
        yield from _in_pack(folder)
        return
    found = [item for path in inside if not _is_hidden(path) for item in _below(path, named=False)]
    yield from found or [Found(folder, error="there are no files in the folder")] if named else found


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.name == ORIGINALS


def _in_pack(folder: Path) -> Iterator[Found]:
    """The files that a pack's catalog names, and nothing else."""
    catalog = folder / CATALOG
    try:
        rows = json.loads(catalog.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        yield Found(catalog, error=f"the catalog cannot be read ({error}); save it as JSON in UTF-8")
        return
    if not isinstance(rows, list) or not rows:
        yield Found(catalog, error="the catalog must be a list of rows, one for each file")
        return
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        yield _in_row(folder, number, row, seen)


def _in_row(folder: Path, number: int, row: object, seen: set[str]) -> Found:
    """The file of one row, or what is wrong with the row."""
    catalog = folder / CATALOG
    if not isinstance(row, dict):
        return Found(catalog, error=f"row {number} is no object")
    document_id, path = row.get("id"), row.get("path")
    if not isinstance(path, str) or not _is_inside(folder, path):
        name = f"row {number} ({row.get('id', f'row {number}')})"
        return Found(catalog, error=f"{name}: path must name a file in the pack (value: {path!r})")
    if isinstance(document_id, str):
        if document_id in seen:
            return Found(catalog, error=f"row {number}: id {document_id!r} stands twice")
        seen.add(document_id)
    return Found(folder / path, row)


def _is_inside(folder: Path, path: str) -> bool:
    """Whether a path stays in the folder; a NUL, half a character or a ring of links leads nowhere."""
    try:
        return folder.resolve() in (folder / path).resolve().parents
    except (OSError, ValueError, RuntimeError):
        return False


def _content(path: Path, max_bytes: int) -> bytes:
    """The bytes of a file that is not too large."""
    try:
        if (size := path.stat().st_size) > max_bytes:
            sizes = f"{size / 2**20:.4g} MB is more than the {max_bytes / 2**20:.4g} MB that are taken"
            raise FileError(f"{sizes}; raise INDEX_MAX_FILE_MB to add it")
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror or error})") from error


def _arrivals(found: Found, data: Path, access: Access | None, max_bytes: int) -> Iterator[Arrival]:
    if found.error:
        raise FileError(found.error)
    content = _content(found.path, max_bytes)
    if found.path.name.lower().endswith(articles.SUFFIXES):
        laws, errors = articles.read(content, max_bytes=max_bytes)
        keep(data, content)
        yield from _laws(found.path, content, laws, access or "internal")
        yield from (Arrival(found.path, error=error, share=0.0) for error in errors)
    else:
        document = _document(found, content, access, max_bytes)
        keep(data, content)
        yield Arrival(found.path, document)


def _document(found: Found, content: bytes, access: Access | None, max_bytes: int) -> Document:
    """Parsed, cleaned, outlined, described: one file as a document."""
    name = file_name(found.path)
    parsed = parse(name, content, max_bytes=max_bytes)
    cleaned = clean(parsed)
    nodes = outline(cleaned.text)
    metadata = guess(cleaned.text, nodes, cleaned.header, PurePath(name).stem)
    document = Document(
        generated_id(metadata),
        sha256(cleaned.text.encode()).hexdigest(),
        cleaned.text,
        nodes,
        metadata,
        cleaned.edits,
        Source(name, parsed.format, sha256(content).hexdigest(), len(content)),
        cleaned.page_starts,
        access=access or "internal",
        warnings=parsed.warnings,
    )
    return document if found.row is None else _as_catalogued(document, found.row, access)


def _as_catalogued(document: Document, row: Row, access: Access | None) -> Document:
    """The document as its catalog describes it; where text and catalog disagree, the catalog counts."""
    document_id, stated = from_catalog(row)
    metadata, warnings = merge(document.metadata, stated)
    return replace(
        document,
        document_id=document_id,
        metadata=metadata,
        text_kind="digest" if row.get("digest") else "official",
        access=access or cast("Access", row.get("access") or "internal"),
        warnings=document.warnings + warnings,
    )


def _laws(path: Path, content: bytes, laws: Sequence[articles.Law], access: Access) -> Iterator[Arrival]:
    source = Source(file_name(path), articles.FORMAT, sha256(content).hexdigest(), len(content))
    total = sum(len(law.articles) for law in laws)
    for law in laws:
        yield Arrival(path, _law(law, source, access), share=len(law.articles) / total)


def _law(law: articles.Law, source: Source, access: Access) -> Document:
    text = law.text
    version_id = sha256(text.encode()).hexdigest()
    return Document(
        generated_id(law.metadata), version_id, text, law.outline(), law.metadata, (), source, access=access
    )


def _taken(arrival: Arrival, document: Document, outcome: Outcome) -> Taken:
    joined = sum(edit.kind == "broken line" for edit in document.edits)
    return Taken(
        arrival.path,
        outcome,
        document.metadata.kind or "",
        document.metadata.title,
        clauses(document.outline),
        len(document.edits) - joined,
        joined,
        document.warnings,
        share=arrival.share,
    )
