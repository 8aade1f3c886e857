"""BEIR folders: `corpus.jsonl`, `queries.jsonl` and `qrels/NAME.tsv` with a header, each plain or .gz."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import Field

from eval.errors import DatasetError
from eval.lines import Line, parsed, replace_file, unpacked
from eval.trec import Qrels

HEADER: Final = ("query-id", "corpus-id", "score")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a corpus: what is to be found."""

    id: str
    title: str
    text: str


class _CorpusLine(Line):
    id: str = Field(alias="_id", min_length=1)
    title: str = ""
    text: str
    metadata: dict[str, Any] = Field(default_factory=dict)
    """Published folders have it; nothing here uses it."""


class _QueryLine(Line):
    id: str = Field(alias="_id", min_length=1)
    text: str
    metadata: dict[str, Any] = Field(default_factory=dict)


def corpus_path(folder: Path) -> Path:
    """The file with the corpus.

    Raises:
        DatasetError: there is none.
    """
    return _present(folder / "corpus.jsonl")


def read_corpus(folder: Path) -> tuple[Entry, ...]:
    """The rows of the corpus in their order.

    Raises:
        DatasetError: the file is missing, cut off, has an unknown or wrong field, or an `_id` twice.
    """
    path = corpus_path(folder)
    return corpus_rows(unpacked(path, DatasetError), path)


def corpus_rows(data: bytes, path: Path) -> tuple[Entry, ...]:
    """The rows in the (unpacked) bytes of a corpus; `path` is for messages.

    Raises:
        DatasetError: as `read_corpus`.
    """
    rows: dict[str, Entry] = {}
    for number, line in parsed(data, path, _CorpusLine, DatasetError):
        _refuse_twin(line.id, rows, path, number)
        rows[line.id] = Entry(line.id, line.title, line.text)
    return tuple(rows.values())


def read_queries(folder: Path) -> dict[str, str]:
    """The questions by their id, in the order of the file.

    Raises:
        DatasetError: as `read_corpus`.
    """
    path = _present(folder / "queries.jsonl")
    queries: dict[str, str] = {}
    for number, line in parsed(unpacked(path, DatasetError), path, _QueryLine, DatasetError):
        _refuse_twin(line.id, queries, path, number)
        queries[line.id] = line.text
    return queries


def read_qrels(folder: Path, split: str) -> Qrels:
    """The judgements of a split, by question.

    Raises:
        DatasetError: there is no such split, its header is missing, or a line is wrong.
    """
    path = _split_path(folder, split)
    header, *lines = unpacked(path, DatasetError).decode("utf-8-sig", "replace").split("\n")
    if tuple(header.strip().split("\t")) != HEADER:
        raise DatasetError(f"{path}, line 1: the header {chr(9).join(HEADER)!r} is missing (got {header[:60]!r})")
    qrels: Qrels = {}
    for number, line in enumerate(lines, 2):
        if line.strip():
            query, document, score = _judged(line.rstrip("\r"), path, number)
            if document in qrels.setdefault(query, {}):
                raise DatasetError(
                    f"{path}, line {number}: field corpus-id: {document!r} is judged twice for {query!r}"
                )
            qrels[query][document] = score
    return qrels


def write(
    folder: Path,
    corpus: Iterable[Entry],
    queries: Mapping[str, str],
    qrels: Mapping[str, Mapping[str, Mapping[str, int]]],
) -> None:
    """Write a folder; `qrels` holds the judgements of each split by its name.

    Raises:
        DatasetError: the disk refuses.
    """
    rows = ({"_id": entry.id, "title": entry.title, "text": entry.text} for entry in corpus)
    replace_file(folder / "corpus.jsonl", _json_lines(rows), DatasetError)
    asked = ({"_id": query, "text": text} for query, text in queries.items())
    replace_file(folder / "queries.jsonl", _json_lines(asked), DatasetError)
    for split, judged in qrels.items():
        lines = [HEADER, *((query, doc, str(score)) for query, docs in judged.items() for doc, score in docs.items())]
        text = "".join("\t".join(line) + "\n" for line in lines)
        replace_file(folder / "qrels" / f"{split}.tsv", text.encode(), DatasetError)


def _json_lines(rows: Iterable[Mapping[str, str]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _judged(line: str, path: Path, number: int) -> tuple[str, str, int]:
    fields = line.split("\t")
    if len(fields) != len(HEADER):
        raise DatasetError(f"{path}, line {number}: {len(fields)} fields where {len(HEADER)} belong, between tabs")
    try:
        return fields[0], fields[1], int(fields[2])
    except ValueError as error:
        raise DatasetError(f"{path}, line {number}: field score: {fields[2]!r} is no whole number") from error


def _present(path: Path) -> Path:
    """The file, plain or packed.

    Raises:
        DatasetError: neither is there.
    """
    packed = path.with_name(f"{path.name}.gz")
    found = next((each for each in (path, packed) if each.is_file()), None)
    if found is None:
        raise DatasetError(f"{path}: no such file, nor {packed.name}; a BEIR folder has it")
    return found


def _split_path(folder: Path, split: str) -> Path:
    try:
        return _present(folder / "qrels" / f"{split}.tsv")
    except DatasetError as error:
        there = sorted({path.name.split(".tsv")[0] for path in (folder / "qrels").glob("*.tsv*")})
        raise DatasetError(f"{folder}: no split {split!r}; there are: {', '.join(there) or 'none'}") from error


def _refuse_twin(name: str, seen: Mapping[str, object], path: Path, number: int) -> None:
    if name in seen:
        raise DatasetError(f"{path}, line {number}: field _id: {name!r} stands in a line before already")
