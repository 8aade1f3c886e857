"""The gate before a version goes live: no headline measure may fall against the stored scores of an earlier run."""

from collections.abc import Sequence
from typing import Final

from eval.comparing import Difference, compare
from eval.errors import RunError
from eval.scores import Scores

HEADLINES: Final = (
    "right",
    "facts_vital",
    "forbidden_free",
    "citation_recall",
    "citation_precision",
    "citation_valid",
    "support",
    "refusal_right",
    "answered",
)
"""Measures per question of which none may fall; all read the higher the better."""
SIGNIFICANT: Final = 0.05


def falls(baseline: Scores, now: Scores) -> list[Difference]:
    """The headline measures that fell with p < 0.05 (one-sided, paired over the questions), over all questions.

    Raises:
        RunError: the runs are of different datasets, or the new one lacks questions.
    """
    _refuse_gaps(baseline, now)
    compared = compare(baseline, now, HEADLINES).differences
    return [change for change in compared if change.kind == "all" and change.p_fall < SIGNIFICANT]


def in_words(fallen: Sequence[Difference]) -> list[str]:
    """A line per fall."""
    return [
        f"{fall.measure} fell from {fall.a:.4f} to {fall.b:.4f} (n={fall.n}, p={fall.p_fall:.4f})" for fall in fallen
    ]


def _refuse_gaps(baseline: Scores, now: Scores) -> None:
    """A question that is left out cannot fail, so none may be."""
    asked = {question.id for question in now.questions}
    missing = [question.id for question in baseline.questions if question.id not in asked]
    if missing:
        raise RunError(
            f"{now.run}: {len(missing)} questions of the baseline are missing (first: {missing[0]}); run it whole"
        )
