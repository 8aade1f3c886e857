"""The words by which references inside documents are read, from `words.toml`, read once and checked."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from index.errors import IndexingError


@dataclass(frozen=True, slots=True)
class ReferenceWords:
    """Word lists, longest first; `words.toml` says why each is needed."""

    own: tuple[str, ...]
    own_not_before: tuple[str, ...]
    own_not_behind: tuple[str, ...]
    name_not_before: tuple[str, ...]
    titles: tuple[str, ...]
    history: tuple[str, ...]
    issuing: tuple[str, ...]
    between: tuple[str, ...]
    before_number: tuple[str, ...]
    before_alias: tuple[str, ...]


@cache
def reference_words() -> ReferenceWords:
    """The lists that ship with the project."""
    return parse((files("index") / "cross_references" / "words.toml").read_text(encoding="utf-8"))


def parse(text: str) -> ReferenceWords:
    """The lists of a file.

    Raises:
        IndexingError: naming every list that is missing, unknown, empty or without its reason.
    """
    try:
        lists = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise IndexingError(f"cross_references/words.toml is no TOML: {error}") from error
    names = {field.name for field in fields(ReferenceWords)}
    wrong = sorted((names ^ lists.keys()) | {name for name in names & lists.keys() if not _complete(lists[name])})
    if wrong:
        raise IndexingError(f"cross_references/words.toml: {', '.join(wrong)}: each list needs `why` and its `words`")
    return ReferenceWords(**{name: tuple(sorted(lists[name]["words"], key=len, reverse=True)) for name in names})


def _complete(entry: object) -> bool:
    table = entry if isinstance(entry, dict) else {}
    words = table.get("words")
    named = isinstance(words, list) and bool(words) and all(isinstance(word, str) and word for word in words)
    return named and bool(table.get("why")) and set(table) == {"why", "words"}
