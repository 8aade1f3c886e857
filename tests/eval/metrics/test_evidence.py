import pytest

from eval.facts import facts
from eval.metrics.evidence import Evidence


def borne_out(statement, *texts, known=()):
    """Whether each fact of a statement stands in the texts."""
    evidence = Evidence.of(texts, known)
    return [evidence.bears_out(fact, statement) for fact in facts(statement)]


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("4月15日前", "2022年4月15日前"),
        ("15个工作日", "十五个工作日"),
        ("第五十七条第二项", "第五十七条第一款第（二）项"),
        ("第二项", "第五十七条第二项"),
        ("3项", "三个"),
        ("〔2022〕1号", "青知发〔2022〕1号"),
        ("市场监管局", "青岚市市场监督管理局"),
    ],
)
def test_another_spelling_or_less_of_it_stands(statement, text):
    """A fact may be said shorter or otherwise than its source says it."""
    assert borne_out(statement, text) == [True]


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("2022年4月15日前", "4月15日前"),
        ("每月20日", "20日内"),
        ("15日", "15个工作日"),
        ("第五十七条第二项", "第五十七条第三项"),
        ("第五十七条第一款", "第五十七条第三款"),
        ("3倍", "3份"),
        ("公安局", "市场监管局"),
    ],
)
def test_something_else_or_more_does_not_stand(statement, text):
    """A year, a unit or a step that the source does not have is not borne out."""
    assert borne_out(statement, text) == [False]


def test_a_year_may_come_from_the_title():
    """A plan of 2022 says 4月15日 and means 2022年4月15日."""
    assert borne_out("2022年4月15日", "4月15日前报送", known=["2022年工作方案"]) == [True]


def test_a_modal_word_must_stand_in_the_same_clause():
    """That the source has 可以 somewhere does not turn its 应当 into 可以."""
    text = "当事人应当如实回答询问，认为有利害关系的，可以申请回避。"
    assert borne_out("当事人可以如实回答询问", text) == [False]
    assert borne_out("如实回答询问是当事人应当做的", text) == [True]


def test_two_modal_words_of_a_clause_keep_their_order():
    """可以自知道或者应当知道 is not 应当自知道或者可以知道."""
    text = "可以自知道或者应当知道之日起申请"
    assert borne_out("应当自知道或者可以知道之日起申请", text) == [False, False]


def test_an_amount_stays_in_its_clause():
    """A repeated clause with an amount from elsewhere in the source is wrong."""
    text = "可处所得额三倍以下罚款，但最高不超过三万元，没有所得的，处一万元以下罚款。"
    assert borne_out("但最高不超过一万元", text) == [False]
