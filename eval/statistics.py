"""How sure a figure is: bootstrap intervals over questions, a paired randomisation test, Cohen's kappa.

Everything is seeded, so a figure can be made again. What cannot be scored is left out by the caller, never passed as
NaN.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eval.errors import MeasureError

RESAMPLES: Final = 10_000
CONFIDENCE: Final = 0.95
EXACT: Final = 12
"""Up to so many pairs that differ, all 2^n swaps are counted instead of a sample of them."""
_BATCH: Final = 2_000_000  # numbers drawn at a time: about 16 MB
_TIE: Final = 1e-9  # sums of the same floats in another order differ in their last digits

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""From sums of counts, (…, k), to a figure each, (…); NaN where it is not defined, as 0 / 0."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval, ends included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Randomisation:
    """A paired randomisation test of b against a over `n` pairs, of which `differing` differ.

    `difference` is b - a; `two_sided`, `fall` (b is worse) and `rise` (b is better) are p values.
    """

    n: int
    differing: int
    difference: float
    two_sided: float
    fall: float
    rise: float


def bootstrap(values: Sequence[float], seed: int = 0, resamples: int = RESAMPLES) -> Interval | None:
    """Percentile interval of the mean; None without values.

    Raises:
        MeasureError: a value is None or NaN.
    """
    return bootstrap_of([(value, 1.0) for value in values], ratio, seed, resamples)


def bootstrap_of(
    rows: Sequence[Sequence[float]], statistic: Statistic, seed: int = 0, resamples: int = RESAMPLES
) -> Interval | None:
    """Percentile interval of a figure made from sums over questions, such as F1.

    Args:
        rows: counts of each question, (questions, k).
        statistic: the figure from the sums; resamples where it is not defined are left out.
        seed: of the draws.
        resamples: number of draws of as many questions as there are.

    Returns:
        None without rows, or where the figure is never defined.

    Raises:
        MeasureError: a count is None or NaN.
    """
    table = _numbers(rows)
    if not len(table):
        return None
    sums = np.concatenate(list(_resampled(table, np.random.default_rng(seed), resamples)))
    figures = _figures(statistic, sums)
    figures = figures[~np.isnan(figures)]
    if not len(figures):
        return None
    low, high = np.quantile(figures, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Interval(float(low), float(high))


def ratio(sums: Floats) -> Floats:
    """The first sum over the second: a mean, a precision, a recall, or F1 from (2 · right, refused + unanswerable)."""
    quotient: Floats = sums[..., 0] / sums[..., 1]
    return quotient


def paired_randomisation(
    a: Sequence[float], b: Sequence[float], seed: int = 0, resamples: int = RESAMPLES
) -> Randomisation:
    """Test whether the means of paired values differ by more than chance would have it.

    Raises:
        MeasureError: the two are not of one length, or a value is None or NaN.
    """
    rows = [[(value, 1.0) for value in values] for values in (a, b)]
    return paired_randomisation_of(rows[0], rows[1], ratio, seed, resamples)


def paired_randomisation_of(
    a: Sequence[Sequence[float]],
    b: Sequence[Sequence[float]],
    statistic: Statistic,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Randomisation:
    """Test a figure made from sums over questions, by swapping the two systems' counts question by question.

    All swaps where at most 12 questions differ, else a seeded sample with the observed one counted in (+1). A swap
    that leaves the figure undefined counts as one as extreme as the observed, which keeps the test cautious.
    """
    one, other = _numbers(a), _numbers(b)
    if one.shape != other.shape:
        raise MeasureError(f"{len(one)} values against {len(other)}: a paired test needs the same questions in both")
    if not len(one):
        return Randomisation(0, 0, 0.0, 1.0, 1.0, 1.0)
    change = other - one
    change = change[change.any(axis=1)]
    moved, extra = _swaps(change, np.random.default_rng(seed), resamples)
    observed = _difference(statistic, one.sum(axis=0), other.sum(axis=0))
    swapped = _difference(statistic, one.sum(axis=0) + moved, other.sum(axis=0) - moved)
    return Randomisation(
        len(one),
        len(change),
        float(observed),
        _p(np.abs(swapped) < abs(observed) - _TIE, extra),
        _p(swapped > observed + _TIE, extra),
        _p(swapped < observed - _TIE, extra),
    )


def kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> float | None:
    """Cohen's kappa of two raters; None without ratings, or where both always say the same one thing."""
    if len(one) != len(other):
        raise MeasureError(f"{len(one)} ratings against {len(other)}: kappa needs both raters on the same items")
    total = len(one)
    agreed = sum(left == right for left, right in zip(one, other, strict=True))
    counts, others = Counter(one), Counter(other)
    chance = sum(count * others[label] for label, count in counts.items())
    return (total * agreed - chance) / (total**2 - chance) if total**2 > chance else None


def _numbers(rows: Sequence[Sequence[float]]) -> Floats:
    table = np.asarray(rows, dtype=np.float64)
    if not np.isfinite(table).all():
        raise MeasureError("a value is None, NaN or infinite; leave out what could not be scored, and count it apart")
    return table


def _resampled(table: Floats, random: np.random.Generator, resamples: int) -> Iterator[Floats]:
    """Sums over as many rows as there are, drawn with replacement; a batch at a time to spare memory."""
    size = max(_BATCH // len(table), 1)
    for start in range(0, resamples, size):
        drawn = random.integers(len(table), size=(min(size, resamples - start), len(table)))
        yield np.stack([column[drawn].sum(axis=1) for column in table.T], axis=1)


def _swaps(change: Floats, random: np.random.Generator, resamples: int) -> tuple[Floats, int]:
    """What each swap moves from b to a, (swaps, k), and how many observed outcomes to count in."""
    differing = len(change)
    if differing <= EXACT:
        masks = np.arange(2**differing)[:, None] >> np.arange(differing) & 1
        return masks @ change, 0
    size = max(_BATCH // differing, 1)
    sizes = (min(size, resamples - start) for start in range(0, resamples, size))
    return np.concatenate([random.integers(2, size=(rows, differing)) @ change for rows in sizes]), 1


def _difference(statistic: Statistic, one: Floats, other: Floats) -> Floats:
    return _figures(statistic, other) - _figures(statistic, one)


def _figures(statistic: Statistic, sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        figures = np.asarray(statistic(sums), dtype=np.float64)
    return np.where(np.isfinite(figures), figures, np.nan)


def _p(milder: NDArray[np.bool_], extra: int) -> float:
    """Share of the swaps that are not milder than what was observed."""
    return float((np.count_nonzero(~milder) + extra) / (len(milder) + extra))
