"""Each word of a question looks for the words of a clause that come nearest to it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.interaction import NAMES, Interaction
from assistant.shelf import Shelves
from index.documents import NO_FILTERS, Metadata
from index.retrieval import Passage
from tests.library import TODAY, Office

ACROSS = np.array([[1, 0, 0], [0, 2, 0], [0, 0, 1], [0.6, 0.8, 0]], np.float32)
LETTERS = dict(zip("甲乙丙丁", ACROSS, strict=True))
"""丁 lies between 甲 and 乙; 乙 says twice as much as the others."""


def read(texts: Sequence[str]) -> list[NDArray[np.float32]]:
    """A token for each of four letters, the unknown one for all others."""
    return [np.stack([LETTERS.get(sign, ACROSS[2]) for sign in text]) for text in texts]


@pytest.fixture
def passage(office: Office) -> Passage:
    """A passage whose words are set by each test."""
    with Shelves().open(office.library, office.embedder, frozenset({"public"})) as shelf:
        found = shelf.search("登记申请几日内作出决定", TODAY, NO_FILTERS, 1)[0]
    edition = replace(found.edition, metadata=Metadata("丙"))
    return replace(found, edition=edition, chunk=replace(found.chunk, text="丙丙丙丙", caption="", headings=()))


def values(question: str, passage: Passage, text: str, *phrases: str) -> dict[str, float]:
    """What is said of a question and a passage of these words."""
    said = replace(passage, chunk=replace(passage.chunk, text=text))
    return dict(zip(NAMES, Interaction(question, read).values([said], [phrases])[0], strict=True))


def test_words_are_met_by_their_weight(passage: Passage) -> None:
    """Of 甲 (a third) and 乙 (two thirds) the clause has one."""
    assert values("甲乙", passage, "乙丙丙丙")["met by the clause"] == pytest.approx(2 / 3)
    assert values("甲乙", passage, "甲丙丙丙")["met by the clause"] == pytest.approx(1 / 3)


def test_a_word_near_by_meets_in_part(passage: Passage) -> None:
    """丁 is 0.6 of 甲, which is enough to be met; 丙 is nothing of it."""
    assert values("甲", passage, "丁丙丙丙")["met"] == pytest.approx(0.6)
    assert values("甲", passage, "丁丙丙丙")["unmet"] == 0
    assert values("甲", passage, "丙丙丙丙")["unmet"] == 1


def test_the_caption_meets_what_the_clause_does_not(passage: Passage) -> None:
    """Its best phrase counts, not words of several."""
    found = values("甲乙", passage, "丙丙丙丙", "甲丙", "乙丙")
    assert found["met by the clause"] == 0
    assert found["met"] == pytest.approx(1)
    assert found["phrase that meets most"] == pytest.approx(2 / 3)


def test_the_nearest_sentence_speaks(passage: Passage) -> None:
    """A clause of many sentences is as near as its nearest one."""
    assert values("甲", passage, "丙丙丙丙。甲甲甲甲。")["nearest sentence"] == pytest.approx(1)


def test_the_same_word_twice_counts_more(passage: Passage) -> None:
    """The logarithm of how many there are, and one."""
    once, twice = (values("甲", passage, text)["same words"] for text in ("甲丙丙丙", "甲甲丙丙"))
    assert once == pytest.approx(np.log(2))
    assert twice == pytest.approx(np.log(3))
