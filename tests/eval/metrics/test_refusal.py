import pytest

from eval.metrics.refusal import refusals


def test_refusals_by_hand():
    """Three of four unanswerable and one of five answerable questions refused; two rows unscored."""
    rows = [(False, True)] * 3 + [(False, False)] + [(True, True)] + [(True, False)] * 4 + [(None, True), (True, None)]
    found = refusals(rows)
    assert found.precision == pytest.approx(3 / 4)
    assert found.recall == pytest.approx(3 / 4)
    assert found.f1 == pytest.approx(3 / 4)
    assert found.over_refusal == pytest.approx(1 / 5)
    assert found.unscored == 2


def test_refusing_everything_is_paid_for():
    """Recall is whole, precision is the share of unanswerable questions, over-refusal is whole."""
    found = refusals([(False, True), (True, True), (True, True), (True, True)])
    assert (found.recall, found.precision, found.over_refusal) == (1.0, 0.25, 1.0)
    assert found.f1 == pytest.approx(2 * 0.25 / 1.25)


def test_refusing_nothing_has_no_precision_but_f1_zero():
    """A share of no refusals could not be scored; F1 says that all were missed."""
    found = refusals([(False, False), (True, False)])
    assert (found.precision, found.recall, found.f1) == (None, 0.0, 0.0)


def test_without_unanswerable_questions_there_is_nothing_to_recall():
    """Only over-refusal is left; an empty run has no figures at all."""
    found = refusals([(True, False)])
    assert (found.recall, found.f1, found.over_refusal) == (None, None, 0.0)
    assert refusals([]).over_refusal is None
