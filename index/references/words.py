"""The words by which titles and clauses are read, from `words.toml` and `laws.txt`, read once and checked."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from index.errors import IndexingError

_FOLDER = files("index") / "references"


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Word lists as data, longest first; `words.toml` says why each is needed."""

    kinds: tuple[str, ...]
    weak: tuple[str, ...]
    telling: tuple[str, ...]
    light: tuple[str, ...]
    shared: tuple[str, ...]
    narrowing: tuple[str, ...]
    generic: tuple[str, ...]
    not_laws: tuple[str, ...]
    openers: tuple[str, ...]
    opening_signs: tuple[str, ...]
    sectors: tuple[str, ...]
    abroad: tuple[str, ...]
    counted: tuple[str, ...]
    counting: tuple[str, ...]


@cache
def title_words() -> TitleWords:
    """The lists that ship with the project."""
    return parse_words((_FOLDER / "words.toml").read_text(encoding="utf-8"))


def parse_words(text: str) -> TitleWords:
    """The lists of a file.

    Raises:
        IndexingError: naming every list that is missing, unknown, empty or without its reason.
    """
    lists = tomllib.loads(text)
    names = {field.name for field in fields(TitleWords)}
    wrong = sorted((names ^ lists.keys()) | {name for name in names & lists.keys() if not _complete(lists[name])})
    if wrong:
        raise IndexingError(f"references/words.toml: {', '.join(wrong)}: each list needs `why` and its `words`")
    return TitleWords(**{name: tuple(sorted(lists[name]["words"], key=len, reverse=True)) for name in names})


@cache
def national_laws() -> frozenset[str]:
    """Names of national laws, whether loaded or not, without the country."""
    return frozenset(lines("laws.txt"))


def lines(name: str) -> list[str]:
    """The lines of a data file of this package, comments left out."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _complete(entry: object) -> bool:
    table = entry if isinstance(entry, dict) else {}
    words = table.get("words")
    named = isinstance(words, list) and bool(words) and all(isinstance(word, str) and word for word in words)
    return named and bool(table.get("why")) and set(table) == {"why", "words"}
