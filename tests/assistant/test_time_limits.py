"""A question for the day on which a time limit ends gets that day, counted by clauses that are cited."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.time_limits import day_named
from assistant.citations import Citations
from assistant.grounding import Grounding
from assistant.messages import Answer
from tests.library import Office

TODAY = date(2026, 11, 21)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "first", "cited"),
    [
        (
            "2026年7月3日立案的普通程序案件，什么时候到期？",
            "2026年10月1日（星期四）届满，当日放假，顺延到2026年10月8日",
            {("samr-penalty-procedure-2022", "第六十四条"), ("samr-penalty-procedure-2022", "第八十条")},
        ),
        (
            "2026年9月28日宣告处罚决定，当事人不在场，处罚决定书最晚哪天送达",
            "2026年10月13日（星期二）届满",
            {
                ("administrative-penalty-law-2021", "第六十一条"),
                ("administrative-penalty-law-2021", "第八十五条"),
                ("samr-penalty-procedure-2022", "第八十条"),
            },
        ),
        (
            "2026年9月29日收到听证告知书，当事人最晚哪天可以要求听证？",
            "2026年10月12日（星期一）届满",
            {("samr-hearing-measures-2021", "第七条"), ("samr-penalty-procedure-2022", "第八十条")},
        ),
        (
            "2026年1月31日初审公告的商标，异议期哪天截止",
            "2026年4月30日（星期四）届满",
            {("trademark-law-2019", "第三十三条"), ("trademark-law-regulations-2014", "第十二条")},
        ),
    ],
)
def test_the_day_comes_first_with_every_rule_cited(
    library: Office, question: str, first: str, cited: set[tuple[str, str]]
) -> None:
    """Ninety days, seven and five working days, three months, each by the rules of its own law."""
    answer = library.ask(question, as_of=TODAY)
    assert answer.answer.startswith(first)
    assert {(c.document_id, c.clause_path.split("/")[0]) for c in answer.citations} >= cited


@pytest.mark.corpus
def test_an_extension_is_counted_too(library: Office) -> None:
    """Of 2 March 2026: 31 May, a Sunday, and with the thirty days more 30 June."""
    answer = library.ask("2026年3月2日立案，最晚哪天作出处罚决定", as_of=TODAY).answer
    assert [day in answer for day in ("2026年5月31日", "2026年6月1日", "2026年6月30日")] == [True, True, True]


@pytest.mark.corpus
def test_without_a_rule_of_counting_no_day_is_told(library: Office) -> None:
    """The measures on complaints say seven working days, and no law of theirs how days are counted."""
    answer = library.ask("2026年9月24日收到投诉，几号前要决定受不受理", as_of=TODAY).answer
    assert ("七个工作日" in answer, "没有推算届满的日期" in answer) == (True, True)


@pytest.mark.corpus
@pytest.mark.parametrize("inputs", [("2026-07-04", "90日"), ("2026-07-03", "91日"), ("2026-07-03", "30日")])
def test_another_day_or_length_does_not_pass(library: Office, inputs: tuple[str, str]) -> None:
    """The sentence is counted again from its inputs and its clauses."""
    from assistant.pipeline import _SHELVES

    answer = library.ask("2026年7月3日立案的普通程序案件，什么时候到期？", as_of=TODAY)
    derived = answer.blocks[0].segments[0]
    with _SHELVES.open(library.library, library.embedder, frozenset({"public", "internal"})) as shelf:
        citations = _cited_again(answer, Citations(shelf, TODAY))
        grounding = Grounding(answer.question, shelf, citations)
        assert (grounding.holds(derived), grounding.holds(replace(derived, inputs=inputs))) == (True, False)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年3月2日立案，何时到期", date(2026, 3, 2)),
        ("3月2日立案，何时到期", date(2026, 3, 2)),
        ("今天立案，何时到期", TODAY),
        ("3月2日立案、3月9日延期，何时到期", None),
        ("2026年3月立案，何时到期", None),
        ("2月30日立案，何时到期", None),
    ],
)
def test_one_day_must_be_named(text: str, day: date | None) -> None:
    """Of two days, a month, or a day that does not exist nothing is counted."""
    assert day_named(text, TODAY) == day


def _cited_again(answer: Answer, citations: Citations) -> Citations:
    for one in answer.citations:
        citations.cite(one.document_id, one.start_char_index, one.end_char_index)
    return citations
