"""How building and searching grow with the corpus, to a million clauses.

    python -m eval.bench.curve CORPUS --questions FILE [--sizes 50000,150000,400000,1000000] [--times N] [--work FOLDER]

Sizes are articles, by whole laws: those of CORPUS/bulk first, then made ones. A made law is a real one under another
name, its sentences dealt anew to its articles by a fixed seed: words are as frequent as they are in laws, clauses as
long, and none is a copy. FILE has one question a row (`text`), plain or gzipped JSON lines.

Measured are the build (`index add`, a process of its own), searches with the shipped re-ranker and the ordinary mask of
the day (a fresh process, one search after another; on one core where OMP_NUM_THREADS=1 is set), and one more regulation
that is added and published. Each size is measured once, told and kept in the work folder: an interrupted run goes on.
"""

import json
import random
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from itertools import chain, count, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Final

import typer

from eval.bench import searching, slices
from eval.bench.growth import curve_rows
from eval.bench.parts import Part, part, program
from eval.bench.peers.protocol import write_rows
from eval.bench.processes import Cost, megabytes, run
from eval.bench.results import hardware, record
from eval.bench.slices import Row
from eval.errors import EvalError
from index.embeddings import load_embedder
from index.reranking import load_reranker

SIZES: Final = "50000,150000,400000,1000000"
_SECONDS: Final = 7200
"""A build that takes longer is given up."""
_LAWS_A_FILE: Final = 2_000
"""A file of a million articles would be taken for a bomb."""
_SENTENCES: Final = re.compile(r"[^。；\n]+[。；\n]*")
_RERANKER: Final = "trees"
_CODE: Final = ("index", *(f"eval/bench/{name}.py" for name in ("curve", "searching", "slices", "processes")))

Asked = tuple[list[str], int]
"""Questions, and how many searches are measured with them."""


def main(
    corpus: Annotated[Path, typer.Argument(help="Folder that holds bulk/statutes.jsonl.gz.")],
    questions: Annotated[Path, typer.Option(help="Questions, one `text` a row.")],
    sizes: Annotated[str, typer.Option(help="Numbers of articles.")] = SIZES,
    times: Annotated[int, typer.Option(help="Searches that are measured.", min=10)] = 500,
    work: Annotated[Path, typer.Option(help="Where finished sizes are kept.")] = Path("runs/curve"),
) -> None:
    """Measure all sizes, print and keep the figures."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("broken off; the sizes that were told are kept"))
    found = []
    try:
        laws, asked = slices.statutes(corpus / slices.STATUTES), (searching.texts(questions), times)
        for size in sorted(slices.numbers(sizes)):
            found.append(_size(laws, size, asked, work.absolute()))
            print(_told(found[-1]), flush=True)
    except EvalError as error:
        raise SystemExit(f"error: {error}") from error
    record("growth", {"hardware": hardware(), "embedder": load_embedder("static").name, "sizes": found})


def made(laws: Sequence[Sequence[Row]], seed: int = slices.SEED) -> Iterator[list[Row]]:
    """The laws as they are, then without end once more each under another name, with its sentences dealt anew."""
    yield from map(list, laws)
    for copy in count(2):
        chosen = random.Random(f"{seed} {copy}")
        yield from (_dealt(law, copy, chosen) for law in laws)


def _dealt(law: Sequence[Row], copy: int, chosen: random.Random) -> list[Row]:
    """A law under another name; each article keeps the number of its sentences."""
    articles = [[*filter(str.strip, _SENTENCES.findall(row["text"]))] or [row["text"]] for row in law]
    pool = [*chain.from_iterable(articles)]
    chosen.shuffle(pool)
    sentences = iter(pool)
    texts = ("".join(islice(sentences, len(article))).strip() for article in articles)
    return [{**row, "law": f"仿{copy}号{row['law']}", "text": text} for row, text in zip(law, texts, strict=True)]


def _size(laws: Sequence[list[Row]], size: int, asked: Asked, work: Path) -> Part:
    """One size, measured now or before."""
    names = [load_embedder("static").name, load_reranker(_RERANKER).name]
    state = sha256(json.dumps([names, laws, size, asked]).encode())
    state.update(program(_CODE))
    work.mkdir(parents=True, exist_ok=True)
    folder = work / str(size)
    return part(folder.with_suffix(".json"), state.hexdigest()[:16], partial(_measured, laws, size, asked, folder))


def _measured(laws: Sequence[list[Row]], size: int, asked: Asked, folder: Path) -> Part:
    """Build, search, add; the folder is there already and is removed afterwards."""
    data, new = folder / "index", folder / "new.jsonl.gz"
    figures: Part = {"articles": _write(folder / "laws", slices.first_laws(made(laws), size))}
    figures |= _cost("build", _added(folder / "laws", data))
    figures |= {"index_mb": round(megabytes(data / "gen")), "search": _searches(data, asked)}
    write_rows(new, slices.regulation())
    return figures | _cost("add", _added(new, data))


def _searches(data: Path, asked: Asked) -> Part:
    """Measured in a fresh process, whose memory is that of searching alone."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(searching.measured, data, *asked, _RERANKER).result()


def _write(folder: Path, laws: Iterator[Sequence[Row]]) -> int:
    """Article lists in a new folder; gives back how many articles they have."""
    folder.mkdir()
    articles = 0
    for number, some in enumerate(iter(lambda: [*islice(laws, _LAWS_A_FILE)], [])):
        rows = [*chain.from_iterable(some)]
        write_rows(folder / f"{number:03}.jsonl.gz", rows)
        articles += len(rows)
    return articles


def _added(path: Path, data: Path) -> Cost:
    command = [sys.executable, "-m", "index", "add", str(path), "--access", "public", "--data", str(data)]
    return run(command, seconds=_SECONDS)


def _cost(step: str, cost: Cost) -> Part:
    return {
        f"{step}_s": round(cost.seconds, 1),
        f"{step}_cpu_s": round(cost.cpu_seconds, 1),
        f"{step}_peak_mb": round(cost.peak_mb),
    }


def _told(size: Part) -> str:
    """A size in a line: what its row in the table says."""
    return ", ".join(f"{name} {cell}" for name, cell in zip(*curve_rows({"sizes": [size]}), strict=True))


if __name__ == "__main__":
    typer.run(main)
