"""A dataset: questions with what a right answer must hold, must not hold, and must cite. Read from JSON lines.

The format is pinned: `{id, question, history?, as_of?, conduct_date?, filters?, asker?, kind, answerable, key_facts,
forbidden, gold}`; only id and question are required. What cannot be read is refused with file, line and field.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from assistant.messages import Role, Turn
from eval.errors import DatasetError
from eval.lines import Line, parsed, unpacked
from index.documents import NO_FILTERS, Filters, State

FACT_LIMIT = 40
"""A key fact is shorter than this: a date, an organ, an amount, never a sentence."""


@dataclass(frozen=True, slots=True)
class KeyFact:
    """What an answer must hold: one of `variants`, which are spellings of the same fact."""

    variants: tuple[str, ...]
    vital: bool = True


@dataclass(frozen=True, slots=True)
class Gold:
    """A clause that answers the question."""

    document_id: str
    clause_path: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a dataset, as it is asked and as it is scored. `line` is where it stands in its file."""

    id: str
    question: str
    kind: str = "all"
    answerable: bool | None = None
    history: tuple[Turn, ...] = ()
    as_of: date | None = None
    conduct_date: date | None = None
    filters: Filters = NO_FILTERS
    asker: Role = "officer"
    key_facts: tuple[KeyFact, ...] = ()
    forbidden: tuple[str, ...] = ()
    gold: tuple[Gold, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Dataset:
    """Questions in the order of their file; `sha256` is that of the file's (unpacked) bytes."""

    path: Path
    sha256: str
    items: tuple[Item, ...]

    @property
    def name(self) -> str:
        """The file's name without its endings."""
        return self.path.name.removesuffix(".gz").removesuffix(".jsonl")

    def by_id(self) -> dict[str, Item]:
        """The questions by their id."""
        return {item.id: item for item in self.items}


_Words = Annotated[str, Field(min_length=1)]


class _TurnIn(Line):
    role: Literal["user", "assistant"]
    content: str


class _FiltersIn(Line):
    region: _Words | None = None
    year: StrictInt | None = None
    kind: _Words | None = None
    document_id: _Words | None = None
    state: State | None = None


class _FactIn(Line):
    any: tuple[Annotated[str, Field(min_length=1, max_length=FACT_LIMIT - 1)], ...] = Field(min_length=1)
    vital: StrictBool = True


class _GoldIn(Line):
    document_id: _Words
    clause_path: _Words


class _Row(Line):
    id: _Words
    question: _Words
    history: tuple[_TurnIn, ...] = ()
    as_of: date | None = None
    conduct_date: date | None = None
    filters: _FiltersIn = _FiltersIn()
    asker: Role = "officer"
    kind: _Words = "all"
    answerable: StrictBool | None = None
    key_facts: tuple[_FactIn, ...] = ()
    forbidden: tuple[_Words, ...] = ()
    gold: tuple[_GoldIn, ...] = ()


def load(path: Path) -> Dataset:
    """Read a dataset, plain or .gz.

    Raises:
        DatasetError: it is not there, is cut off, has an unknown or wrong field, or an id twice.
    """
    data = unpacked(path, DatasetError)
    items = tuple(_item(row, line) for line, row in parsed(data, path, _Row, DatasetError))
    if not items:
        raise DatasetError(f"{path}: no questions in it; a dataset has one JSON object a line")
    _refuse_twins(items, path)
    return Dataset(path, sha256(data).hexdigest(), items)


def _item(row: _Row, line: int) -> Item:
    return Item(
        row.id,
        row.question,
        row.kind,
        row.answerable,
        tuple(Turn(turn.role, turn.content) for turn in row.history),
        row.as_of,
        row.conduct_date,
        Filters(**row.filters.model_dump()),
        row.asker,
        tuple(KeyFact(fact.any, fact.vital) for fact in row.key_facts),
        row.forbidden,
        tuple(Gold(gold.document_id, gold.clause_path) for gold in row.gold),
        line,
    )


def _refuse_twins(items: Iterable[Item], path: Path) -> None:
    seen: dict[str, int] = {}
    for item in items:
        if item.id in seen:
            raise DatasetError(
                f"{path}, line {item.line}: field id: {item.id!r} stands in line {seen[item.id]} already"
            )
        seen[item.id] = item.line
