"""A question with what bridges add to it: its typed words mended, and the words that the texts would write for them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from index.bridges.amounts import legal_numbers
from index.bridges.entries import OWN_FOLDER, Entry, entries_of, merged, shipped_entries
from index.bridges.mending import Mender, Pairs
from index.bridges.phrases import Phrases
from index.bridges.places import COUNTIES, place_entries
from index.bridges.sounds import Spoken, everyday, terms
from index.references.spelling import spelled

_LONGEST: Final = 600
"""Signs of a question that are read: what follows in a letter repeats itself."""
_LETTERS: Final = re.compile("[a-z]{4}|[a-z]+ [a-z]")
_HALF_PINYIN: Final = re.compile("(?=.*[a-z]{2})(?=.*[\u3400-\u9fff])", re.DOTALL)
"""Small letters in a question that has Chinese signs as well."""
_NUMBER_WHY: Final = "Laws print numbers in signs and count days as 日."
_PINYIN_WHY: Final = "Pinyin without signs, read by its syllables."
_TYPING_WHY: Final = "The texts do not know what is typed and know well what sounds or looks like it."


@dataclass(frozen=True, slots=True)
class Reason:
    """Why words were added: what the question says, what the texts write for it, and why that is the same."""

    said: str
    means: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Expanded:
    """`text` is the question in simplified signs, pinyin among them in signs too, with typing errors mended.

    `added` are words that the question does not hold itself, each once, in the order of what they were added for.
    """

    text: str
    added: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def foreign(self) -> bool:
        """Whether the question has no Chinese sign: all that can be found is what was added."""
        return not any("\u3400" <= sign <= "\u9fff" for sign in self.text)


class Bridges:
    """All bridges, ready for questions. Safe to share between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        entries = (*entries, *place_entries())
        self._phrases = Phrases(entries)
        meant = [word for entry in entries if not entry.said.isascii() for word in entry.means]
        places = [entry.said for entry in entries if entry.source == COUNTIES]
        self._written = (*terms(), *meant, *places)
        self._said = tuple(entry.said for entry in entries if not entry.said.isascii())
        self._mender = Mender(self._written)

    @cached_property
    def _spoken(self) -> Spoken:
        """Made when the first question in letters comes: few do."""
        return Spoken((*everyday(), *self._written, *self._said))

    def expand(self, text: str, pairs: Pairs | None = None) -> Expanded:
        """A question with what bridges add. `pairs` says what the texts know; without it no typing error is mended."""
        whole = self._in_signs(spelled(text))
        plain = whole[:_LONGEST].lower()
        mended = self._mender.mend(plain, pairs) if pairs else []
        for mend in mended:
            whole = whole[: mend.start] + mend.meant + whole[mend.start + len(mend.typed) :]
        plain = whole[:_LONGEST].lower()
        found = [Reason(mend.typed, (mend.meant,), _TYPING_WHY) for mend in mended]
        found += self._reasons(plain)
        added = dict.fromkeys(word for reason in found for word in reason.means if word.lower() not in plain)
        return Expanded(whole, tuple(added), tuple(found))

    def _in_signs(self, text: str) -> str:
        return self._spoken.in_signs(text) if _HALF_PINYIN.search(text[:_LONGEST]) else text

    def _reasons(self, plain: str) -> Iterator[Reason]:
        for hit in self._phrases.find(plain):
            yield Reason(plain[hit.start : hit.end], hit.entry.means, hit.entry.why)
        for said, legal in legal_numbers(plain):
            if said != legal:
                yield Reason(said, (legal,), _NUMBER_WHY)
        for said, words in self._spoken.find(plain) if _LETTERS.search(plain) else ():
            yield Reason(said, words, _PINYIN_WHY)
            for word in words:
                yield from (Reason(word, hit.entry.means, hit.entry.why) for hit in self._phrases.find(word))


@cache
def shipped() -> Bridges:
    """The bridges that ship with the project."""
    return Bridges(shipped_entries())


def expand(text: str, pairs: Pairs | None = None) -> Expanded:
    """A question with what the shipped bridges add."""
    return shipped().expand(text, pairs)


def bridges_for(data: Path) -> Bridges:
    """The bridges of an installation: the shipped ones and those of its office, from `bridges/*.toml` in `data`.

    Raises:
        IndexingError: naming the file, the line and the entry that cannot be used.
    """
    own = entries_of(data / OWN_FOLDER)
    return Bridges(merged(shipped_entries(), own)) if own else shipped()
