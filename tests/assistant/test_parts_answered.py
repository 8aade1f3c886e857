"""Every part of a question is answered: lists whole and counted, double questions in both parts, claims judged."""

import pytest

from tests.library import Office


def test_a_list_is_whole_and_counted(office: Office) -> None:
    """Asked how many cases there are, the number stands first and cites every item."""
    answer = office.ask("违规经营灯笼的情形有几种，列出来")
    lead = answer.blocks[0].segments[0]
    assert (lead.text, lead.rule, len(lead.citations)) == ("共2项：", "items", 2)
    assert "（一）未经登记销售灯笼的" in answer.answer
    assert "（二）超出登记范围销售灯笼的" in answer.answer


def test_a_list_that_is_not_counted(office: Office) -> None:
    """Asked which, the clause alone is shown, with its items."""
    answer = office.ask("哪些情形属于违规经营灯笼")
    assert answer.blocks[0].segments[0].text.endswith("属于违规经营灯笼：")
    assert len(answer.blocks[1].segments) == 2


def test_both_parts_of_a_double_question(office: Office) -> None:
    """The amount of one clause and the days of another."""
    answer = office.ask("违规经营灯笼罚多少？登记申请几日内作出决定？").answer
    assert "五万元以下" in answer
    assert "二十日内" in answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("登记申请应当自受理之日起三十日内作出决定，对吗", "不见于"),
        ("登记申请应当自受理之日起二十日内作出决定，对吗", "见于"),
    ],
)
def test_a_claim_is_judged_first(office: Office, question: str, told: str) -> None:
    """What the clause says of the claimed number stands before the clause."""
    blocks = office.ask(question).blocks
    assert told in blocks[0].segments[0].text
    assert "二十日内作出决定" in blocks[1].segments[0].text


def test_reports_of_plans_do_not_answer_for_a_law(office: Office) -> None:
    """What the law has reported is no question about the reports of all plans."""
    answer = office.ask("灯笼经营者的登记情况要报送给谁")
    assert all(block.kind != "table" for block in answer.blocks)


@pytest.mark.corpus
def test_the_same_sort_of_value_may_stand_in_another_article(library: Office) -> None:
    """听证办法: article 18 gives days to name who presides, article 20 days for the notice; one does not do for both."""
    cited = library.ask("有人要求听证，几天内定主持人，通知书提前几天送").citations
    own = {one.clause_path.split("/")[0] for one in cited if one.document_id == "samr-hearing-measures-2021"}
    assert {"第十八条", "第二十条"} <= own


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "clause", "said"),
    [
        ("特殊标志登记不上的有几类", "第四条", "缺乏显著性"),
        ("展会上告专利侵权，哪几种情形地方局可以不收", "第十七条", "无效宣告请求程序之中"),
        ("专利法列了几样不给专利的东西", "第二十五条", "科学发现"),
    ],
)
def test_a_list_of_what_is_refused(library: Office, question: str, clause: str, said: str) -> None:
    """The list that its clause leads by 不予 or 不授予, not the nearest one of what is done."""
    answer = library.ask(question)
    assert answer.citations[0].clause_path.split("/")[0] == clause
    assert said in answer.answer


@pytest.mark.corpus
def test_the_second_value_may_stand_in_another_paragraph(library: Office) -> None:
    """投诉举报办法第二十一条: forty-five days in its list, seven days in the 款 behind it."""
    answer = library.ask("市监投诉调解最多几个工作日，终止调解后几个工作日内告知双方").answer
    assert "四十五个工作日" in answer
    assert "七个工作日" in answer


@pytest.mark.corpus
def test_each_of_several_clauses_is_shown(library: Office) -> None:
    """七十五条和七十六条 are both asked for, though one of them would do for the words."""
    answer = library.ask("商标法实施条例第七十五条和第七十六条分别对应哪种侵权")
    assert {one.clause_path for one in answer.citations} == {"第七十五条", "第七十六条"}
