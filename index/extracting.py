"""References and registers, read out of the texts: where there is much to read in a process of its own.

python -m index.extracting   reads its order, a line of JSON, from stdin, and ends when stdin does
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Final

from index import cross_references, registers
from index.catalog import Catalog
from index.errors import IndexingError
from index.generations import CATALOG, REFERENCES, REGISTERS

_MUCH: Final = 5_000
"""Rows from which on a process of its own is worth its start."""


@contextmanager
def extracted(folder: Path, before: Path | None, changed: Collection[str], *, rows: int) -> Iterator[None]:
    """Write references and registers of a generation of so many rows, while the block runs.

    `before`: a generation whose registers are taken over but for those of the `changed` documents.

    Raises:
        CatalogError, OSError: when they cannot be written.
    """
    if rows < _MUCH:
        write(folder, before, changed)
        yield
        return
    order = json.dumps([str(folder), str(before) if before else None, sorted(changed)])
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "index.extracting"]
    with subprocess.Popen(command, stdin=pipe, stderr=pipe, encoding="utf-8") as child:
        try:
            _tell(child.stdin, f"{order}\n")
            yield
            said = child.stderr.read() if child.stderr else ""
            child.wait()
        finally:
            child.kill()  # where it has not ended nobody wants it any more
    if child.returncode:
        raise OSError(said.strip().rpartition("\n")[2] or f"reading the texts ended with code {child.returncode}")


def write(folder: Path, before: Path | None, changed: Collection[str]) -> None:
    """Write references and registers of the generation in a folder; see `extracted`."""
    with closing(Catalog.open(folder / CATALOG)) as catalog:
        registers.write(folder / REGISTERS, catalog, before / REGISTERS if before else None, changed)
        cross_references.write(folder / REFERENCES, catalog)


def main() -> None:
    """Do what stdin says, and nothing more once nobody waits for it."""
    folder, before, changed = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_the_writer, daemon=True).start()
    try:
        write(Path(folder), Path(before) if before else None, changed)
    except (IndexingError, OSError) as error:
        sys.exit(str(error))


def _tell(stdin: IO[str] | None, order: str) -> None:
    if stdin:
        stdin.write(order)
        stdin.flush()


def _end_with_the_writer() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    main()
