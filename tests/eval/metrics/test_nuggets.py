import pytest

from eval.dataset import KeyFact
from eval.metrics.nuggets import all_found, forbidden_found, found, recall, spelling


@pytest.mark.parametrize(
    ("variant", "answer"),
    [
        ("5日", "15日"),
        ("5日", "应在3月5日前"),
        ("5日", "1.5日"),
        ("五日", "十五日"),
        ("五日", "六月五日"),
        ("五条", "第二十五条"),
        ("第五条", "第二十五条"),
        ("第5条", "第55条"),
        ("第五条", "第五条之一"),
        ("1万元", "11万元"),
        ("1万元", "0.1万元"),
        ("一万元", "十一万元"),
        ("12", "12万元"),
        ("12", "12.5"),
        ("百分之五", "百分之五十"),
        ("21年", "2021年"),
        ("2月", "12月"),
        ("12345", "拨打123456"),
        ("000元", "5,000元"),
        ("IP", "TRIPS"),
    ],
)
def test_a_number_is_not_found_inside_a_longer_one(variant, answer):
    """Another number, date, article or word is another fact."""
    assert not found([variant], answer)


@pytest.mark.parametrize(
    ("variant", "answer"),
    [
        ("5日", "应当在 ５ 日内"),
        ("90日", "**90**日"),
        ("90日", "1. 90日内"),
        ("5日", "①5日内"),
        ("5日", "附件1 5日内"),
        ("90日", "90[1]日"),
        ("15日", "2022[3]15日"),
        ("第五条", "第[1]五条"),
        ("第五条", "违反第五条之规定"),
        ("第五条", "第五条第二款"),
        ("5000元", "5,000元"),
        ("500元", "截至2022，500元"),
        ("12月5日", "2022年12月5日"),
        ("许市监〔2022〕25号", "许市监[2022]25号"),
        ("“双随机、一公开”", "「双随机、一公开」"),
        ("10-20日", "10—20日"),
        ("县级以上", "县级\n以上"),
        ("WTO 协定", "wto协定"),
        ("IP Key", "ip\nkey"),
        ("a_b@c.cn", "a\\_b@c.cn"),
        ("30日", "| 期限 | 30日[1] |\n|---|---|"),
    ],
)
def test_a_fact_is_found_in_every_printing(variant, answer):
    """Width, blanks, brackets, quotation marks, dashes, markers and Markdown do not hide a fact."""
    assert found([variant], answer)


def test_numerals_and_script_are_not_converted():
    """Variants are there for that: 九十日 is not 90日, 商標 is not 商标."""
    assert not found(["90日", "商标"], "九十日内就商標")
    assert found(["90日", "九十日"], "九十日内")


def test_a_blank_parts_latin_words_and_numbers_only():
    """Chinese is closed up; what would run together into another number stays apart."""
    assert spelling("附件 1  5 日 IP  Key") == "附件1 5日ip key"


def test_recall_of_vital_and_of_all_facts():
    """Of three facts two are held, of the two vital ones one."""
    facts = [KeyFact(("15日", "十五日")), KeyFact(("市局",), vital=False), KeyFact(("90日",))]
    answer = "十五日内报市局。[1]"
    assert recall(facts, answer) == pytest.approx(2 / 3)
    assert recall(facts, answer, vital=True) == pytest.approx(1 / 2)
    assert all_found(facts, answer) is False
    assert all_found(facts[:2], answer) is True


def test_without_facts_there_is_no_recall():
    """Nothing to find could not be scored; an answer without vital facts has no vital recall."""
    assert recall([], "甲") is None
    assert all_found([], "甲") is None
    assert recall([KeyFact(("甲",), vital=False)], "甲", vital=True) is None


def test_an_empty_answer_holds_nothing():
    """An empty answer recalls 0; a variant of blanks is never found."""
    assert recall([KeyFact(("甲",))], "") == 0.0
    assert not found([" "], "甲 乙")


def test_forbidden_facts_are_named():
    """Those that occur are listed, by the same rule of boundaries."""
    assert forbidden_found(["5日", "60日"], "应在15日内，逾期60日") == ("60日",)
