"""Clauses asked for by number: all of them, one after another; what does not exist is said, with what does."""

import pytest

from assistant.messages import Answer
from tests.library import Office


def _cited(answer: Answer) -> list[str]:
    return [citation.clause_path for citation in answer.citations]


def _notices(answer: Answer) -> list[str | None]:
    return [s.rule for block in answer.blocks for s in block.segments if s.kind == "notice"]


@pytest.mark.parametrize(
    ("question", "paths"),
    [
        ("灯笼管理条例第四条和第五条", ["第四条", "第五条"]),
        ("灯笼管理条例5、4条", ["第五条", "第四条"]),
        ("灯笼管理条例4-6条", ["第四条", "第五条", "第六条"]),
        ("灯笼管理条例第二条第一款", ["第二条/第一款"]),
        ("灯笼管理条例第三条（一）、（二）项", ["第三条", "第三条/第（一）项", "第三条", "第三条/第（二）项"]),
    ],
)
def test_several_clauses_are_shown_in_the_order_asked(office: Office, question: str, paths: list[str]) -> None:
    """Lists and ranges; a 项 stands behind the words that lead it."""
    answer = office.ask(question)
    assert list(dict.fromkeys(_cited(answer))) == list(dict.fromkeys(paths))
    assert not answer.abstained


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("灯笼管理条例第99条", ["没有“第99条”", "到第六条为止"]),
        ("灯笼管理条例第二条第三款", ["没有“第二条第三款”", "第二条的下一级到第二款为止"]),
        ("灯笼管理条例3条(五)", ["没有“3条(五)”", "第三条的下一级到（二）为止"]),
        ("灯笼管理办法第二条", ["没有载入“灯笼管理办法”"]),
        ("《灯笼管理条例》（2001年修订）第二条", ["没有载入“《灯笼管理条例》（2001年修订）”"]),
        ("江国发〔2020〕7号第二条", ["没有载入“江国发〔2020〕7号”"]),
    ],
)
def test_what_does_not_exist_is_said(office: Office, question: str, said: list[str]) -> None:
    """With what does exist, and nothing is cited instead."""
    answer = office.ask(question)
    assert (answer.abstained, answer.citations) == (True, ())
    assert [words for words in said if words not in answer.answer.replace("\\", "")] == []


def test_a_document_that_is_not_loaded_is_named_beside_one_that_is(office: Office) -> None:
    """Its clause is not answered from the other one."""
    answer = office.ask("灯笼管理条例第四条和食品安全法第五条")
    assert (_cited(answer), answer.abstained) == (["第四条"], False)
    assert "no_document" in _notices(answer)


def test_of_a_range_what_exists_is_shown(office: Office) -> None:
    """And how far the law goes."""
    answer = office.ask("灯笼管理条例第五条至第九条")
    assert _cited(answer)[:2] == ["第五条", "第六条"]
    assert "last_clause" in _notices(answer)


@pytest.mark.corpus
def test_a_long_range_is_cut_and_says_so(library: Office) -> None:
    """The first twelve of forty articles."""
    answer = library.ask("商标法第1条至第40条")
    articles = list(dict.fromkeys(path.split("/")[0] for path in _cited(answer)))
    assert (articles[0], articles[-1], len(articles)) == ("第一条", "第十二条", 12)
    assert "range_cut" in _notices(answer)


@pytest.mark.corpus
def test_a_range_holds_what_was_put_in_between(library: Office) -> None:
    """第二百一十九条之一 stands between 219 and 220."""
    articles = list(dict.fromkeys(path.split("/")[0] for path in _cited(library.ask("刑法第219条至第220条"))))
    assert articles == ["第二百一十九条", "第二百一十九条之一", "第二百二十条"]


@pytest.mark.corpus
def test_outside_an_excerpt_is_not_outside_the_law(library: Office) -> None:
    """第三百条 of 刑法 exists, but the text that is loaded is an excerpt; that is what is said."""
    answer = library.ask("刑法第三百条")
    assert (answer.abstained, _notices(answer)) == (True, ["not_in_excerpt"])
    assert "从第二百一十三条到第二百二十条" in answer.answer


@pytest.mark.corpus
def test_a_near_title_is_answered_with_what_was_understood(library: Office) -> None:
    """判定 for 判断."""
    answer = library.ask("商标侵权判定标准第三十八条")
    assert (answer.citations[0].document_id, _cited(answer)) == ("tm-infringement-standard-2020", ["第三十八条"])
    assert "“商标侵权判定标准”按《商标侵权判断标准》理解" in answer.answer


@pytest.mark.corpus
def test_two_documents_at_once(library: Office) -> None:
    """Both clauses, each of its own law."""
    answer = library.ask("商标法58条和处罚法37条")
    assert [(c.document_id, c.clause_path) for c in answer.citations] == [
        ("trademark-law-2019", "第五十八条"),
        ("administrative-penalty-law-2021", "第三十七条"),
    ]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "path"), [("滥用权利合理开支批复第一条", "正文"), ("涉网络知识产权侵权批复第二条", "二")]
)
def test_documents_without_articles(library: Office, question: str, path: str) -> None:
    """Their whole text, or the part counted so, is what people call an article."""
    assert _cited(library.ask(question)) == [path]
