"""How well BM25 finds, by its two settings, and what it costs: `python -m eval.bench.lexical BENCH_FOLDER`.

Measured on STARD (lay questions, 55,348 articles) and Legal-DC (questions of market supervision, 28,283 clauses).
"""

import argparse
import gzip
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from eval.bench.results import record
from index.lexical import K1, B, LexicalIndex, build


@dataclass(frozen=True, slots=True)
class Task:
    """Texts to be found, questions, and for each question the rows that answer it."""

    name: str
    texts: list[str]
    questions: list[str]
    gold: list[set[int]]


def main() -> None:
    """Print and keep quality per setting, and the time and size at the setting in use."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path, help="folder that holds stard/ and legaldc/")
    parser.add_argument("--grid", action="store_true", help="all settings, not only the one in use")
    given = parser.parse_args()
    settings = [(k1, b) for k1 in (0.3, 0.6, 0.9, 1.2, 1.6) for b in (0.5, 0.75, 0.9)] if given.grid else [(K1, B)]
    tasks = [stard(given.bench / "stard"), legaldc(given.bench / "legaldc")]
    figures = [
        {"task": task.name, "rows": len(task.texts), "questions": len(task.questions), "k1": k1, "b": b}
        | measured(task, k1, b)
        for task in tasks
        for k1, b in settings
    ]
    record("lexical-grid" if given.grid else "lexical", {"settings": figures})


def measured(task: Task, k1: float, b: float) -> dict[str, float]:
    """Recall and reciprocal rank at 10 with the seconds of building and the milliseconds of opening and asking."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "lexical"
        start = time.perf_counter()
        build(task.texts, place, k1=k1, b=b)
        built = time.perf_counter()
        index = LexicalIndex.open(place)
        opened = time.perf_counter()
        found, seconds = asked(index, task.questions)
        size = sum(file.stat().st_size for file in place.iterdir())
    return {
        "recall@10": round(
            mean(len(gold & set(top)) / len(gold) for gold, top in zip(task.gold, found, strict=True)), 4
        ),
        "mrr@10": round(mean(reciprocal(gold, top) for gold, top in zip(task.gold, found, strict=True)), 4),
        "build_s": round(built - start, 2),
        "open_ms": round((opened - built) * 1e3, 2),
        "p50_ms": round(float(np.percentile(seconds, 50)) * 1e3, 3),
        "p95_ms": round(float(np.percentile(seconds, 95)) * 1e3, 3),
        "disk_mb": round(size / 1e6, 1),
    }


def asked(index: LexicalIndex, questions: list[str]) -> tuple[list[list[int]], list[float]]:
    """The ten best rows of each question, ties to the lower row, and the seconds that scoring took."""
    found, seconds = [], []
    for question in questions:
        start = time.perf_counter()
        scores = index.scores(question)
        seconds.append(time.perf_counter() - start)
        best = np.argpartition(-scores, 10)[:10]
        found.append(best[np.lexsort((best, -scores[best]))].tolist())
    return found, seconds


def reciprocal(gold: set[int], top: list[int]) -> float:
    """1 / rank of the first row that answers, 0 where none does."""
    return next((1 / rank for rank, row in enumerate(top, 1) if row in gold), 0.0)


def stard(folder: Path) -> Task:
    """STARD's training questions over all its articles."""
    articles, questions = rows(folder / "corpus.jsonl.gz"), rows(folder / "queries.train.jsonl.gz")
    place = {article["id"]: number for number, article in enumerate(articles)}
    gold: dict[str, set[int]] = {}
    for line in (folder / "qrels.train.tsv").read_text(encoding="utf-8").splitlines():
        question, _, article, _ = line.split("\t")
        gold.setdefault(question, set()).add(place[article])
    texts = [f"{article['name']}\n{article['text']}" for article in articles]
    return Task("stard-train", texts, [row["text"] for row in questions], [gold[row["qid"]] for row in questions])


def legaldc(folder: Path) -> Task:
    """Legal-DC's questions over all its units."""
    units, questions = rows(folder / "corpus.jsonl.gz"), rows(folder / "qa.jsonl.gz")
    place = {unit["id"]: number for number, unit in enumerate(units)}
    texts = [f"{unit['title']}\n{unit['heading'] or ''}\n{unit['text']}" for unit in units]
    gold = [{place[unit] for unit in row["rel"]} for row in questions]
    return Task("legal-dc", texts, [row["question"] for row in questions], gold)


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a compressed file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    main()
