"""Where something happens is no choice of documents: the law answers what it rules, the plan what is planned there."""

import pytest

from tests.library import Office

pytestmark = pytest.mark.corpus


@pytest.mark.parametrize(
    "question",
    [
        "许昌市场局查封我的货，最长能封多久",
        "枣庄一家印刷厂没看注册证就印了商标标识，怎么罚",
        "许昌有家作坊的货被查封，最长能封多久",
        "我是许昌的，买到假鞋怎么投诉",
    ],
)
def test_what_the_law_rules_is_answered_by_it(library: Office, question: str) -> None:
    """And said to hold everywhere, so that nobody takes it for the words of the plan."""
    answer = library.ask(question)
    assert answer.citations
    assert not any(one.document_id.startswith("plan-") for one in answer.citations)
    assert "所问由全国统一的规定决定" in answer.answer


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("许昌对展会上的侵权怎么管", "plan-xuchang-2022"),
        ("鄂尔多斯每月几号前报送数据", "plan-ordos-2022"),
        ("枣庄的材料发到哪个邮箱", "plan-zaozhuang-2022"),
    ],
)
def test_what_is_planned_is_answered_by_the_plan(library: Office, question: str, plan: str) -> None:
    """Also where a law rules something near."""
    assert {one.document_id for one in library.ask(question).citations} == {plan}


def test_of_a_plan_that_is_named_nothing_else_answers(library: Office) -> None:
    """Whoever names the document asks what it says."""
    answer = library.ask("鄂尔多斯方案里查封期限最长多久")
    assert {one.document_id for one in answer.citations} <= {"plan-ordos-2022"}
