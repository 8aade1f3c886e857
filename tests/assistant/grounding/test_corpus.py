"""On the real corpus: of false sentences made from true ones nearly none passes, of true paraphrases nearly none is lost.

The corruptions are made while the test runs, from clauses of the corpus; nothing of it is kept.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from assistant.claims import check
from assistant.grounding import Grounding
from assistant.messages import Segment
from assistant.shelf import Shelves
from tests.assistant.grounding.corruptions import CHANGED, MOVED, Corruption, corruptions
from tests.assistant.grounding.material import Base, Material
from tests.library import Office

pytestmark = pytest.mark.corpus

ALL, EACH_KIND = 0.99, 0.97
MOST_LOST = 0.03
EACH = 100
"""Corruptions of every kind."""
RARE = {"document number", "contact"}
"""Kinds of which the corpus holds few."""
OWN_WORDS = 40


@pytest.fixture(scope="module")
def material(library: Office) -> Iterator[Material]:
    """The corpus as clauses to cite."""
    with Shelves().open(library.library, library.embedder, frozenset({"public", "internal"})) as shelf:
        yield Material(shelf)


@pytest.fixture(scope="module")
def made(material: Material) -> tuple[Corruption, ...]:
    """Corruptions of every kind, from sentences written by hand first, then from those of the corpus."""
    return tuple(corruptions(material, 7, EACH, material.hand(held_out=False)))


def test_corruptions_are_caught(material: Material, made: tuple[Corruption, ...]) -> None:
    """Of all kinds together and of each one alone."""
    asked, passed = Counter(one.kind for one in made), Counter[str]()
    for one in made:
        passed[one.kind] += check(one.text, material.cited(one.places), material.shelf).holds
    assert set(asked) == {*CHANGED, *MOVED}
    assert asked.total() >= 1500
    assert passed.total() <= (1 - ALL) * asked.total()
    assert not {kind for kind in asked if passed[kind] > (1 - EACH_KIND) * asked[kind]}
    assert min(asked[kind] for kind in asked if kind not in RARE) >= EACH


def test_changed_quotes_are_caught(material: Material, made: tuple[Corruption, ...]) -> None:
    """A quotation with one thing changed is none any more; nor is one of another clause."""
    grounding = Grounding("", material.shelf, material.citations)
    quotes = [one for one in made if one.base.made == "quote" and one.text != one.base.text]
    shown = [one for one in quotes if grounding.holds(_quote(one.text, one.places, material))]
    assert len(quotes) > 400
    assert shown == []


def test_quotes_pass_as_sentences(material: Material) -> None:
    """What stands word for word in the clause is never lost, whoever writes it."""
    quotes = material.quotes()[::40]
    assert _lost(quotes, material) == []


def test_true_paraphrases_pass(material: Material) -> None:
    """Half of them written by hand, half made by rule."""
    hand = (*material.hand(held_out=False), *material.hand(held_out=True))
    ruled = material.ruled(1, len(hand))
    assert len(hand) >= 150
    assert len(_lost((*hand, *ruled), material)) <= MOST_LOST * (len(hand) + len(ruled))


def test_paraphrases_are_in_own_words(material: Material) -> None:
    """None of those written by hand holds forty characters of its clause in a row."""
    for base in (*material.hand(held_out=False), *material.hand(held_out=True)):
        there = " ".join(material.text(place) for place in base.places)
        starts = range(len(base.text) - OWN_WORDS + 1)
        assert not any(base.text[start : start + OWN_WORDS] in there for start in starts)


def test_the_same_seed_makes_the_same(material: Material) -> None:
    """What is measured can be repeated."""
    first, second = (tuple(corruptions(material, 3, 2, ())) for _ in range(2))
    assert first == second
    assert all(one != other for one, other in pairwise(first))


def _lost(bases: tuple[Base, ...], material: Material) -> list[Base]:
    return [base for base in bases if not check(base.text, material.cited(base.places), material.shelf).holds]


def _quote(text: str, places: tuple[tuple[str, str], ...], material: Material) -> Segment:
    return Segment(text, "quote", tuple(citation.n for citation in material.cited(places)))
