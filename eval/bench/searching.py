"""What one search takes, re-ranking and all: `python -m eval.bench.searching CORPUS --questions FILE`.

CORPUS holds bulk/statutes.jsonl.gz, whose first articles by whole laws become an index (kept in the work folder);
FILE has one question a row (`text`), plain or gzipped JSON lines. Everything is measured in this one process, on one
core where OMP_NUM_THREADS=1 is set: the first search, the median and the 95th percentile of the others, in milliseconds
of the clock and of the processor, and the memory after them. Busy machines stretch the clock, hardly the processor.
"""

import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import psutil
import typer

from eval.bench import slices
from eval.bench.peers.protocol import write_rows
from eval.bench.processes import run
from eval.bench.results import record
from eval.errors import MeasureError
from eval.lines import parsed, unpacked
from eval.public.files import Published, Words
from index.catalog import PUBLIC
from index.embeddings import load_embedder
from index.generations import Library
from index.reranking import load_reranker
from index.retrieval import Query, Retriever


class _Question(Published):
    text: Words


def main(
    corpus: Annotated[Path, typer.Argument(help="Folder that holds bulk/statutes.jsonl.gz.")],
    questions: Annotated[Path, typer.Option(help="Questions, one `text` a row.")],
    size: Annotated[int, typer.Option(help="Articles of the index.")] = 55_348,
    times: Annotated[int, typer.Option(help="Searches that are measured.")] = 1_000,
    work: Annotated[Path, typer.Option(help="Where the index is kept.")] = Path("runs/searching"),
) -> None:
    """Measure with the shipped re-ranker and without one."""
    data = index_of(corpus, size, work.absolute() / str(size))
    asked = texts(questions)
    record("searching", {name: measured(data, asked, times, name) for name in ("trees", "none")})


def texts(questions: Path) -> list[str]:
    """The questions of a file.

    Raises:
        MeasureError: it cannot be read, or a row has no `text`.
    """
    found = parsed(unpacked(questions, MeasureError), questions, _Question, MeasureError)
    return [question.text for _, question in found]


def index_of(corpus: Path, size: int, folder: Path) -> Path:
    """The data folder of an index of the first articles, made where it is not there yet."""
    data, rows = folder / "index", folder / "rows.jsonl.gz"
    if not (data / "CURRENT").exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_rows(rows, slices.first(slices.statutes(corpus / slices.STATUTES), size))
        run([sys.executable, "-m", "index", "add", str(rows), "--access", "public", "--data", str(data)])
    return data


def measured(data: Path, asked: list[str], times: int, reranker: str) -> dict[str, Any]:
    """The figures of one re-ranker on an index."""
    embedder, today = load_embedder("static"), datetime.now(UTC).date()
    with closing(Library(data, embedder)) as library, library.pin() as generation:
        retriever = Retriever(generation, embedder, load_reranker(reranker))
        spent = [_timed(retriever, Query(text, today, PUBLIC)) for text in islice(cycle(asked), times + 1)]
        clock, processor = np.array(spent[1:]).T * 1e3
        return {
            "reranker": retriever.reranker,
            "clauses": generation.manifest.rows,
            "first_ms": round(spent[0][0] * 1e3, 1),
            "searches": times,
            "clock_ms": _percentiles(clock),
            "processor_ms": _percentiles(processor),
            "rss_mb": round(psutil.Process().memory_info().rss / 2**20),
        }


def _timed(retriever: Retriever, query: Query) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    retriever.retrieve(query)
    return time.perf_counter() - clock, time.process_time() - processor


def _percentiles(values: np.ndarray[Any, Any]) -> dict[str, float]:
    return {f"p{share}": round(float(np.percentile(values, share)), 2) for share in (50, 95)}


if __name__ == "__main__":
    typer.run(main)
