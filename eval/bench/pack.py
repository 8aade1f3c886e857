"""What a fresh checkout answers with its knowledge pack alone: `python -m eval.bench.pack DATASET... [--pack DIR]`.

Of each dataset only the questions count whose gold documents are all in the pack. Totals only, no question is shown.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import index
from eval.answers import answer_all
from eval.asking import InProcess
from eval.bench.ingest import timed
from eval.bench.results import record
from eval.dataset import Dataset, Gold, load
from eval.runs import read_run
from eval.scores import Estimates, Scores
from eval.scoring import cases, score
from eval.texts import Texts, open_texts
from index.embeddings import load_embedder
from index.settings import load_settings

_PACK = Path(index.__file__).parent / "pack"
_TOTALS = ("facts_vital", "facts_all", "right", "citation_recall", "citation_precision", "support", "over_refusal")
_PER_KIND = ("facts_vital", "over_refusal")


def main() -> None:
    """Print and keep what the pack weighs and how well it answers each dataset."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", type=Path, nargs="+")
    parser.add_argument("--pack", type=Path, default=_PACK)
    parser.add_argument("--name", default="pack")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        weight = _weight(given.pack, data)
        record(given.name, weight | {"answers": [_answered(load(path), data, Path(folder)) for path in given.datasets]})


def _weight(pack: Path, data: Path) -> dict[str, Any]:
    """The documents, size, and seconds and memory of loading the pack as a process of its own."""
    seconds, megabytes = timed("add", str(pack), "--access", "public", "--data", str(data))
    rows = json.loads((pack / "catalog.json").read_text(encoding="utf-8"))
    return {
        "documents": len(rows),
        "kilobytes": round(sum((pack / row["path"]).stat().st_size for row in rows) / 1e3),
        "add_seconds": round(seconds, 2),
        "peak_mb": round(megabytes),
    }


def _answered(whole: Dataset, data: Path, folder: Path) -> dict[str, Any]:
    """How well the questions of a dataset that the pack is about are answered."""
    run = folder / f"{whole.name}.jsonl"
    with open_texts(data) as texts:
        asked = _about(whole, texts)
        start = time.perf_counter()
        with closing(InProcess(data, load_embedder(load_settings().embedding_model))) as asker:
            answer_all(asked, asker, run, workers=2)
        seconds = time.perf_counter() - start
        answers = read_run(run)
        scores = score(answers, asked, cases(answers, asked, texts))
    return {"dataset": whole.name, "asked": len(asked.items), "of": len(whole.items)} | _figures(scores, seconds)


def _about(whole: Dataset, texts: Texts) -> Dataset:
    """The questions whose gold documents are all loaded; of their gold, what stands in the texts.

    A digest has no clauses for a website's furniture (网页), which a question may name beside what answers it.
    """
    items = (item for item in whole.items if item.gold and all(texts.edition(gold.document_id) for gold in item.gold))
    return replace(whole, items=tuple(replace(item, gold=tuple(_there(item.gold, texts))) for item in items))


def _there(golds: tuple[Gold, ...], texts: Texts) -> Iterator[Gold]:
    return (gold for gold in golds if texts.clause(gold))


def _figures(scores: Scores, seconds: float) -> dict[str, Any]:
    """The totals, and the two figures per kind that say where it lacks."""
    kinds = {kind: _values(found, _PER_KIND) for kind, found in sorted(scores.kinds.items())}
    return _values(scores.totals, _TOTALS) | {"seconds": round(seconds, 1), "kinds": kinds}


def _values(found: Estimates, names: tuple[str, ...]) -> dict[str, float | None]:
    values = {name: found[name].value for name in names}
    return {name: None if value is None else round(value, 4) for name, value in values.items()}


if __name__ == "__main__":
    main()
