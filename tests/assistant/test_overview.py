"""Points of documents: tasks, reports, particulars; for one document, and side by side."""

from datetime import date

import pytest

from assistant.answering.headings import group_asked
from assistant.messages import Answer
from assistant.segmentation import words
from assistant.understanding import Understanding
from assistant.words import load_words
from index.documents import Document, Metadata, Source
from index.structure import outline
from tests.library import LINJIANG, WANGHAI, Office


def _rows(answer: Answer) -> list[list[str]]:
    """The table of an answer, its header first."""
    table = next(block for block in answer.blocks if block.kind == "table")
    return [[cell.text for cell in row] for row in (table.header, *table.rows)]


def test_documents_are_compared_as_a_whole(office: Office) -> None:
    """Without a topic, the main points stand side by side: headings, sections without items whole, or 未规定."""
    assert _rows(office.ask("临江和望海的方案有什么不同")) == [
        ["项目", "江南省临江市", "江南省望海市"],
        ["文号", "未规定", "未规定"],
        ["印发日期", "未规定", "未规定"],
        ["主要任务", "（一）加强商标保护；（二）加强展会保护", "（一）加强商标保护"],
        ["工作要求", LINJIANG[LINJIANG.index("三、") : LINJIANG.index("\n联系")], WANGHAI[WANGHAI.index("二、") : -1]],
        [
            "报送",
            "各县区应当于11月15日前将工作总结报送市知识产权局保护科。",
            "各镇应当于11月20日前将工作总结报送市知识产权局。",
        ],
        ["联系方式", "联系电话：0123-4567890", "未规定"],
    ]


def test_every_quote_of_a_comparison_is_cited(office: Office) -> None:
    """Only what a document does not say has no citation."""
    table = office.ask("临江和望海的方案有什么不同").blocks[0]
    assert all(cell.citations or cell.text == "未规定" for row in table.rows for cell in row[1:])


@pytest.mark.parametrize("question", ["临江方案的重点任务有哪些？", "临江的主要任务一共几项", "临江有几项工作措施"])
def test_tasks_come_from_the_outline(office: Office, question: str) -> None:
    """How many there are, and each heading, whatever the plan calls its section."""
    answer = office.ask(question)
    assert answer.blocks[0].segments[0].text == "共2项："
    assert [segment.text for segment in answer.blocks[1].segments] == ["（一）加强商标保护", "（二）加强展会保护"]


def test_a_section_without_items_is_shown_whole(office: Office) -> None:
    """Its heading alone would be no answer."""
    assert "百分之九十五" in office.ask("临江的工作目标是什么").answer


def test_the_plans_themselves_are_listed(office: Office) -> None:
    """Asked for nothing but plans, the answer is all of them that the asker may see."""
    assert [row[0] for row in _rows(office.ask("已经载入了哪些方案"))][1:] == ["江南省临江市", "江南省望海市"]


@pytest.mark.parametrize("question", ["临江的工作总结报给谁", "临江总结交到市局哪个科", "年度总结临江怎么报送"])
def test_to_whom_something_is_reported(office: Office, question: str) -> None:
    """The sentence that says it."""
    assert "报送市知识产权局保护科" in office.ask(question).answer


def test_what_is_not_reported_is_not_answered(office: Office) -> None:
    """A plan that wants summaries says nothing of where plans are sent."""
    assert office.ask("临江的实施方案报给哪个部门、用什么方式？").abstained


def test_without_a_place_all_plans_are_asked(office: Office) -> None:
    """A row for each plan that the asker may see."""
    rows = _rows(office.ask("工作总结报给哪个部门？"))
    assert [row[0] for row in rows] == ["文件", "江南省临江市", "江南省望海市"]
    assert len(_rows(office.ask("工作总结报给哪个部门，怎么报？"))[0]) == 3


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("临江方案的文号是多少", "没有载明文号"),
        ("临江的方案是谁印发的", "没有载明印发机关"),
        ("望海方案什么时候印发的", "没有载明印发日期"),
    ],
)
def test_particulars_that_a_text_does_not_show(office: Office, question: str, said: str) -> None:
    """What the catalog may know but the text does not print cannot be cited, and is said to be missing."""
    answer = office.ask(question)
    assert answer.abstained
    assert said in answer.answer


@pytest.mark.parametrize("question", ["临江方案的字号是多少", "临江那份的字号呢", "临江的字号是多少"])
def test_the_number_of_a_document_may_be_called_by_a_word_of_three_meanings(office: Office, question: str) -> None:
    """字号 said of a plan is its number."""
    assert "没有载明文号" in office.ask(question).answer


@pytest.mark.parametrize("question", ["临江有哪些老字号", "临江的老字号是什么"])
def test_an_old_name_of_trade_is_no_number_of_a_document(office: Office, question: str) -> None:
    """老字号 asks for shops."""
    assert "文号" not in office.ask(question).answer


def test_the_state_of_a_document(office: Office) -> None:
    """What it is on the day, with the clause on when it takes effect."""
    answer = office.ask("灯笼管理条例现在还有效吗？")
    assert "《灯笼管理条例》现行有效。" in answer.answer
    assert answer.citations[0].clause_path == "第六条"


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("临江方案二（二）", "二/（二）"),
        ("临江方案第二部分第一项讲什么", "二/（一）"),
        ("临江方案第2项任务是什么", "二/（二）"),
        ("望海方案第二部分", "二"),
    ],
)
def test_clauses_of_a_plan_by_number(office: Office, question: str, path: str) -> None:
    """However the clause is written."""
    assert [citation.clause_path for citation in office.ask(question).citations] == [path]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "before", "path"),
    [
        ("枣庄三体系第二个是什么", [], "二/（二）/二是"),
        ("第二个是什么会", ["枣庄三会里头一个是什么会"], "二/（一）/二是"),
        ("最后那个呢", ["枣庄三会里头一个是什么会"], "二/（一）/三是"),
        ("下一项呢", ["枣庄十项任务第三项是什么"], "二/（三）/四是"),
    ],
)
def test_one_of_several_that_a_heading_announces(library: Office, question: str, before: list[str], path: str) -> None:
    """By its number, or counted on from the question before."""
    answer = library.ask(question, *before)
    assert {citation.clause_path for citation in answer.citations} == {path}


@pytest.mark.corpus
def test_one_more_than_a_heading_announces_is_not_there(library: Office) -> None:
    """There is no fourth of three."""
    answer = library.ask("枣庄三体系第四个是什么")
    assert "二/（二）/三是" not in {citation.clause_path for citation in answer.citations}


@pytest.mark.corpus
def test_particulars_are_the_lines_that_show_them(library: Office) -> None:
    """Number, issuer and day of a real plan, each cited to the part that prints it."""
    shown = [library.ask(f"许昌方案{what}").citations[0] for what in ("的文号是什么", "由谁印发", "是哪天印发的")]
    assert [citation.clause_path for citation in shown] == ["头部", "头部", "印发"]


@pytest.mark.corpus
def test_nearest_clauses_are_clauses(library: Office) -> None:
    """Nobody looks for an answer in a letterhead, a signature or a website's footer."""
    nearest = library.ask("国家局方案给地方拨多少补助资金").searched.nearest
    assert nearest
    assert {clause.clause_path.split("（")[0] for clause in nearest}.isdisjoint({"头部", "落款", "印发", "网页"})


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "count", "last"),
    [
        ("陵川主要任务分几块，最后一块是什么", "共5项", "完善行政保护工作机制"),
        ("2022年全国方案的工作要求有几条，分别叫啥", "共4项", "(四) 加强宣传培训"),
        ("陵川2024的主要任务归成几大块", "共5项", "完善行政保护工作机制"),
        ("许昌方案主要任务分几块，每块标题念一下", "共5项", "加强维权援助工作"),
    ],
)
def test_how_many_parts_a_section_has(library: Office, question: str, count: str, last: str) -> None:
    """Asked in any words for the list as such, the headings below the section are counted and named."""
    answer = library.ask(question).answer
    assert answer.startswith(count)
    assert last in answer


@pytest.mark.parametrize(("place", "said"), [("二（二）", "设立投诉站"), ("二（九）", "没有")])
def test_a_clause_of_a_plan_called_like_one_of_a_law(office: Office, place: str, said: str) -> None:
    """By its numbers, right behind the place; that there is none is said."""
    assert said in office.ask(f"临江{place}里点了几个地方").answer


MADE = """某市工作方案
一、总体要求
要做好工作。
二、工作措施
（一）“三个平台”共建
一是建好培训平台。每年培训两次。
二是建好交流平台。每年交流一次。
三是建好评价平台。每年评价一次。
（二）创新工作机制
1. 建立通报机制。按月通报。
2. 建立会商机制。按季会商。
"""


@pytest.mark.parametrize(
    ("question", "paths"),
    [
        ("三个平台是哪三个", ["二/（一）/一是", "二/（一）/二是", "二/（一）/三是"]),
        ("“三个平台”的头两个是啥", ["二/（一）/一是", "二/（一）/二是"]),
        ("三个平台里最后一个是什么", ["二/（一）/三是"]),
        ("三大平台都是哪些", ["二/（一）/一是", "二/（一）/二是", "二/（一）/三是"]),
        ("工作措施的第二块包含几项", ["二/（二）/1", "二/（二）/2"]),
        ("创新机制那块有几条", ["二/（二）/1", "二/（二）/2"]),
        ("创新机制那块有哪三条", []),
        ("四个平台是哪四个", []),
        ("三个平台里哪个管培训经费", []),
    ],
)
def test_a_heading_counts_what_is_below_it(question: str, paths: list[str]) -> None:
    """The members that are asked for: as many as the heading says, the first or last, those of a block."""
    source = Source("made.txt", "txt", "0" * 64, len(MADE.encode()))
    document = Document("made", "0" * 64, MADE, outline(MADE), Metadata("某市工作方案"), (), source)
    terms = tuple(word for word in words(question) if word not in load_words().stops)
    found = group_asked(Understanding(question, question, ("which",), terms, content=question), document)
    assert [node.path for node in found[1]] == paths if found else not paths


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "path", "said"),
    [
        ("枣庄这通知还是2022年的事，落款日期给我", "落款", "2022年3月25日"),
        ("国家局方案发给谁的，抬头怎么写", "通知", "各省、自治区、直辖市"),
        ("国家局方案的网站标识码", "网页（二）", "bm38000007"),
        ("国家局方案官网哪天挂出来的", "网页", "2022-01-24"),
        ("枣庄的方案是省政府印的，对吗", "落款", "枣庄"),
        ("许昌那份方案是6月份发的吧", "印发", "2022年4月25日"),
        ("枣庄的落款日子是哪天", "落款", "2022年3月25日"),
        ("鄂尔多斯留的座机", "联系方式", "0477-8160875"),
    ],
)
def test_what_a_plan_prints_of_itself(library: Office, question: str, path: str, said: str) -> None:
    """The line that shows it, and only that."""
    answer = library.ask(question)
    assert [one.clause_path for one in answer.citations] == [path]
    assert said in answer.answer


@pytest.mark.parametrize(
    "question", ["临江方案留的手机号", "临江方案的传真号", "临江方案的邮箱和电话", "望海方案的联系电话"]
)
def test_a_way_of_contact_that_is_not_printed(office: Office, question: str) -> None:
    """A telephone is no mobile, no fax and no mailbox."""
    assert office.ask(question).abstained


@pytest.mark.corpus
@pytest.mark.parametrize(
    "question", ["陵川和枣庄的方案各是照着上头哪份文件定的", "枣庄方案依据的上级文件和陵川方案依据的上级文件"]
)
def test_what_two_plans_rest_on(library: Office, question: str) -> None:
    """The introduction of each names the paper that it comes from."""
    answer = library.ask(question)
    assert {one.clause_path for one in answer.citations} == {"引言"}
    assert "〔2024〕8号" in answer.answer
    assert "2022年全省知识产权行政保护工作实施方案" in answer.answer


@pytest.mark.corpus
def test_a_particular_of_the_next_plan(library: Office) -> None:
    """A follow-up that names another plan asks the same of it."""
    assert "鄂知发〔2022〕2号" in library.ask("鄂尔多斯的", "枣庄文号是啥").answer


@pytest.mark.corpus
@pytest.mark.parametrize(
    "question", ["鄂尔多斯和枣庄的联系电话分别是多少", "鄂尔多斯和枣庄两份文里留的电子信箱各是哪个"]
)
def test_a_way_of_contact_of_two_plans(library: Office, question: str) -> None:
    """Side by side, each from its own line."""
    assert [row[0] for row in _rows(library.ask(question))][1:] == [
        "内蒙古自治区鄂尔多斯市",
        "山东省枣庄市",
    ]


@pytest.mark.corpus
@pytest.mark.parametrize("question", ["许昌的通知主送哪几类单位", "许昌的通知发给谁"])
def test_whom_a_notice_is_addressed_to(library: Office, question: str) -> None:
    """Its salutation, though only the place is named."""
    assert "综合行政执法支队" in library.ask(question).answer


@pytest.mark.corpus
def test_a_day_of_issue_and_one_of_posting(library: Office) -> None:
    """A double question has both."""
    answer = library.ask("国知发保字〔2022〕5号哪天签发，哪天上的网").answer
    assert ("2022年1月20日" in answer, "2022-01-24" in answer) == (True, True)


@pytest.mark.corpus
@pytest.mark.parametrize("question", ["鄂尔多斯方案末尾附了几张表", "鄂尔多斯后面挂了哪些表", "鄂尔多斯的附件叫什么"])
def test_attachments_are_counted_and_named(library: Office, question: str) -> None:
    """By the list at the end of the plan; the law on forms is not asked, though no plan is named."""
    answer = library.ask(question)
    assert answer.blocks[0].segments[0].text == "共2项："
    assert [one.clause_path for one in answer.citations] == ["附件/1", "附件/2"]


@pytest.mark.corpus
@pytest.mark.parametrize("question", ["鄂尔多斯附件1有几栏", "枣庄方案后面附了几张表"])
def test_what_attachments_hold_is_not_told_by_their_names(library: Office, question: str) -> None:
    """The tables themselves are not loaded, and other plans have none."""
    assert library.ask(question).abstained


@pytest.mark.corpus
@pytest.mark.parametrize("question", ["2027年起用的商标法是哪一天定下来的", "新商标法哪天表决通过的"])
def test_the_day_a_law_was_passed_stands_in_its_head(library: Office, question: str) -> None:
    """The last of the days there, by which the edition was made."""
    answer = library.ask(question, as_of=date(2026, 11, 21))
    assert [one.clause_path for one in answer.citations] == ["头部"]
    assert "2026年6月26日" in answer.answer


@pytest.mark.corpus
def test_whom_to_find_is_told_beside_the_telephone(library: Office) -> None:
    """The line that names the office and the people, and the one with the number."""
    answer = library.ask("鄂尔多斯那份方案有疑问，打哪个电话、找哪个科").answer
    assert "知识产权保护科" in answer
    assert "0477-8160875" in answer
