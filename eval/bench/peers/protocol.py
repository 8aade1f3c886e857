"""What a store must do to be measured, and the measuring itself, the same for every side.

A folder is one size of the corpus (`Slice`); below it each side has a folder of its own (`Place`). Needs numpy and
psutil only.
"""

import gzip
import json
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
import psutil
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Key = tuple[str, str]
"""Name of a law and number of an article: what counts as found."""
Search = Callable[[str], list[Key]]
"""The owners of the ten best passages for a question, best first."""

PASSAGES: Final = 10
WARM_UP: Final = 3
FEWEST: Final = 20
"""Questions asked one after another, however slow the store is."""
_SAMPLING_SECONDS: Final = 0.05


class Piece(NamedTuple):
    """A text as a store indexes it, with the article it comes from."""

    law: str
    article: str
    text: str

    @property
    def key(self) -> Key:
        """The article."""
        return self.law, self.article

    @classmethod
    def of(cls, row: Mapping[str, str]) -> "Piece":
        """An article of the corpus: the law's name and the number stand in the text, as they do in our own index."""
        return cls(row["law"], row["article"], f"{row['law']}\n{row['article']}　{row['text']}")


@dataclass(frozen=True, slots=True)
class LookUp:
    """A question that is part of an article, and all articles that hold these words."""

    text: str
    gold: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Caps:
    """How long is measured: at most so many questions one after another, and so many seconds."""

    questions: int = 200
    seconds: float = 45
    clients: tuple[int, ...] = (1, 8)
    client_seconds: float = 5
    """For each number of clients."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The files of one size: articles, look-ups with their vectors, and a regulation to be added later.

    The last look-up asks for that regulation. `caps.json` says how long is measured.
    """

    folder: Path

    @property
    def rows(self) -> Path:
        """The articles, an article list in gzip."""
        return self.folder / "rows.jsonl.gz"

    @property
    def new(self) -> Path:
        """The articles of the regulation that is added."""
        return self.folder / "new.jsonl.gz"

    @property
    def vectors(self) -> Path:
        """The vectors of the look-ups, and after them those of the added articles."""
        return self.folder / "questions.npy"

    def write(self, look_ups: Sequence[LookUp], vectors: Vectors, caps: Caps) -> None:
        """Keep the questions."""
        rows = ({"text": one.text, "gold": sorted(one.gold)} for one in look_ups)
        write_rows(self.folder / "questions.jsonl.gz", rows)
        np.save(self.vectors, vectors)
        (self.folder / "caps.json").write_text(json.dumps(asdict(caps)), encoding="utf-8")

    def look_ups(self) -> list[LookUp]:
        """The questions."""
        rows = read_rows(self.folder / "questions.jsonl.gz")
        return [LookUp(row["text"], frozenset((law, article) for law, article in row["gold"])) for row in rows]

    def caps(self) -> Caps:
        """How long is measured."""
        given = json.loads((self.folder / "caps.json").read_text(encoding="utf-8"))
        return Caps(**given | {"clients": tuple(given["clients"])})

    def known(self) -> dict[str, Vectors]:
        """The vectors of the look-ups and of the added articles, by their texts."""
        texts = [one.text for one in self.look_ups()] + [Piece.of(row).text for row in read_rows(self.new)]
        return dict(zip(texts, np.load(self.vectors), strict=True))


@dataclass(frozen=True, slots=True)
class Place:
    """The files of one store at one size: its pieces, their vectors, and `index`, all that it keeps on the disk."""

    folder: Path

    @property
    def pieces(self) -> Path:
        """What the store wants embedded, in its order."""
        return self.folder / "pieces.jsonl.gz"

    @property
    def vectors(self) -> Path:
        """The vectors of the pieces."""
        return self.folder / "pieces.npy"

    @property
    def index(self) -> Path:
        """The store's own files."""
        return self.folder / "index"

    def read(self) -> list[Piece]:
        """The pieces."""
        return [Piece(**row) for row in read_rows(self.pieces)]

    def figures(self, step: str) -> Path:
        """Where a step leaves what it measured."""
        return self.folder / f"{step}.json"


class Store(Protocol):
    """A stock way to keep and search texts."""

    def cut(self, articles: Sequence[Piece]) -> list[Piece]:
        """The pieces that the store's own splitter makes."""
        ...

    def build(self, pieces: Sequence[Piece], vectors: Vectors, place: Place) -> None:
        """Index the pieces and leave everything on the disk."""
        ...

    def open(self, place: Place, known: Mapping[str, Vectors]) -> None:
        """Get ready for `search` from the disk alone; `known` has the vectors of all questions and added texts."""
        ...

    def search(self, question: str) -> list[Key]:
        """The articles of the ten best passages, best first."""
        ...

    def add(self, pieces: Sequence[Piece]) -> None:
        """Make more pieces findable."""
        ...

    def save(self, place: Place) -> None:
        """Leave on the disk what `add` changed."""
        ...


class Times(NamedTuple):
    """Milliseconds over `n` questions."""

    n: int
    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Times":
        """The percentiles of some measured seconds, at least two."""
        cuts = statistics.quantiles(seconds, n=20, method="inclusive")
        return cls(len(seconds), round(cuts[9] * 1e3, 2), round(cuts[18] * 1e3, 2))

    @property
    def figures(self) -> dict[str, float]:
        """As they are kept."""
        return self._asdict()


class Level:
    """Resident memory of a process and its children in MB: now, and the highest since `watched` began."""

    def __init__(self, pid: int | None = None) -> None:
        self._process = psutil.Process(pid)
        self.peak = 0.0

    def now(self) -> float:
        """MB at this moment; 0 when the process has ended."""
        try:
            family = [self._process, *self._process.children(recursive=True)]
            megabytes = float(sum(member.memory_info().rss for member in family)) / 1e6
        except psutil.NoSuchProcess:
            return 0.0
        self.peak = max(self.peak, megabytes)
        return megabytes

    @contextmanager
    def watched(self) -> Iterator["Level"]:
        """Look at it all through the block."""
        stop = threading.Event()

        def look() -> None:
            while not stop.wait(_SAMPLING_SECONDS):
                self.now()

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            yield self
        finally:
            stop.set()
            watcher.join()
            self.now()


def asked(search: Search, look_ups: Sequence[LookUp], caps: Caps, level: Level) -> dict[str, Any]:
    """Times, questions per second, memory at rest and at most, and for each question whether an answer was found.

    `query_cpu_ms` is the mean of what the process computed for a question: it hardly changes when the machine is busy.
    """
    search(look_ups[0].text)
    rest = level.now()
    with level.watched():
        for one in look_ups[:WARM_UP]:
            search(one.text)
        busy = time.process_time()
        seconds, hits = in_turn(search, look_ups[: caps.questions], caps.seconds)
        busy = time.process_time() - busy
        rates = {str(clients): rate(search, look_ups, clients, caps.client_seconds) for clients in caps.clients}
    return {
        "query_ms": Times.of(seconds).figures,
        "query_cpu_ms": round(busy / len(seconds) * 1e3, 2),
        "queries_per_second": rates,
        "hits": hits,
        "rest_mb": round(rest),
        "asking_peak_mb": round(level.peak),
    }


def in_turn(search: Search, look_ups: Sequence[LookUp], limit: float) -> tuple[list[float], list[int]]:
    """Seconds of each question, asked one after another until the time is over, and 1 where the article was found."""
    seconds: list[float] = []
    hits: list[int] = []
    for one in look_ups:
        if len(seconds) >= FEWEST and sum(seconds) > limit:
            break
        began = time.perf_counter()
        found = search(one.text)
        seconds.append(time.perf_counter() - began)
        hits.append(int(not one.gold.isdisjoint(found[:PASSAGES])))
    return seconds, hits


def rate(ask: Callable[[str], object], look_ups: Sequence[LookUp], clients: int, limit: float) -> float:
    """Questions per second that so many clients get answered, each asking without pause for so many seconds."""
    began = time.perf_counter()

    def client(number: int) -> int:
        """How many answers this client got; an error of his is the whole measurement's."""
        for done, one in enumerate(islice(cycle(look_ups), number, None), 1):
            ask(one.text)
            if time.perf_counter() - began > limit:
                return done
        return 0

    with ThreadPoolExecutor(clients) as threads:
        done = sum(threads.map(client, range(clients)))
    return round(done / (time.perf_counter() - began), 2)


def write_rows(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write JSON lines in gzip, packed for speed."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines in gzip."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]
