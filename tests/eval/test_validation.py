"""The validator refuses what would make a dataset wrong or easy; checked on a made-up library."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from eval.dataset import Dataset, Gold, Item, KeyFact
from eval.texts import Texts
from eval.trivial import first_sentence, trivial_answers
from eval.validation import check, shared_run
from tests.library import Office

GOOD = Item(
    "a",
    "没有登记就卖灯笼要罚多少钱",
    "penalty",
    True,
    as_of=date(2026, 11, 21),
    key_facts=(KeyFact(("5万元", "五万元")),),
    gold=(Gold("lantern-2020", "第四条"),),
    line=1,
)


@pytest.fixture(scope="module")
def texts(office: Office) -> Texts:
    """The made-up library's texts."""
    with office.library.pin() as generation:
        return Texts(generation.catalog, generation.name, "made up")


def problems(item: Item, texts: Texts) -> list[tuple[str, str]]:
    """Field and message of all that is wrong with a row."""
    dataset = Dataset(Path("d.jsonl"), "", (item,))
    return [(problem.field, problem.message) for problem in check(dataset, texts)]


def test_a_good_row_passes(texts: Texts) -> None:
    """What follows differs from this row in one point each."""
    assert problems(GOOD, texts) == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"as_of": None}, "as_of", "missing"),
        ({"kind": "all"}, "kind", "missing"),
        ({"answerable": None, "key_facts": (), "gold": ()}, "answerable", "missing"),
        ({"key_facts": ()}, "key_facts", "missing"),
        ({"answerable": False}, "key_facts", "has none"),
        ({"gold": (Gold("lantern-2020", "第四条"), Gold("lantern-2020", "第九条"))}, "gold.1", "第九条"),
        ({"gold": (Gold("lantern-2020", "第四条"), Gold("torch-1999", "第一条"))}, "gold.1", "torch-1999"),
        ({"key_facts": (KeyFact(("六万元",)),)}, "key_facts.0", "no gold clause"),
        ({"forbidden": ("五万元",)}, "forbidden.0", "quote"),
        ({"question": "违规经营灯笼的，由谁来管"}, "question", "违规经营灯笼的由"),
        ({"question": "会不会罚到５ 万 元？"}, "key_facts.0", "5万元"),
    ],
)
def test_one_fault_is_one_problem(texts: Texts, change: dict[str, object], field: str, words: str) -> None:
    """Each fault is named by its field."""
    found = problems(replace(GOOD, **change), texts)  # type: ignore[arg-type]
    assert [name for name, _ in found if name == field] == [field]
    assert any(words in message for _, message in found)


def test_seven_characters_in_a_row_pass(texts: Texts) -> None:
    """One less than eight: the words of the trade must be sayable."""
    assert problems(replace(GOOD, question="违规经营灯笼的会怎么样"), texts) == []


def test_titles_names_and_numbers_may_be_shared() -> None:
    """An officer names the law and the article: that gives nothing away."""
    clause = "国家灯笼管理总局依照灯笼管理条例第五十七条第二项处理"
    names = ["灯笼管理条例", "国家灯笼管理总局"]
    assert shared_run("国家灯笼管理总局依照灯笼管理条例第五十七条第二项", clause, []) == "国家灯笼管理总局"
    assert shared_run("国家灯笼管理总局依照灯笼管理条例第五十七条第二项", clause, names) is None
    assert shared_run("按《国家灯笼管理总局依照》办", clause, []) is None


def test_the_trivial_system_answers_with_the_first_sentence_of_the_nearest_clause() -> None:
    """It is what a kind of question must be harder than."""
    clauses = ["甲办法。罚款五元。", "灯笼登记须在十日内办理。逾期罚款。", "其他"]
    assert trivial_answers(["灯笼登记几天办"], clauses) == ["灯笼登记须在十日内办理。"]
    assert first_sentence("第一条　有下列情形：\n（一）甲；") == "第一条　有下列情形：\n"
