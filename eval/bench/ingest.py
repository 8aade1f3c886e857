"""What loading documents costs: `python -m eval.bench.ingest PATH [--runs N]` times `index add` as whole processes."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from eval.bench.results import record


def main() -> None:
    """Add the folder to empty indexes, several times; then check the last one and add once more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--name", default="ingest")
    given = parser.parse_args()
    seconds, megabytes = [], []
    with tempfile.TemporaryDirectory() as folder:
        for run in range(given.runs):
            data = Path(folder) / str(run)
            elapsed, peak = timed("add", str(given.path), "--data", str(data))
            seconds.append(round(elapsed, 2))
            megabytes.append(round(peak))
        again, _ = timed("add", str(given.path), "--data", str(data))
        checked = subprocess.run(command("check", "--data", str(data)), capture_output=True, check=False)
        documents = json.loads(output("documents", "--json", "--data", str(data)))
    record(
        given.name,
        {
            "documents": len(documents),
            "clauses": sum(document["clauses"] for document in documents),
            "articles": sum(document["metadata"]["articles"] or 0 for document in documents),
            "add_seconds": seconds,
            "add_seconds_median": statistics.median(seconds),
            "peak_mb": max(megabytes),
            "add_again_seconds": round(again, 2),
            "check_violations": 0 if checked.returncode == 0 else checked.stdout.decode()[-2000:],
        },
    )


def timed(*arguments: str) -> tuple[float, float]:
    """Seconds and peak memory in MB (children included) of one index command."""
    start, peak = time.perf_counter(), 0
    with tempfile.TemporaryFile() as said:
        process = psutil.Popen(command(*arguments), stdout=subprocess.DEVNULL, stderr=said)
        while process.poll() is None:
            peak = max(peak, _memory(process))
            time.sleep(0.02)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"index {' '.join(arguments)} failed: {said.read().decode()[-500:]}")
    return time.perf_counter() - start, peak / 1e6


def command(*arguments: str) -> list[str]:
    """The index command line of this Python."""
    return [sys.executable, "-m", "index", *arguments]


def output(*arguments: str) -> str:
    """What an index command prints."""
    return subprocess.run(command(*arguments), capture_output=True, check=True).stdout.decode()


def _memory(process: psutil.Popen) -> int:
    """Resident bytes of the process and its children at this moment."""
    try:
        family = [process, *process.children(recursive=True)]
        return sum(member.memory_info().rss for member in family)
    except psutil.NoSuchProcess:
        return 0


if __name__ == "__main__":
    main()
