"""Suggested questions: made from what is loaded, and offered only where they are answered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from assistant.messages import Answer, Question
from assistant.pipeline import answer_stream, collect
from assistant.suggestions import nexts, starts
from index.documents import Edition
from index.embeddings import load_embedder
from index.publishing import Library
from tests.assistant.office import open_office

ASKED = Question("", date(2026, 3, 1))


class Desk:
    """A small office that answers."""

    def __init__(self, data: Path) -> None:
        embedder = load_embedder("static")
        self.library = Library(data, embedder)
        self.stream = partial(answer_stream, self.library, embedder)

    def answered(self, question: Question) -> Answer:
        """The real answer."""
        return collect(self.stream(question))

    @property
    def editions(self) -> tuple[Edition, ...]:
        """What an officer sees."""
        with self.library.pin() as generation:
            return generation.catalog.editions(ASKED.access)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A built index of a public law and an internal plan."""
    desk = Desk(open_office(tmp_path_factory.mktemp("office")))
    yield desk
    desk.library.close()


def test_what_is_offered_is_answered(desk: Desk) -> None:
    """Every one of them, and none asks for what the office does not have."""
    offered = starts(desk.editions, ASKED, desk.answered)
    assert "《示例商标条例》第三条怎么规定？" in offered
    assert not any(desk.answered(replace(ASKED, text=text)).abstained for text in offered)
    assert not any("各地" in text for text in offered)  # there is one plan only


def test_nothing_is_offered_of_nothing(desk: Desk) -> None:
    """An office without documents is offered no questions."""
    assert starts((), ASKED, desk.answered) == []


def test_what_is_not_yet_in_force_is_not_offered(desk: Desk) -> None:
    """On a day before the law nobody is sent to its articles."""
    early = replace(ASKED, as_of=date(2019, 1, 1))
    assert not any("示例商标条例" in text for text in starts(desk.editions, early, desk.answered))


def test_an_answer_leads_on(desk: Desk) -> None:
    """To the whole clause that it cited; a refusal leads nowhere."""
    question = replace(ASKED, text="侵权的罚款是多少")
    found = nexts(desk.editions, question, desk.answered(question), desk.answered)
    assert "《示例商标条例》第四条的原文是什么？" in found
    strange = replace(ASKED, text="今天天气怎么样")
    assert nexts(desk.editions, strange, desk.answered(strange), desk.answered) == []
