"""The word lists behind understanding, read once from `words.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """Word lists as data. `kinds` in order of precedence, `places` longest first."""

    kinds: Mapping[str, tuple[str, ...]]
    stops: frozenset[str]
    synonyms: Mapping[str, tuple[str, ...]]
    hints: Mapping[str, str]
    pronouns: tuple[str, ...]
    lead: tuple[str, ...]
    tail: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    sections: Mapping[str, tuple[str, ...]]
    reports: Mapping[str, tuple[str, ...]]
    reported: tuple[str, ...]
    """What is reported in words that name nothing."""
    conduct: tuple[str, ...]
    plan_words: tuple[str, ...]
    """What stands behind a year that is of a document, not of a conduct."""
    before_conduct: tuple[str, ...]
    """What stands right before the day of a conduct."""
    behind_year: str
    """Signs of which one follows a year alone that may be of a conduct."""
    conduct_rule: str
    """The clause that says which edition applies to a past conduct."""
    places: tuple[str, ...]


@cache
def load_words() -> Words:
    """The lists that ship with the project."""
    lists = tomllib.loads((files("assistant") / "words.toml").read_text(encoding="utf-8"))
    follow_up = lists["follow_up"]
    return Words(
        kinds=_tuples(lists["kinds"]),
        stops=frozenset(lists["stops"]["words"]),
        synonyms=_tuples(lists["synonyms"]),
        hints=lists["hints"],
        pronouns=tuple(follow_up["pronouns"]),
        lead=tuple(follow_up["lead"]),
        tail=tuple(follow_up["tail"]),
        groups=_tuples(lists["groups"]),
        sections=_tuples(lists["sections"]),
        reports=_tuples(lists["reports"]),
        reported=tuple(lists["reported"]["words"]),
        conduct=tuple(lists["conduct"]["words"]),
        plan_words=tuple(lists["conduct"]["plan_words"]),
        before_conduct=tuple(lists["conduct"]["before"]),
        behind_year=lists["conduct"]["behind_year"],
        conduct_rule=lists["conduct"]["rule"],
        places=tuple(sorted(lists["places"]["names"], key=len, reverse=True)),
    )


def _tuples(table: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in table.items()}
