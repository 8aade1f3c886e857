"""What the assistant searches for each question: `python -m eval.bench.searches --dataset FILE --out FILE`.

One JSON line a question, `{id, searches: [{text, as_of, filters}]}`: the re-ranker is trained on these as well, so that
it orders what it will be asked to order (`python -m index.training.reranking --searches FILE`).
"""

import argparse
import json
import threading
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.days import today
from eval.asking import InProcess
from eval.dataset import load
from index.embeddings import load_embedder
from index.retrieval import Passage, Query, Retriever
from index.settings import load_settings

_heard: dict[int, list[Query]] = defaultdict(list)
_retrieve = Retriever.retrieve


def _listening(self: Retriever, query: Query) -> list[Passage]:
    _heard[threading.get_ident()].append(query)
    return _retrieve(self, query)


def searches(dataset: Path, data: Path | None) -> list[dict[str, Any]]:
    """The searches of every question that has gold clauses, in the order of the dataset."""
    Retriever.retrieve = _listening  # type: ignore[method-assign]
    settings = load_settings(data=data)
    asked, rows = InProcess(settings.data, load_embedder(settings.embedding_model)), []
    try:
        for item in (item for item in load(dataset).items if item.gold):
            _heard.clear()
            asked.ask(item, item.as_of or today())
            heard = [query for queries in _heard.values() for query in queries]
            told = [{"text": one.text, "as_of": one.as_of.isoformat(), "filters": asdict(one.filters)} for one in heard]
            rows.append({"id": item.id, "searches": told})
    finally:
        asked.close()
        Retriever.retrieve = _retrieve  # type: ignore[method-assign]
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in searches(given.dataset, given.data)]
    given.out.write_text("".join(lines), encoding="utf-8")
    print(f"{given.out}: searches for {len(lines)} questions")
