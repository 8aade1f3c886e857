"""Charts of quality and of waiting, and the numbers behind them."""

from collections import Counter

from eval.comparing import compare
from eval.report.outcomes import Outcome
from eval.report.quality import differences, outcome_counts, outcomes, quality
from eval.report.waiting import latency
from eval.texts import Texts
from tests.eval.report.made import bad, good, scored


def test_quality_stands_per_kind_with_the_weakest_first(texts: Texts) -> None:
    """In the bad run penalties are wrong and the unanswerable too; the one deadline is an error and has no value."""
    right = quality([scored(texts, good(texts)), scored(texts, bad(texts), name="bad")])[0]
    assert right.head == ("类别", "run：值（95%区间，n）", "bad：值（95%区间，n）")
    assert right.rows[0] == ("全部", "1.000（1.000–1.000，n=3）", "0.000（0.000–0.000，n=2）")
    assert right.rows[-1] == ("时限报送", "1.000（1.000–1.000，n=1）", "–")
    assert [key.words for key in right.keys] == ["run", "bad"]


def test_a_kind_without_values_is_left_out(texts: Texts) -> None:
    """What has no answer has no facts to find."""
    facts = quality([scored(texts, good(texts))])[1]
    assert [cells[0] for cells in facts.rows] == ["全部", "处罚", "时限报送"]


def test_differences_are_those_of_the_comparison(texts: Texts) -> None:
    """Two questions of the bad run have values, both fell from 1 to 0."""
    runs = [scored(texts, good(texts)), scored(texts, bad(texts), name="bad")]
    chart = differences(runs, [compare(runs[0].scores, runs[1].scores, ["right"])])
    assert chart
    assert chart.rows[0][1].startswith("-1.000（-1.000～-1.000，p=0.5000，n=2")


def test_every_question_ends_somewhere(texts: Texts) -> None:
    """A clause found and not cited, an error, an answer that should be a refusal, and one that nobody can score."""
    counts = sum(outcome_counts(scored(texts, bad(texts))).values(), Counter())
    assert counts == {Outcome.NOT_CITED: 1, Outcome.ERROR: 1, Outcome.NOT_REFUSED: 1, Outcome.UNSCORED: 1}
    assert "3题失误" in outcomes(scored(texts, bad(texts)), 1, 1).alt
    assert outcomes(scored(texts, good(texts)), 1, 1).alt == "没有失误。"


def test_latency_leaves_out_what_failed(texts: Texts) -> None:
    """Three rows took 10 and 20 ms; the error has no time."""
    chart = latency([scored(texts, bad(texts))])
    assert chart
    assert [cells[2:] for cells in chart.rows] == [("10.0",) * 4, ("20.0",) * 4]
