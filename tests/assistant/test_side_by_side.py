"""Documents, editions and subjects side by side: each row cited, each document asked its own part."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.one_matter import of_one_matter
from assistant.answering.subjects import subjects
from assistant.messages import Answer
from assistant.shelf import Shelf, Shelves
from index.documents import Filters
from index.retrieval import Passage
from tests.library import Office


def _rows(answer: Answer) -> dict[str, str]:
    """The rows of the answer's table: what each is called, and what it says."""
    table = next(block for block in answer.blocks if block.kind == "table")
    return {row[0].text: row[1].text for row in table.rows}


def test_each_document_is_asked_its_own_part(office: Office) -> None:
    """What is asked of one place is not looked for in the other."""
    rows = _rows(office.ask("临江点名保护哪些地理标志产品，望海的工作总结几号报"))
    assert "青瓷、白茶、米酒" in rows["江南省临江市"]
    assert "11月20日前" in rows["江南省望海市"]
    assert "青瓷" not in rows["江南省望海市"]


def test_editions_are_compared_clause_by_clause(office: Office) -> None:
    """The clause of one edition, and what stands in its place in the other, the earlier first."""
    rows = _rows(office.ask("新旧灯笼管理条例对违规经营灯笼的罚款有什么不同"))
    assert list(rows) == ["灯笼管理条例", "灯笼管理条例（2026年修订）"]
    assert "五万元" in rows["灯笼管理条例"]
    assert "十万元" in rows["灯笼管理条例（2026年修订）"]


@pytest.mark.parametrize(
    "question",
    [
        "违规经营灯笼罚多少，20版灯笼管理条例跟27版比",
        "灯笼管理条例修订后违规经营灯笼罚多少，原来罚多少",
        "违规经营灯笼，老条例罚多少，新条例罚多少",
        "违规经营灯笼的罚款，灯笼管理条例改之前和改之后各是多少",
        "违规经营灯笼，2020年的灯笼管理条例罚多少，2027年修的呢",
        "违规经营灯笼，新灯笼管理条例罚多少，2020年的条文里呢",
        "2027年的灯笼管理条例对违规经营灯笼罚多少，对照2020年看",
    ],
)
def test_editions_are_called_by_two_figures_or_by_the_revision(office: Office, question: str) -> None:
    """Each of the two has its row, whatever the question calls it."""
    rows = _rows(office.ask(question))
    assert [("五万元" in row, "十万元" in row) for row in rows.values()] == [(True, False), (False, True)]


def test_years_of_what_was_done_are_no_editions(office: Office) -> None:
    """Nothing is compared where the years are of the conduct."""
    assert all(block.kind != "table" for block in office.ask("2021年违规经营灯笼，2023年被查到，罚多少").blocks)


def test_all_plans_are_gone_over_where_one_is_named_besides(office: Office) -> None:
    """The place that is named has its row, and so has the one that speaks of it."""
    rows = _rows(office.ask("几份方案点名保护青瓷了，望海写没写"))
    assert "青瓷" in rows["江南省临江市"]


def test_every_row_is_cited(office: Office) -> None:
    """A cell without a citation says that nothing is ruled."""
    table = office.ask("新旧灯笼管理条例对违规经营灯笼的罚款有什么不同").blocks[1]
    assert all(row[1].citations for row in table.rows)


def test_one_edition_is_no_comparison(office: Office) -> None:
    """A question about one edition gets its clause."""
    assert all(block.kind != "table" for block in office.ask("违规经营灯笼罚多少").blocks)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("灯笼和风筝，登记期限哪个长", ("灯笼，登记期限哪个长", "风筝，登记期限哪个长")),
        ("灯笼与风筝的登记期限有什么区别", ("灯笼的登记期限有什么区别", "风筝的登记期限有什么区别")),
        (
            "不服登记决定去复议，跟不服处罚起诉，期限各多长",
            ("不服登记决定去复议，期限各多长", "不服处罚起诉，期限各多长"),
        ),
        ("灯笼、风筝、竹编，三家各是几天", ("灯笼，三家各是几天", "风筝，三家各是几天", "竹编，三家各是几天")),
        ("登记几天：灯笼、风筝，两家", ("登记几天：灯笼，两家", "登记几天：风筝，两家")),
        ("登记期限，灯笼摊和风筝摊各是几天", ("登记期限，灯笼摊各是几天", "登记期限，风筝摊各是几天")),
        ("灯笼登记普通程序和简易程序的时限", ("灯笼登记普通程序的时限", "灯笼登记简易程序的时限")),
        ("不予登记，灯笼几天内复议，风筝呢", ("不予登记，灯笼几天内复议，", "不予登记，风筝几天内复议")),
        ("灯笼几天内登记，没登记的呢", ()),
        ("灯笼登记几天，下雨算不算呢", ()),
        ("登记与没登记的灯笼罚多少", ()),
        ("灯笼要与哪三家风筝局统一标准", ()),
        ("灯笼局、风筝局各跟谁合作", ("灯笼局各跟谁合作", "风筝局各跟谁合作")),
        ("2004年灯笼条例和眼下灯笼条例各罚多少", ("2004年灯笼条例各罚多少", "眼下灯笼条例各罚多少")),
        ("灯笼和风筝怎么登记", ()),
        ("卖假灯笼和卖劣灯笼，按几倍罚", ("卖假灯笼，按几倍罚", "卖劣灯笼，按几倍罚")),
        ("奥林匹克标志和特殊标志的期限各几年", ("奥林匹克标志的期限各几年", "特殊标志的期限各几年")),
        ("卖假灯笼跟卖假风筝，罚款差多少", ("卖假灯笼，罚款差多少", "卖假风筝，罚款差多少")),
        ("灯笼局能不能扣货，风筝局呢", ("灯笼局能不能扣货，", "风筝局能不能扣货")),
        ("灯笼归哪级局登记，风筝又归哪级，说说差别", ("灯笼归哪级局登记，", "风筝归哪级局登记")),
        ("灯笼登记的期限，跟风筝条例的比一比", ("灯笼登记的期限，", "风筝条例，灯笼登记的期限，")),
        ("登记灯笼要几天，拖过了呢", ()),
    ],
)
def test_subjects_that_a_question_sets_side_by_side(question: str, expected: tuple[str, ...]) -> None:
    """Each with what is asked of all of them; none where they are asked about together."""
    assert subjects(question) == expected


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("集体商标失管，2003年老办法最多罚几万，2027年新商标法又是多少", ("不超过三万元", "一万元以上十万元以下")),
        ("专利侵权的诉讼时效，2015年司法规定和现行专利法各几年", ("时效为二年", "时效为三年")),
        ("专利、版权、商标三部法，酌定赔偿各写多少", ("三万元以上五百万元", "五百元以上五百万元", "五百万元以下")),
        ("现在的商标法对恶意囤标罚多少，明年那部写了多少", ("给予警告、罚款", "十万元以下的罚款")),
        ("用技术手段妨碍别家软件，旧反法和新反法罚款区间各是多少", ("五十万元以上三百万元", "一百万元以上五百万元")),
        ("枣庄和国家局的方案要下级交总结，期限各到哪天", ("11月11日前", "12月1日前")),
        ("地方局裁决专利案跟国知局办重大案，开庭前分别提前几天通知", ("三个工作日前", "5个工作日前")),
        ("特殊标志侵权和世博标志侵权，没有违法所得时各罚多少封顶", ("1万元以下", "5万元以下")),
        ("商标代理机构伪造签名，新商标法罚多少，2019年那部罚多少", ("一万元以上十万元", "十万元以上二十万元")),
        ("毁证据算不算情节严重，2021年解释和2026年解释怎么说", ("可以认定为情节严重", "应当认定为情节严重")),
        ("国家局和陵川方案，监管要用的新技术各有哪些", ("云计算、大数据、区块链", "人工智能")),
    ],
)
def test_both_sides_of_a_comparison_are_told(library: Office, question: str, said: tuple[str, ...]) -> None:
    """Of a text called by its year, laws that share one 法, a law and its next edition, days of plans, like cases."""
    rows = _rows(library.ask(question))
    assert len(rows) == len(said)
    assert all(any(words in row for row in rows.values()) for words in said)


@pytest.mark.corpus
def test_a_number_that_two_documents_have_compares_nothing(library: Office) -> None:
    """63号令 is of the patent office in 2012 and of another ministry in 2022."""
    assert all(block.kind != "table" for block in library.ask("商标代理所一手托两家，63号令列成几类").blocks)


@pytest.mark.corpus
def test_what_no_clause_tells_apart_is_not_set_side_by_side(library: Office) -> None:
    """Two provinces have no rows of their own in a law that names neither."""
    assert all(block.kind != "table" for block in library.ask("江西和湖南的商标罚款基准，经营额八万各按几倍").blocks)


def _clause(shelf: Shelf, document_id: str, path: str, score: float) -> Passage:
    found = shelf.search("灯笼", date(2028, 1, 1), Filters(document_id=document_id), 40)
    return next(replace(one, score=score) for one in found if one.chunk.path == path)


@pytest.mark.parametrize(("score", "path"), [(0.85, "第五条"), (0.1, "第四条")])
def test_the_clauses_taken_speak_of_one_matter(office: Office, score: float, path: str) -> None:
    """A clause about as near as the best is taken where its like stands in the other row; one far behind is not."""
    with Shelves().open(office.library, office.embedder, frozenset({"public"})) as shelf:
        own = [_clause(shelf, "lantern-2020", "第四条", 0.9), _clause(shelf, "lantern-2020", "第五条", score)]
        chosen = of_one_matter([own, [_clause(shelf, "lantern-2026", "第五条", 1.0)]], shelf)
    assert [one.chunk.path for one in chosen] == [path, "第五条"]


def test_one_clause_is_seldom_that_of_two_subjects(office: Office) -> None:
    """Where another clause is about as near, the second subject has that one."""
    with Shelves().open(office.library, office.embedder, frozenset({"public"})) as shelf:
        fine, again = (_clause(shelf, "lantern-2020", "第四条", 0.9) for _ in range(2))
        chosen = of_one_matter([[fine], [again, _clause(shelf, "lantern-2026", "第四条", 0.85)]], shelf)
    assert [one.chunk.document_id for one in chosen] == ["lantern-2020", "lantern-2026"]
