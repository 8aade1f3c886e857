"""A question as a reader of failures sees it."""

from dataclasses import replace

from eval.report.questions import asked
from eval.texts import Texts
from tests.eval.report.made import FINE, bad, citation, good, passages, row, scored


def test_a_failure_tells_what_was_expected_and_what_came(texts: Texts) -> None:
    """No fact found, the wrong clause cited, the right one at rank 2 and not cited, and a number out of nowhere."""
    first = asked([scored(texts, bad(texts))])[0]
    (answered,) = first.answers
    assert [(fact.words, fact.vital, fact.found) for fact in answered.expected] == [
        ("5万元 ／ 五万元", True, False),
        ("责令改正", False, False),
    ]
    assert [(cited.path, cited.right, cited.faults) for cited in answered.citations] == [("第五条", False, [])]
    assert [(fate.rank, fate.cited) for fate in answered.fates] == [(2, False)]
    assert answered.baseless == ["六万元"]
    assert "<mark>五万元</mark>" in first.golds[0].text
    assert (first.failed, first.right, first.classes) == (True, False, "is-not-cited")


def test_right_means_right_in_every_run(texts: Texts) -> None:
    """Questions come in the order of the dataset; one that nobody can score is neither right nor a failure."""
    runs = [scored(texts, good(texts)), scored(texts, bad(texts), name="bad")]
    assert [(one.item.id, one.failed, one.right) for one in asked(runs[:1])] == [
        ("fine", False, True),
        ("days", False, True),
        ("tax", False, True),
        ("open", False, False),
    ]
    assert [one.failed for one in asked(runs)] == [True, True, True, False]
    assert [answered.run for answered in asked(runs)[0].answers] == ["run", "bad"]


def test_a_citation_that_lies_is_told(texts: Texts) -> None:
    """Other words, another state, and a revision that is not there."""
    true = citation(texts, "第四条")
    lies = (replace(true, cited_text="罚六万元"), replace(true, state="已废止"), replace(true, version_id="f" * 64))
    one = scored(texts, [row(FINE, "五万元。[1]", citations=lies)], [FINE])
    faults = [cited.faults for cited in asked([one])[0].answers[0].citations]
    assert faults == [["与原文不一致"], ["效力应为现行有效"], ["没有这个文本"]]


def test_passages_below_the_tenth_are_listed_where_they_are_right(texts: Texts) -> None:
    """Twelve passages, the right one last."""
    found = [*passages(texts, *["第一条"] * 11), replace(passages(texts, "第四条")[0], rank=12)]
    one = scored(texts, [row(FINE, "六万元。", passages=tuple(found))], [FINE])
    answered = asked([one])[0].answers[0]
    assert [passage.rank for passage in answered.passages] == [*range(1, 11), 12]
    assert answered.retrieved == 12


def test_a_question_that_a_run_lacks_has_no_answer_of_it(texts: Texts) -> None:
    """It is shown with the answers that there are."""
    whole, part = scored(texts, good(texts)), scored(texts, good(texts)[1:], name="part")
    assert [len(one.answers) for one in asked([whole, part])] == [1, 2, 2, 2]
