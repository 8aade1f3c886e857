"""A failure is laid to the first step that failed."""

from dataclasses import replace
from pathlib import Path

import pytest

from eval.cases import Case
from eval.dataset import Item
from eval.report.outcomes import Outcome, outcome
from eval.runs import RunRow
from eval.texts import Texts
from tests.eval.report.made import FINE, TAX, citation, good, passages, row


def ended(texts: Texts, item: Item, answered: RunRow, right: float | None = 0.0) -> Outcome:
    """How a question ended that scored so."""
    return outcome(Case(item, answered, texts.golds(item, Path("d.jsonl")), texts), right)


@pytest.mark.parametrize(
    ("answer", "cites", "found", "expected"),
    [
        ("六万元。[1]", "第五条", ("第一条",), Outcome.NOT_FOUND),
        ("六万元。[1]", "第五条", ("第一条", "第四条"), Outcome.NOT_CITED),
        ("六万元。[1]", "第四条", ("第四条",), Outcome.NOT_SAID),
        ("五万元，也有十万元的。[1]", "第四条", ("第四条",), Outcome.FORBIDDEN),
        ("六万元。[1]", "第五条", (), Outcome.NOT_CITED),
    ],
)
def test_the_first_step_that_failed(
    texts: Texts, answer: str, cites: str, found: tuple[str, ...], expected: Outcome
) -> None:
    """A server that shows no passages (the last) is not blamed for its search."""
    answered = row(FINE, answer, citations=(citation(texts, cites),), passages=passages(texts, *found))
    assert ended(texts, FINE, answered) is expected


def test_refusals_are_judged_before_the_search(texts: Texts) -> None:
    """Refused though there is an answer; answered though there is none; refused with words that may not be said."""
    assert ended(texts, FINE, row(FINE, "没有找到。", abstained=True)) is Outcome.OVER_REFUSED
    assert ended(texts, TAX, row(TAX, "百分之五。")) is Outcome.NOT_REFUSED
    strict = replace(TAX, forbidden=("百分之五",))
    assert ended(texts, strict, row(strict, "没有百分之五。", abstained=True)) is Outcome.FORBIDDEN


def test_errors_fail_and_what_has_no_measure_does_not(texts: Texts) -> None:
    """An error has no score, and is a failure all the same."""
    assert ended(texts, FINE, row(FINE, "", error="TimeoutError"), None) is Outcome.ERROR
    assert Outcome.ERROR.failed
    assert not ended(texts, TAX, row(TAX, "好。"), None).failed
    assert ended(texts, FINE, good(texts)[0], 1.0) is Outcome.RIGHT
