import random

import pytest

from eval.errors import MeasureError
from eval.metrics.ranking import by_score, named, ndcg, over_queries, recall, reciprocal_rank, relevant

RANKED = ["a", "b", "c", "d"]


def test_recall_counts_gold_within_k():
    """Of three relevant documents one is among the first two and two among the first four."""
    assert recall({"b", "d", "x"}, RANKED, 2) == pytest.approx(1 / 3)
    assert recall({"b", "d", "x"}, RANKED, 4) == pytest.approx(2 / 3)


def test_a_document_ranked_twice_counts_once():
    """Repeating a document neither raises the gain nor fills the cut with copies."""
    assert recall({"b"}, ["a", "a", "b"], 2) == 1.0
    assert ndcg({"a": 1, "b": 1}, ["a", "a"], 2) == pytest.approx(1 / (1 + 0.6309297536))


def test_reciprocal_rank_is_of_the_first_hit_within_k():
    """The first relevant document at rank 3 gives 1/3, and nothing when the cut is at 2."""
    assert reciprocal_rank({"c", "d"}, RANKED, 10) == pytest.approx(1 / 3)
    assert reciprocal_rank({"c", "d"}, RANKED, 2) == 0.0


def test_binary_ndcg_by_hand():
    """Hits at ranks 2 and 4 of 2: (1/log2 3 + 1/log2 5) / (1 + 1/log2 3)."""
    expected = (0.6309297536 + 0.4306765581) / (1 + 0.6309297536)
    assert ndcg({"b": 1, "d": 1}, RANKED, 4) == pytest.approx(expected)


def test_graded_ndcg_by_hand():
    """Gain is the grade itself: grades 1, 3 ranked as 1st and 2nd against the best order 3, 1."""
    expected = (1 + 3 * 0.6309297536) / (3 + 1 * 0.6309297536)
    assert ndcg({"a": 1, "b": 3, "c": 0}, RANKED, 10) == pytest.approx(expected)


def test_a_judged_query_that_is_missing_counts_zero_and_a_stray_one_not_at_all():
    """Silence gains nothing, and neither do queries that nobody judged."""
    found = over_queries({"q1": {"a": 1}, "q2": {"a": 1}}, {"q1": ["a"], "q9": ["a"]}, named("nDCG@10"))
    assert found == {"q1": 1.0, "q2": 0.0}


def test_grade_zero_is_not_relevant():
    """A document judged as not relevant adds nothing to the gold."""
    assert relevant({"a": 0, "b": 1, "c": 2}) == {"b", "c"}


def test_equal_scores_are_ordered_as_trec_eval_does():
    """Ties go to the name that comes last in the alphabet, so the order never depends on the file."""
    assert by_score({"a": 1.0, "c": 1.0, "b": 2.0}) == ["b", "c", "a"]


@pytest.mark.parametrize("name", ["ndcg@10", "Recall@0", "P@5", "nDCG"])
def test_an_unknown_measure_is_refused(name):
    """A misspelt measure is named in the error, not computed as something else."""
    with pytest.raises(MeasureError, match=name):
        named(name)


def drawn(seed: int) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, float]]]:
    """Random grades and scores with many ties; some queries have no ranking, some no relevant document."""
    draw = random.Random(seed)
    documents = [f"d{number}" for number in range(40)]
    qrels = {f"q{n}": {name: draw.choice([0, 0, 1, 2, 3]) for name in draw.sample(documents, 12)} for n in range(30)}
    qrels["q0"] = dict.fromkeys(documents[:3], 0)
    run = {
        query: {name: float(draw.randint(0, 9)) for name in draw.sample(documents, 25)} for query in list(qrels)[:-3]
    }
    return qrels, run


@pytest.mark.parametrize("name", ["R@5", "R@20", "Success@1", "Success@5", "nDCG@5", "nDCG@20", "RR@10"])
def test_agrees_with_ir_measures(name):
    """Every query of three random runs scores as ir_measures says; its providers break ties each in its own way."""
    ir_measures = pytest.importorskip("ir_measures")
    for seed in range(3):
        qrels, run = drawn(seed)
        ranked = {query: by_score(scores) for query, scores in run.items()}
        ours = over_queries(qrels, ranked, named(name))
        untied = {query: {name: -float(rank) for rank, name in enumerate(names)} for query, names in ranked.items()}
        theirs = {
            one.query_id: one.value for one in ir_measures.iter_calc([ir_measures.parse_measure(name)], qrels, untied)
        }
        assert {query: ours[query] for query in theirs} == pytest.approx(theirs)
        assert not any(ours[query] for query in ours.keys() - theirs.keys())


@pytest.mark.parametrize(
    ("name", "asked", "answered"),
    [
        ("R@20", "recall.20", "recall_20"),
        ("nDCG@20", "ndcg_cut.20", "ndcg_cut_20"),
        ("RR@99", "recip_rank", "recip_rank"),
    ],
)
def test_agrees_with_trec_eval(name, asked, answered):
    """Every query of three random runs with many ties scores as trec_eval's own code says."""
    pytrec_eval = pytest.importorskip("pytrec_eval")
    for seed in range(3):
        qrels, run = drawn(seed)
        ours = over_queries(qrels, {query: by_score(scores) for query, scores in run.items()}, named(name))
        theirs = pytrec_eval.RelevanceEvaluator(qrels, {asked}).evaluate(run)
        assert len(theirs) == 27
        assert {query: ours[query] for query in theirs} == pytest.approx({q: v[answered] for q, v in theirs.items()})
