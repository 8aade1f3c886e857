import random

import pytest

from eval.metrics.rouge import characters, longest_common_subsequence, rouge_l


def test_rouge_l_by_hand():
    """甲丙丁 is common to 甲乙丙丁戊 and 甲丙丁己: 3 of 4 and 3 of 5."""
    found = rouge_l("甲乙丙丁戊", "甲丙丁己")
    assert (found.precision, found.recall) == (pytest.approx(3 / 4), pytest.approx(3 / 5))
    assert found.f1 == pytest.approx(2 * 3 / 9)


def test_nothing_in_common_is_zero():
    """Other characters, or an empty text on either side."""
    assert rouge_l("甲", "乙").f1 == rouge_l("", "乙").f1 == rouge_l("甲", "").f1 == 0.0


def test_order_counts():
    """A text turned round shares one character in order."""
    assert longest_common_subsequence("甲乙丙", "丙乙甲") == 1


def test_blanks_and_case_do_not_count():
    """Characters are compared without blanks and ends of lines."""
    assert characters(" 商标\n法　TRIPS ") == "商标法trips"


def test_words_can_be_given_instead():
    """Tokens of any kind are compared whole."""
    assert rouge_l(["商标", "法"], ["商标法"]).f1 == 0.0


def test_agrees_with_rouge_score():
    """On random texts the three figures are those of Google's rouge-score with a tokenizer of characters."""
    scorer = pytest.importorskip("rouge_score.rouge_scorer")
    reference = scorer.RougeScorer(["rougeL"], tokenizer=type("Characters", (), {"tokenize": staticmethod(list)})())
    draw = random.Random(3)
    for _ in range(50):
        one, other = ("".join(draw.choices("商标专利法条款", k=draw.randint(0, 90))) for _ in range(2))
        theirs, ours = reference.score(one, other)["rougeL"], rouge_l(one, other)
        assert (ours.precision, ours.recall, ours.f1) == pytest.approx(
            (theirs.precision, theirs.recall, theirs.fmeasure)
        )
