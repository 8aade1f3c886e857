"""Kinds of questions: by which words each is asked, and by which signs a clause says what it asks for."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.errors import IndexingError

_MOST = 15
"""Kinds that there may be: a clause's signs are kept as bits of a 16-bit number."""


class RerankingError(IndexingError):
    """The re-ranker cannot be loaded, or its data cannot be used."""


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """One kind: the words that ask it, and the pairs of characters of a clause that says it."""

    name: str
    asked: re.Pattern[str]
    signs: tuple[str, ...]


@cache
def question_kinds() -> tuple[QuestionKind, ...]:
    """The kinds that ship with the project."""
    return parse_kinds((files("index") / "reranking" / "kinds.toml").read_text(encoding="utf-8"))


def asks(text: str) -> list[bool]:
    """For each kind whether a question is of it; a question may be of several."""
    lowered = text.lower()
    return [bool(kind.asked.search(lowered)) for kind in question_kinds()]


def parse_kinds(text: str) -> tuple[QuestionKind, ...]:
    """The kinds of a file.

    Raises:
        RerankingError: naming the kinds that lack their reason or words, or have signs that are no pairs; too many.
    """
    table = tomllib.loads(text)
    wrong = [name for name, row in table.items() if not _complete(row)]
    if wrong or len(table) > _MOST:
        raise RerankingError(
            f"reranking/kinds.toml: {', '.join(wrong) or len(table)}: each kind needs `why`, `asked` and `signs` of "
            f"two characters, and there may be {_MOST} kinds"
        )
    return tuple(
        QuestionKind(name, re.compile("|".join(map(re.escape, row["asked"]))), tuple(row["signs"]))
        for name, row in table.items()
    )


def _complete(row: object) -> bool:
    if not isinstance(row, dict) or set(row) != {"why", "asked", "signs"}:
        return False
    return all(row.values()) and all(len(sign) == 2 for sign in row["signs"])
