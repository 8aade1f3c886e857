"""Asking the real assistant the questions of a public set as `eval answers` does, and what it said without marks."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from eval.answers import answer_all
from eval.asking import InProcess
from eval.dataset import load
from eval.errors import DatasetError
from eval.lines import replace_file
from eval.metrics.markdown import CLAIMS, blocks
from eval.public.figures import Figures, mean_of
from eval.runs import RunRow, meta_path, read_run
from index.embeddings import Embedder

AS_OF: Final = date(2026, 11, 21)
"""The day of asking: one for all sets, so that figures can be made again."""
_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the assistant; `document_id` narrows it to one document."""

    id: str
    text: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What the assistant said: the words of its answer, none where it abstained.

    `found` is the clause that its search ranked first; empty where it refused before it searched (《…》 not loaded).
    """

    text: str
    abstained: bool
    found: str


def ask_all(questions: Sequence[Asked], data: Path, out: Path, embedder: Embedder) -> Mapping[str, Said | None]:
    """What is said to each question, by its id; None where an error came instead. The run stays at `out`.

    Raises:
        DatasetError: an id stands twice, a question is empty.
    """
    rows = [_row(question) for question in questions]
    dataset = out.with_name(f"{out.stem}-questions.jsonl")
    replace_file(dataset, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode(), DatasetError)
    for old in (out, meta_path(out)):  # a run is gone on with where nothing but the code has changed
        old.unlink(missing_ok=True)
    with closing(InProcess(data, embedder)) as asker:
        answer_all(load(dataset), asker, out, as_of=AS_OF, workers=_WORKERS)
    return {row.id: said(row) for row in read_run(out).rows}


def outcomes(given: Iterable[Said | None]) -> Figures:
    """Share of the questions that were answered, and share that were refused before anything was searched."""
    known = tuple(given)
    return {
        "answered": mean_of(known, lambda one: not one.abstained),
        "refused unsearched": mean_of(known, lambda one: one.abstained and not one.found),
    }


def said(row: RunRow) -> Said | None:
    """What a row says without marks of citations and without notices; None where it failed."""
    if row.error is not None:
        return None
    words = "" if row.abstained else "\n".join(block.text for block in blocks(row.answer) if block.kind in CLAIMS)
    return Said(words, row.abstained, row.passages[0].text if row.passages else "")


def _row(question: Asked) -> dict[str, object]:
    row: dict[str, object] = {"id": question.id, "question": question.text}
    return row | ({"filters": {"document_id": question.document_id}} if question.document_id else {})
