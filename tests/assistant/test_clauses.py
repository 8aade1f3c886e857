"""Clauses that answer are quoted as far as they speak of the question."""

from datetime import date

import pytest

from tests.library import Office


@pytest.mark.corpus
def test_a_penalty_is_quoted_with_all_its_amounts(library: Office) -> None:
    """The whole 款: what is fined by turnover, and what without one."""
    answer = library.ask("假冒专利怎么处罚，罚多少", as_of=date(2026, 3, 2)).answer
    assert ("五倍以下" in answer, "二十五万元以下" in answer) == (True, True)


@pytest.mark.corpus
def test_factors_are_listed_whole(library: Office) -> None:
    """A lead brings its items."""
    answer = library.ask("判断容不容易混淆，要综合看哪些因素", as_of=date(2026, 3, 2)).answer
    assert all(word in answer for word in ("近似情况", "显著性和知名度", "相关公众的注意"))


@pytest.mark.corpus
def test_both_editions_stand_side_by_side(library: Office) -> None:
    """新旧商标法: a row each."""
    answer = library.ask("商标初审公告后提异议的时间，2019年商标法和2026年修订版一样长吗")
    assert {c.document_id for c in answer.citations} >= {"trademark-law-2019", "trademark-law-2026"}


@pytest.mark.corpus
def test_a_plan_that_came_later_answers_nothing(library: Office) -> None:
    """Asked before the day of issue."""
    answer = library.ask("许昌2022年方案把哪些节日当成重要节点", as_of=date(2022, 2, 10))
    assert (answer.abstained, "2022年4月25日" in answer.answer) == (True, True)


@pytest.mark.corpus
def test_of_an_article_the_paragraph_is_quoted_that_answers(library: Office) -> None:
    """消费者权益保护法第五十五条 has two 款: of threefold damages the first one speaks, found by what people call it."""
    cited = library.ask("买到假货可以要求几倍赔偿", as_of=date(2026, 3, 2)).citations
    assert [(one.document_id, one.clause_path) for one in cited[:1]] == [
        ("consumer-protection-law-2013", "第五十五条/第一款")
    ]
    assert "第五十五条/第二款" not in {one.clause_path for one in cited}


@pytest.mark.corpus
def test_words_that_lead_a_list_never_stand_alone(library: Office) -> None:
    """商标法第五十七条 leads seven items: where it is quoted, at least one of them is."""
    cited = library.ask("哪些行为算侵犯别人的注册商标", as_of=date(2026, 3, 2)).citations
    paths = [one.clause_path for one in cited if one.document_id == "trademark-law-2019"]
    assert "第五十七条" in paths
    assert sum(path.startswith("第五十七条/") for path in paths) == 7


@pytest.mark.corpus
@pytest.mark.parametrize("question", ["许昌方案的联系人邮箱是什么", "满意度调查打多少分算达标，2022年全国方案里的线"])
def test_a_value_that_stands_nowhere_is_not_answered(library: Office, question: str) -> None:
    """A mailbox, a score: where no clause found has any, clauses about the subject are no answer."""
    assert library.ask(question).abstained


@pytest.mark.corpus
@pytest.mark.parametrize("question", ["当听证主持人得干过几年执法", "2022年全国方案的重点监控名单上有哪几家代理所"])
def test_a_sentence_with_all_the_words_and_no_value_is_no_answer(library: Office, question: str) -> None:
    """Days for years, a list that is only to be made: whatever else the sentence holds of the question."""
    assert library.ask(question, as_of=date(2022, 7, 15)).abstained


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("鄂尔多斯方案要跟公安、海关联手，点了哪几家", "三/（三）"),
        ("枣庄的培训会请专家讲课，点了名的法规有几部", "二/（一）/一是"),
    ],
)
def test_offices_and_laws_that_are_named_need_no_number(library: Office, question: str, clause: str) -> None:
    """哪几家 and 几部 are answered by the names that the clause lists, whatever word of the question is not in it."""
    assert library.ask(question, as_of=date(2022, 7, 15)).citations[0].clause_path == clause


@pytest.mark.corpus
def test_a_sentence_without_the_value_does_not_hide_the_clause_that_has_it(library: Office) -> None:
    """特殊标志管理条例第十五条 has every word of the question, 第九条 the month."""
    answer = library.ask("特殊标志的所有人搬了家，多长时间里要去备案", as_of=date(2026, 3, 2)).answer
    assert "1个月" in answer


@pytest.mark.corpus
@pytest.mark.parametrize(
    "question", ["国知局2022年方案里保护司的联系电话", "国知局2022年方案要求地方哪天交示范区的申报材料"]
)
def test_a_plan_named_by_its_office_is_the_only_one(library: Office, question: str) -> None:
    """What it does not say is not answered from the plans of cities."""
    assert {one.document_id for one in library.ask(question, as_of=date(2022, 7, 15)).citations} <= {"plan-cnipa-2022"}


@pytest.mark.corpus
def test_the_item_that_is_named_is_not_the_one_asked_for(library: Office) -> None:
    """除了登记备案表还交什么 asks for the others of the list."""
    answer = library.ask("公益展会上想挂地标专用标志，除了登记备案表还交什么", as_of=date(2026, 3, 2)).answer
    assert "使用设计图样" in answer


@pytest.mark.corpus
def test_a_fee_that_stands_nowhere_is_not_answered_by_whom_may_apply(library: Office) -> None:
    """However well a sentence speaks of the subject: what it costs is asked."""
    assert library.ask("请求重大专利侵权纠纷行政裁决要交多少受理费").abstained


@pytest.mark.corpus
def test_each_part_of_a_double_question_has_its_own_paragraph(library: Office) -> None:
    """行政强制法第五十六条: five days to accept stand in its first 款, fifteen days to object in its second."""
    cited = library.ask("强执申请交到法院，几天受理；人家不收，我们多少天内往哪申诉", as_of=date(2026, 3, 2)).citations
    own = {one.clause_path for one in cited if one.document_id == "administrative-compulsion-law-2011"}
    assert own == {"第五十六条/第一款", "第五十六条/第二款"}


@pytest.mark.corpus
def test_a_list_stands_whole_for_two_parts(library: Office) -> None:
    """Of the circumstances that make an infringement grave one is told, and the others are asked for."""
    answer = library.ask("受过处罚又侵权，惩罚性赔偿里算情节严重吗，还有啥算", as_of=date(2026, 11, 21)).answer
    assert ("再次实施相同或者类似侵权行为" in answer, "为业" in answer) == (True, True)


@pytest.mark.corpus
def test_the_step_of_a_scale_stands_beside_the_lower_one(library: Office) -> None:
    """第三条第一款 says what is 情节严重, 第四款 that ten times as much is 情节特别严重."""
    answer = library.ask("假冒一种注册商标，金额到多少判三年以上那一档", as_of=date(2026, 3, 2)).answer
    assert "十倍以上" in answer


@pytest.mark.corpus
def test_an_item_of_a_plan_is_quoted_whole(library: Office) -> None:
    """Its sentences set out one measure: 申请取得商标专用权 stands in another than what is to be punished."""
    answer = library.ask("许昌对商标印制环节怎么监管", as_of=date(2022, 7, 15)).answer
    assert "积极指导自然人、法人和其他组织及时申请" in answer


@pytest.mark.corpus
def test_each_part_of_a_double_question_has_its_sentence(library: Office) -> None:
    """Of an item too long to be quoted whole."""
    answer = library.ask("枣庄要代工厂尽什么义务？大案难案市局怎么盯？", as_of=date(2022, 7, 15)).answer
    assert ("查验义务" in answer, "督办" in answer) == (True, True)
