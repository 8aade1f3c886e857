"""What a question wants defined, and the sentence that defines it."""

import pytest

from assistant.answering.definitions import term_asked
from tests.library import Office


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("什么是灯笼？", "灯笼"),
        ("什么叫合格的灯笼", "合格灯笼"),
        ("灯笼是指什么？", "灯笼"),
        ("灯笼是什么意思", "灯笼"),
        ("“灯笼”怎么定义", "灯笼"),
        ("灯笼的定义是什么", "灯笼"),
        ("　里，灯笼的使用指的是什么", "灯笼使用"),
        ("　规定的灯笼如何理解", "灯笼"),
        ("中华灯笼是什么意思", "中华灯笼"),
        ("其中灯笼是什么意思", "灯笼"),
        ("灯笼多少钱", ""),
    ],
)
def test_the_term_is_found_in_every_way_of_asking(question: str, term: str) -> None:
    """Signs, 的 and the words around it are left out."""
    assert term_asked(question) == term


def test_the_defining_clause_answers(office: Office) -> None:
    """Not the clause that holds the same words."""
    answer = office.ask("灯笼管理条例里，灯笼是指什么？")
    assert [citation.clause_path for citation in answer.citations] == ["第二条/第一款"]


def test_what_nobody_defines_is_not_answered(office: Office) -> None:
    """A clause that only holds the word says nothing about what it is."""
    assert office.ask("什么是展会？").abstained
