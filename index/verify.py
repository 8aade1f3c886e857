"""Whether a generation can be opened and searched: run in a process of its own, since a ruined Chroma ends its reader.

python -m index.verify FOLDER   ends with code 0, or with 1 and what is wrong on stderr
"""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import vectors
from index.errors import IndexingError, PublishingError
from index.generations import CATALOG, REFERENCES, REGISTERS, VECTORS, Generation, digest


def verify(folder: Path) -> None:
    """Open everything, compare counts and checksums, and search for a stored vector in each collection.

    Raises:
        IndexingError: naming what does not fit.
    """
    with closing(Generation.open(folder)) as generation:
        manifest = generation.manifest
        chunks = generation.catalog.chunks()
        found = {
            "clauses": len(chunks),
            "lexical rows": len(generation.lexical),
            "public lexical rows": len(generation.public_lexical),
            "vectors": len(generation.vectors),
            "rows in Chroma": generation.vectors.count(),
        }
        for name, count in found.items():
            if count != manifest.rows:
                raise PublishingError(f"{folder} has {count} {name}, its manifest says {manifest.rows}")
        if chunks:
            generation.lexical.scores(chunks[0].text)
        _find_again(generation, generation.catalog.access_of_rows())
    named = {
        CATALOG: manifest.catalog_sha256,
        REFERENCES: manifest.references_sha256,
        REGISTERS: manifest.registers_sha256,
        f"{VECTORS}/{vectors.ARRAY}": manifest.vectors_sha256,
    }
    for name, sha256 in named.items():
        if digest(folder / name) != sha256:
            raise PublishingError(f"{folder / name} is not the file that its manifest names")


def verify_apart(folder: Path) -> None:
    """`verify` in a child process.

    Raises:
        PublishingError: with what the child said, or how it ended.
    """
    child = subprocess.run(
        [sys.executable, "-m", "index.verify", str(folder)], capture_output=True, encoding="utf-8", check=False
    )
    if child.returncode:
        reason = child.stderr.strip().rpartition("\n")[2] or f"its check ended with code {child.returncode}"
        raise PublishingError(f"the new index did not pass its check and was not published: {reason}")


def _find_again(generation: Generation, public: NDArray[np.bool_]) -> None:
    """The first vector of each collection must be its own nearest neighbour."""
    for mask in (public, ~public):
        if mask.any():
            vector = generation.vectors.vector(int(np.argmax(mask)))
            _, cosines = generation.vectors.search(vector, 1, mask)
            if cosines[0] < 0.999:
                raise PublishingError(f"generation {generation.name} does not find its own vectors")


if __name__ == "__main__":
    try:
        verify(Path(sys.argv[1]))
    except IndexingError as error:
        sys.exit(str(error))
