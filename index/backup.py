"""All that an index is made from in one file, and back again, while others read and write.

A zip that is laid out like the data folder, so that `unzip` and `python -m index rebuild` would do as well:

CURRENT                            the name of the generation that was pinned while the file was written
gen/<name>/catalog.sqlite          its catalog
gen/<name>/manifest.json           what it was made with, and the checksum of the catalog
relations.toml, captions.toml      what the office itself says of its documents, where it does
originals/<first two>/<all 64>     every file that a stored text came from, under its SHA-256

Derived files are left out: they are made anew in seconds, and would make the file several times as large.
"""

import re
import secrets
import shutil
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from index.catalog import originals_in
from index.catalog_writer import CatalogWriter
from index.embeddings import Embedder
from index.errors import BackupError, PublishingError
from index.generations import CATALOG, MANIFEST, Manifest, current, held
from index.office_files import OFFICE_FILES
from index.originals import ORIGINALS, keep, place
from index.publishing import Report, sync, write

_NAMES: Final = re.compile(
    rf"CURRENT|{'|'.join(map(re.escape, OFFICE_FILES))}"
    rf"|gen/(?P<generation>[0-9]+-[0-9a-f]+)/(?:{re.escape(CATALOG)}|{MANIFEST})"
    rf"|{ORIGINALS}/(?P<start>[0-9a-f]{{2}})/(?P<digest>(?P=start)[0-9a-f]{{62}})",
    re.ASCII,
)
"""What may stand in a backup: nothing that leads out of a folder, nothing that this project does not know."""
_SMALL: Final = 16 * 2**20
"""Bytes of a file in the backup that is read at once."""
_PIECE: Final = 2**20
_UNREADABLE: Final = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What zipfile raises on files that are damaged, encrypted, or no zip."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What a backup holds; `size` is that of the file, in bytes."""

    generation: str
    manifest: Manifest
    digests: frozenset[str]
    size: int

    @property
    def clauses(self) -> int:
        """How many clauses its catalog has."""
        return self.manifest.rows

    @property
    def originals(self) -> int:
        """How many original files it holds."""
        return len(self.digests)


def backup(data: Path, target: Path) -> Packed:
    """Write the current generation's catalog and originals into one file: aside, read again, then put in its place.

    Raises:
        BackupError: when the disk refuses, or an original is missing or damaged; a file that was there stays.
        PublishingError, CatalogError: when there is no index, or it is damaged.
    """
    aside = target.with_name(f"{target.name}.{secrets.token_hex(4)}.new")
    try:
        while not _written(data, aside):
            pass
        sync(aside)
        with _opened(aside) as archive:
            packed = _checked(archive, target)
        aside.replace(target)
        sync(target.parent)
    except OSError as error:
        raise BackupError(
            f"the backup could not be written to {target} ({error.strerror or error}); what was there is untouched"
        ) from error
    else:
        return packed
    finally:
        with suppress(OSError):
            aside.unlink()


def restore(data: Path, embedder: Embedder, source: Path, report: Report = lambda _: None) -> Packed:
    """Publish what a backup holds as a new generation, made with the embedder. What was there answers until then.

    Raises:
        BackupError: when the file is damaged, incomplete or no backup; nothing was changed.
        PublishingError: as `write`, or when a newer version of the project wrote the backup.
    """
    with _opened(source) as archive:
        packed = _checked(archive, source)

        def lay(folder: Path) -> None:
            for name in (f"gen/{packed.generation}/{CATALOG}", *OFFICE_FILES):
                if name in archive.namelist():
                    with archive.open(name) as file, (folder / Path(name).name).open("wb") as copy:
                        shutil.copyfileobj(file, copy)

        def fill(writer: CatalogWriter) -> None:
            if missing := writer.originals() - packed.digests:
                raise _unusable(source, f"{len(missing)} of the originals that its catalog names are missing")
            for digest in packed.digests:
                if not place(data, digest).exists():
                    keep(data, archive.read(_original(digest)))

        with _office_files_replaced(archive, data):
            write(data, embedder, fill, report, base=lay, rebuild=True)
    return packed


def _written(data: Path, aside: Path) -> bool:
    """Write the backup; False where a writer meanwhile published and swept away an original: it must begin again."""
    hold, folder = held(data)
    with closing(hold), ZipFile(aside, "w", ZIP_DEFLATED, strict_timestamps=False) as archive:
        archive.writestr("CURRENT", f"{folder.name}\n")
        for name in (CATALOG, MANIFEST):
            archive.write(folder / name, f"gen/{folder.name}/{name}")
        for name in OFFICE_FILES:
            if (folder / name).is_file():
                archive.write(folder / name, name)
        for digest in sorted(originals_in(folder / CATALOG)):
            try:
                archive.write(place(data, digest), _original(digest))
            except FileNotFoundError as error:
                if current(data) != folder.name:
                    return False
                raise BackupError(
                    f"the original {place(data, digest)} is missing, so there is no backup of it; add the file again, "
                    "or remove its document (python -m index check names it)"
                ) from error
    return True


def _original(digest: str) -> str:
    return f"{ORIGINALS}/{digest[:2]}/{digest}"


@contextmanager
def _opened(source: Path) -> Iterator[ZipFile]:
    """A zip, open for reading.

    Raises:
        BackupError: when it is none.
    """
    try:
        archive = ZipFile(source)
    except OSError as error:
        raise BackupError(f"{source} cannot be read ({error.strerror or error})") from error
    except _UNREADABLE as error:
        raise _unusable(source, str(error)) from error
    with archive:
        yield archive


def _checked(archive: ZipFile, source: Path) -> Packed:
    """What a backup holds, after every byte of it has been read and compared with its checksum.

    Raises:
        BackupError: when it is damaged, incomplete or no backup.
        PublishingError: when a newer version of the project wrote it.
    """
    digests = _digests(archive, source)
    try:
        generation = _small(archive, "CURRENT").decode("ascii").strip()
        manifest = Manifest.parse(_small(archive, f"gen/{generation}/{MANIFEST}"), str(source))
        expected = {_original(digest): digest for digest in digests}
        expected[f"gen/{generation}/{CATALOG}"] = manifest.catalog_sha256
        damaged = [name for name, digest in expected.items() if _hash(archive, name) != digest]
    except PublishingError:
        raise
    except (*_UNREADABLE, LookupError, TypeError) as error:
        raise _unusable(source, str(error)) from error
    if damaged:
        raise _unusable(source, f"{damaged[0]} is damaged")
    return Packed(generation, manifest, digests, Path(archive.filename or source).stat().st_size)


def _digests(archive: ZipFile, source: Path) -> frozenset[str]:
    """The originals of a backup that holds nothing foreign, and nothing twice."""
    names = archive.namelist()
    matches = [_NAMES.fullmatch(name) for name in names]
    foreign = [name for name, match in zip(names, matches, strict=True) if match is None]
    if foreign:
        raise _unusable(source, f"it holds {foreign[0][:80]!r}")
    if len(set(names)) < len(names):
        raise _unusable(source, "a name stands in it twice")
    return frozenset(match["digest"] for match in matches if match and match["digest"])


def _small(archive: ZipFile, name: str) -> bytes:
    """One of the small files."""
    if archive.getinfo(name).file_size > _SMALL:
        raise ValueError(f"{name} is too large")
    return archive.read(name)


def _hash(archive: ZipFile, name: str) -> str:
    """SHA-256 of a file in it; reading it to its end compares zip's own checksum too."""
    digest = sha256()
    with archive.open(name) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


@contextmanager
def _office_files_replaced(archive: ZipFile, data: Path) -> Iterator[None]:
    """After the block, what the office says is what the backup has of it; other files are kept beside them."""
    yield
    for name in {*OFFICE_FILES} & {*archive.namelist()}:
        content, path = archive.read(name), data / name
        if path.is_file() and path.read_bytes() != content:
            path.replace(data / f"{name}.before")
        path.write_bytes(content)


def _unusable(source: Path, reason: str) -> BackupError:
    reason = " ".join(reason.split()) or "it cannot be read"
    return BackupError(f"{source} is no whole backup of an index ({reason}); nothing was changed")
