"""Whole answers of the extractive answerer, over the made-up library."""

from datetime import date

import pytest

from assistant.messages import Answer
from tests.library import Office


def _shown(answer: Answer) -> str:
    """The documents' own words in an answer."""
    segments = [s for block in answer.blocks for s in (*block.segments, *(c for row in block.rows for c in row))]
    return "".join(segment.text for segment in segments if segment.kind != "notice")


def _notices(answer: Answer) -> str:
    return "".join(s.text for block in answer.blocks for s in block.segments if s.kind == "notice")


@pytest.mark.parametrize(
    ("question", "fact", "path"),
    [
        ("临江的工作总结什么时候报？", "11月15日", "三"),
        ("临江的总结报给哪个科室", "保护科", "三"),
        ("临江全年组织几次培训会", "2次", "三"),
        ("临江方案的联系电话是多少", "0123-4567890", "联系方式"),
        ("临江重点保护哪些地理标志产品？", "青瓷、白茶、米酒", "二/（一）"),
        ("临江的方案依据什么文件制定", "《江南省保护条例》", "引言"),
        ("违规经营灯笼罚多少？", "五万元", "第四条"),
        ("登记申请多少日内作出决定", "二十日", "第五条"),
        ("什么是灯笼？", "照明用具", "第二条/第一款"),
        ("违规经营灯笼由谁责令改正", "灯笼管理部门", "第四条"),
    ],
)
def test_the_answer_is_the_sentence_that_holds_the_value(office: Office, question: str, fact: str, path: str) -> None:
    """Each kind of question gets its value, cited to its clause."""
    answer = office.ask(question)
    assert fact in _shown(answer)
    assert answer.citations[0].clause_path == path


def test_an_enumeration_is_whole(office: Office) -> None:
    """Where the lead answers, all its items follow, each with its own citation."""
    answer = office.ask("哪些情形属于违规经营灯笼？")
    assert [block.kind for block in answer.blocks] == ["paragraph", "list"]
    assert [c.clause_path for c in answer.citations] == ["第三条", "第三条/第（一）项", "第三条/第（二）项"]


def test_the_members_of_a_list_are_counted(office: Office) -> None:
    """By the outline, each of them cited, the words that lead them behind the number."""
    answer = office.ask("违规经营灯笼的情形共几种")
    assert answer.blocks[0].segments[0].text == "共2项："
    assert len(answer.blocks[0].segments[0].citations) == 2


@pytest.mark.corpus
def test_of_two_lists_in_an_article_the_one_asked_for(library: Office) -> None:
    """What the first volume of a file holds is no answer to what the second holds."""
    answer = library.ask("市监程序规定里副卷该放几样东西")
    assert {c.clause_path.split("/第（")[0] for c in answer.citations} == {"第七十八条/第三款"}


def test_an_article_comes_with_its_paragraphs(office: Office) -> None:
    """Asked for by number, a clause is shown whole."""
    answer = office.ask("灯笼管理条例第二条说什么？")
    assert [c.clause_path for c in answer.citations] == ["第二条/第一款", "第二条/第二款"]


def test_an_item_comes_behind_its_lead(office: Office) -> None:
    """A 项 alone would not be a sentence."""
    answer = office.ask("灯笼管理条例3条(二)")
    assert [c.clause_path for c in answer.citations] == ["第三条", "第三条/第（二）项"]


@pytest.mark.parametrize(("day", "fine"), [(date(2026, 12, 31), "五万元"), (date(2027, 1, 1), "十万元")])
def test_the_edition_of_the_day_answers(office: Office, day: date, fine: str) -> None:
    """The last day of the old edition and the first of the new one."""
    assert fine in _shown(office.ask("灯笼管理条例第四条罚多少", as_of=day))


def test_the_day_of_the_conduct_decides(office: Office) -> None:
    """Asked in 2027 about a conduct of 2026, the old edition answers, marked as replaced."""
    answer = office.ask("2026年5月发生的违规经营灯笼行为，按灯笼管理条例罚多少", as_of=date(2027, 3, 1))
    assert "五万元" in _shown(answer)
    assert "已被修改，本文本适用至2026年12月31日" in _notices(answer)


def test_a_change_since_the_conduct_is_shown(office: Office) -> None:
    """The clause of the conduct's day comes first, then the one in force now, where the two differ."""
    answer = office.ask("2026年5月发生的违规经营灯笼行为，按灯笼管理条例罚多少", as_of=date(2027, 3, 1))
    assert [c.document_id for c in answer.citations] == ["lantern-2020", "lantern-2026"]
    assert "自2027年1月1日起施行，相应的规定是" in _notices(answer)


def test_a_rule_that_stayed_is_shown_once(office: Office) -> None:
    """What both editions say alike needs no second clause."""
    answer = office.ask("2026年5月发生的行为，按灯笼管理条例由谁受理登记申请", as_of=date(2027, 3, 1))
    assert {c.document_id for c in answer.citations} == {"lantern-2020"}


def test_an_edition_is_named_by_its_year(office: Office) -> None:
    """2027年灯笼管理条例 is the edition of that year, also before it takes effect."""
    assert office.ask("2027年的灯笼管理条例第四条").citations[0].document_id == "lantern-2026"


def test_a_comparison_is_a_table_with_silence(office: Office) -> None:
    """A row a document; where one is silent, 未规定; a lead that counts."""
    answer = office.ask("临江和望海的培训会有什么不同？")
    table = answer.blocks[1]
    assert [[cell.text[:8] for cell in row] for row in table.rows] == [
        ["江南省临江市", "全年组织培训会2"],
        ["江南省望海市", "未规定"],
    ]
    assert answer.blocks[0].segments[0].text == "2份文件中有1份有相关内容："


def test_which_plans_names_those_that_speak_of_it(office: Office) -> None:
    """Only documents that hold the words become rows; the lead says how many of how many."""
    answer = office.ask("哪些方案提到了投诉站？")
    assert [row[0].text for row in answer.blocks[1].rows] == ["江南省临江市"]
    assert answer.blocks[0].segments[0].text == "2份文件中有1份有相关内容："


def test_a_false_premise_is_shown_the_clause(office: Office) -> None:
    """The claimed number is said not to stand in the clause that speaks of it."""
    answer = office.ask("受理登记申请后三十日内作出决定，对吗？")
    assert answer.blocks[0].segments[0].text.startswith("问题中的“30日”不见于")
    assert "二十日" in _shown(answer)


def test_a_true_premise_is_confirmed(office: Office) -> None:
    """The claimed number stands there, in whatever spelling."""
    answer = office.ask("受理登记申请后20日内作出决定，对吗？")
    assert answer.blocks[0].segments[0].text == "问题中的“20日”见于所引条文："


@pytest.mark.parametrize(("claimed", "judged"), [("每季度组织培训会一次", False), ("全年组织培训会3次", True)])
def test_once_is_no_number_that_is_claimed(office: Office, claimed: str, *, judged: bool) -> None:
    """一次 and 一个 stand where other languages have an article."""
    answer = office.ask(f"临江的方案要求{claimed}，对吗？")
    assert answer.citations
    assert answer.blocks[0].segments[0].text.startswith("问题中的") is judged


def test_this_year_opens_with_the_year_of_the_plan(office: Office) -> None:
    """今年 is answered from the newest plan, which says of which year it is before anything else."""
    answer = office.ask("今年临江的工作总结什么时候报？")
    assert answer.blocks[0].segments[0].text.startswith("以下出自2024年的")
    assert not answer.abstained


def test_a_plan_of_a_past_year_is_marked(office: Office) -> None:
    """Whoever quotes it must know."""
    assert "是2024年度的文件，年度已过" in _notices(office.ask("临江的工作总结什么时候报？"))
    assert _notices(office.ask("临江的工作总结什么时候报？", as_of=date(2024, 6, 1))) == ""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("郑州的工作总结什么时候报？", "没有载入郑州的文件"),
        ("2023年临江的工作总结什么时候报？", "没有载入2023年度的相关文件"),
        ("灯笼管理条例第九条是什么", "条文到第六条为止"),
        ("灯笼管理条例第三条第五项", "下一级到（二）为止"),
        ("《蜡烛管理办法》第二条怎么规定", "没有载入“蜡烛管理办法”"),
        ("第二条怎么规定", "请说明“第二条”是哪一部文件"),
        ("望海的联系电话是多少", "没有找到能回答"),
        ("临江给举报人奖励多少元", "没有找到能回答"),
        ("无人驾驶汽车怎么上牌", "没有找到能回答"),
    ],
)
def test_near_misses_are_refused(office: Office, question: str, said: str) -> None:
    """Another place, year, clause or document, or a value that nobody gives: refused, with what exists."""
    answer = office.ask(question)
    assert answer.abstained
    assert answer.citations == ()
    assert said in answer.answer


def test_a_misspelt_title_is_understood_and_said(office: Office) -> None:
    """The document is found, and the answer says which one was meant."""
    answer = office.ask("《灯笼管理条列》第五条")
    assert "按《灯笼管理条例" in _notices(answer)
    assert "二十日" in _shown(answer)


def test_a_place_above_the_document_is_said(office: Office) -> None:
    """A province without a plan of its own gets those of its cities, and is told so."""
    answer = office.ask("江南省的培训会组织几次", role="visitor")
    assert _notices(answer).startswith("没有载入江南省本级的文件")


def test_a_follow_up_is_answered(office: Office) -> None:
    """The question before gives what this one leaves out."""
    assert "11月20日" in _shown(office.ask("那望海呢？", "临江的工作总结什么时候报？"))
    assert "11月20日" in _shown(office.ask("上面那条望海也有吗", "临江的工作总结什么时候报？"))


def test_a_visitor_sees_public_documents_only(office: Office) -> None:
    """An internal plan is neither quoted, nor counted, nor shown as a nearest clause."""
    answer = office.ask("望海的工作总结什么时候报？", role="visitor")
    shown = answer.answer + "".join(c.document_id for c in answer.citations)
    assert "11月20日" not in shown
    assert all(clause.document_id != "plan-wanghai" for clause in answer.searched.nearest)
    assert answer.searched.documents == 2


def test_a_plan_of_a_year_that_is_not_loaded_is_not_answered_from_another(office: Office) -> None:
    """临江 has a plan of 2024: what it says is no answer to what that of 2023 says, and which there is is said."""
    answer = office.ask("临江市2023年的保护工作方案，工作总结几号前报送")
    assert (answer.abstained, answer.citations) == (True, ())
    assert "2024" in answer.answer


def test_the_content_of_a_document_known_by_number_alone_is_not_answered_from_one_that_cites_it(office: Office) -> None:
    """A number that no loaded document has; what it contains is not asked of those that name it."""
    answer = office.ask("江知发〔2024〕9号方案里工作总结几号前报送")
    assert (answer.abstained, answer.citations) == (True, ())
    assert "江知发〔2024〕9号" in answer.answer
