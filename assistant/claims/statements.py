"""A text taken apart once: its values, organs, modal words, denials, and where each pair of its characters stands."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.claims.pairs import pairs_in
from assistant.claims.quantities import Quantity, quantities
from assistant.claims.spelling import spelt
from assistant.claims.words import claim_words


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of one class (`organ`, `must`, `must_not`, `may`, `not`) at `start:end`."""

    word: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A text in one spelling with everything that is compared."""

    text: str
    quantities: tuple[Quantity, ...]
    organs: tuple[Mark, ...]
    modals: tuple[Mark, ...]
    denials: tuple[Mark, ...]
    pairs: Mapping[str, tuple[int, ...]]
    """Where each pair of characters begins."""
    characters: frozenset[str]


_LIST = re.compile("[^，。；：]{0,12}(?:下列|以下|如下)[^，。；：]{0,12}：")


def opens_list(text: str, mark: Mark) -> int | None:
    """Where the list begins that a word governs as a whole: 不得有下列行为：, 可以行使下列职权：."""
    opening = _LIST.match(text, mark.end)
    return opening.end() if opening else None


@lru_cache(maxsize=4096)
def statement(text: str) -> Statement:
    """A text taken apart; spans of the library are asked for again and again."""
    plain = spelt(text)
    pairs: dict[str, list[int]] = defaultdict(list)
    for start, pair in pairs_in(plain):
        pairs[pair].append(start)
    return Statement(
        plain,
        quantities(plain),
        tuple(_organs(plain)),
        tuple(_modals(plain)),
        tuple(_denials(plain)),
        {pair: tuple(places) for pair, places in pairs.items()},
        frozenset(plain) - claim_words().empty,
    )


def _organs(text: str) -> Iterator[Mark]:
    words = claim_words()
    for match in words.organ.finditer(text):
        bad = next((signs for head, signs in words.organ_words.items() if match[0].endswith(head)), "")
        if len(match[0]) > 1 and text[match.end() : match.end() + 1] not in tuple(bad):
            yield Mark(match[0], "organ", match.start(), match.end())


def _modals(text: str) -> Iterator[Mark]:
    for match in claim_words().modal.finditer(text):
        yield Mark(match[0], match.lastgroup or "", match.start(), match.end())


def _denials(text: str) -> Iterator[Mark]:
    """Signs that deny, outside words in which they deny nothing."""
    words = claim_words()
    taken = {place for match in words.whole.finditer(text) for place in range(*match.span())}
    for match in words.denial.finditer(text):
        asking = match[0] == "不" and text[match.start() - 1 : match.start()] == text[match.end() : match.end() + 1]
        if match.start() not in taken and not asking:
            yield Mark(match[0], "not", match.start(), match.end())
