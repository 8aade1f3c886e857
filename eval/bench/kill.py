"""`kill -9` at random moments of an `add` while readers ask: `python -m eval.bench.kill PATH [--kills 50]`.

PATH is a pack or a folder of documents. One document is there from the start; what is killed is the `add` of all the
others. Readers ask the index itself, clients ask a real server: every question must see the index with the one document
or with all of them, each part of it whole.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from eval.bench.reading import documents, readers
from eval.bench.results import record
from eval.bench.serving import served, streams
from index.embeddings import Embedder, load_embedder
from index.errors import IndexingError
from index.generations import Library, current
from index.publishing import write
from index.verify import verify_apart


def main() -> None:
    """Kill, look, and print and keep what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    embedder = load_embedder("static")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        seconds = prepare(given.path, data, embedder)
        figures = measure(given.path, data, embedder, seconds=seconds, kills=given.kills, seed=given.seed)
        record("kill", figures)


def prepare(path: Path, data: Path, embedder: Embedder) -> float:
    """Fill the cache of vectors, leave one document, and say how long adding the others takes."""
    for _ in range(2):
        start = time.perf_counter()
        finish("add", path, data=data)
        seconds = time.perf_counter() - start
        keep_one(data, embedder)
    return seconds


def measure(path: Path, data: Path, embedder: Embedder, *, seconds: float, kills: int, seed: int) -> dict[str, object]:
    """Kill so many times; after each the index is checked, and where all documents came in, they are removed again."""
    moments = random.Random(seed)
    ended: Counter[str] = Counter()
    failures: list[str] = []
    with served(data) as server, streams(server.port, 2) as asked, readers(data, embedder, 1) as seen:
        while ended["killed"] < kills:
            adding = subprocess.Popen(
                command("add", path, data=data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(moments.uniform(0, seconds))
            adding.kill()
            finished, new = adding.wait() == 0, len(held(data, embedder)) > 1
            ended["finished before" if finished else "killed"] += 1
            ended["new state" if new else "old state"] += 1
            failures += checked(data) + (["add ended without publishing"] if finished and not new else [])
            keep_one(data, embedder)
    return {
        "kills": ended.pop("killed", 0),
        "ended": dict(ended),
        "add_seconds": round(seconds, 2),
        "questions": seen.states.total() + asked.states.total(),
        "states_seen": sorted(len(state) for state in seen.states),
        "states_seen_over_http": len(asked.states),
        "violations": len(seen.violations) + len(asked.violations) + len(failures),
        "first_violations": [*seen.violations, *asked.violations, *failures][:5],
    }


def command(*words: Path | str, data: Path) -> list[str]:
    """The index's command line on a data folder."""
    return [sys.executable, "-m", "index", *map(str, words), "--data", str(data)]


def finish(*words: Path | str, data: Path) -> None:
    """Run a command to its end, which must be a good one."""
    ended = subprocess.run(command(*words, data=data), capture_output=True, encoding="utf-8", check=False)
    if ended.returncode:
        raise SystemExit(f"{' '.join(map(str, words))} ended with code {ended.returncode}: {ended.stderr[-500:]}")


def held(data: Path, embedder: Embedder) -> frozenset[str]:
    """The documents of the index."""
    with closing(Library(data, embedder)) as library, library.pin() as generation:
        return documents(generation)


def keep_one(data: Path, embedder: Embedder) -> None:
    """Remove all documents but the first: the old state; also a write after each kill."""
    others = sorted(held(data, embedder))[1:]
    write(data, embedder, lambda writer: [writer.remove(document_id) for document_id in others])


def checked(data: Path) -> list[str]:
    """What is wrong with the index: with the generation itself, then with the documents in it."""
    try:
        verify_apart(data / "gen" / str(current(data)))
    except IndexingError as error:
        return [str(error)]
    check = subprocess.run(command("check", data=data), capture_output=True, check=False)
    return [check.stdout.decode()[-500:]] if check.returncode else []


if __name__ == "__main__":
    main()
