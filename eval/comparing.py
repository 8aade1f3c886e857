"""Two runs of one dataset side by side: differences with intervals, a paired randomisation test, who changed sides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.errors import RunError
from eval.scores import QuestionScores, Scores
from eval.statistics import Interval, bootstrap, paired_randomisation

SIDE = "right"
"""The measure by which a question changes sides: 1 is right, 0 is wrong."""
Pairs = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure over the `n` questions that both runs have scored; `p` is two-sided, `p_fall` that b is worse."""

    kind: str
    measure: str
    n: int
    a: float
    b: float
    interval: Interval | None
    """95 % interval of b - a."""
    p: float
    p_fall: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from run a to run b; the ids are empty for a closed dataset."""

    differences: tuple[Difference, ...]
    """Over all questions (kind "all") first, then per kind."""
    better: tuple[str, ...]
    worse: tuple[str, ...]


def compare(a: Scores, b: Scores, measures: Sequence[str]) -> Comparison:
    """Compare two runs question by question.

    Raises:
        RunError: they are runs of different datasets, or single questions of one were not kept.
    """
    _refuse_strangers(a, b)
    theirs = {question.id: question for question in b.questions}
    both = [(question, theirs[question.id]) for question in a.questions if question.id in theirs]
    kinds = {"all": both}
    for pair in both:
        kinds.setdefault(pair[0].kind, []).append(pair)
    differences = tuple(
        difference(kind, measure, pairs)
        for kind, rows in kinds.items()
        for measure in measures
        if (pairs := list(_scored(rows, measure)))
    )
    shown = a.readable and b.readable
    sides = [(one.id, one.values.get(SIDE), other.values.get(SIDE)) for one, other in both] if shown else []
    return Comparison(
        differences,
        tuple(id_ for id_, before, after in sides if before == 0 and after == 1),
        tuple(id_ for id_, before, after in sides if before == 1 and after == 0),
    )


def difference(kind: str, measure: str, pairs: Pairs) -> Difference:
    """One measure of two runs over the same questions."""
    before, after = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    test = paired_randomisation(before, after)
    return Difference(
        kind,
        measure,
        len(pairs),
        sum(before) / len(pairs),
        sum(after) / len(pairs),
        bootstrap([late - early for early, late in pairs]),
        test.two_sided,
        test.fall,
    )


def _scored(rows: Sequence[tuple[QuestionScores, QuestionScores]], measure: str) -> Iterator[tuple[float, float]]:
    for one, other in rows:
        before, after = one.values.get(measure), other.values.get(measure)
        if before is not None and after is not None:
            yield before, after


def _refuse_strangers(a: Scores, b: Scores) -> None:
    if a.about["dataset_sha256"] != b.about["dataset_sha256"]:
        raise RunError(f"{a.run} and {b.run} are runs of different datasets; ask the same questions in both")
    for scores in (a, b):
        if not scores.questions:
            raise RunError(f"{scores.run}: single questions were not kept; score the run itself, not its totals")
