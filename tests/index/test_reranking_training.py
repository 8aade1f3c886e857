"""The re-ranker's training learns what is there to learn, gives the same bytes, and keeps what it measures unseen."""

from dataclasses import replace
from datetime import date

import numpy as np

from index.documents import NO_FILTERS
from index.reranking.trees import Forest
from index.training.boosting import Examples, Outcomes, Plan, fit, grown, scaled
from index.training.folds import fold_of
from index.training.reranking import Asked, Searched, _groups, examples, figures, fold_of_search, unseen

PLAN = Plan(trees=10, levels=2, features=1.0, damping=1.0)


def made(questions: int = 60, width: int = 3) -> Examples:
    """Ten candidates a question; right is the one whose second feature is between the others' and above 0.5 there."""
    chance = np.random.default_rng(1)
    rows = chance.random((questions * 10, width)).astype(np.float32)
    right = np.zeros(questions * 10)
    right[np.arange(questions) * 10 + rows[:, 1].reshape(-1, 10).argmax(axis=1)] = 1
    return Examples(rows, right, np.repeat(np.arange(questions), 10), np.ones(questions))


def first_right(forest: Forest, asked: Examples) -> float:
    """Share of the questions whose best candidate is right."""
    best = forest.raw(asked.rows).reshape(-1, 10).argmax(axis=1)
    return float(asked.right.reshape(-1, 10)[np.arange(len(best)), best].mean())


def test_what_decides_is_learned() -> None:
    """The feature that decides gets the weight; questions never seen are ordered by it."""
    forest = fit(made(), PLAN, 0)
    assert np.argmax(np.abs(forest.weights)) == 1
    fresh = made(30)
    assert first_right(forest, replace(fresh, rows=fresh.rows)) > 0.9


def test_the_same_seed_gives_the_same_trees() -> None:
    """And another seed other ones."""
    one, same, other = (fit(made(), replace(PLAN, features=0.5), seed) for seed in (0, 0, 1))
    assert all(np.array_equal(getattr(one, name), getattr(same, name)) for name in Forest.__dataclass_fields__)
    assert not np.array_equal(one.limits, other.limits)


def test_undecided_outcomes_are_pulled_to_theirs() -> None:
    """At score 0 half is missing either way, times what each counts; both are as curved as the logistic function."""
    slopes, curves = Outcomes(np.zeros((2, 1), np.float32), np.array([1.0, 0.0]), np.array([1.0, 3.0])).slopes(
        np.zeros(2)
    )
    assert (slopes.tolist(), curves.tolist()) == ([0.5, -1.5], [0.25, 0.75])


def test_a_tree_takes_each_outcome_by_itself() -> None:
    """Of 40 below one half and 40 above, each missing one half: 0.15 of 20 over a curve of 10 and a damping of 1."""
    rows = np.repeat([[0.0], [1.0]], 40, axis=0).astype(np.float32)
    outcomes = Outcomes(rows, rows[:, 0].astype(float), np.ones(80))
    forest = grown(outcomes, replace(PLAN, trees=1, levels=1, questions=1.0), 0, np.zeros(80))
    assert np.allclose(forest.raw(np.array([[0.0], [1.0]], np.float32)), np.array([-1, 1]) * 0.15 * 20 / 11)


def test_scores_keep_the_scale_of_the_search() -> None:
    """Raw scores 2 and 0 are wanted at 0.9 and 0.6: the logistic function of 0.9 x + 0.4 gives them."""
    slope, offset = scaled(np.tile([2.0, 0.0], (5, 1)), np.tile([0.9, 0.6], (5, 1)))
    assert np.allclose((slope, offset), (0.896, 0.405), atol=0.01)


def test_questions_of_one_section_stay_together() -> None:
    """A shares a section with B, B holds C's: all are one group; D is on its own."""
    groups = _groups([["law 第一条/"], ["law 第一条/", "plan 二/"], ["plan 二/（一）/"], ["plan 三/"]])
    assert groups[0] == groups[1] == groups[2] != groups[3]


def searched(gold: list[int], view: str = "own", name: str = "q") -> Searched:
    """A search whose candidates belong to these gold clauses; two clauses are gold."""
    asked = Asked(name, "?", date(2026, 1, 1), NO_FILTERS, (("a", 0, 1), ("b", 0, 1)), 3)
    count = len(gold)
    return Searched(asked, view, np.zeros((count, 1), np.float32), np.array(gold), np.zeros(count), np.zeros(count))


def asked_for(search: Searched, *articles: str) -> Searched:
    """The same search for other gold articles."""
    return replace(search, asked=replace(search.asked, gold=tuple((name, 0, 0) for name in articles)))


def test_figures_count_each_gold_clause_once() -> None:
    """Gold clause 0 stands second and third, clause 1 is not found: 1/2, half, half."""
    told = figures([searched([-1, 0, 0, -1])], [np.array([4.0, 3, 2, 1])])
    means = {name: value for name, value in told.items() if "95%" not in name}
    assert means == {"n": 1, "hit@3": 1, "hit@10": 1, "R@5": 0.5, "R@10": 0.5, "R@100": 0.5, "MRR@10": 0.5}
    assert told["R@10 95%"] == [0.5, 0.5]


def test_nothing_found_counts_nothing() -> None:
    """No gold among the candidates, or no candidates."""
    told = figures([searched([-1, -1]), searched([])], [np.zeros(2), np.zeros(0)])
    assert {value for name, value in told.items() if "95%" not in name} == {2, 0}


def test_what_other_folds_ask_for_is_not_unseen() -> None:
    """Two questions of different folds ask for article 7, one of them for 8 too: only 8 is left, at its place."""
    names = [f"{n}" for n in range(40)]
    one = next(name for name in names if fold_of(name) == 0)
    other = next(name for name in names if fold_of(name) == 1)
    both, seven = asked_for(searched([0, 1], "STARD", one), "7", "8"), asked_for(searched([0], "STARD", other), "7")
    rest, scores = unseen([both, seven], [np.array([2.0, 1]), np.ones(1)])
    assert [(each.asked.id, each.gold.tolist()) for each in rest] == [(one, [-1, 1])]
    assert [score.tolist() for score in scores] == [[2.0, 1.0]]


def test_a_search_without_gold_teaches_nothing() -> None:
    """Only questions with a right candidate are learned from."""
    assert len(examples([searched([-1]), searched([-1, 1])]).weights) == 1


def test_stard_keeps_the_folds_of_the_embedding() -> None:
    """Its questions are held out where the embedding's folds hold them out; others by their group."""
    assert fold_of_search(searched([0], "STARD", "17")) == fold_of("17")
    assert fold_of_search(searched([0], "own", "17")) == 3
