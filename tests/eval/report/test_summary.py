"""The README's tables from kept scores."""

import json
from pathlib import Path

import pytest

from eval.report.summary import answers, kinds, summary
from eval.scores import write_scores
from eval.texts import Texts
from tests.eval.report.made import bad, closed, good, scored


@pytest.fixture
def results(texts: Texts, tmp_path: Path) -> Path:
    """A good run on the dev half, a bad one on the closed test half."""
    write_scores(scored(texts, good(texts)).scores, tmp_path / "enforcement-dev.json")
    write_scores(closed(scored(texts, bad(texts))).scores, tmp_path / "enforcement-test.json")
    return tmp_path


def test_measures_stand_with_interval_and_n(results: Path) -> None:
    """Three of four questions can be right: all are on dev; on test the error cannot, and the other two are not."""
    table = answers(results).splitlines()
    assert table[0] == "| measure | dev (95 % interval) | n | unscored | test | n |"
    assert "| `right` | 1.000 (1.000–1.000) | 3 | 1 | 0.000 | 2 |" in table


def test_kinds_stand_with_their_number(results: Path) -> None:
    """Two questions of the kind without answers, no facts and no citations to find there."""
    assert "| none | 2 | 1.000 | – | – | – | – |" in kinds(results)
    assert "| 处罚 `penalty` | 1 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |" in kinds(results, chinese=True)


def test_a_size_of_the_growth_curve_stands_in_a_row(tmp_path: Path) -> None:
    """Of one size: clauses, build, disk, search and memory, each with its unit."""
    cost = {"build_s": 61.4, "build_cpu_s": 50.0, "build_peak_mb": 1200, "index_mb": 330, "add_s": 8.4}
    search = {"clauses": 57_646, "clock_ms": {"p50": 5.26, "p95": 15.23}, "rss_mb": 539}
    figures = {"figures": {"sizes": [{**cost, "search": search}]}}
    (tmp_path / "growth.json").write_text(json.dumps(figures), encoding="utf-8")
    row = "| 57,646 | 61 s | 50 s | 1,200 MB | 330 MB | 5.3 / 15.2 ms | 539 MB | 8 s |"
    assert summary(tmp_path).splitlines()[-1] == row


def test_what_was_not_measured_leaves_no_table(results: Path, tmp_path: Path) -> None:
    """Without a test half its columns are gone; with nothing at all, everything is."""
    (results / "enforcement-test.json").unlink()
    assert "test" not in answers(results)
    (results / "enforcement-dev.json").unlink()
    assert summary(tmp_path) == ""
