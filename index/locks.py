"""Locks between processes, on Linux, macOS and Windows. A process that is killed lets go of all it held."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import portalocker
from portalocker import LockFlags

from index.errors import PublishingError

_PAUSE: Final = 0.05


class Hold:
    """A lock that is held until `close`."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def close(self) -> None:
        """Let go."""
        with self._file:
            portalocker.unlock(self._file)

    def sign(self) -> None:
        """Write into the file which process holds it, for the message of those who wait."""
        self._file.truncate(0)
        self._file.write(f"process {os.getpid()}".encode())
        self._file.flush()


def shared(path: Path) -> Hold:
    """Hold a file together with any number of others; raises FileNotFoundError where it is gone.

    Only `exclusive` holders keep others out, and those hold a generation for an instant: so this waits.
    """
    return _locked(path.open("rb"), LockFlags.SHARED)


def exclusive(path: Path) -> Hold | None:
    """Hold an existing file alone; None where anybody else holds it."""
    try:
        return _locked(path.open("r+b"), LockFlags.EXCLUSIVE | LockFlags.NON_BLOCKING)
    except portalocker.AlreadyLocked:
        return None


@contextmanager
def writing(path: Path, wait: float) -> Iterator[None]:
    """Be the only writer for the length of the block. The file names the process that holds it.

    Raises:
        PublishingError: when another writer does not finish within `wait` seconds.
    """
    path.touch()
    give_up = time.monotonic() + wait
    while (hold := exclusive(path)) is None:
        if time.monotonic() >= give_up:
            raise PublishingError(
                f"{_holder(path)} is changing the index in {path.parent}; "
                f"waited {wait:g} s, try again when it has finished"
            )
        time.sleep(_PAUSE)
    try:
        hold.sign()
        yield
    finally:
        hold.close()


def _locked(file: IO[bytes], flags: LockFlags) -> Hold:
    try:
        portalocker.lock(file, flags)
    except portalocker.AlreadyLocked:
        file.close()
        raise
    except portalocker.LockException as error:
        file.close()
        raise PublishingError(f"{file.name} cannot be locked ({error}); keep the index on a local disk") from error
    return Hold(file)


def _holder(path: Path) -> str:
    """Who holds the lock; Windows does not let others read a locked file."""
    try:
        return path.read_text(encoding="utf-8") or "another process"
    except OSError:
        return "another process"
