"""Refusals: of the questions that the documents do not answer, how many were refused, and of the others, how many too.

To refuse is the positive class. A row that failed, or whose question is not marked as answerable or not, is unscored.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusals:
    """Counts over a run."""

    right: int
    """Unanswerable questions that were refused."""
    refused: int
    unanswerable: int
    answerable: int
    unscored: int

    @property
    def precision(self) -> float | None:
        """Share of the refusals that were right; None where nothing was refused."""
        return _share(self.right, self.refused)

    @property
    def recall(self) -> float | None:
        """Share of the unanswerable questions that were refused; None where there are none."""
        return _share(self.right, self.unanswerable)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where nothing was refused and nothing should have been."""
        return _share(2 * self.right, self.refused + self.unanswerable)

    @property
    def over_refusal(self) -> float | None:
        """Share of the answerable questions that were refused; None where there are none."""
        return _share(self.refused - self.right, self.answerable)


def refusals(rows: Iterable[tuple[bool | None, bool | None]]) -> Refusals:
    """Count (answerable, abstained) pairs; None stands for not known, or for a row that failed."""
    rows = tuple(rows)
    scored = [(answerable, abstained) for answerable, abstained in rows if None not in {answerable, abstained}]
    return Refusals(
        right=sum(bool(abstained) and not answerable for answerable, abstained in scored),
        refused=sum(bool(abstained) for _, abstained in scored),
        unanswerable=sum(not answerable for answerable, _ in scored),
        answerable=sum(bool(answerable) for answerable, _ in scored),
        unscored=len(rows) - len(scored),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
