"""Questions that are about something else are refused, in an office of two documents too, where little tells them apart."""

from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest

from assistant.messages import Answer, Question
from assistant.pipeline import answer_stream, collect
from index.embeddings import load_embedder
from index.publishing import Library
from tests.assistant.office import open_office


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A public law and an internal plan."""
    library = Library(open_office(tmp_path_factory.mktemp("office")), load_embedder("static"))
    yield library
    library.close()


def asked(library: Library, question: str) -> Answer:
    """The answer to an officer."""
    return collect(partial(answer_stream, library, load_embedder("static"))(Question(question, date(2026, 3, 1))))


@pytest.mark.parametrize(
    "question",
    [
        "今天天气怎么样",
        "附近有什么好吃的",
        "讲个笑话",
        "股票会涨吗",
        "红烧肉怎么做",
        "你是谁",
        "怎么办",
        "怎么样",
        "帮我写一首诗",
    ],
)
def test_other_things_are_refused(library: Library, question: str) -> None:
    """No clause is quoted to whoever chats."""
    answer = asked(library, question)
    assert (answer.abstained, answer.citations) == (True, ())


@pytest.mark.parametrize("question", ["侵权的罚款是多少", "商标的使用是指什么", "超出许可范围使用算侵权吗"])
def test_what_the_documents_say_is_answered(library: Library, question: str) -> None:
    """The same office answers what it can."""
    assert not asked(library, question).abstained
