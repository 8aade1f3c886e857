"""The law of the day: past conducts, changes of an edition, days before anything was in force."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from assistant.messages import Answer, Question
from assistant.pipeline import answer_stream, collect
from tests.assistant.measure_editions import DAYS, Desk, notices_of, right
from tests.library import Office

TABLE = tomllib.loads((Path(__file__).parent / "editions.toml").read_text(encoding="utf-8"))
IN_2027 = date(2027, 3, 1)


def cited(answer: Answer) -> list[str]:
    """Documents and clauses in the order in which they are cited."""
    return [f"{citation.document_id} {citation.clause_path}" for citation in answer.citations]


def told(answer: Answer) -> str:
    """All that the answer says in its own words."""
    return "\n".join(notices_of(answer))


def test_old_and_new_number_stand_side_by_side(office: Office) -> None:
    """Before the change the coming edition is pointed out where it differs, afterwards the one before."""
    before, after = (office.ask("灯笼管理条例第四条", as_of=day) for day in (date(2026, 12, 31), date(2027, 1, 1)))
    assert "《灯笼管理条例》第四条对应《灯笼管理条例（2026年修订）》第四条，文字有变动" in told(before)
    assert "《灯笼管理条例（2026年修订）》第四条对应《灯笼管理条例》第四条，文字有变动" in told(after)
    assert "尚未生效，自2027年1月1日起施行" in told(before)
    assert "《灯笼管理条例》适用至2026年12月31日" in told(after)


def test_an_article_that_stayed_needs_no_word(office: Office) -> None:
    """Same number, same words: nothing to point out."""
    assert "对应" not in told(office.ask("灯笼管理条例第五条"))


def test_the_rule_between_the_editions_is_not_invented(office: Office) -> None:
    """Where no 行政处罚法 is loaded both clauses stand alone."""
    answer = office.ask("2026年5月发生的违规经营灯笼行为，按灯笼管理条例罚多少", as_of=IN_2027)
    assert cited(answer) == ["lantern-2020 第四条", "lantern-2026 第四条"]


def test_a_year_in_which_the_law_changed_shows_both_sides(office: Office) -> None:
    """2026年底至2027年初 is a span: the change on 1 January lies within it."""
    answer = office.ask("2026年12月至2027年1月发生的违规经营灯笼行为，按灯笼管理条例罚多少", as_of=IN_2027)
    assert cited(answer) == ["lantern-2020 第四条", "lantern-2026 第四条"]
    assert "所问的期间内规定有变化：《灯笼管理条例（2026年修订）》自2027年1月1日起施行" in told(answer)
    assert [note.text for note in answer.notes] == ["按2026年12月1日至2027年1月31日之间的行为理解。"]


def test_a_span_ends_on_the_day_of_asking(office: Office) -> None:
    """A conduct of 2027 asked of in March has lasted until March at most."""
    answer = office.ask("2027年销售的违规经营灯笼行为，按灯笼管理条例罚多少", as_of=IN_2027)
    assert [note.text for note in answer.notes] == ["按2027年1月1日至2027年3月1日之间的行为理解。"]


def test_before_anything_was_in_force_nothing_is_cited(office: Office) -> None:
    """Neither for a conduct nor for a day of asking before the first edition; the answer says from when on."""
    for answer in (
        office.ask("2019年5月发生的违规经营灯笼行为，按灯笼管理条例罚多少"),
        office.ask("灯笼管理条例第四条", as_of=date(2020, 4, 30)),
    ):
        assert answer.abstained
        assert told(answer) == "在所问的日期，已载入的文本都还没有施行；其中最早的是《灯笼管理条例》，自2020年5月1日起施行。"  # fmt: skip


@pytest.mark.parametrize("row", TABLE["conduct"], ids=lambda row: f"{row['question'][:12]} {row['as_of']}")
def test_the_edition_of_the_conduct_comes_first(library: Office, row: dict[str, object]) -> None:
    """The table was written from the texts: what is cited first, what is shown beside it, and whether the rule is."""
    question = Question(str(row["question"]), row["as_of"], conduct_date=row.get("conduct_date"))  # type: ignore[arg-type]
    assert right(row, collect(answer_stream(library.library, library.embedder, question)))


@pytest.fixture(scope="module")
def desk(library: Office, corpus: Path) -> Desk:
    """Asks of the real corpus, with the states told by hand."""
    import json

    rows = json.loads((corpus / "catalog.json").read_text(encoding="utf-8"))
    return Desk(library.library, library.embedder, rows)


@pytest.mark.parametrize("day", DAYS)
def test_nothing_out_of_force_is_cited_without_saying_so(desk: Desk, day: date) -> None:
    """On both sides of each change; the measure asks hundreds more."""
    look_ups = [f"{title}第{number}条" for title in ("商标法", "反不正当竞争法", "知识产权刑事解释（2004）") for number in (6, 10, 57)]  # fmt: skip
    answers = [desk.ask(text, day).answer for text in (*TABLE["questions"]["texts"], *look_ups)]
    assert sum(not answer.abstained for answer in answers) >= 15
    assert [name for answer in answers for name in desk.silent(answer)] == []
    assert all(c.state == desk.state(c.document_id, day) for answer in answers for c in answer.citations)


def test_old_numbers_are_remembered(desk: Desk) -> None:
    """Who asks for 第五十七条 in 2027 is told where the article of that number went."""
    answer = desk.ask("商标法第五十七条", date(2027, 1, 1)).answer
    assert answer.citations[0].document_id == "trademark-law-2026"
    assert "《商标法》第五十七条对应《商标法（2026年修订）》第七十二条" in told(answer)


def test_an_interpretation_is_followed_by_what_repeals_it(desk: Desk) -> None:
    """行政处罚法第三十七条 is about penalties; courts go by the clause that ends the old interpretation."""
    answer = desk.ask("惩罚性赔偿解释（2021）第三条", date(2026, 11, 21), date(2026, 4, 30)).answer
    assert "ip-punitive-damages-2026 第十四条/第三款" in cited(answer)
    assert "惩罚性赔偿解释（2021）》由下列规定废止" in told(answer)


def test_a_part_that_another_document_speaks_of_since(desk: Desk) -> None:
    """第十三条 is about disputes, of which 令第81号 speaks from 2025-02-01 on; 第二十九条 is about counterfeits."""
    said = "自2025年2月1日起《专利纠纷行政裁决和调解办法》另有规定"
    assert said in told(desk.ask("专利行政执法办法第十三条", date(2025, 2, 1)).answer)
    assert said not in told(desk.ask("专利行政执法办法第十三条", date(2025, 1, 31)).answer)
    assert said not in told(desk.ask("专利行政执法办法第二十九条", date(2025, 2, 1)).answer)


def test_a_text_younger_than_the_day_says_so(desk: Desk) -> None:
    """The rules are of 2019, this text of them of 2022-09-29."""
    answers = [desk.ask("市场监督管理行政处罚程序规定第十八条", day).answer for day in (date(2022, 9, 28), date(2022, 9, 29))]  # fmt: skip
    assert ["此前的文本没有载入" in told(answer) for answer in answers] == [True, False]


@pytest.mark.corpus
def test_an_edition_to_come_does_not_hide_the_one_in_force(library: Office) -> None:
    """商标法 was in force in 2025: only its revision, asked for by name, was not yet."""
    answer = library.ask("2026版商标法第五十三条", as_of=date(2025, 10, 15))
    assert "尚未生效，自2027年1月1日起施行" in told(answer)
    assert "都还没有施行" not in told(answer)


@pytest.mark.corpus
def test_a_year_leads_from_a_title_to_its_edition(library: Office) -> None:
    """The name alone would be of the newest interpretation, which was not in force then."""
    answer = library.ask("2004年两高解释里，单位犯罪按个人的几倍定罪", as_of=date(2006, 6, 1))
    assert [one.document_id for one in answer.citations][:1] == ["ip-criminal-interp-2004"]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("从旧反法时偷到新反法施行以后的技术秘密，法院适用哪部", "anti-unfair-competition-interp-2022"),
        ("去年的侵权，今年才处罚，按旧商标法还是新商标法", "administrative-penalty-law-2021"),
        ("一个标签同时违反商标法和广告法，能各罚一次吗", "administrative-penalty-law-2021"),
    ],
)
def test_how_laws_meet_is_ruled_elsewhere(library: Office, question: str, cited: str) -> None:
    """Not in the laws that the question names, nor a table of them."""
    answer = library.ask(question, as_of=date(2026, 11, 21))
    assert cited in {one.document_id for one in answer.citations}
    assert "| 文件 |" not in answer.answer
