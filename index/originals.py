"""The files as they came in, kept beside the catalog under their SHA-256: DATA/originals/<first two>/<all 64>."""

import os
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Final

from index.errors import PublishingError

ORIGINALS: Final = "originals"


def keep(data: Path, content: bytes) -> str:
    """Keep a file and give back its SHA-256. Written aside and renamed: what lies under a hash is whole.

    Raises:
        PublishingError: when the disk refuses.
    """
    digest = sha256(content).hexdigest()
    path = place(data, digest)
    if not path.exists():
        aside = path.with_name(f"{digest}.{secrets.token_hex(4)}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with aside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise PublishingError(f"the original could not be kept as {path} ({error}); nothing was changed") from error
    return digest


def place(data: Path, digest: str) -> Path:
    """Where the original with this hash lies."""
    return data / ORIGINALS / digest[:2] / digest


def sweep(data: Path, kept: frozenset[str]) -> None:
    """Delete what no document came from: left by removed documents and by failed additions. Needs the writer's lock.

    Where nothing at all is kept, nothing is deleted: a lost catalog must not take the originals with it.
    """
    for path in (data / ORIGINALS).glob("??/*") if kept else ():
        if path.name not in kept:
            path.unlink(missing_ok=True)
