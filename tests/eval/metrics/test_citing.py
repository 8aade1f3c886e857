import pytest

from eval.metrics.citing import SupportTest, attribution, check, mean_length, precision, recall, validity
from eval.metrics.markdown import statements
from eval.metrics.spans import Span

TEXT = "第一条 为了保护商标。"
ALL_WORDS = SupportTest("every letter", lambda statement, text: set(statement) <= set(text + "。"))


def span(start: int, end: int, version: str = "v") -> Span:
    """A span of one document."""
    return Span("d", version, start, end)


@pytest.mark.parametrize(
    ("where", "words", "revision", "state", "valid"),
    [
        (span(0, 3), "第一条", TEXT, "现行有效", True),
        (span(0, 3), "第一条", TEXT, "未知", True),
        (span(0, 3), "第一条", TEXT, "已废止", False),
        (span(0, 3), "第一条", TEXT, "已被修改", False),
        (span(0, 3), "第一条", TEXT, "尚未生效", False),
        (span(0, 3), "第二条", TEXT, "现行有效", False),
        (span(0, 99), TEXT, TEXT, "现行有效", False),
        (span(-3, 3), "", TEXT, "现行有效", False),
        (span(3, 3), "", TEXT, "现行有效", False),
        (span(0, 3), "第一条", None, "现行有效", False),
    ],
)
def test_a_citation_is_valid_when_it_exists_verbatim_and_in_force(where, words, revision, state, valid):
    """Each way of being wrong makes it invalid; a state that nobody knows does not."""
    assert check(where, words, revision, state).valid is valid


def test_validity_is_a_share_and_none_without_citations():
    """One valid citation of two is a half; an answer without citations could not be scored."""
    good, bad = check(span(0, 3), "第一条", TEXT, None), check(span(0, 3), "第", TEXT, None)
    assert validity([good, bad]) == 0.5
    assert validity([]) is None


def test_precision_and_recall_against_gold_clauses():
    """Of two citations one hits; of three gold clauses it hits one."""
    cited, gold = [span(0, 10), span(50, 60)], [span(0, 12), span(20, 30), span(100, 200)]
    assert precision(cited, gold) == pytest.approx(1 / 2)
    assert recall(cited, gold) == pytest.approx(1 / 3)


def test_another_revision_is_another_text():
    """The same offsets of an older revision do not hit the gold clause."""
    assert precision([span(0, 10, "old")], [span(0, 10)]) == 0.0


def test_citing_one_span_twice_raises_nothing():
    """A right citation repeated stands beside a wrong one as one of two."""
    assert precision([span(0, 10), span(0, 10), span(50, 60)], [span(0, 10)]) == pytest.approx(1 / 2)


def test_what_is_not_there_is_not_scored():
    """No citations: no precision, recall 0. No gold: neither."""
    assert precision([], [span(0, 1)]) is None
    assert recall([], [span(0, 1)]) == 0.0
    assert precision([span(0, 1)], []) is None
    assert recall([span(0, 1)], []) is None


def test_mean_length_shows_who_cites_whole_documents():
    """Ten and thirty characters are twenty on average."""
    assert mean_length([span(0, 10), span(0, 30)]) == 20
    assert mean_length([]) is None


def test_alce_counts_statements_and_citations():
    """甲乙 needs both of [1][2]; 丙 is borne out by [3] alone, so [1] is superfluous; 丁 is wrong; 戊 cites nothing."""
    found = attribution(statements("甲乙。[1][2]丙。[3][1]丁。[1]戊。"), {1: "甲", 2: "乙", 3: "丙"}, ALL_WORDS)
    assert (found.test, found.statements, found.supported) == ("every letter", 4, 2)
    assert (found.citations, found.precise, found.uncited) == (5, 3, 1)
    assert (found.recall, found.precision) == (0.5, pytest.approx(3 / 5))


def test_two_citations_that_are_each_enough_are_both_precise():
    """ALCE takes a citation out only where it is not enough alone and the others are."""
    assert attribution(statements("甲。[1][2]"), {1: "甲", 2: "甲"}, ALL_WORDS).precision == 1.0


def test_a_marker_without_a_citation_supports_nothing():
    """An answer that makes up [9] loses the statement and the precision of all that stands there."""
    found = attribution(statements("甲。[1][9]"), {1: "甲"}, ALL_WORDS)
    assert (found.recall, found.precision) == (0.0, 0.0)


def test_statements_that_the_test_cannot_judge_are_counted_apart():
    """They are in neither share; one without citations is unsupported without asking the test."""
    unable = SupportTest("never", lambda _statement, _text: None)
    found = attribution(statements("甲。[1]\n\n乙。"), {1: "甲"}, unable)
    assert (found.statements, found.unscored, found.uncited, found.recall) == (1, 1, 1, 0.0)


def test_an_empty_answer_has_no_attribution():
    """No statements: neither share; statements that cite nothing: precision 0, as ALCE has it."""
    assert attribution((), {}, ALL_WORDS).recall is None
    assert attribution((), {}, ALL_WORDS).precision is None
    assert attribution(statements("甲。"), {}, ALL_WORDS).precision == 0.0
