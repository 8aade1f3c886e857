"""How building and searching grow with the corpus, to a million clauses.

    python -m eval.bench.curve CORPUS --questions FILE [--sizes 50000,150000,400000,1000000] [--work FOLDER]

Sizes are articles, by whole laws: those of CORPUS/bulk first, then made ones. A made law is a real one under another
name, its sentences dealt anew to its articles by a fixed seed: words are as frequent as they are in laws, clauses as
long, and none is a copy. FILE has one question a row (`text`), plain or gzipped JSON lines.

Measured are the build (`index add`, a process of its own), searches with the shipped re-ranker and the ordinary mask of
the day (a fresh process, one search after another; on one core where OMP_NUM_THREADS=1 is set), and one more regulation
that is added and published. Each size is measured once and kept in the work folder: an interrupted run goes on.
"""

import random
import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from itertools import chain, count, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from eval.bench import searching, slices
from eval.bench.peers.protocol import read_rows, write_rows
from eval.bench.processes import megabytes, run
from eval.bench.results import record
from eval.bench.slices import Row
from eval.bench.speed import hardware, numbers, part, program
from eval.errors import EvalError
from index.embeddings import load_embedder

SIZES: Final = "50000,150000,400000,1000000"
_SECONDS: Final = 7200
"""A build that takes longer is given up."""
_LAWS_A_FILE: Final = 2_000
"""A file of a million articles would be taken for a bomb."""
_SENTENCES: Final = re.compile(r"[^。；\n]+[。；\n]*")
_CODE: Final = ("index", *(f"eval/bench/{name}.py" for name in ("curve", "searching", "slices", "processes")))


def main(
    corpus: Annotated[Path, typer.Argument(help="Folder that holds bulk/statutes.jsonl.gz.")],
    questions: Annotated[Path, typer.Option(help="Questions, one `text` a row.")],
    sizes: Annotated[str, typer.Option(help="Numbers of articles.")] = SIZES,
    times: Annotated[int, typer.Option(help="Searches that are measured.", min=10)] = 500,
    work: Annotated[Path, typer.Option(help="Where finished sizes are kept.")] = Path("runs/curve"),
) -> None:
    """Measure all sizes, print and keep the figures."""
    try:
        laws, texts = slices.statutes(corpus / slices.STATUTES), [row["text"] for row in read_rows(questions)]
        found = [_size(laws, size, texts[:times], work.absolute()) for size in sorted(numbers(sizes))]
    except EvalError as error:
        raise SystemExit(f"error: {error}") from error
    record("growth", {"hardware": hardware(), "embedder": load_embedder("static").name, "sizes": found})


def made(laws: Sequence[Sequence[Row]], seed: int = slices.SEED) -> Iterator[list[Row]]:
    """The laws as they are, then without end once more each under another name, with its sentences dealt anew."""
    yield from map(list, laws)
    for copy in count(2):
        chosen = random.Random(f"{seed} {copy}")
        yield from (_dealt(law, copy, chosen) for law in laws)


def first(laws: Iterator[list[Row]], size: int) -> Iterator[list[Row]]:
    """The first laws that together have at least `size` articles."""
    while size > 0 and (law := next(laws, None)):
        size -= len(law)
        yield law


def _dealt(law: Sequence[Row], copy: int, chosen: random.Random) -> list[Row]:
    """A law under another name; each article keeps the number of its sentences."""
    articles = [_SENTENCES.findall(row["text"]) or [row["text"]] for row in law]
    pool = [*chain.from_iterable(articles)]
    chosen.shuffle(pool)
    sentences = iter(pool)
    texts = ("".join(islice(sentences, len(article))).strip() for article in articles)
    return [{**row, "law": f"仿{copy}号{row['law']}", "text": text} for row, text in zip(law, texts, strict=True)]


def _size(laws: Sequence[list[Row]], size: int, texts: list[str], work: Path) -> dict[str, Any]:
    """One size, measured now or before."""
    state = sha256(f"{load_embedder('static').name} {len(laws)} {size} {texts}".encode())
    state.update(program(_CODE))
    work.mkdir(parents=True, exist_ok=True)
    folder = work / str(size)
    return part(folder.with_suffix(".json"), state.hexdigest()[:16], partial(_measured, laws, size, texts, folder))


def _measured(laws: Sequence[list[Row]], size: int, texts: list[str], folder: Path) -> dict[str, Any]:
    """Build, search, add; the folder is there already and is removed afterwards."""
    articles = _write(folder / "laws", first(made(laws), size))
    data, new = folder / "index", folder / "new.jsonl.gz"
    build = run(_add(folder / "laws", data), seconds=_SECONDS)
    disk = megabytes(data / "gen")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        searches = apart.submit(searching.measured, data, texts, len(texts), "trees").result()
    write_rows(new, slices.regulation())
    added = run(_add(new, data), seconds=_SECONDS)
    return {
        "articles": articles,
        "build_s": round(build.seconds, 1),
        "build_cpu_s": round(build.cpu_seconds, 1),
        "build_peak_mb": round(build.peak_mb),
        "index_mb": round(disk),
        "search": searches,
        "add_s": round(added.seconds, 1),
        "add_cpu_s": round(added.cpu_seconds, 1),
        "add_peak_mb": round(added.peak_mb),
    }


def _write(folder: Path, laws: Iterator[list[Row]]) -> int:
    """Article lists in a new folder; gives back how many articles they have."""
    folder.mkdir()
    articles = 0
    for number, some in enumerate(iter(lambda: [*islice(laws, _LAWS_A_FILE)], [])):
        rows = [*chain.from_iterable(some)]
        write_rows(folder / f"{number:03}.jsonl.gz", rows)
        articles += len(rows)
    return articles


def _add(path: Path, data: Path) -> list[str]:
    return [sys.executable, "-m", "index", "add", str(path), "--access", "public", "--data", str(data)]


if __name__ == "__main__":
    typer.run(main)
