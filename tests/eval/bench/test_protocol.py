"""Measuring a search, the same for every side."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from eval.bench.peers.protocol import FEWEST, Caps, Key, Level, LookUp, Piece, Times, asked, in_turn, rate

LOOK_UPS = [LookUp(str(number), frozenset({("甲法", f"第{number}条")})) for number in range(20)]


def search(question: str) -> list[Key]:
    """Finds the articles with even numbers, at the tenth place; the odd ones one place too late."""
    return [("乙法", "第一条")] * (9 + int(question) % 2) + [("甲法", f"第{question}条")]


def test_a_piece_opens_with_law_and_number() -> None:
    """As our own index writes it, so that a question may name them."""
    assert Piece.of({"law": "甲法", "article": "第一条", "text": "文"}).text == "甲法\n第一条　文"


def test_percentiles_are_in_milliseconds() -> None:
    """Of 0, 1 … 20 ms the median is 10, and 95 % are not above 19."""
    assert Times.of([number / 1000 for number in range(21)]) == Times(21, 10.0, 19.0)


def test_a_hit_is_among_the_ten_best() -> None:
    """What comes eleventh was not found."""
    _, hits = in_turn(search, LOOK_UPS, limit=60)
    assert hits == [1, 0] * 10


def test_a_slow_search_is_asked_less() -> None:
    """When the time is over, no more than the fewest questions are asked."""
    seconds, _ = in_turn(search, LOOK_UPS * 2, limit=0)
    assert len(seconds) == FEWEST


def test_clients_ask_at_the_same_time() -> None:
    """Four who wait for each other all get answers."""
    together = threading.Barrier(4, timeout=10)
    assert rate(lambda _: together.wait(), LOOK_UPS, clients=4, limit=0) > 0


def test_the_failure_of_one_client_fails_the_measurement() -> None:
    """A refused question must not pass for a slow one."""
    with pytest.raises(SystemExit, match="refused"):
        rate(lambda _: (_ for _ in ()).throw(SystemExit("refused")), LOOK_UPS, clients=2, limit=0)


def test_memory_is_watched_to_its_highest() -> None:
    """50 MB that came and went are in the peak.

    They are held by a fresh process: one that has run many tests takes them from memory that it never gave back.
    """
    with holder() as child:
        level = Level(child.pid)
        before = level.now()
        with level.watched():
            tell(child, "held = bytearray(b'x' * 50_000_000)")
            for _ in range(100):  # on a busy machine the watching thread may wait for its turn
                time.sleep(0.1)
                if level.peak > before + 45:
                    break
            tell(child, "del held")
        assert level.peak > before + 45 > level.now()


@contextmanager
def holder() -> Iterator[subprocess.Popen[str]]:
    """A process that runs the lines it is told, one by one."""
    lines = "import sys\nfor line in sys.stdin:\n    exec(line)\n    print('done', flush=True)"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", lines], stdin=pipe, stdout=pipe, text=True) as child:
        tell(child, "pass")
        yield child
        child.communicate()


def tell(child: subprocess.Popen[str], line: str) -> None:
    """Let the process run one line; returns when it has."""
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(f"{line}\n")
    child.stdin.flush()
    assert child.stdout.readline() == "done\n"


def test_all_figures_of_a_search() -> None:
    """Times over all questions, a rate for each number of clients, memory at rest not above the peak."""
    figures = asked(search, LOOK_UPS, Caps(questions=4, clients=(1, 2), client_seconds=0.01), Level())
    assert figures["query_ms"]["n"] == 4
    assert figures["hits"] == [1, 0, 1, 0]
    assert set(figures["queries_per_second"]) == {"1", "2"}
    assert 0 < figures["rest_mb"] <= figures["asking_peak_mb"]
