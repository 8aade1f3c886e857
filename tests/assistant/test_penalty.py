"""A question for a penalty gets the clause that punishes, the further steps that it asks for, and the name of one missing."""

from datetime import date

import pytest

from assistant.answering.wants import asked_steps
from assistant.messages import Answer
from tests.library import Office

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("question", "steps"),
    [
        ("卖假货怎么处罚", ["penalty"]),
        ("头一回卖假货，罚多少，能不能从轻", ["penalty", "discretion"]),
        ("够不够移送公安", ["transfer"]),
        ("卖假货给多少罚", ["penalty"]),
        ("卖假货的罚款到哪一步", ["penalty"]),
        ("卖假货判几年", ["penalty"]),
        ("什么时候报送工作总结", []),
        ("商标的使用是什么意思", []),
    ],
)
def test_the_steps_asked_for(question: str, steps: list[str]) -> None:
    """None where a question wants no penalty."""
    assert [step.name for step in asked_steps(question)] == steps


def test_the_clause_that_punishes_comes_before_the_one_that_defines(office: Office) -> None:
    """Article 4 fines what article 3 defines."""
    answer = office.ask("违规经营灯笼怎么处罚，罚多少", as_of=DAY)
    assert answer.citations[0].clause_path == "第四条"
    assert "五万元以下的罚款" in answer.answer


def test_a_step_that_no_document_takes_is_named(office: Office) -> None:
    """Nothing loaded speaks of the police."""
    answer = office.ask("违规经营灯笼怎么处罚，要不要移送公安机关", as_of=DAY)
    assert "没有找到与《灯笼管理条例》第四条有关的移送规定" in _notices(answer)


def test_no_step_is_told_that_nobody_asked_for(office: Office) -> None:
    """Only the fine."""
    assert "移送" not in office.ask("违规经营灯笼罚多少", as_of=DAY).answer


@pytest.mark.corpus
def test_from_the_clause_that_defines_to_the_one_that_punishes(library: Office) -> None:
    """Article 20 of the tobacco law names who may print, article 34 cites it and punishes the others."""
    answer = library.ask("不是指定厂家却印了一批香烟的商标纸，工商怎么处理", as_of=DAY)
    assert {"第二十条", "第三十四条"} <= {citation.clause_path for citation in answer.citations}
    assert "没收违法所得" in answer.answer


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("told", "punished"), [("标的是牌子主人的产地，没标自己的", True), ("标了自己的名称和产地", False)]
)
def test_a_breach_that_is_only_told_is_punished(library: Office, told: str, *, punished: bool) -> None:
    """商标法第四十三条 obliges who uses a mark under licence, 实施条例第七十一条 cites it and fines; nothing is asked."""
    cited = library.ask(f"经许可用人家的注册商标，商品上{told}", as_of=DAY).citations
    assert (
        ("trademark-law-regulations-2014", "第七十一条") in {(c.document_id, c.clause_path) for c in cited}
    ) is punished


@pytest.mark.corpus
def test_whether_fines_of_two_laws_add_up_is_ruled_by_a_third(library: Office) -> None:
    """行政处罚法第二十九条, though the two laws are named and it is not."""
    cited = library.ask("一个行为商标法和广告法都管，能罚两次吗", as_of=DAY).citations
    assert (cited[0].document_id, cited[0].clause_path) == ("administrative-penalty-law-2021", "第二十九条")


@pytest.mark.corpus
def test_transfer_is_a_step_of_its_own(library: Office) -> None:
    """The law on transfers stands behind the fine."""
    answer = library.ask("假冒专利怎么处罚，涉嫌犯罪的要不要移送公安机关", as_of=DAY).answer
    assert ("二十五万元以下" in answer, "移送" in answer, "公安机关" in answer) == (True, True, True)


def _notices(answer: Answer) -> str:
    return "\n".join(segment.text for block in answer.blocks if block.kind == "notice" for segment in block.segments)
