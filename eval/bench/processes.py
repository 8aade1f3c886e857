"""Commands run as processes of their own, with what they cost."""

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from eval.bench.peers.protocol import Level
from eval.errors import MeasureError

ROOT: Final = Path(__file__).parents[2]
"""Where `python -m` finds the house."""


_FOLDERS: Final = re.compile(r"(?<![\w.])(?:[A-Za-z]:)?(?:[\\/][^\s\\/:'\"]+)+[\\/]")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds from start to end, and of them those computed (0 on Windows, which does not say), added over all cores.

    `peak_mb` is the most memory, in MB, that the process and its children held at once.
    """

    seconds: float
    cpu_seconds: float
    peak_mb: float


def run(command: Sequence[str], *, seconds: float = 1800, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end.

    Raises:
        MeasureError: when it fails or takes longer than `seconds`, with the last line that it said.
    """
    began, computed = time.perf_counter(), _computed()
    with tempfile.TemporaryFile() as said:
        surroundings = {**os.environ, **(environment or {})}
        try:
            process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL, stderr=said)
        except OSError as error:
            raise MeasureError(f"{Path(command[0]).name} cannot be run: {error.strerror}") from error
        try:
            with Level(process.pid).watched() as level:
                ended = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise MeasureError(f"{_name(command)}: gave up after {seconds:.0f} s") from error
        finally:
            process.kill()
            process.wait()
        if ended:
            raise MeasureError(f"{_name(command)} ended with code {ended}: {_last_line(said)}")
    return Cost(time.perf_counter() - began, _computed() - computed, level.peak)


def megabytes(folder: Path) -> float:
    """What the files below a folder take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _computed() -> float:
    """Seconds that all commands which have ended computed."""
    times = os.times()
    return times.children_user + times.children_system


def _name(command: Sequence[str]) -> str:
    """What was run: of `python -m MODULE NAME STEP …` the middle."""
    return _folderless(" ".join(command[1:5]))


def _last_line(said: BinaryIO) -> str:
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    return _folderless(lines[-1])[:300] if lines else "it said nothing"


def _folderless(words: str) -> str:
    """The words with the names of files only: a record says nothing of the machine's folders."""
    return _FOLDERS.sub("", words)
