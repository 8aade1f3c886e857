"""The words by which the registers are read, from `words.toml`, read once and checked."""

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from index.cross_references.trie import pattern_of
from index.errors import IndexingError


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """Word lists, longest first; `words.toml` says why each is needed."""

    verbs: tuple[str, ...]
    single_verbs: tuple[str, ...]
    chained: tuple[str, ...]
    amount_verbs: tuple[str, ...]
    closers: tuple[str, ...]
    light_verbs: tuple[str, ...]
    disposal: tuple[str, ...]
    reporting: tuple[str, ...]
    adverbs: tuple[str, ...]
    adverbs_or_verbs: tuple[str, ...]
    prepositions: tuple[str, ...]
    basis: tuple[str, ...]
    openers: tuple[str, ...]
    continuing: tuple[str, ...]
    organ_ends: tuple[str, ...]
    organ_starts: tuple[str, ...]
    not_organs: tuple[str, ...]
    self: tuple[str, ...]
    aims: tuple[str, ...]
    announcing: tuple[str, ...]
    not_first: tuple[str, ...]
    goal_tails: tuple[str, ...]
    manners: tuple[str, ...]
    pivots: tuple[str, ...]
    time_words: tuple[str, ...]
    chained_second: tuple[str, ...]
    nouns: tuple[str, ...]
    for_whom: tuple[str, ...]
    splitters: tuple[str, ...]
    by_means: tuple[str, ...]
    bare_objects: tuple[str, ...]
    not_chained: tuple[str, ...]
    party_verbs: tuple[str, ...]
    penal_verbs: tuple[str, ...]
    authority_ends: tuple[str, ...]


@cache
def register_words() -> RegisterWords:
    """The lists that ship with the project."""
    return parse((files("index") / "registers" / "words.toml").read_text(encoding="utf-8"))


@cache
def any_of(name: str) -> re.Pattern[str]:
    """A pattern for the longest word of a list."""
    return re.compile(pattern_of(getattr(register_words(), name)))


@cache
def set_of(name: str) -> frozenset[str]:
    """The words of a list, to ask whether one is among them."""
    return frozenset(getattr(register_words(), name))


def parse(text: str) -> RegisterWords:
    """The lists of a file.

    Raises:
        IndexingError: naming every list that is missing, unknown, empty or without its reason.
    """
    try:
        lists = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise IndexingError(f"registers/words.toml is no TOML: {error}") from error
    names = {field.name for field in fields(RegisterWords)}
    wrong = sorted((names ^ lists.keys()) | {name for name in names & lists.keys() if not _complete(lists[name])})
    if wrong:
        raise IndexingError(f"registers/words.toml: {', '.join(wrong)}: each list needs `why` and its `words`")
    return RegisterWords(**{name: _sorted(lists[name]["words"]) for name in names})


def _sorted(words: str) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(words.split()), key=len, reverse=True))


def _complete(entry: object) -> bool:
    table = entry if isinstance(entry, dict) else {}
    words = table.get("words")
    return isinstance(words, str) and bool(words.split()) and bool(table.get("why")) and set(table) == {"why", "words"}
