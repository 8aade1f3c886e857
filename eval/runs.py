"""A run: what one version of the assistant answered to a dataset, as a file that can be scored again without asking.

`RUN.jsonl` has one line per question and nothing else; the facts of the run stand beside it in `RUN.meta.json`.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from io import FileIO
from pathlib import Path
from threading import Lock
from typing import Any, Literal, Self

from pydantic import ValidationError

from assistant.api.schemas import CitationOut
from assistant.messages import Citation, Timing, Turn
from eval.dataset import Dataset
from eval.errors import RunError
from eval.lines import Line, first_problem, parsed, replace_file, unpacked

IN_PROCESS = "in process"
"""Where a system was asked that runs in the bench's own process; else it is the address of a server."""
Cited = Citation
"""A citation in a run has the fields of one in an answer."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause that was retrieved for a question; `start` and `end` are code points of its revision, half-open."""

    document_id: str
    version_id: str
    clause_path: str
    start: int
    end: int
    text: str
    score: float
    rank: int
    retriever: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """What was answered to one question.

    `passages` come best first and are empty where a server was asked. Where `error` says why there is no answer, all
    that an answer has is empty; it counts as not scored, never as a refusal.
    """

    id: str
    question: str
    history: tuple[Turn, ...]
    as_of: date
    answer: str = ""
    abstained: bool = False
    citations: tuple[Cited, ...] = ()
    passages: tuple[Passage, ...] = ()
    timing: Timing | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class DatasetFacts:
    """Which questions were asked: `sha256` of the unpacked file, `half` where its name says so, how many they are."""

    name: str
    file: str
    sha256: str
    half: Literal["dev", "test"] | None
    questions: int

    @classmethod
    def of(cls, dataset: Dataset) -> Self:
        """The facts of a dataset."""
        half: Literal["dev", "test"] | None = None
        half = "dev" if dataset.name.endswith("-dev") else "test" if dataset.name.endswith("-test") else None
        return cls(dataset.name, dataset.path.name, dataset.sha256, half, len(dataset.items))


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """Who was asked, and from what it answers. `texts` is the fingerprint of the texts, equal for equal texts.

    Of a server, `embedding_model` is not told, `answerer` and `code` only with its first answer.
    """

    asked: str
    generation: str
    texts: str
    embedding_model: str | None = None
    answerer: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class RunMeta:
    """The facts of a run. `as_of` is the day of asking for questions that name none; `finished` is None until then."""

    dataset: DatasetFacts
    system: SystemFacts
    as_of: date | None
    started: datetime
    finished: datetime | None
    workers: int


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it was read."""

    path: Path
    rows: tuple[RunRow, ...]
    meta: RunMeta

    def by_id(self) -> dict[str, RunRow]:
        """The rows by the id of their question."""
        return {row.id: row for row in self.rows}


class RunWriter:
    """Adds rows to the end of a file from many threads. A kill costs the row that is being written and no other."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._path = path
        try:
            self._file: FileIO = path.open("ab", buffering=0)
        except OSError as error:
            raise _not_written(path, error) from error

    def append(self, row: RunRow) -> None:
        """Write a row as one whole line, past every buffer of this process.

        Raises:
            RunError: the disk refuses.
        """
        line = encoded([row])
        try:
            with self._lock:
                while line:  # a raw file may take less than it is given
                    line = line[self._file.write(line) :]
        except OSError as error:
            raise _not_written(self._path, error) from error

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class _TurnLine(Line):
    role: Literal["user", "assistant"]
    content: str


class _CitationLine(Line, CitationOut):
    pass


class _PassageLine(Line):
    document_id: str
    version_id: str
    clause_path: str
    start_char_index: int
    end_char_index: int
    text: str
    score: float
    rank: int
    retriever: str


class _TimingLine(Line):
    first_ms: float
    total_ms: float
    steps: dict[str, float]


class _RowLine(Line):
    id: str
    question: str
    history: tuple[_TurnLine, ...]
    as_of: date
    answer: str
    abstained: bool
    citations: tuple[_CitationLine, ...]
    passages: tuple[_PassageLine, ...]
    timing: _TimingLine | None
    error: str | None


class _DatasetPart(Line):
    name: str
    file: str
    sha256: str
    half: Literal["dev", "test"] | None
    questions: int


class _SystemPart(Line):
    asked: str
    generation: str
    texts: str
    embedding_model: str | None
    answerer: str | None
    code: str | None


class _MetaFile(Line):
    dataset: _DatasetPart
    system: _SystemPart
    as_of: date | None
    started: datetime
    finished: datetime | None
    workers: int


def meta_path(path: Path) -> Path:
    """Where the facts of a run stand: `RUN.jsonl` has `RUN.meta.json`."""
    return path.with_name(f"{path.name.removesuffix('.jsonl')}.meta.json")


def read_run(path: Path) -> Run:
    """A finished run with its facts.

    Raises:
        RunError: a file is missing, cut off or unfinished, has an unknown or wrong field, or an id twice.
    """
    rows = _rows(unpacked(path, RunError), path)
    meta = read_meta(path)
    if len(rows) != meta.dataset.questions:
        raise RunError(
            f"{path}: holds {len(rows)} of {meta.dataset.questions} questions; go on with it: "
            f"python -m eval answers --dataset {meta.dataset.file} --out {path}"
        )
    return Run(path, rows, meta)


def read_meta(path: Path) -> RunMeta:
    """The facts of the run at `path`.

    Raises:
        RunError: they are missing or cannot be read.
    """
    beside = meta_path(path)
    try:
        read = _MetaFile.model_validate_json(unpacked(beside, RunError))
    except ValidationError as error:
        raise RunError(f"{beside}: {first_problem(error)}") from error
    parts: dict[str, Any] = {name: getattr(read, name) for name in ("as_of", "started", "finished", "workers")}
    return RunMeta(DatasetFacts(**read.dataset.model_dump()), SystemFacts(**read.system.model_dump()), **parts)


def write_meta(path: Path, meta: RunMeta) -> None:
    """Write the facts of the run at `path`, whole or not at all.

    Raises:
        RunError: the disk refuses.
    """
    text = json.dumps(asdict(meta), ensure_ascii=False, indent=2, default=_iso) + "\n"
    replace_file(meta_path(path), text.encode(), RunError)


def rows_so_far(path: Path) -> tuple[RunRow, ...]:
    """The rows of a run that may be unfinished, without a last line that a kill has torn.

    Raises:
        RunError: any other line cannot be read.
    """
    if not path.exists():
        return ()
    whole, _, torn = unpacked(path, RunError).rpartition(b"\n")
    return _rows(whole + b"\n" + (torn if _is_whole(torn) else b""), path)


def write_rows(path: Path, rows: Iterable[RunRow]) -> None:
    """Write the rows of a run, whole or not at all.

    Raises:
        RunError: the disk refuses.
    """
    replace_file(path, encoded(rows), RunError)


def encoded(rows: Iterable[RunRow]) -> bytes:
    """Rows as the lines of a run's file."""
    return "".join(json.dumps(_fields(row), ensure_ascii=False, default=_iso) + "\n" for row in rows).encode()


def check_dataset(run: Run, dataset: Dataset) -> None:
    """Refuse to score a run against questions that it was not asked.

    Raises:
        RunError: naming both datasets.
    """
    asked = run.meta.dataset
    if asked.sha256 != dataset.sha256:
        raise RunError(
            f"{meta_path(run.path)}: field dataset.sha256: the run answers {asked.file} ({asked.sha256[:12]}), "
            f"not {dataset.path} ({dataset.sha256[:12]}); give that dataset, or answer this one into another run"
        )
    known = dataset.by_id()
    if stranger := next((row.id for row in run.rows if row.id not in known), None):
        raise RunError(f"{run.path}: field id: {stranger!r} is no question of {dataset.path}; answer it anew")


def check_texts(run: Run, texts: str, generation: str) -> None:
    """Refuse to score a run against an index of other texts. `texts` is the fingerprint of those that are at hand.

    Raises:
        RunError: naming both indexes.
    """
    asked = run.meta.system
    if asked.texts != texts:
        raise RunError(
            f"{meta_path(run.path)}: field system.texts: the run was answered from the texts of {asked.generation} "
            f"({asked.texts[:12]}), the index at hand is {generation} ({texts[:12]}); name the run's own index with "
            "--data, or answer anew"
        )


def _rows(data: bytes, path: Path) -> tuple[RunRow, ...]:
    """All rows of a file; an id stands there once."""
    seen: dict[str, int] = {}
    rows = []
    for number, line in parsed(data, path, _RowLine, RunError):
        if line.id in seen:
            raise RunError(f"{path}, line {number}: field id: {line.id!r} stands in line {seen[line.id]} already")
        seen[line.id] = number
        rows.append(_row(line))
    return tuple(rows)


def _row(line: _RowLine) -> RunRow:
    return RunRow(
        line.id,
        line.question,
        tuple(Turn(turn.role, turn.content) for turn in line.history),
        line.as_of,
        line.answer,
        line.abstained,
        tuple(Citation(**citation.model_dump()) for citation in line.citations),
        tuple(Passage(*passage.model_dump().values()) for passage in line.passages),
        Timing(**line.timing.model_dump()) if line.timing else None,
        line.error,
    )


def _fields(row: RunRow) -> dict[str, Any]:
    """A row with the names that its file has for them."""
    names = _PassageLine.model_fields
    passages = [dict(zip(names, asdict(passage).values(), strict=True)) for passage in row.passages]
    return asdict(row) | {"passages": passages}


def _is_whole(line: bytes) -> bool:
    """Whether a line without an end is a row all the same: the kill came right before the end."""
    try:
        _RowLine.model_validate_json(line)
    except ValidationError:
        return False
    return True


def _not_written(path: Path, error: OSError) -> RunError:
    return RunError(f"{path}: cannot be written ({error.strerror}); name a file that this user may write, or make room")


def _iso(value: date) -> str:
    """A day or a moment as JSON has it."""
    return value.isoformat()
