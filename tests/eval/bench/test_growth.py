"""Ratios and tables of the speed bench, from made-up figures."""

from typing import Any

from eval.bench.growth import GROWTH, PEERS, growth_rows, hit_rate, markdown, peer_rows, ratios

OURS: dict[str, Any] = {
    "build_s": 4.0,
    "size_mb": 50.0,
    "query_ms": {"n": 4, "p50": 2.0, "p95": 5.0},
    "queries_per_second": {"1": 400.0, "8": 200.0},
    "add_s": 0,
    "served": {
        "cold_start_s": 1.94,
        "first_text_ms": {"n": 4, "p50": 7.4, "p95": 11.6},
        "whole_answer_ms": {"n": 4, "p50": 8.0, "p95": 12.0},
        "questions_per_second": {"1": 130.4, "8": 115.0, "32": 99.6},
        "rest_mb": 1337,
        "peak_mb": 1400,
    },
}
PEER: dict[str, Any] = {
    "build_s": 10.0,
    "size_mb": 25.0,
    "query_ms": {"n": 4, "p50": 400.0, "p95": 7.5},
    "queries_per_second": {"1": 3.0, "8": 2.0},
    "add_s": 2.0,
}


def test_a_ratio_is_the_peers_figure_by_ours() -> None:
    """10 s beside 4 s is 2.5; 2 questions a second beside 200 is 0.01; nothing is said where a figure is missing or 0."""
    assert ratios(OURS, PEER) == {
        "build": 2.5,
        "size": 0.5,
        "query_p50": 200.0,
        "query_p95": 1.5,
        "rate_1": 0.0075,
        "rate_8": 0.01,
    }


def test_a_hit_rate_counts_the_questions_that_both_got() -> None:
    """Three of four found, two of the first two."""
    assert (hit_rate([1, 1, 1, 0]), hit_rate([1, 1, 1, 0], 2)) == (0.75, 1.0)


def test_the_growth_table_has_a_row_per_size() -> None:
    """What a user feels comes first, rounded to what can be told apart."""
    head, row = growth_rows({"sizes": [{"articles": 5019, "ours": OURS}]})
    assert head == GROWTH
    assert row[:6] == ("5,019", "7 / 12 ms", "8 / 12 ms", "130 / 115 / 100", "1.9 s", "1,337 / 1,400 MB")
    assert row[6:] == ("4.0 s", "50 MB", "0.0 s")


def test_the_peers_table_shows_ratios_and_failures() -> None:
    """A peer that could not be measured leaves its reason, not a gap."""
    peer = PEER | {"ratios": ratios(OURS, PEER), "hit_rate": 0.5, "ours_hit_rate": 1.0}
    size = {"articles": 7, "peers": {"langchain": peer, "haystack": {"error": "gave up"}}}
    head, langchain, haystack = peer_rows({"sizes": [size]})
    assert head == PEERS
    assert langchain == ("7", "langchain", "2.5×", "0.5×", "—", "—", "200×", "1.5×", "0.01×", "—", "0.500 / 1.000 (4)")
    assert haystack[:3] == ("7", "haystack", "gave up")
    assert len(haystack) == len(PEERS)


def test_a_table_is_written_as_markdown() -> None:
    """Head, rule, rows."""
    assert markdown([("a", "b"), ("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n"
