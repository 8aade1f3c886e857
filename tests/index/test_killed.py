"""Killed at any moment: afterwards the old or the new state answers whole, and the next write works."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import get_args

import pytest

from index.generations import Library, current
from index.publishing import Step, write
from index.verify import verify
from tests.fakes import CharacterEmbedder
from tests.index.small import law

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
EMBEDDER = CharacterEmbedder()


def put(data: Path, words: str, killed_after: str = "") -> None:
    """Publish a law of three articles with these words; the process kills itself after the step that is named."""
    document = law("办法", *(f"{words}条款{number}。" for number in range(3)))

    def report(step: Step) -> None:
        if step == killed_after:
            os.kill(os.getpid(), KILL)

    write(data, EMBEDDER, lambda writer: writer.put(document), report)


def words(data: Path) -> str:
    """What the index answers now; the same two characters in every article, and every part of it in order."""
    verify(data / "gen" / str(current(data)))
    with closing(Library(data, EMBEDDER)) as library, library.pin() as generation:
        (found,) = {chunk.text.split("　")[1][:2] for chunk in generation.catalog.chunks()}
        assert generation.lexical.scores(found).all()
        return found


def child(data: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """This module as a process: publishes one thing and dies, or goes on without end."""
    return subprocess.Popen([sys.executable, "-m", __name__, str(data), *arguments])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The old state, only to be copied."""
    put(data := tmp_path_factory.mktemp("published"), "旧的")
    return data


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    """The old state, to be changed."""
    return Path(shutil.copytree(published, tmp_path / "data"))


@pytest.mark.parametrize("step", get_args(Step))
def test_killed_after_each_step(step: Step, data: Path) -> None:
    """Until `CURRENT` is replaced the old state answers, then the new one; the next write clears what was left."""
    assert child(data, "新的", step).wait()
    assert words(data) == ("新的" if step == "published" else "旧的")
    put(data, "再次")
    assert words(data) == "再次"
    assert len(list((data / "gen").iterdir())) <= 2


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment(seed: int, data: Path) -> None:
    """A process that publishes without end is killed somewhere in the middle."""
    process = child(data)
    time.sleep(random.Random(seed).uniform(1, 4))
    process.send_signal(KILL)
    process.wait()
    assert words(data) in {"旧的", "甲甲", "乙乙"}
    put(data, "再次")
    assert words(data) == "再次"


if __name__ == "__main__":
    if len(sys.argv) == 4:
        put(Path(sys.argv[1]), *sys.argv[2:])
    for number in count():
        put(Path(sys.argv[1]), "甲甲" if number % 2 else "乙乙")
