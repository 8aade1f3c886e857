"""The words of a question and pairs of its characters, weighed by rarity, and how much of them stands in a text."""

import re
from collections.abc import Callable, Mapping
from weakref import WeakKeyDictionary

from assistant.answering.evidence import presence
from assistant.facts import plain
from assistant.understanding import Understanding
from index.lexical import LexicalIndex

_SHORT = 0.5
"""What a word of one character counts for."""
_SIGNS = re.compile(r"\W")
_MOST_KNOWN = 50_000


class QuestionWords:
    """What a text must hold of a question; every share is between 0 and 1. Texts are in plain spelling."""

    def __init__(self, asked: Understanding, lexical: LexicalIndex) -> None:
        self.text = asked.content if _SIGNS.sub("", asked.content) else asked.text
        self.plain = plain(self.text)
        self.rarities = {word: _rarity(lexical, plain(word)) / _tokens(word) for word in asked.terms}
        self._pairs = {pair: _joint(lexical, pair) for pair in _pairs(self.plain)}

    def share(self, text: str) -> float:
        """How much of the words, by rarity, stands in a text."""
        return _share(self.rarities, lambda word: presence(word, text))

    def pairs(self, text: str) -> float:
        """How much of the pairs of characters, which see an order of words, and words cut otherwise."""
        return _share(self._pairs, lambda pair: float(pair in text))

    def worth(self, text: str) -> float:
        """Both, half and half."""
        return (self.share(text) + self.pairs(text)) / 2


def _share(weights: Mapping[str, float], part: Callable[[str], float]) -> float:
    total = sum(weights.values())
    return sum(weight * part(word) for word, weight in weights.items()) / total if total else 1.0


def _tokens(word: str) -> float:
    """How many characters and pairs of them the search counts in a word; one of one character counts for less."""
    return max(2 * len(plain(word)) - 1, 1) / (_SHORT if len(word) == 1 else 1)


def _pairs(text: str) -> list[str]:
    text = _SIGNS.sub("", text)
    return list(dict.fromkeys(text[i : i + 2] for i in range(len(text) - 1)))


def _joint(lexical: LexicalIndex, pair: str) -> float:
    """The rarity of two characters side by side, without that of either."""
    return max(_rarity(lexical, pair) - _rarity(lexical, pair[0]) - _rarity(lexical, pair[1]), 0.0)


_KNOWN = WeakKeyDictionary[LexicalIndex, dict[str, float]]()


def _rarity(lexical: LexicalIndex, text: str) -> float:
    """The rarity of a word or a pair, kept as long as the index is: a question needs it several times for each."""
    known = _KNOWN.setdefault(lexical, {})
    rarity = known.get(text)
    if rarity is None:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        rarity = known[text] = lexical.rarity(text)
    return rarity
