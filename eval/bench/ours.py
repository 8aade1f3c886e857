"""The assistant's side of the speed bench: as retrieval alone, measured like a peer, and as whole answers over HTTP.

    python -m eval.bench.ours SLICE BEGAN

is the retrieval in a process of its own; BEGAN is when that was started, in seconds of the epoch.
"""

import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from eval.bench.latency import QUESTIONS, cold_start, first_text_ms, whole_ms
from eval.bench.peers.protocol import Caps, Key, Level, LookUp, Piece, Place, Slice, Times, asked, rate, read_rows
from eval.bench.processes import megabytes, run
from eval.bench.serving import HOST, ask, served
from index.catalog import EVERYONE
from index.embeddings import Embedder, load_embedder
from index.generations import Library
from index.retrieval import Query, Retriever

CLIENTS: Final = (1, 8, 32)
_COLD_STARTS: Final = 3
_SAME_NUMBER: Final = re.compile(r"（\d+）$")
"""What a path gets where two articles of a law have the same number."""


def main() -> None:
    """Search in this process, and leave the figures beside the index."""
    size, began = Slice(Path(sys.argv[1])), float(sys.argv[2])
    figures = _searched(size, Place(size.folder / "ours"), began)
    Place(size.folder / "ours").figures("ask").write_text(json.dumps(figures), encoding="utf-8")


def measure(size: Slice, embedder: Embedder) -> dict[str, Any]:
    """Build, search, serve, and add one regulation."""
    place = Place(size.folder / "ours")
    build = run(_index("add", str(size.rows), "--access", "public", place=place))
    figures: dict[str, Any] = {"build_s": round(build.seconds, 2), "build_cpu_s": round(build.cpu_seconds, 2)}
    figures["build_peak_mb"] = round(build.peak_mb)
    _, figures["embed_s"] = embedded([Piece.of(row).text for row in read_rows(size.rows)], embedder)
    figures |= {"size_mb": round(megabytes(place.index), 1), "index_mb": round(megabytes(place.index / "gen"), 1)}
    run([sys.executable, "-m", "eval.bench.ours", str(size.folder), str(time.time())])
    figures |= json.loads(place.figures("ask").read_text(encoding="utf-8"))
    *look_ups, probe = size.look_ups()
    figures["served"] = _served(place, look_ups, size.caps())
    return figures | _added(size, place, probe)


def embedded(texts: Sequence[str], embedder: Embedder) -> tuple[NDArray[np.float32], float]:
    """The vectors of texts, and the seconds that they took."""
    start = time.perf_counter()
    vectors = embedder.embed(texts)
    return vectors, round(time.perf_counter() - start, 2)


def _searched(size: Slice, place: Place, began: float) -> dict[str, Any]:
    """What retrieval alone takes."""
    *look_ups, _ = size.look_ups()
    embedder = load_embedder("static")
    with closing(Library(place.index, embedder)) as library, library.pin() as generation:
        search = _search(Retriever(generation, embedder))
        search(look_ups[0].text)
        cold = time.time() - began
        figures = asked(search, look_ups, size.caps(), Level())
        return {"clauses": generation.manifest.rows, "cold_start_s": round(cold, 2)} | figures


def _search(retriever: Retriever) -> Callable[[str], list[Key]]:
    today = datetime.now(UTC).date()

    def search(question: str) -> list[Key]:
        passages = retriever.retrieve(Query(question, today, EVERYONE))
        return [_key(passage.edition.metadata.title, passage.chunk.path) for passage in passages]

    return search


def _served(place: Place, look_ups: Sequence[LookUp], caps: Caps) -> dict[str, Any]:
    """What a user of the server feels; asked are look-ups and the questions of `latency`, in turn."""
    mixed = [one for pair in zip(look_ups, _office(len(look_ups)), strict=True) for one in pair][: caps.questions]
    colds = [cold_start(place.index) for _ in range(_COLD_STARTS - 1)]
    with served(place.index) as server:
        level = Level(server.pid)
        ready = level.now()
        with level.watched(), closing(HTTPConnection(HOST, server.port, timeout=120)) as connection:
            first = _timed(first_text_ms, connection, mixed, caps.seconds)
            whole = _timed(whole_ms, connection, mixed, caps.seconds)
            cited = [_cites(connection, one) for one in look_ups[: len(whole)]]
            visit = _visitor(server.port)
            rates = {str(clients): rate(visit, mixed, clients, caps.client_seconds) for clients in CLIENTS}
            rest = level.now()
    return {
        "cold_start_s": round(statistics.median([*colds, server.cold_seconds]), 2),
        "first_text_ms": Times.of(first).figures,
        "whole_answer_ms": Times.of(whole).figures,
        "questions_per_second": rates,
        "ready_mb": round(ready),
        "rest_mb": round(rest),
        "peak_mb": round(level.peak),
        "look_ups": len(cited),
        "look_ups_cited": round(statistics.mean(cited), 4),
    }


def _added(size: Slice, place: Place, probe: LookUp) -> dict[str, Any]:
    """What adding one regulation costs, until it is published."""
    cost = run(_index("add", str(size.new), "--access", "public", place=place))
    embedder = load_embedder("static")
    with closing(Library(place.index, embedder)) as library, library.pin() as generation:
        found = _search(Retriever(generation, embedder))(probe.text)
    return {
        "add_s": round(cost.seconds, 2),
        "add_cpu_s": round(cost.cpu_seconds, 2),
        "add_peak_mb": round(cost.peak_mb),
        "added_was_found": not probe.gold.isdisjoint(found),
    }


def _index(*words: str, place: Place) -> list[str]:
    return [sys.executable, "-m", "index", *words, "--data", str(place.index)]


def _key(title: str, path: str) -> Key:
    return title, _SAME_NUMBER.sub("", path.split("/", 1)[0])


def _office(count: int) -> list[LookUp]:
    """The questions of `latency`, over and over; what answers them is not looked at."""
    return [LookUp(QUESTIONS[number % len(QUESTIONS)], frozenset()) for number in range(count)]


def _timed(
    time_one: Callable[[HTTPConnection, str], float], connection: HTTPConnection, asked: Sequence[LookUp], limit: float
) -> list[float]:
    """Seconds of each question, one after another, until the time is over."""
    seconds: list[float] = []
    for one in asked:
        if sum(seconds) > limit:
            break
        seconds.append(time_one(connection, one.text) / 1e3)
    return seconds


def _cites(connection: HTTPConnection, one: LookUp) -> bool:
    """Whether the answer cites an article that holds the words."""
    answer = json.loads(ask(connection, one.text, stream=False).read())
    found = {_key(citation["document_title"], citation["clause_path"]) for citation in answer["citations"]}
    return not one.gold.isdisjoint(found)


def _visitor(port: int) -> Callable[[str], object]:
    """A visitor who comes, asks, and reads the stream to its end."""

    def visit(question: str) -> bytes:
        with closing(HTTPConnection(HOST, port, timeout=120)) as connection:
            return ask(connection, question, stream=True).read()

    return visit


if __name__ == "__main__":
    main()
