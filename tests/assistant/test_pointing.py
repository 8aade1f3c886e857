"""Words that point at a clause are put into the clause that they mean."""

from collections.abc import Iterator

import pytest

from assistant.pointing import clause_beside, clause_put_in, clause_told
from assistant.shelf import Shelf, Shelves
from tests.library import Office


@pytest.fixture(scope="module")
def shelf(office: Office) -> Iterator[Shelf]:
    """What an officer may read in the made-up library."""
    with Shelves().open(office.library, office.embedder, frozenset({"public", "internal"})) as shelf:
        yield shelf


@pytest.mark.parametrize(
    ("question", "before", "whole"),
    [
        ("下一条呢", "灯笼管理条例第三条", "灯笼管理条例第四条"),
        ("上一条怎么规定", "灯笼管理条例第3条罚多少", "灯笼管理条例第二条怎么规定"),
        ("前条呢", "灯笼管理条例第三条第一项", "灯笼管理条例第二条"),
        ("该条第二款呢", "灯笼管理条例第二条", "灯笼管理条例第二条第二款"),
        ("本条全文", "《灯笼管理条例》第二条", "《灯笼管理条例》第二条全文"),
        ("前款怎么说", "灯笼管理条例第二条第二款", "灯笼管理条例第二条第一款怎么说"),
        ("下一款呢", "灯笼管理条例第二条第一款", "灯笼管理条例第二条第二款"),
        ("这一项怎么理解", "灯笼管理条例第三条第（二）项", "灯笼管理条例第三条第（二）项怎么理解"),
        ("下一项呢", "灯笼管理条例第三条第（一）项", "灯笼管理条例第三条第（二）项"),
        ("第二款呢", "灯笼管理条例第二条", "灯笼管理条例第二条第二款"),
        ("那2款怎么说", "灯笼管理条例第二条", "灯笼管理条例第二条2款怎么说"),
        ("第一款第二项呢？", "灯笼管理条例第三条", "灯笼管理条例第三条第一款第二项"),
        ("第五条呢", "灯笼管理条例第三条", "灯笼管理条例第五条"),
        ("第五条怎么规定", "灯笼管理条例什么时候施行", "灯笼管理条例第五条怎么规定"),
        ("按第五条要几天", "灯笼管理条例第三条", "按灯笼管理条例第五条要几天"),
        ("（二）项是什么意思", "灯笼管理条例第三条第一款", "灯笼管理条例第三条第一款（二）项是什么意思"),
        ("下一條呢", "燈籠管理條例第三條", "燈籠管理條例第四条"),
        ("灯笼管理条例第二条和下一条", "", "灯笼管理条例第二条和第三条"),
        ("灯笼管理条例第二条的下一条是什么", "", "灯笼管理条例第三条是什么"),
    ],
)
def test_a_word_becomes_the_clause_that_it_means(shelf: Shelf, question: str, before: str, whole: str) -> None:
    """Seen from the clause named last, in the question before or in this one."""
    assert clause_put_in(question, before, shelf) == whole


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("下一条呢", "灯笼怎么登记"),
        ("该条例什么时候施行", "灯笼管理条例第三条"),
        ("这款产品能卖吗", "灯笼管理条例第二条"),
        ("这条线索怎么处理", "灯笼管理条例第二条"),
        ("第二项工作由谁负责", "灯笼管理条例第三条"),
        ("3项要求都有哪些", "灯笼管理条例第三条"),
        ("灯笼管理条例第五条呢", "灯笼管理条例第三条"),
        ("罚款呢", "灯笼管理条例第三条"),
    ],
)
def test_other_words_stay(shelf: Shelf, question: str, before: str) -> None:
    """A law, a thing that is counted, a clause written out, a question without a clause before it."""
    assert clause_put_in(question, before, shelf) == question


def test_a_step_beyond_the_last_article_names_what_is_not_there(office: Office) -> None:
    """It is said to be missing, with what exists."""
    answer = office.ask("下一条呢", "灯笼管理条例第六条怎么规定")
    assert (answer.abstained, answer.citations) == (True, ())
    assert "没有“第七条”" in answer.answer
    assert "第六条为止" in answer.answer


def test_steps_follow_one_another(office: Office) -> None:
    """Each question of a conversation is seen from the one before it."""
    answer = office.ask("再下一条呢", "灯笼管理条例第三条", "下一条呢")
    assert [citation.clause_path for citation in answer.citations] == ["第五条"]


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("那第二款呢", "灯笼管理条例第二条第二款"),
        ("还有呢？", "灯笼管理条例第二条第二款"),
        ("下一条呢", "灯笼管理条例第三条"),
        ("第二款说的登记，不办会怎样", "第二款说的登记，不办会怎样"),
        ("罚多少", "罚多少"),
    ],
)
def test_what_comes_behind_the_clause_that_was_told(shelf: Shelf, question: str, whole: str) -> None:
    """The answer named the clause, not the question before; what a part speaks of is asked of no part."""
    told = clause_told("灯笼管理条例第二条第一款：要登记。", "灯笼要登记吗", shelf)
    assert (told, clause_beside(question, told, shelf)) == ("灯笼管理条例第二条第一款", whole)
