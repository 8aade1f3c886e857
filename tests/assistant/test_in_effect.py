"""Whether a law is in force, and from when, is answered by its own clause or the one that ended it, with its state."""

from datetime import date

import pytest

from tests.library import Office


def _cited(office: Office, question: str, day: date) -> list[tuple[str, str]]:
    answer = office.ask(question, as_of=day)
    return [(one.document_id, one.clause_path.split("/")[0]) for one in answer.citations]


@pytest.mark.parametrize(
    "question", ["灯笼管理条例什么时候施行的", "灯笼管理条例现在还有效吗", "请问灯笼管理条例今天能引用吗？"]
)
def test_a_law_in_force_is_said_to_be(office: Office, question: str) -> None:
    """By the clause that says so, behind its state."""
    answer = office.ask(question, as_of=date(2026, 3, 2))
    assert [(one.document_id, one.clause_path) for one in answer.citations] == [("lantern-2020", "第六条")]
    assert "《灯笼管理条例》现行有效。" in answer.answer
    assert "自2020年5月1日起施行" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "2026年修的灯笼管理条例，这会儿能引用了吗",
        "灯笼管理条例修订后的版本算数了吗，哪天起用",
        "2026年修的灯笼管理条例生效没有",
    ],
)
def test_a_new_edition_is_not_yet_in_force(office: Office, question: str) -> None:
    """Before its day; the edition that is called new or named by its year is meant."""
    answer = office.ask(question, as_of=date(2026, 3, 2))
    assert [(one.document_id, one.clause_path) for one in answer.citations] == [("lantern-2026", "第六条")]
    assert "尚未生效，自2027年1月1日起施行" in answer.answer


@pytest.mark.corpus
def test_an_ended_law_is_told_by_what_ended_it(library: Office) -> None:
    """In 2027 the edition of 2019 has been replaced: the new law says from when."""
    answer = library.ask("2019年的商标法还能用吗", as_of=date(2027, 3, 1))
    assert [(one.document_id, one.clause_path) for one in answer.citations] == [
        ("trademark-law-2026", "第八十七条/第一款")
    ]
    assert "适用至2026年12月31日" in answer.answer


def test_what_takes_effect_inside_a_law_is_another_question(office: Office) -> None:
    """When a decision takes effect is not when the law does."""
    assert _cited(office, "灯笼管理条例规定的登记申请决定多久作出才生效", date(2026, 3, 2)) != [
        ("lantern-2020", "第六条")
    ]


@pytest.mark.parametrize(
    "question",
    [
        "灯笼管理条例最早哪天开始管事的",
        "灯笼管理条例从几号起能用",
        "灯笼管理条例到底什么时候开始适用",
        "灯笼条例现在管用不",
    ],
)
def test_a_law_is_asked_for_in_any_words(office: Office, question: str) -> None:
    """Officers' own words for 施行, and a name in words of the title."""
    assert _cited(office, question, date(2026, 3, 2)) == [("lantern-2020", "第六条")]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2020年4月那会儿灯笼管理条例生效没有", "在所问的日期，《灯笼管理条例》还没有施行。"),
        ("2020年5月1日查的案子，能用灯笼管理条例吗", "在所问的日期，《灯笼管理条例》已经施行。"),
    ],
)
def test_a_day_in_the_question_counts(office: Office, question: str, said: str) -> None:
    """Whether the law was in force then, and the clause that says from when."""
    answer = office.ask(question, as_of=date(2026, 3, 2))
    assert answer.answer.startswith(f"> {said}")
    assert answer.citations[0].clause_path == "第六条"


def test_what_is_used_too_early_is_told_by_its_clause(office: Office) -> None:
    """Whatever else the question says, a law that was not in force on the day is not used."""
    answer = office.ask("2020年3月2日查的，能用灯笼管理条例那套登记标准给他算账吗", as_of=date(2026, 3, 2))
    assert [one.clause_path for one in answer.citations] == ["第六条"]


@pytest.mark.parametrize("question", ["灯笼管理条例施行以后卖的人会变少吗", "灯笼管理条例那三年从哪天算起"])
def test_other_uses_of_the_same_words(office: Office, question: str) -> None:
    """What happens after a law takes effect, and how long something lasts, is not answered by its state."""
    assert "现行有效" not in office.ask(question, as_of=date(2026, 3, 2)).answer


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("老反法是哪年开始实施的", [("anti-unfair-competition-law-2019", "第三十三条")]),
        ("04年那份知产刑事解释现在还能引用吗", [("ip-criminal-interp-2025", "第三十一条")]),
        ("管代理机构的63号令是不是已经生效了", [("trademark-agency-supervision-2022", "第四十三条")]),
        ("严重违法失信名单的新办法生效了吗", [("samr-serious-violation-list-2021", "第二十六条")]),
    ],
)
def test_texts_that_are_named_in_passing(library: Office, question: str, clauses: list[tuple[str, str]]) -> None:
    """The old one, the one of a year of two digits, one by its number and matter, one in words of its title."""
    assert _cited(library, question, date(2026, 11, 21)) == clauses


@pytest.mark.corpus
def test_what_became_of_the_old_text_stands_in_the_same_article(library: Office) -> None:
    """Both 款 are quoted where the old one is asked about too."""
    answer = library.ask("惩罚性赔偿的新解释哪天起用，老的还留着没有")
    assert "2026年5月1日起施行" in answer.answer
    assert "同时废止" in answer.answer


@pytest.mark.corpus
def test_what_is_valid_inside_a_law_is_another_question(library: Office) -> None:
    """怎么弄才有效 asks for a form of evidence, not for the state of the law that is named."""
    assert _cited(library, "市监程序规定：老板躲着不出面，笔录也不签，怎么弄才有效", date(2026, 3, 2))[0] == (
        "samr-penalty-procedure-2022",
        "第四十三条",
    )


@pytest.mark.corpus
def test_a_short_name_means_the_edition_of_the_day(library: Office) -> None:
    """反法 is a name of the text of 2025; in 2023 it is the one before."""
    assert _cited(library, "商家吹嘘功效骗人，反法罚款有没有最低数", date(2023, 5, 1))[0] == (
        "anti-unfair-competition-law-2019",
        "第二十条",
    )


@pytest.mark.corpus
def test_a_new_text_is_the_newest_published(library: Office) -> None:
    """Called by its subject alone, before its day; 刚发 is new; a month in the question is of no edition."""
    questions = [
        (
            "管严重失信名单的新办法，现在能引用了吗",
            date(2021, 8, 10),
            ("samr-serious-violation-list-2021", "第二十六条"),
        ),
        ("刚公布的专利法实施细则，今天能用吗", date(2024, 1, 2), ("patent-law-rules-2023", "第一百四十九条")),
        ("新的专利法实施细则，下个月递材料能照着来吗", date(2024, 1, 2), ("patent-law-rules-2023", "第一百四十九条")),
        ("现在是2026年9月，新商标法生效没有", date(2026, 9, 9), ("trademark-law-2026", "第八十七条")),
    ]
    assert [_cited(library, question, day)[0] for question, day, _ in questions] == [cited for *_, cited in questions]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "day", "said"),
    [
        ("2016年注册的商标，新商标法施行后还作数吗", date(2027, 2, 1), "已经注册的商标继续有效"),
        ("上个月判完的案子要再审，惩罚性赔偿的新解释能用吗", date(2026, 6, 1), "不适用本解释"),
    ],
)
def test_what_was_before_is_answered_by_the_rest_of_the_article(
    library: Office, question: str, day: date, said: str
) -> None:
    """An old registration, a case under way: the day of effect alone does not say whether they count."""
    assert said in library.ask(question, as_of=day).answer


@pytest.mark.corpus
def test_a_new_text_of_another_name_is_not_the_one_it_replaces(library: Office) -> None:
    """Published and not yet in force: the old rules on patent filings count, and the new ones are asked about."""
    answer = library.ask("规范专利申请行为的新规定现在生效没有", as_of=date(2024, 1, 8))
    assert {one.document_id for one in answer.citations} == {"patent-filing-conduct-rules-2023"}
    assert "尚未生效，自2024年1月20日起施行" in answer.answer
