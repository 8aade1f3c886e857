"""How much of what a sentence says stands in a text: its characters of content, and pairs of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.claims.pairs import pairs_in
from assistant.claims.spelling import spelt
from assistant.claims.statements import Statement
from assistant.claims.words import claim_words


@dataclass(frozen=True, slots=True)
class Content:
    """What a sentence says: pairs of characters, and the characters; words that only introduce count nothing."""

    pairs: frozenset[str]
    characters: frozenset[str]


def content(sentence: str) -> Content:
    """The content of a sentence, without words such as 根据 and 规定."""
    text = spelt(sentence)
    idle = {place for match in claim_words().lead.finditer(text) for place in range(*match.span())}
    pairs = frozenset(pair for place, pair in pairs_in(text) if place not in idle)
    return Content(pairs, frozenset(sign for pair in pairs for sign in pair))


def share(said: Content, there: Sequence[Statement]) -> float:
    """The share of a sentence's pairs, and of its characters, that stand in texts together, as one number.

    1 where the sentence has no content of its own.
    """
    if not said.pairs:
        return 1.0
    pairs = said.pairs.intersection(frozenset[str]().union(*(one.pairs for one in there)))
    characters = said.characters.intersection(frozenset[str]().union(*(one.characters for one in there)))
    return (len(pairs) / len(said.pairs) + len(characters) / len(said.characters)) / 2
