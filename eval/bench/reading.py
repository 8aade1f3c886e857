"""Readers that ask an index without pause and look whether what they got is whole; used by `kill` and `churn`."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from index.catalog import EVERYONE
from index.embeddings import Embedder
from index.generations import Generation, Library

QUESTION = "商标侵权怎么处理"


@dataclass(slots=True)
class Seen:
    """What the readers saw: how often each set of documents, and every answer that was not whole."""

    states: Counter[frozenset[str]] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)


@contextmanager
def readers(data: Path, embedder: Embedder, threads: int) -> Iterator[Seen]:
    """Ask in so many threads until the end of the block."""
    seen, stop = Seen(), threading.Event()
    with closing(Library(data, embedder)) as library:
        asking = [threading.Thread(target=_ask, args=(library, embedder, seen, stop)) for _ in range(threads)]
        for thread in asking:
            thread.start()
        try:
            yield seen
        finally:
            stop.set()
            for thread in asking:
                thread.join()


def documents(generation: Generation) -> frozenset[str]:
    """The ids of all documents of a generation."""
    return frozenset(edition.document_id for edition in generation.catalog.editions(EVERYONE))


def _ask(library: Library, embedder: Embedder, seen: Seen, stop: threading.Event) -> None:
    while not stop.is_set():
        # Whatever goes wrong is what is looked for: it is counted, and the next question asked.
        try:
            with library.pin() as generation:
                seen.states[_whole(generation, embedder)] += 1
        except Exception as error:  # noqa: BLE001
            seen.violations.append(repr(error))
        time.sleep(0.02)  # leaves the writer, who shares these cores, its turn


def _whole(generation: Generation, embedder: Embedder) -> frozenset[str]:
    """The documents of a generation after a search on both sides; fails where its parts do not fit together."""
    ids, chunks = documents(generation), generation.catalog.chunks()
    scores = generation.lexical.scores(QUESTION)
    mask = np.ones(len(chunks), np.bool_)
    rows, _ = generation.vectors.search(embedder.embed([QUESTION])[0], 10, mask)
    owners = {chunks[row].document_id for row in (*rows.tolist(), int(scores.argmax()))}
    if len(scores) != len(chunks) or len(rows) != min(10, len(chunks)) or not owners <= ids:
        raise ValueError(f"{generation.name}: {len(chunks)} clauses, {len(scores)} scores, {len(rows)} neighbours")
    return ids
