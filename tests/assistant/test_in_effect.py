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


@pytest.mark.parametrize("question", ["灯笼管理条例修订后的版本算数了吗，哪天起用", "2026年修的灯笼管理条例生效没有"])
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
