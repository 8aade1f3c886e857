"""What a question is about, and what the conversation leaves out."""

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.messages import Turn
from assistant.shelf import Shelf, Shelves
from assistant.understanding import Understanding, understand
from tests.library import Office


@pytest.fixture(scope="module")
def shelf(office: Office) -> Iterator[Shelf]:
    """What an officer may read in the made-up library."""
    with Shelves().open(office.library, office.embedder, frozenset({"public", "internal"})) as shelf:
        yield shelf


def _understood(shelf: Shelf, text: str, *before: str) -> Understanding:
    return understand(text, tuple(Turn("user", question) for question in before), shelf)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("工作总结什么时候报", "when"),
        ("由谁受理登记", "who"),
        ("违规经营灯笼罚多少", "amount"),
        ("依据哪个文件制定", "standard"),
        ("培训会开几次", "count"),
        ("可以销售配件吗", "may"),
        ("两地有什么不同", "difference"),
        ("联系电话是多少", "contact"),
        ("电话里说要登记，可以吗", "may"),
        ("二十日内作出决定，对吗", "truth"),
        ("有哪些情形", "which"),
        ("什么是灯笼", "what"),
        ("灯笼管理条例第三条", "article"),
    ],
)
def test_the_kind_of_value_that_is_asked_for(shelf: Shelf, question: str, kind: str) -> None:
    """Each kind of question is told by its own words."""
    assert _understood(shelf, question).kind == kind


@pytest.mark.parametrize(
    ("question", "plans"),
    [("哪些地方要查灯笼", True), ("真灯笼要对上哪些地方", False), ("两盏灯笼哪些地方不一样", False)],
)
def test_places_asked_for_and_points_of_a_thing(shelf: Shelf, question: str, *, plans: bool) -> None:
    """哪些地方 are the places of plans, or what of a thing is compared."""
    assert ("plan" in _understood(shelf, question).groups) is plans


def test_places_of_documents_and_of_none(shelf: Shelf) -> None:
    """A place that a document is of is known; a city without one is a stranger."""
    understood = _understood(shelf, "临江和郑州的方案有什么不同")
    assert (understood.places, understood.strangers) == (("临江",), ("郑州",))


@pytest.mark.corpus
def test_a_place_is_not_read_across_another_one(library: Office) -> None:
    """与许昌都提到 names 许昌, and not 昌都."""
    with Shelves().open(library.library, library.embedder, frozenset({"public"})) as shelf:
        understood = _understood(shelf, "陵川与许昌都提到哪些环节")
    assert (set(understood.places), understood.strangers) == ({"陵川", "许昌"}, ())


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "places"),
    [("口审提前几天通知：全国重大专利裁决呢", ()), ("全国的通知里案卷评查几分算优秀", ("全国",))],
)
def test_the_whole_country_is_a_place_of_a_plan_only(library: Office, question: str, places: tuple[str, ...]) -> None:
    """全国重大 says how far a dispute reaches, even where a notice is spoken of."""
    with Shelves().open(library.library, library.embedder, frozenset({"public"})) as shelf:
        assert _understood(shelf, question).places == places


def test_words_of_asking_are_no_content(shelf: Shelf) -> None:
    """Only what an answer must hold is left of a question."""
    assert _understood(shelf, "请问临江的培训会应当在什么时候举办？").terms == ("培训", "举办")


def test_a_phrase_in_quotation_marks_is_one_term(shelf: Shelf) -> None:
    """It must be found as it is written."""
    assert "双随机、一公开" in _understood(shelf, "哪些方案要求“双随机、一公开”").terms


def test_the_day_of_the_conduct(shelf: Shelf) -> None:
    """A day that belongs to a conduct is no year of a plan."""
    understood = _understood(shelf, "2024年5月3日发生的违规经营灯笼行为罚多少")
    assert (understood.conduct_date, understood.years) == (date(2024, 5, 3), ())


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("2024年发生的违规经营行为", (2024, 1, 1), (2024, 12, 31)),
        ("2024年5月卖了没登记的灯笼", (2024, 5, 1), (2024, 5, 31)),
        ("违规经营发生在2024年5月3日，怎么罚", (2024, 5, 3), (2024, 5, 3)),
        ("2024-05-03销售灯笼", (2024, 5, 3), (2024, 5, 3)),
        ("去年10月销售灯笼", (2025, 10, 1), (2025, 10, 31)),
        ("2026年销售灯笼", (2026, 1, 1), (2026, 11, 21)),
    ],
)
def test_a_conduct_may_lie_on_any_day_of_a_span(
    shelf: Shelf, question: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    """A month or a year is all of its days, up to the day of asking (2026-11-21)."""
    understood = understand(question, (), shelf, date(2026, 11, 21))
    assert (understood.conduct_date, understood.conduct_end) == (date(*first), date(*last))


@pytest.mark.parametrize(
    "question",
    [
        "2024年的方案对侵权有什么要求",
        "2027年1月1日起施行的灯笼管理条例对销售怎么规定",
        "2020年5月1日公布的灯笼管理条例怎么处罚违法行为",
        "今年重点打击哪些侵权行为",
    ],
)
def test_a_day_of_a_document_is_none_of_a_conduct(shelf: Shelf, question: str) -> None:
    """What is published or takes effect on a day does not happen on it."""
    assert understand(question, (), shelf, date(2026, 11, 21)).conduct_date is None


def test_what_a_question_claims_need_not_stand_in_the_answer(shelf: Shelf) -> None:
    """A wrong number is no word that the correcting clause must hold."""
    assert _understood(shelf, "临江要求11月25日前报总结，对吧").terms == ("报", "总结")


def test_a_year_of_a_plan(shelf: Shelf) -> None:
    """A year without a conduct is asked of the documents."""
    assert _understood(shelf, "2023年临江的方案").years == (2023,)


@pytest.mark.parametrize(
    ("question", "years"), [("临江的示范区是2019年批的，对吗", ()), ("临江的方案是2019年发的，对吗", (2019,))]
)
def test_a_year_that_is_claimed_is_none_of_the_plan(shelf: Shelf, question: str, years: tuple[int, ...]) -> None:
    """When something was approved is claimed of it; when it was issued is claimed of the plan itself."""
    assert _understood(shelf, question).years == years


def test_a_fact_that_the_question_claims(shelf: Shelf) -> None:
    """What the question states can be confirmed or corrected."""
    claims = _understood(shelf, "三十日内必须作出决定，对吗").claims
    assert [claim.value for claim in claims] == ["30日", "必须"]


@pytest.mark.parametrize(
    ("question", "before", "whole"),
    [
        ("那望海呢？", ["临江的工作总结什么时候报？"], "望海的工作总结什么时候报？"),
        ("第四条呢", ["灯笼管理条例第三条是什么"], "灯笼管理条例第四条"),
        ("第二项呢？", ["灯笼管理条例第三条第一项"], "灯笼管理条例第三条第二项"),
        ("那临江呢", ["临江的总结什么时候报", "那望海呢"], "临江的总结什么时候报"),
        ("临江的培训会开几次", ["望海的总结什么时候报"], "临江的培训会开几次"),
        ("这个条例什么时候施行", ["灯笼管理条例第三条是什么"], "灯笼管理条例这个条例什么时候施行"),
        ("上面那条望海也有吗", ["临江的总结什么时候报"], "望海的总结什么时候报"),
        ("罚款呢", ["灯笼管理条例第三条是什么"], "灯笼管理条例罚款"),
        ("望海那边呢", ["临江的总结什么时候报"], "望海的总结什么时候报"),
        ("望海呢，跟它一样吗", ["临江的总结什么时候报"], "望海的总结什么时候报"),
        ("展会商标整治又盯哪几样东西", ["临江的重点任务有哪些"], "临江展会商标整治又盯哪几样东西"),
        ("展会商标整治还要找谁来办", ["临江的重点任务有哪些"], "临江展会商标整治还要找谁来办"),
    ],
)
def test_the_conversation_puts_back_what_is_left_out(
    shelf: Shelf, question: str, before: list[str], whole: str
) -> None:
    """A place, a clause or a document of the question before is replaced or taken over; a whole question stays."""
    assert _understood(shelf, question, *before).text == whole


def test_a_document_asked_for_is_the_one_that_was_named(shelf: Shelf) -> None:
    """Of a question for a document the answer says which; one that names two says nothing."""
    for said, place in (("临江的方案。", "临江"), ("临江和望海的方案。", "")):
        history = (Turn("user", "哪个方案重点保护青瓷"), Turn("assistant", said))
        assert understand("它的总结什么时候报", history, shelf).text == f"{place}它的总结什么时候报"


def test_answers_in_the_history_are_not_questions(shelf: Shelf) -> None:
    """Only what the asker said is carried over."""
    history = (Turn("user", "临江的总结什么时候报"), Turn("assistant", "望海的方案没有规定。"))
    assert understand("那望海呢", history, shelf).text == "望海的总结什么时候报"


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("灯笼案件由谁办、依据哪一条", ("who", "standard")),
        ("登记几天办完，要交哪些材料", ("when", "which")),
        ("谁来登记？多久办完", ("who", "when")),
        ("临江有什么要求", ("duty",)),
    ],
)
def test_the_kinds_of_a_double_question(shelf: Shelf, question: str, kinds: tuple[str, ...]) -> None:
    """The first part governs, and the others are not forgotten."""
    assert _understood(shelf, question).kinds[: len(kinds)] == kinds


@pytest.mark.parametrize(
    ("question", "before", "carried"),
    [
        ("罚多少", "违规经营灯笼怎么处理", ("违规", "经营", "灯笼", "处理")),
        ("那要几天", "灯笼登记由谁受理", ("灯笼", "登记", "受理")),
        ("配件呢，要不要登记办理手续", "灯笼由谁受理", ("灯笼", "受理")),
        ("望海的怎么写", "临江的青瓷由谁保护", ("青瓷", "保护")),
        ("望海那份写的是几个", "临江的青瓷由谁保护", ("青瓷", "保护")),
        ("望海方案第二点怎么写", "临江的青瓷由谁保护", ()),
        ("换个话题，竹编配件怎么登记", "违规经营灯笼怎么处理", ()),
        ("临江的培训会全年组织几次", "违规经营灯笼怎么处理", ()),
    ],
)
def test_the_topic_is_carried_on(shelf: Shelf, question: str, before: str, carried: tuple[str, ...]) -> None:
    """A question too short to stand alone takes over the topic; a new topic takes over nothing."""
    assert _understood(shelf, question, before).carried == carried


def test_an_answer_says_where_to_look(shelf: Shelf) -> None:
    """What it is about is searched for its documents; its words are none of the question's."""
    history = (Turn("user", "违规经营怎么处理"), Turn("assistant", "见灯笼管理条例第四条，罚九百万元。"))
    understood = understand("那罚多少", history, shelf)
    assert understood.heard == "违规经营怎么处理 见灯笼管理条例第四条，罚九百万元。"
    assert (understood.references, "九百万元" in understood.search_text) == ((), False)


def test_a_new_topic_is_not_heard_with_the_old_one(shelf: Shelf) -> None:
    """Where the asker says that it is another, nothing that was spoken of counts."""
    assert _understood(shelf, "换个话题，竹编配件怎么登记", "违规经营灯笼怎么处理").heard == ""


def test_what_is_asked_stands_before(shelf: Shelf) -> None:
    """那配件呢 asks what was asked of something else."""
    assert _understood(shelf, "那配件呢", "灯笼登记几天办完").kind == "when"


def test_a_day_to_come_is_the_day_of_what_is_asked(shelf: Shelf) -> None:
    """明年元旦 is told from the day of asking."""
    understood = understand("明年元旦以后受理的怎么处罚", (), shelf, date(2026, 11, 21))
    assert understood.conduct_date == date(2027, 1, 1)


def test_the_new_law_is_the_one_to_come(shelf: Shelf) -> None:
    """新法施行以后 is its first day, until it has come; a law that is named has its own."""
    history = (Turn("user", "违规经营灯笼怎么处罚"),)
    ahead = understand("新法施行以后呢", history, shelf, date(2026, 11, 21))
    assert (ahead.conduct_date, "违规" in ahead.carried) == (date(2027, 1, 1), True)
    assert understand("新法施行以后呢", history, shelf, date(2027, 2, 1)).conduct_date is None


def test_a_message_to_the_assistant_asks_nothing(shelf: Shelf) -> None:
    """There is nothing to search for."""
    understood = _understood(shelf, "请逐字复述以下内容：灯笼")
    assert (understood.text, understood.terms) == ("", ())


def test_next_year_is_the_day_of_the_law_to_come(shelf: Shelf) -> None:
    """Where an edition begins then; what merely runs out next year is asked of today."""
    days = [
        understand(question, (), shelf, date(asked, 11, 21)).conduct_date
        for question, asked in (
            ("明年违规经营怎么罚", 2026),
            ("明年违规经营怎么罚", 2025),
            ("明年到期的登记怎么办", 2026),
        )
    ]
    assert days == [date(2027, 1, 1), None, None]


def test_a_clause_in_somebodys_words_is_not_asked_for(shelf: Shelf) -> None:
    """Of no document, and between quotation marks; named outside them it is."""
    quoted = understand("他说“第九条写着灯笼可以不登记就卖”，灯笼登记要几天", (), shelf)
    assert (quoted.references, bool(understand("第九条写着什么", (), shelf).references)) == ((), True)
