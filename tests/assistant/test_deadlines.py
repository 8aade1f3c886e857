"""A deadline of a plan is answered from the register where it fits what is named; what has no day stays refused."""

from datetime import date

import pytest

from tests.library import Office


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "path", "said"),
    [
        ("鄂尔多斯要各旗区先报方案和责任人，几号截止", "三/（六）", "3月26日前"),
        ("国家局2022年方案要交的两样材料分别卡哪天", "通知", "12月1日前"),
        ("枣庄的落实措施还剩几天", "通知", "2022年4月15日：截至2022年3月26日，还有20天。"),
        ("鄂尔多斯3月26日那道截止，过了几天", "三/（六）", "就在当天"),
    ],
)
def test_the_deadline_that_fits(library: Office, question: str, path: str, said: str) -> None:
    """By what is due, by its day, or all of a plan."""
    answer = library.ask(question, as_of=date(2022, 3, 26))
    assert {one.clause_path for one in answer.citations} == {path}
    assert said in answer.answer


@pytest.mark.corpus
@pytest.mark.parametrize(
    "question",
    [
        "许昌的全年总结几号前报",
        "枣庄的统计表几号报",
        "鄂尔多斯旗区报的名单要用什么格式、几号字",
        "鄂尔多斯快速维权中心什么时候挂牌",
        "陵川的总结哪天交",
    ],
)
def test_what_has_no_day(library: Office, question: str) -> None:
    """A thing that the plan does not want, a plan without deadlines, another sense of the words."""
    assert library.ask(question, as_of=date(2024, 9, 1)).abstained


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "years"),
    [("强国纲要远的那个目标定在哪年", ["2035年"]), ("强国纲要的两步目标分别是哪年", ["2025年", "2035年"])],
)
def test_the_years_of_goals(library: Office, question: str, years: list[str]) -> None:
    """The sentence that sets each; the later one where it is asked for."""
    assert [one.cited_text[1:6] for one in library.ask(question).citations] == years
