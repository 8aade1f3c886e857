"""What a backup costs: `python -m eval.bench.backup PATH [--rounds 5]`. PATH is a pack or a folder of documents.

A real server answers all the time; the index is backed up beside it, restored over itself and into a new one. What is
kept: seconds of each command as a process, the size of the file, and every question that was not answered whole.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from eval.bench.kill import checked, finish
from eval.bench.results import record
from eval.bench.serving import served, streams
from index.generations import current


def main() -> None:
    """Measure, and print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data, file = Path(folder, "data"), Path(folder, "office.zip")
        finish("add", given.path, "--access", "public", data=data)
        with served(data) as server, streams(server.port, 2) as seen:
            rounds = [_round(data, file, Path(folder, f"new-{number}")) for number in range(given.rounds)]
        figures = {
            "backup_seconds": _middle(rounds, 0),
            "restore_over_seconds": _middle(rounds, 1),
            "restore_new_seconds": _middle(rounds, 2),
            "file_mb": round(file.stat().st_size / 1e6, 2),
            "folder_mb": _folder_mb(data),
            "questions": seen.states.total(),
            "states_seen": len(seen.states),
            "violations": [*seen.violations, *checked(data), *checked(Path(folder, "new-0"))][:5],
        }
    record("backup", figures)


def _round(data: Path, file: Path, new: Path) -> tuple[float, ...]:
    """Seconds of a backup, of restoring it over what is there, and into a new folder (where nothing is cached)."""
    return tuple(
        _timed(*words, data=place)
        for words, place in ((("backup", file), data), (("restore", file), data), (("restore", file), new))
    )


def _timed(*words: Path | str, data: Path) -> float:
    began = time.perf_counter()
    finish(*words, data=data)
    return time.perf_counter() - began


def _middle(rounds: Sequence[tuple[float, ...]], place: int) -> float:
    return round(median(seconds[place] for seconds in rounds), 2)


def _folder_mb(data: Path) -> dict[str, float]:
    """What the parts of the data folder take that the backup was made from."""
    generation = data / "gen" / str(current(data))
    parts = {"originals": data / "originals", **{path.name: path for path in generation.iterdir()}}
    sizes = {
        name: sum(file.stat().st_size for file in (path, *path.rglob("*")) if file.is_file())
        for name, path in parts.items()
    }
    return {name: round(size / 1e6, 2) for name, size in sizes.items() if size}


if __name__ == "__main__":
    main()
