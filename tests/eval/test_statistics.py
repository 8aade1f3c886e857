import random
from itertools import pairwise

import numpy as np
import pytest

from eval.errors import MeasureError
from eval.statistics import (
    Interval,
    bootstrap,
    bootstrap_of,
    kappa,
    paired_randomisation,
    paired_randomisation_of,
    ratio,
)

NAN = float("nan")


def values(n: int, seed: int = 1) -> list[float]:
    """Random shares, as questions score."""
    draw = random.Random(seed)
    return [draw.choice([0.0, 0.25, 0.5, 1.0]) for _ in range(n)]


def test_the_interval_of_a_share_is_that_of_the_binomial():
    """Of 100 questions half right: the 2.5 and 97.5 % points of Binomial(100, 0.5) are 40 and 60."""
    found = bootstrap([0.0] * 50 + [1.0] * 50)
    assert (found.low, found.high) == (pytest.approx(0.40, abs=0.011), pytest.approx(0.60, abs=0.011))


def test_the_interval_agrees_with_scipy():
    """The percentile bootstrap of scipy gives the same ends within the noise of 10,000 draws."""
    stats = pytest.importorskip("scipy.stats")
    drawn = values(150)
    theirs = stats.bootstrap((drawn,), np.mean, n_resamples=10_000, method="percentile", rng=7).confidence_interval
    ours = bootstrap(drawn)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.004)


def test_the_same_seed_gives_the_same_interval():
    """A figure can be made again to its last digit, and another seed moves it."""
    drawn = values(99)
    assert bootstrap(drawn, seed=4) == bootstrap(drawn, seed=4)
    assert bootstrap(drawn, seed=4) != bootstrap(drawn, seed=5)


def test_more_questions_make_a_narrower_interval():
    """Four times the questions about halve the width."""
    widths = [found.high - found.low for found in (bootstrap(values(n)) for n in (100, 400))]
    assert 0.4 < widths[1] / widths[0] < 0.6


def test_degenerate_values():
    """No questions have no interval; equal ones, or a single one, have one without width."""
    assert bootstrap([]) is None
    assert bootstrap([0.5] * 9) == bootstrap([0.5]) == Interval(0.5, 0.5)


@pytest.mark.parametrize("wrong", [NAN, None, float("inf")])
def test_what_is_no_number_is_refused(wrong):
    """An unscored question must be left out by the caller, not slip in as a number."""
    with pytest.raises(MeasureError, match="could not be scored"):
        bootstrap([1.0, wrong])
    with pytest.raises(MeasureError):
        paired_randomisation([1.0, 1.0], [1.0, wrong])


def test_the_interval_of_f1_agrees_with_scipy():
    """F1 from per-question counts (2 · right, refused + unanswerable), resampled question by question."""
    stats = pytest.importorskip("scipy.stats")
    draw = random.Random(2)
    rows = [
        (2.0 * (a and b), float(a + b)) for a, b in ((draw.random() < 0.4, draw.random() < 0.5) for _ in range(120))
    ]
    right, whole = zip(*rows, strict=True)

    def f1(over, under, axis):
        return over.sum(axis=axis) / under.sum(axis=axis)

    kept = {"paired": True, "vectorized": True, "method": "percentile", "n_resamples": 10_000}
    theirs = stats.bootstrap((np.array(right), np.array(whole)), f1, rng=7, **kept).confidence_interval
    ours = bootstrap_of(rows, ratio)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.006)


def test_resamples_without_a_figure_are_left_out():
    """A share of nothing in some draws does not spoil the others; in all draws there is no interval."""
    assert bootstrap_of([(1.0, 1.0), (0.0, 0.0)], ratio) == Interval(1.0, 1.0)
    assert bootstrap_of([(0.0, 0.0)], ratio) is None


def test_three_falls_of_three_by_hand():
    """All eight swaps of three equal falls: one is as low as the observed, two as far from zero."""
    found = paired_randomisation([1.0, 1.0, 1.0, 0.5], [0.0, 0.0, 0.0, 0.5])
    assert (found.n, found.differing, found.difference) == (4, 3, -0.75)
    assert (found.fall, found.two_sided, found.rise) == (1 / 8, 2 / 8, 1.0)


def test_a_rise_is_a_fall_turned_round():
    """Swapping the two runs swaps the one-sided values and keeps the two-sided."""
    a, b = values(40), values(40, seed=2)
    one, other = paired_randomisation(a, b), paired_randomisation(b, a)
    assert one.two_sided == pytest.approx(other.two_sided, abs=0.02)
    assert one.fall == pytest.approx(other.rise, abs=0.02)


def test_equal_runs_differ_by_chance():
    """No difference, or no questions: p is 1 on every side."""
    for found in (paired_randomisation([0.5, 1.0], [0.5, 1.0]), paired_randomisation([], [])):
        assert (found.two_sided, found.fall, found.rise) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize("n", [9, 60])
def test_p_values_agree_with_scipy(n):
    """Exact for few pairs, sampled for many: scipy's permutation test of paired samples says the same."""
    stats = pytest.importorskip("scipy.stats")
    a, b = values(n), values(n, seed=3)
    ours = paired_randomisation(a, b)

    def theirs(alternative):
        means = {"permutation_type": "samples", "n_resamples": 20_000, "alternative": alternative, "rng": 1}
        return stats.permutation_test((b, a), lambda x, y: np.mean(x) - np.mean(y), **means).pvalue

    expected = [theirs(side) for side in ("two-sided", "less", "greater")]
    assert [ours.two_sided, ours.fall, ours.rise] == pytest.approx(expected, abs=1e-12 if n < 12 else 0.015)


def test_ties_are_counted_in_spite_of_rounding():
    """Changes of -0.1, -0.2 and 0.3 sum to 0: of the eight swaps five fall no higher, and all are as far from 0."""
    found = paired_randomisation([0.1, 0.2, 0.0], [0.0, 0.0, 0.3])
    assert (found.fall, found.rise, found.two_sided) == (5 / 8, 5 / 8, 1.0)


def test_a_sampled_p_is_never_zero():
    """With the observed outcome counted in, the least p of 10,000 swaps is 1/10,001."""
    found = paired_randomisation([1.0] * 60, [0.0] * 60)
    assert found.fall == found.two_sided == 1 / 10_001


def test_f1_is_tested_by_swapping_counts():
    """Four questions refused rightly by a and not by b: of 16 swaps one falls as low, and two are as far."""
    a, b = [(2.0, 2.0)] * 4 + [(0.0, 1.0)], [(0.0, 1.0)] * 4 + [(0.0, 1.0)]
    found = paired_randomisation_of(a, b, ratio)
    assert found.difference == pytest.approx(-8 / 9)
    assert (found.fall, found.two_sided) == (1 / 16, 2 / 16)


def test_runs_of_other_lengths_are_refused():
    """Pairs need both sides."""
    with pytest.raises(MeasureError, match="same questions"):
        paired_randomisation([1.0], [1.0, 0.0])
    with pytest.raises(MeasureError, match="same items"):
        kappa([1], [1, 0])


def test_kappa_by_hand():
    """20 both yes, 15 both no, 5 and 10 apart: agreement 0.7, by chance 0.5, kappa 0.4."""
    one = ["yes"] * 25 + ["no"] * 25
    other = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert kappa(one, other) == pytest.approx(0.4)


def test_kappa_agrees_with_scikit_learn():
    """Three labels drawn at random, with some agreement."""
    metrics = pytest.importorskip("sklearn.metrics")
    one = [round(value * 4) for value in values(80)]
    other = [left if position % 3 else right for position, (left, right) in enumerate(pairwise([*one, 0]))]
    assert kappa(one, other) == pytest.approx(metrics.cohen_kappa_score(one, other))


def test_kappa_is_not_defined_where_nobody_differs():
    """No items, or one label throughout: agreement by chance is whole already."""
    assert kappa([], []) is None
    assert kappa([1, 1], [1, 1]) is None
