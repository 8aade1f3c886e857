"""The word lists of `assistant.claims`, read once from `words.toml` and made into patterns."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Modality = Literal["must", "must_not", "may"]
Bound = Literal["", ">=", "<=", "<", ">", "before", "after"]


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """Patterns over texts as `spelt` writes them."""

    organ: re.Pattern[str]
    organ_head: re.Pattern[str]
    """The last word of an organ's name."""
    organ_words: Mapping[str, str]
    """Signs that must not follow an organ's last word, by that word."""
    modal: re.Pattern[str]
    """One group per modality, named after it."""
    denial: re.Pattern[str]
    denied_alike: tuple[tuple[str, ...], ...]
    """Verbs of which one is denied as well as another."""
    refusals: frozenset[str]
    """Denials of which one is as good as another."""
    whole: re.Pattern[str]
    """Words in which a sign that denies denies nothing."""
    turning: re.Pattern[str]
    """Those of these words that mean the contrary without the sign."""
    rights: tuple[tuple[str, ...], ...]
    """Kinds of rights, each with its names."""
    beside: re.Pattern[str]
    """Clauses named by where they stand."""
    bound_before: re.Pattern[str]
    bound_behind: re.Pattern[str]
    bounds: Mapping[str, Bound]
    empty: frozenset[str]
    lead: re.Pattern[str]


@cache
def claim_words() -> ClaimWords:
    """The lists that ship with the project."""
    lists = tomllib.loads((files("assistant.claims") / "words.toml").read_text(encoding="utf-8"))
    organs, bounds = lists["organs"], lists["bounds"]
    behind = {word: name for name, words in bounds["behind"].items() for word in words}
    before = {word: name for name, words in bounds["before"].items() for word in words}
    modals = "|".join(f"(?P<{name}>{'|'.join(words)})" for name, words in _by_strength(lists["modals"]))
    return ClaimWords(
        organ=_organ(organs),
        organ_head=_heads(organs),
        organ_words=organs["not_followed"],
        modal=re.compile(modals),
        denial=re.compile(_any(lists["denial"]["signs"])),
        denied_alike=tuple(tuple(verbs) for verbs in lists["denial"]["same"]),
        refusals=frozenset(lists["denial"]["refusals"]),
        whole=re.compile(_any(lists["denial"]["whole"])),
        turning=re.compile(_any(lists["denial"]["turning"])),
        rights=tuple(tuple(names) for names in lists["rights"]["names"]),
        beside=re.compile(_any(lists["rights"]["beside"])),
        bound_before=re.compile(f"(?:{_any(before)})$"),
        bound_behind=re.compile(_any(behind)),
        bounds=behind | before,
        empty=frozenset(lists["content"]["empty"]),
        lead=re.compile(_any(lists["content"]["lead"])),
    )


def _organ(lists: Mapping[str, list[str]]) -> re.Pattern[str]:
    """An organ: what tells it from others, what it is there for, and its head; or a name of one word."""
    level, subject, head = (_any(lists[name]) for name in ("levels", "subjects", "heads"))
    return re.compile(
        f"(?:{level})*(?:(?:{subject})(?:和|、|与)?)*(?:{subject}|{level})(?:{head})+(?:的?负责人)?"
        f"|(?:负责|管理|主管)[\u4e00-\u9fff]{{2,8}}?的(?:部门|机关)|{_any(lists['alone'])}"
    )


def _heads(lists: Mapping[str, Mapping[str, str]]) -> re.Pattern[str]:
    """The last words of organs, where what follows does not make another word of them."""
    behind = lists["not_followed"]
    return re.compile("|".join(f"{head}(?![{signs}])" if signs else head for head, signs in behind.items()))


def _by_strength(modals: Mapping[str, list[str]]) -> Iterable[tuple[str, list[str]]]:
    """不得 and 不可以 before 可以."""
    return sorted(modals.items(), key=lambda entry: entry[0] != "must_not")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
