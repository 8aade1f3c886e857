"""TREC's files: qrels (`qid 0 docid rel`) and runs (`qid Q0 docid rank score tag`), blank-separated."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from eval.errors import DatasetError, EvalError, RunError
from eval.lines import Refusal, replace_file, unpacked
from eval.runs import Run

Qrels = dict[str, dict[str, int]]
"""For each question id the relevance of each judged document id."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A document that was found, with its score."""

    document_id: str
    score: float


Ranking = tuple[Scored, ...]
"""Best first; equal scores in falling order of the id, as trec_eval orders them, so that every tool ranks alike."""
Rankings = dict[str, Ranking]
"""For each question id what was found."""


def ranking(scores: Mapping[str, float], limit: int | None = None) -> Ranking:
    """Documents with their scores in trec_eval's order, at most `limit`."""
    best = sorted(scores.items(), key=lambda found: (found[1], found[0]), reverse=True)[:limit]
    return tuple(Scored(document_id, score) for document_id, score in best)


def of_run(run: Run) -> dict[str, Ranking]:
    """What was searched for each question of a run: clauses as `document_id#clause_path`, by rank."""
    return {
        row.id: tuple(Scored(f"{one.document_id}#{one.clause_path}", 1 / one.rank) for one in row.passages)
        for row in run.rows
        if row.passages
    }


def read_qrels(path: Path) -> Qrels:
    """Judgements, plain or .gz.

    Raises:
        DatasetError: a line has not four fields, no whole number, or a pair that was judged before.
    """
    qrels: Qrels = {}
    for number, (query, _, document, relevance) in _fields(path, 4, DatasetError):
        judged = qrels.setdefault(query, {})
        if document in judged:
            _refuse(path, number, "docid", f"{document!r} is judged twice for {query!r}", DatasetError)
        judged[document] = _integer(relevance, "rel", path, number, DatasetError)
    return qrels


def write_qrels(path: Path, qrels: Mapping[str, Mapping[str, int]]) -> None:
    """Write judgements.

    Raises:
        DatasetError: an id holds a blank, or the disk refuses.
    """
    rows = ((query, "0", doc, str(relevance)) for query, judged in qrels.items() for doc, relevance in judged.items())
    _write(path, rows, DatasetError)


def read_run(path: Path) -> Rankings:
    """Rankings, plain or .gz.

    Raises:
        RunError: a line has not six fields, a rank or score that is none, a document twice for one question, or ranks
            and scores contradict each other.
    """
    found: dict[str, dict[str, tuple[int, float, int]]] = {}
    for number, (query, _, document, rank, score, _) in _fields(path, 6, RunError):
        documents = found.setdefault(query, {})
        if document in documents:
            _refuse(path, number, "docid", f"{document!r} stands twice for {query!r}", RunError)
        documents[document] = (_integer(rank, "rank", path, number, RunError), _score(score, path, number), number)
    for documents in found.values():
        _agree(list(documents.values()), path)
    return {query: ranking({doc: score for doc, (_, score, _) in docs.items()}) for query, docs in found.items()}


def write_run(path: Path, rankings: Mapping[str, Sequence[Scored]], tag: str) -> None:
    """Write rankings, ranks from 1.

    Raises:
        RunError: an id holds a blank, or the disk refuses.
    """
    rows = (
        (query, "Q0", found.document_id, str(rank), repr(found.score), tag)
        for query, ranked in rankings.items()
        for rank, found in enumerate(ranked, 1)
    )
    _write(path, rows, RunError)


def _fields(path: Path, count: int, refusal: Refusal) -> Iterator[tuple[int, list[str]]]:
    """The fields of each line, with the line's number from 1."""
    for number, line in enumerate(unpacked(path, refusal).split(b"\n"), 1):
        try:
            fields = line.decode().split()
        except UnicodeDecodeError as error:
            raise refusal(f"{path}, line {number}: not UTF-8 ({error.reason}); convert the file") from error
        if fields and len(fields) != count:
            _refuse(path, number, "", f"{len(fields)} fields where {count} belong; are ids without blanks?", refusal)
        if fields:
            yield number, fields


def _integer(text: str, field: str, path: Path, number: int, refusal: Refusal) -> int:
    try:
        return int(text)
    except ValueError:
        _refuse(path, number, field, f"{text!r} is no whole number", refusal)


def _score(text: str, path: Path, number: int) -> float:
    try:
        score = float(text)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        _refuse(path, number, "score", f"{text!r} is no finite number", RunError)
    return score


def _agree(found: list[tuple[int, float, int]], path: Path) -> None:
    """Refuse a later rank with a higher score: trec_eval goes by the score, other tools by the rank."""
    best = math.inf
    for rank, score, number in sorted(found):
        if score > best:
            words = f"rank {rank} has a higher score than a rank before it; write the run with falling scores"
            _refuse(path, number, "score", words, RunError)
        best = score


def _write(path: Path, rows: Iterator[tuple[str, ...]], refusal: type[EvalError]) -> None:
    lines = []
    for row in rows:
        if any(len(field.split()) != 1 for field in row):
            raise refusal(f"{path}: {row[0]!r}, {row[2]!r}: an id with a blank cannot stand in TREC's files; rename it")
        lines.append(" ".join(row) + "\n")
    replace_file(path, "".join(lines).encode(), refusal)


def _refuse(path: Path, number: int, field: str, words: str, refusal: Refusal) -> NoReturn:
    raise refusal(f"{path}, line {number}: {f'field {field}: ' if field else ''}{words}")
