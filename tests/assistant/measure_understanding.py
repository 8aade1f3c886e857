"""How well questions are understood: `python -m tests.assistant.measure_understanding CORPUS [--half work|check]`.

The questions in `understanding_labelled.jsonl` were written and labelled by hand, before anything was run on them; half
of them (`check`) are not looked at while words and patterns are changed. A field that a row leaves out is empty (no
place, no article), one part, no negation. Prints the share of rows right in each field, over all rows and over those
that have it. The ids of rows that are wrong in a field are listed for the half `work` only.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from assistant.messages import Question, Turn
from assistant.scope import scope_of
from assistant.shelf import Shelf, Shelves
from assistant.understanding import Understanding, understand
from eval.bench.results import record
from index import publishing
from index.embeddings import load_embedder
from index.intake import find, take_in
from index.publishing import Library

LABELLED = Path(__file__).parent / "understanding_labelled.jsonl"
TODAY = date(2026, 11, 21)
SETS = ("documents", "places", "strangers", "years", "articles")
FIELDS = ("kind", "kinds", *SETS, "topic", "parts", "negated")
Row = Mapping[str, Any]


def rows(half: str | None = None) -> list[Row]:
    """The labelled questions, of one half or of both."""
    read = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    return [row for row in read if half in {None, row["half"]}]


def right(row: Row, shelf: Shelf) -> dict[str, bool]:
    """Whether each field of a question was understood as it is labelled."""
    history = tuple(Turn("user", question) for question in row.get("history", ()))
    asked = understand(row["question"], history, shelf, TODAY)
    found = _found(asked, row, shelf)
    same = {name: set(row.get(name, ())) == set(found[name]) for name in SETS}
    return {
        "kind": asked.kind == row["kinds"][0],
        "kinds": set(row["kinds"]) <= set(asked.kinds),
        **same,
        "topic": all(_among(word, asked) for word in row.get("topic", ())),
        "parts": len(asked.parts) == row.get("parts", 1),
        "negated": asked.negated == row.get("negated", False),
    }


def _found(asked: Understanding, row: Row, shelf: Shelf) -> dict[str, Sequence[object]]:
    scope = scope_of(Question(row["question"], TODAY), asked, shelf)
    return {
        "documents": scope.document_ids,
        "places": asked.places,
        "strangers": asked.strangers,
        "years": asked.years,
        "articles": [str(reference.article) for reference in asked.articles],
    }


def _among(word: str, asked: Understanding) -> bool:
    """Whether a word of the topic is searched: as it stands, or by every term that it is made of."""
    return word in asked.search_text or word in "".join(asked.terms) or word in asked.text


def _has(row: Row, name: str) -> bool:
    return bool(row.get(name)) if name not in {"kind", "kinds"} else True


def figures(asked: Sequence[Row], shelf: Shelf) -> dict[str, object]:
    """Accuracy by field, and the rows of the half `work` that are wrong."""
    judged = [(row, right(row, shelf)) for row in asked]
    found: dict[str, object] = {"questions": len(judged)}
    for name in FIELDS:
        having = [verdict[name] for row, verdict in judged if _has(row, name)]
        found[name] = {
            "all": round(sum(verdict[name] for _, verdict in judged) / len(judged), 3),
            "having": round(sum(having) / len(having), 3),
            "n": len(having),
        }
    found["every field"] = round(sum(all(verdict.values()) for _, verdict in judged) / len(judged), 3)
    wrong = ((n, row["id"]) for row, v in judged if row["half"] == "work" for n in FIELDS if not v[n])
    found["wrong"] = _grouped(wrong)
    return found


def _grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, row_id in pairs:
        grouped.setdefault(name, []).append(row_id)
    return grouped


def main() -> None:
    """Build the index of the corpus and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--half", choices=("work", "check"))
    parser.add_argument("--data", type=Path, help="an index of the corpus; default: one is built")
    given = parser.parse_args()
    embedder = load_embedder("static")
    with tempfile.TemporaryDirectory() as made:
        data = given.data or Path(made)
        if not given.data:
            files = find([given.corpus])
            publishing.write(
                data, embedder, lambda w: list(take_in(files, w, data, access="public", max_bytes=50_000_000))
            )
        library = Library(data, embedder)
        with Shelves().open(library, embedder, frozenset({"public", "internal"})) as shelf:
            halves = {half: figures(rows(half), shelf) for half in ("work", "check") if given.half in {None, half}}
        library.close()
    record("understanding", halves)


if __name__ == "__main__":
    main()
