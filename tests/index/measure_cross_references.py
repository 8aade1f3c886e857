"""Precision and recall of the references inside the documents: `python -m tests.index.measure_cross_references CORPUS`.

Against `references_labelled.toml`, written by hand before the resolver was. A reference counts as right only where
span, document, clauses, edition and reason are those of the label.
"""

import argparse
import re
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from eval.bench.results import record
from index import publishing
from index.catalog import EVERYONE
from index.cross_references import CrossReference
from index.documents import Document
from index.embeddings import load_embedder
from index.generations import Generation
from index.intake import find, take_in

LABELS: Final = Path(__file__).with_name("references_labelled.toml")
KINDS: Final = {
    "title": re.compile("《"),
    "number": re.compile(".*〔"),
    "range": re.compile(".*至"),
    "relative": re.compile("前|该|本[条款项章节编]"),
    "own": re.compile("本"),
    "further in a list": re.compile("第"),
    "short title": re.compile(""),
}


@dataclass(frozen=True, slots=True)
class Label:
    """A reference as a person reads it: where, which words (the how-manieth alike), and what is meant."""

    document_id: str
    clause: str
    as_written: str
    occurrence: int
    meant: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What sort of reference it is, by its words."""
        return next(kind for kind, pattern in KINDS.items() if pattern.match(self.as_written))

    @property
    def place(self) -> tuple[str, str, str, int]:
        """What a label and what was found have in common."""
        return self.document_id, self.clause, self.as_written, self.occurrence


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the sample with all its labels; `developed` where the resolver was developed on it."""

    document_id: str
    path: str
    labels: tuple[Label, ...]
    developed: bool


def main() -> None:
    """Measure the whole corpus and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(library(given.corpus, Path(folder))) as corpus,
        corpus.pin() as generation,
    ):
        record("references-out", figures(generation, labelled()))


def library(corpus: Path, data: Path) -> publishing.Library:
    """The corpus in an index of its own."""
    embedder = load_embedder("static")
    publishing.write(
        data,
        embedder,
        lambda writer: list(take_in(find([corpus]), writer, data, access="public", max_bytes=50_000_000)),
    )
    return publishing.Library(data, embedder)


def labelled() -> list[Clause]:
    """The sample with its labels."""
    rows = tomllib.loads(LABELS.read_text(encoding="utf-8"))["clause"]
    return [
        Clause(row["document_id"], row["path"], tuple(_labels(row)), position % 2 == 0)
        for position, row in enumerate(rows)
    ]


def figures(generation: Generation, clauses: Iterable[Clause]) -> dict[str, object]:
    """Precision and recall over all, over each half and by kind; how many references there are, and why unresolved."""
    sample = list(clauses)
    every = list(generation.references.all(EVERYONE))
    found = list(found_in(generation, sample))
    halves = {"developed": [c for c in sample if c.developed], "held out": [c for c in sample if not c.developed]}
    return {
        "clauses": len(sample),
        "labels": sum(len(clause.labels) for clause in sample),
        "all": scores(_labels_of(sample), found),
        **{name: scores(_labels_of(part), _within(found, part)) for name, part in halves.items()},
        "by_kind": by_kind(_labels_of(sample), found),
        "references_in_the_corpus": len(every),
        "unresolved_by_reason": dict(Counter(one.reason for one in every if one.reason).most_common()),
        "of_a_later_edition": sum(one.fit == "later" for one in every),
    }


def found_in(generation: Generation, clauses: Iterable[Clause]) -> Iterator[Label]:
    """What the resolver found in the clauses of the sample, in the form of labels."""
    for clause in clauses:
        document = generation.catalog.document(clause.document_id, EVERYONE)
        references = generation.references.of_document(clause.document_id, EVERYONE)
        yield from in_clause(document, clause, references)


def in_clause(document: Document, clause: Clause, references: Iterable[CrossReference]) -> Iterator[Label]:
    """The references that lie in one clause, counted."""
    node = next(node for node in document.outline if node.path == clause.path)
    seen: Counter[str] = Counter()
    for one in references:
        if node.start <= one.start < node.end:
            written = _short(one.text)
            seen[written] += 1
            yield Label(clause.document_id, clause.path, written, seen[written], _meant(one))


def scores(labels: Iterable[Label], found: Iterable[Label]) -> dict[str, object]:
    """Precision, recall, and how many of each."""
    wanted, given = set(labels), set(found)
    right = len(wanted & given)
    return {
        "labels": len(wanted),
        "found": len(given),
        "right": right,
        "precision": round(right / (len(given) or 1), 4),
        "recall": round(right / (len(wanted) or 1), 4),
    }


def by_kind(labels: Iterable[Label], found: Iterable[Label]) -> dict[str, dict[str, object]]:
    """The scores of each kind of reference."""
    wanted, given = list(labels), list(found)
    return {
        kind: scores((one for one in wanted if one.kind == kind), (one for one in given if one.kind == kind))
        for kind in KINDS
    }


def _labels(row: Mapping[str, Any]) -> Iterator[Label]:
    for one in row["references"]:
        ids = [one["edition"]] if "edition" in one else []
        meant = (*one.get("targets", ()), *ids, *([one["reason"]] if "reason" in one else []))
        yield Label(row["document_id"], row["path"], one["as_written"], one.get("occurrence", 1), meant)


def _meant(one: CrossReference) -> tuple[str, ...]:
    """What a reference was resolved to, as a label has it."""
    targets = [f"{one.cited_id}#{path}" for path in one.cited_paths] or ([one.cited_id] if one.cited_id else [])
    return (*targets, *(["later"] if one.fit == "later" else []), *([one.reason] if one.reason else []))


def _short(text: str) -> str:
    return text if len(text) < 40 else f"{text[:30]}…"


def _labels_of(clauses: Iterable[Clause]) -> list[Label]:
    return [label for clause in clauses for label in clause.labels]


def _within(found: Iterable[Label], clauses: Iterable[Clause]) -> list[Label]:
    places = {(clause.document_id, clause.path) for clause in clauses}
    return [one for one in found if (one.document_id, one.clause) in places]


if __name__ == "__main__":
    main()
