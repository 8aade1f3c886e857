"""What sort of values a question asks for, and whether a clause holds them."""

import pytest

from assistant.answering.wants import held, sorts, strict, wants
from assistant.facts import plain


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("灯笼卖错了罚多少钱", "money"),
        ("灯笼要挂几天", "duration"),
        ("灯笼节是哪天", "date"),
        ("灯笼抽检抽百分之几", "percent"),
        ("灯会的电话", "phone"),
        ("灯笼归哪个部门管", "organ"),
        ("灯笼有哪些种类", "list"),
        ("挂灯笼依照第几条", "article"),
    ],
)
def test_a_question_says_what_it_wants(question: str, name: str) -> None:
    """By its own words."""
    assert name in [want.name for want in wants(question)]


@pytest.mark.parametrize(
    ("question", "clause", "share"),
    [
        ("灯笼要挂几天", "灯笼应当悬挂十五日。", 1.0),
        ("灯笼要挂几天", "灯笼应当悬挂。", 0.0),
        ("一年办几场灯会", "每年举办灯会三次。", 1.0),
        ("一年办几场灯会", "每年举办灯会三日。", 0.0),
        ("罚多少钱，几天内交", "处一千元以下罚款。", 0.5),
        ("灯笼", "灯笼应当悬挂。", 1.0),
    ],
)
def test_a_clause_holds_what_is_wanted_or_not(question: str, clause: str, share: float) -> None:
    """In any spelling of numbers, with the unit that the question names; where nothing is wanted, all is held."""
    assert held(wants(question), plain(clause)) == share


def test_values_without_which_nothing_is_answered_are_told_apart() -> None:
    """An amount must stand there; who does it may be left open by the words."""
    assert [want.name for want in strict(wants("谁来罚，罚多少钱"))] == ["money"]


def test_every_sort_has_its_own_name() -> None:
    """The weights of the decision go by these names."""
    assert len(set(sorts())) == len(sorts())
