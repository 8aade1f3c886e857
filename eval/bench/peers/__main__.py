"""One step of one stock way, as a process of its own: `python -m eval.bench.peers NAME cut|build|ask SLICE BEGAN`.

BEGAN is the moment at which the process was started, in seconds of the epoch: a cold start counts from there.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np

from eval.bench.peers.protocol import Level, Piece, Place, Slice, Store, asked, read_rows, write_rows

PACKAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "langchain": ("langchain-classic", "langchain-community", "langchain-chroma", "chromadb", "rank-bm25", "jieba"),
    "llamaindex": ("llama-index-core", "llama-index-retrievers-bm25", "bm25s", "jieba"),
    "haystack": ("haystack-ai",),
}
"""What each stock way consists of; its module is `stock_<name>`."""


def main() -> None:
    """Do one step and leave its figures beside the store."""
    name, step, folder, began = sys.argv[1:]
    size, place = Slice(Path(folder)), Place(Path(folder) / name)
    store: Store = import_module(f"eval.bench.peers.stock_{name}").STORE
    steps: dict[str, Callable[[Store, Slice, Place, float], dict[str, Any]]] = {"cut": cut, "build": build, "ask": ask}
    figures = steps[step](store, size, place, float(began))
    figures["versions"] = {package: version(package) for package in PACKAGES[name]}
    place.figures(step).write_text(json.dumps(figures), encoding="utf-8")


def cut(store: Store, size: Slice, place: Place, _: float) -> dict[str, Any]:
    """Cut the articles with the store's own splitter, for us to embed."""
    articles = [Piece.of(row) for row in read_rows(size.rows)]
    start, busy = time.perf_counter(), time.process_time()
    pieces = store.cut(articles)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    write_rows(place.pieces, (piece._asdict() for piece in pieces))
    return {"cut_s": round(seconds, 2), "cut_cpu_s": round(busy, 2), "pieces": len(pieces)}


def build(store: Store, _: Slice, place: Place, _began: float) -> dict[str, Any]:
    """Index the pieces with the vectors that we made."""
    store.build(place.read(), np.load(place.vectors), place)
    return {}


def ask(store: Store, size: Slice, place: Place, began: float) -> dict[str, Any]:
    """Open, ask, and add one regulation."""
    *look_ups, probe = size.look_ups()
    store.open(place, size.known())
    store.search(look_ups[0].text)
    cold = time.time() - began
    figures = asked(store.search, look_ups, size.caps(), Level())
    start, busy = time.perf_counter(), time.process_time()
    store.add([Piece.of(row) for row in read_rows(size.new)])
    found = not probe.gold.isdisjoint(store.search(probe.text))
    findable = time.perf_counter() - start
    store.save(place)
    saved = time.perf_counter() - start
    added = {"add_findable_s": round(findable, 3), "add_s": round(saved, 3), "added_was_found": found}
    added["add_cpu_s"] = round(time.process_time() - busy, 3)
    return {"cold_start_s": round(cold, 2)} | figures | added


if __name__ == "__main__":
    main()
