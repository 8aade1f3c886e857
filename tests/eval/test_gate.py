"""Two runs compared question by question, and the gate that stops a worse one."""

from pathlib import Path

import pytest

from eval.comparing import compare
from eval.errors import RunError
from eval.gate import HEADLINES, falls, in_words
from eval.scores import Estimate, QuestionScores, Scores, read_scores, write_scores


def scored(values: list[float | None], *, closed: bool = False, dataset: str = "d1", measure: str = "right") -> Scores:
    """A run whose questions q0, q1 … have these values; two kinds in turn."""
    questions = tuple(
        QuestionScores(f"q{n}", ("duty", "penalty")[n % 2], {measure: value}) for n, value in enumerate(values)
    )
    return Scores("run.jsonl", {"dataset_sha256": dataset}, closed, False, questions, {}, {})


def test_a_comparison_says_who_changed_sides() -> None:
    """q1 got right, q2 got wrong, q3 could not be scored before."""
    compared = compare(scored([1, 0, 1, None]), scored([1, 1, 0, 1]), ["right"])
    assert (compared.better, compared.worse) == (("q1",), ("q2",))
    over_all = compared.differences[0]
    assert (over_all.kind, over_all.n, over_all.a, over_all.b) == ("all", 3, 2 / 3, 2 / 3)


def test_kinds_are_compared_apart() -> None:
    """q0 and q2 are of one kind, q1 and q3 of the other."""
    compared = compare(scored([1, 1, 1, 1]), scored([1, 0, 1, 0]), ["right"])
    assert {change.kind: change.b for change in compared.differences} == {"all": 0.5, "duty": 1.0, "penalty": 0.0}


def test_a_closed_half_shows_no_question() -> None:
    """Which question of the test half changed sides stays unknown; the totals do not."""
    compared = compare(scored([1, 0], closed=True), scored([0, 1], closed=True), ["right"])
    assert (compared.better, compared.worse, compared.differences[0].n) == ((), (), 2)


def test_runs_of_different_datasets_cannot_be_compared() -> None:
    """Their questions only look alike."""
    with pytest.raises(RunError, match="different datasets"):
        compare(scored([1]), scored([1], dataset="d2"), ["right"])


@pytest.mark.parametrize("measure", HEADLINES)
def test_six_questions_that_fall_close_the_gate(measure: str) -> None:
    """Of 64 ways to flip six signs one falls as far: p = 1/64, whatever the other 94 questions do."""
    before = scored([1.0] * 100, measure=measure)
    fallen = falls(before, scored([0.0] * 6 + [1.0] * 94, measure=measure))
    assert [(fall.measure, round(fall.p_fall, 6)) for fall in fallen] == [(measure, 1 / 64)]
    assert in_words(fallen) == [f"{measure} fell from 1.0000 to 0.9400 (n=100, p=0.0156)"]


def test_noise_and_gains_pass_the_gate() -> None:
    """Four questions of a hundred may be chance (p = 1/16); a rise is welcome; no change is no fall."""
    before = scored([1.0] * 100)
    assert falls(before, scored([0.0] * 4 + [1.0] * 96)) == []
    assert falls(scored([0.0] * 100), before) == []
    assert falls(before, before) == []


def test_a_question_left_out_is_no_way_through() -> None:
    """A run cannot pass by not asking what it would fail."""
    with pytest.raises(RunError, match="1 questions of the baseline are missing"):
        falls(scored([1, 1]), scored([1]))


def test_scores_are_kept_and_read_back(tmp_path: Path) -> None:
    """Of a closed half only the estimates are kept."""
    totals = {"right": Estimate(0.5, 0.1, 0.9, 2, 1)}
    whole = Scores("r", {"dataset_sha256": "d"}, False, False, scored([1, None]).questions, totals, {"duty": totals})
    write_scores(whole, tmp_path / "s.json")
    assert read_scores(tmp_path / "s.json") == whole
    write_scores(Scores("r", {}, True, False, whole.questions, totals, {}), tmp_path / "s.json")
    assert "q0" not in (tmp_path / "s.json").read_text(encoding="utf-8")
    assert (read_scores(tmp_path / "s.json").questions, read_scores(tmp_path / "s.json").totals) == ((), totals)


def test_a_file_that_holds_no_scores_is_refused(tmp_path: Path) -> None:
    """It is named, with what writes a good one."""
    (tmp_path / "s.json").write_text('{"run": "r"', encoding="utf-8")
    for path in (tmp_path / "s.json", tmp_path / "none.json"):
        with pytest.raises(RunError, match=str(path)):
            read_scores(path)
