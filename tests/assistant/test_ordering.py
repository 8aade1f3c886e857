"""The first passages are put in order by what they hold of the question."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.messages import Question
from assistant.ordering import FIRST, NAMES, observed, ordered
from assistant.scope import scope_of
from assistant.searching import candidates
from assistant.shelf import Shelf, Shelves
from assistant.understanding import Understanding, understand
from index.retrieval import Passage
from tests.library import TODAY, Office

ASKED = "登记申请几日内作出决定"


@pytest.fixture
def found(office: Office) -> tuple[list[Passage], Understanding, Shelf]:
    """What the search finds in the made-up library."""
    with Shelves().open(office.library, office.embedder, frozenset({"public"})) as shelf:
        asked = understand(ASKED, (), shelf, TODAY)
        return candidates(asked, scope_of(Question(ASKED, TODAY), asked, shelf), shelf), asked, shelf


def test_nothing_is_lost_and_the_rest_stays_behind(found: tuple[list[Passage], Understanding, Shelf]) -> None:
    """The same passages; those behind the first ones keep their order; ranks count on, scores go down."""
    passages, asked, shelf = found
    now = ordered(passages, asked, TODAY, shelf)
    assert len(passages) > FIRST
    assert {_place(one) for one in now[:FIRST]} == {_place(one) for one in passages[:FIRST]}
    assert [one.chunk for one in now[FIRST:]] == [one.chunk for one in passages[FIRST:]]
    assert [one.rank for one in now] == list(range(1, len(now) + 1))
    assert [one.score for one in now] == sorted((one.score for one in now), reverse=True)


def test_the_best_score_stays(found: tuple[list[Passage], Understanding, Shelf]) -> None:
    """How surely anything answers is for the search to say."""
    passages, asked, shelf = found
    assert ordered(passages, asked, TODAY, shelf)[0].score == passages[0].score


def test_the_clause_that_answers_comes_first_wherever_it_was(found: tuple[list[Passage], Understanding, Shelf]) -> None:
    """Of clauses that the search finds equal, the one with the words and the number of days."""
    passages, asked, shelf = found
    equal = [replace(one, score=1.0) for one in reversed(passages[:FIRST])]
    assert "二十日内" in ordered(equal, asked, TODAY, shelf)[0].chunk.text


def test_one_passage_is_in_order(found: tuple[list[Passage], Understanding, Shelf]) -> None:
    """Nothing to compare with."""
    passages, asked, shelf = found
    assert ordered(passages[:1], asked, TODAY, shelf) == passages[:1]
    assert ordered([], asked, TODAY, shelf) == []


def test_the_shipped_weights_are_of_these_values(found: tuple[list[Passage], Understanding, Shelf]) -> None:
    """A value that is added without learning anew would fail at the first question; one that is gone would mislead."""
    passages, asked, shelf = found
    shipped = json.loads(Path("assistant/models/ordering.json").read_text(encoding="utf-8"))["weights"]
    assert tuple(shipped) == NAMES
    assert {len(row) for row in observed(passages[:FIRST], asked, TODAY, shelf)} == {len(NAMES)}


def _place(passage: Passage) -> tuple[str, int]:
    return passage.chunk.document_id, passage.chunk.start
