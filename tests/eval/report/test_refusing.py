"""Charts of refusals say what they were given to say."""

from dataclasses import replace

from eval.dataset import Item
from eval.report.refusing import calibration, refusals, risk, risk_coverage
from eval.texts import Texts
from tests.eval.report.made import FINE, TAX, bad, citation, good, passages, row, scored

RIGHT = "五万元。[1]"


def test_the_curve_answers_the_surest_first(texts: Texts) -> None:
    """Of 12 questions 11 are answered, the two of the lowest score wrongly: 9 answers of 12 without a fault, 2 of 11 with."""
    items = [replace(FINE, id=f"q{n}") for n in range(12)]
    rows = [
        row(
            item,
            RIGHT if n < 9 else "六万元。[1]",
            citations=(citation(texts, "第四条"),),
            passages=passages(texts, "第四条", score=2 - n / 10),
        )
        for n, item in enumerate(items)
    ]
    rows[11] = row(items[11], "没有找到。", abstained=True, passages=passages(texts, "第一条"))
    assert risk_coverage(scored(texts, rows, items)) == [(10 / 12, 1 / 10), (11 / 12, 2 / 11)]


def test_answers_of_one_score_come_in_together(texts: Texts) -> None:
    """No order among equals: one point for all of them."""
    items = [replace(FINE, id=f"q{n}") for n in range(20)]
    rows = [row(item, RIGHT if n else "六万元。", passages=passages(texts, "第四条")) for n, item in enumerate(items)]
    assert risk_coverage(scored(texts, rows, items)) == [(1.0, 1 / 20)]


def test_a_server_that_shows_no_passages_has_no_curve(texts: Texts) -> None:
    """Nothing is drawn rather than something made up."""
    one = scored(texts, [replace(row, passages=()) for row in good(texts)])
    assert (risk([one]), calibration(one, 1, 1)) == (None, None)


def test_refusals_are_told_for_both_sorts_of_questions(texts: Texts) -> None:
    """The good run refuses the one that has no answer and none of the other two; an error counts in neither."""
    wanted, unwanted = refusals([scored(texts, good(texts)), scored(texts, bad(texts), name="bad")])
    assert wanted.rows[0] == ("全部", "1.000（1.000–1.000，n=1）", "0.000（0.000–0.000，n=1）")
    assert unwanted.rows[0] == ("全部", "0.000（0.000–0.000，n=2）", "0.000（0.000–0.000，n=1）")


def test_the_calibration_says_how_well_the_score_tells(texts: Texts) -> None:
    """Answerable questions score 1, 2, 3 and unanswerable ones 0, 1, 2: of 9 pairs 6 are in order and 2 are even, 7 / 9."""
    items: list[Item] = [replace(item, id=f"{item.id}{n}") for item in (FINE, TAX) for n in range(3)]
    rows = [
        row(
            item,
            "没有找到。",
            abstained=item.answerable is False,
            passages=passages(texts, "第一条", score=score + 0.1),
        )
        for item, score in zip(items, (1, 2, 3, 0, 1, 2), strict=True)
    ]
    chart = calibration(scored(texts, rows, items), 1, 1)
    assert chart
    assert "77.8%" in chart.alt
    assert [cells[0] for cells in chart.rows if cells[2].startswith("1.000")] == ["该拒"] * 3
