"""How signs are read: words by their sounds, near sounds taken as one, and pinyin written without signs."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, product
from typing import Final

from index.errors import IndexingError

_RUN: Final = re.compile(r"[a-z]+(?:[ '][a-z]+)*")
_TYPED: Final = re.compile(r"(?<![A-Za-z0-9@._/-])[a-z]{2,}(?: [a-z]{2,})*(?![A-Za-z0-9@._/-])")
"""Small letters that stand by themselves or beside signs: what is capitalized is a name."""
_SIDES: Final = tuple(sorted(product(range(4), repeat=2), key=lambda side: (sum(side), side[1]), reverse=True))
"""Signs before and behind pinyin that may be of one word with it: the most first, of as many those behind it."""
_SYLLABLES: Final = 8
"""Of a place or term at most."""
_READINGS: Final = 8
"""Of one word at most; only words of several signs with two readings each have more."""

Sounds = tuple[str, ...]


@cache
def readings() -> Mapping[str, Sounds]:
    """The readings of each sign, from `sounds.txt`.

    Raises:
        IndexingError: naming the line that cannot be read.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(_lines("sounds.txt"), 1):
        sound, _, signs = line.partition(" ")
        if not sound.isascii() or not signs:
            raise IndexingError(f"bridges/sounds.txt: entry {number}: needs a sound and its signs, reads {line!r}")
        for sign in signs:
            found[sign].append(sound)
    return {sign: tuple(sounds) for sign, sounds in found.items()}


@cache
def terms() -> tuple[str, ...]:
    """Words of the trade, the most frequent first."""
    return tuple(word for line in _lines("terms.txt") for word in line.split())


@cache
def everyday() -> tuple[str, ...]:
    """Everyday words by which pinyin beside signs is read."""
    return tuple(word for line in _lines("spoken.txt") for word in line.split())


@cache
def ordinary() -> frozenset[str]:
    """Words that sound like a term and are none of its typing errors."""
    return frozenset(word for line in _lines("ordinary.txt") for word in line.split())


@cache
def words_alone() -> frozenset[str]:
    """Signs that are words by themselves in speech."""
    return frozenset(sign for line in _lines("alone.txt") for sign in line)


def spoken(word: str) -> Iterator[Sounds]:
    """The readings of a word as syllables; none where a sign has none."""
    table = readings()
    if all(sign in table for sign in word):
        yield from islice(product(*(table[sign] for sign in word)), _READINGS)


def near(sounds: Sounds) -> Sounds:
    """Syllables with what many people hear as one written as one: zh z, ch c, sh s, n l, ing in, eng en, ang an."""
    return tuple(_near(sound) for sound in sounds)


@lru_cache(maxsize=1024)
def _near(sound: str) -> str:
    sound = sound.replace("zh", "z").replace("ch", "c").replace("sh", "s")
    sound = "l" + sound[1:] if sound.startswith("n") else sound
    return sound[:-1] if sound.endswith(("ing", "eng", "ang")) else sound


class Spoken:
    """Words by their syllables."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[Sounds, list[str]] = defaultdict(list)
        for word in words:
            for sounds in spoken(word):
                if word not in self._words[sounds]:
                    self._words[sounds].append(word)

    def find(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """What is written in pinyin in a text of small letters, with the words that it may be.

        A run of letters is read where syllables make up all of it and two of them at least are a known word.
        """
        return [pair for match in _RUN.finditer(text) for pair in self._read(match.group())]

    def in_signs(self, text: str) -> str:
        """The same text with the pinyin in signs that is one word, by itself or with the signs beside it (fa多少)."""
        for match in reversed(list(_TYPED.finditer(text))):
            text = text[: match.start()] + self._signs(text, match) + text[match.end() :]
        return text

    def _signs(self, text: str, typed: re.Match[str]) -> str:
        """The signs of the longest known word that pinyin makes up with what stands beside it; else what is typed."""
        syllables = next(_syllables(typed[0])) if all(map(cut_syllables, typed[0].split())) else ()
        for left, right in _SIDES if syllables else ():
            if left <= typed.start() and right <= len(text) - typed.end():
                before, behind = text[typed.start() - left : typed.start()], text[typed.end() : typed.end() + right]
                if signs := self._between(before, syllables, behind):
                    return signs
        return typed[0]

    def _between(self, before: str, syllables: Sounds, behind: str) -> str:
        """What stands for syllables between the signs of one known word of two signs or more; empty: nothing does."""
        beside = before + behind
        for sounds in spoken(beside) if len(syllables) + len(beside) > 1 else ():
            whole = (*sounds[: len(before)], *syllables, *sounds[len(before) :])
            for word in self._words.get(whole, ()):
                if word.startswith(before) and word.endswith(behind):
                    return word[len(before) : len(word) - len(behind)]
        return ""

    def _read(self, run: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        for syllables in _syllables(run):
            place = 0
            while place < len(syllables):
                lengths = range(min(_SYLLABLES, len(syllables) - place), 1, -1)
                length = next((n for n in lengths if syllables[place : place + n] in self._words), 0)
                if length:
                    part = syllables[place : place + length]
                    yield " ".join(part), tuple(self._words[part][:2])
                place += length or 1


def _syllables(run: str) -> Iterator[Sounds]:
    """Runs of words that are syllables throughout; a word that is none (an English one) parts them."""
    line: list[str] = []
    for word in re.split(r"[ ']", run):
        if cut := cut_syllables(word):
            line += cut
        else:
            yield tuple(line)
            line = []
    yield tuple(line)


@lru_cache(maxsize=4096)
def cut_syllables(word: str) -> Sounds:
    """A word of letters as syllables, the longest first as far as the rest can be read; empty where it cannot.

    >>> cut_syllables("shangbiaoqinquan")
    ('shang', 'biao', 'qin', 'quan')
    """
    known = _known()
    if len(word) > 60:
        return ()
    best: list[Sounds | None] = [None] * len(word) + [()]
    for start in range(len(word) - 1, -1, -1):
        for end in range(min(start + 6, len(word)), start, -1):
            rest = best[end]
            if word[start:end] in known and rest is not None:
                best[start] = (word[start:end], *rest)
                break
    return best[0] or ()


@cache
def _known() -> frozenset[str]:
    """All syllables but those of one letter: a, e, o, n stand for nothing alone."""
    return frozenset(sound for sounds in readings().values() for sound in sounds if len(sound) > 1)


def _lines(name: str) -> list[str]:
    text = (files("index") / "bridges" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
