"""Which entries a text says: Chinese ones anywhere in it, English ones word by word, the longest first."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from index.bridges.entries import Entry

_WORDS: Final = re.compile(r"[a-z0-9]+(?:'s?)?")
_LATIN: Final = re.compile(r"[a-z0-9 .'’&-]+")
_PLURALS: Final = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""))
_VERBS: Final = ("ing", "ed")
_VOWEL: Final = re.compile("[aeiouy]")
_IDLE: Final = re.compile("an?|the|our|my|your|his|her|its|their|any|some|th(?:is|at|ese|ose)|such")
"""Words that part no term: take down my review says take down review."""
_TURNED: Final = 3
"""Words of a term that is also said with of."""

Said = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry where a text says it."""

    start: int
    end: int
    entry: Entry


class Phrases:
    """Entries by how they begin. Reading a question of sixty signs takes about 0.05 ms."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        entries = tuple(entries)
        self._chinese: dict[str, Entry] = {}
        lengths: dict[str, set[int]] = defaultdict(set)
        for entry in entries:
            if not _LATIN.fullmatch(entry.said) and self._chinese.setdefault(entry.said, entry) is entry:
                lengths[entry.said[:2]].add(len(entry.said))
        self._lengths = {begin: sorted(each, reverse=True) for begin, each in lengths.items()}
        said = [(_split(entry.said), entry) for entry in entries if _LATIN.fullmatch(entry.said)]
        self._known = frozenset(word for words, _ in said for word in words)
        self._english = _turned({tuple(map(self._plain, words)): entry for words, entry in reversed(said)})
        self._most_words = max(map(len, self._english), default=0)

    def find(self, text: str) -> list[Hit]:
        """The entries that a text in one spelling and small letters says, in order; none inside a longer one."""
        return [*self._in_chinese(text), *self._in_english(text)]

    def _in_chinese(self, text: str) -> Iterator[Hit]:
        covered = 0
        for start in range(len(text) - 1):
            for length in self._lengths.get(text[start : start + 2], ()):
                entry = self._chinese.get(text[start : start + length])
                if entry and start + length > covered:
                    yield Hit(start, start + length, entry)
                    covered = start + length
                    break

    def _in_english(self, text: str) -> Iterator[Hit]:
        spans = [match for match in _WORDS.finditer(text) if not _IDLE.fullmatch(match[0])]
        words = [self._plain(match[0]) for match in spans]
        place = 0
        while place < len(words):
            most = min(self._most_words, len(words) - place)
            length = next((n for n in range(most, 0, -1) if tuple(words[place : place + n]) in self._english), 0)
            if length:
                entry = self._english[tuple(words[place : place + length])]
                yield Hit(spans[place].start(), spans[place + length - 1].end(), entry)
            place += length or 1

    def _plain(self, word: str) -> str:
        """The form of a word that the entries know; the word itself where they know none."""
        return next((form for form in forms(word) if form in self._known), word)


def forms(word: str) -> Iterator[str]:
    """The plain forms that an English word may be of, the likeliest first, and last the word itself.

    >>> list(forms("penalties")), list(forms("fined")), list(forms("took"))
    (['penalty', 'penalties'], ['fine', 'fin', 'fined'], ['take'])
    """
    word = word.removesuffix("'s").removesuffix("'")
    if word in _irregular():
        yield _irregular()[word]
        return
    for form in (*_singular(word), *_infinitive(word)):
        yield _irregular().get(form, form)
    yield word


def _singular(word: str) -> Iterator[str]:
    for ending, instead in _PLURALS:
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith(("ss", "us", "is")):
            yield word[: -len(ending)] + instead
            return


def _infinitive(word: str) -> Iterator[str]:
    """Of a word in -ing or -ed: with the silent e, as it is left, with one consonant for two, with y for i."""
    stem = next((word[: -len(ending)] for ending in _VERBS if word.endswith(ending)), "")
    if len(stem) < 2 or not _VOWEL.search(stem) or word.endswith("eed"):
        return
    yield from (f"{stem}e", stem)
    if stem[-1] == stem[-2]:
        yield stem[:-1]
    if stem[-1] == "i":
        yield f"{stem[:-1]}y"


@cache
def _irregular() -> Mapping[str, str]:
    """Forms that follow no rule, from `forms.txt`, each with its plain form."""
    lines = (files("index") / "bridges" / "forms.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {form: row[0] for row in rows for form in row}


def _turned(entries: Mapping[Said, Entry]) -> dict[Said, Entry]:
    """The terms and each the other way round: infringement of a trademark is trademark infringement."""
    turned = dict[Said, Entry]()
    for words, entry in entries.items():
        if words.count("of") == 1 and 0 < (of := words.index("of")) < len(words) - 1:
            turned[(*words[of + 1 :], *words[:of])] = entry
        elif 1 < len(words) <= _TURNED:
            turned[(words[-1], "of", *words[:-1])] = entry
    return turned | dict(entries)


def _split(said: str) -> list[str]:
    return [match[0] for match in _WORDS.finditer(said) if not _IDLE.fullmatch(match[0])]
