"""TREC's files, in and out, and what is wrong in them by file, line and field."""

import gzip
from pathlib import Path

import pytest

from eval.errors import DatasetError, RunError
from eval.trec import Scored, ranking, read_qrels, read_run, write_qrels, write_run

QRELS = "q1 0 甲 1\nq1 0 乙 0\nq2\t0\t甲\t3\n"
RUN = "q1 Q0 甲 1 0.9 bm25\nq1 Q0 乙 2 0.5 bm25\nq2 Q0 乙 0 7 bm25\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a file goes."""
    return tmp_path / "file"


def test_qrels_come_in(path: Path) -> None:
    """Blanks or tabs, graded or not, plain or packed."""
    wanted = {"q1": {"甲": 1, "乙": 0}, "q2": {"甲": 3}}
    path.write_text(QRELS, encoding="utf-8")
    packed = path.with_suffix(".gz")
    packed.write_bytes(gzip.compress(QRELS.encode()))
    assert read_qrels(path) == read_qrels(packed) == wanted


def test_qrels_go_out_as_they_came(path: Path) -> None:
    """Four fields a line."""
    write_qrels(path, {"q1": {"甲": 1, "乙": 0}})
    assert path.read_text(encoding="utf-8") == "q1 0 甲 1\nq1 0 乙 0\n"


def test_runs_come_in(path: Path) -> None:
    """Documents of each question, best first, whatever the order of the lines."""
    path.write_text("".join(reversed(RUN.splitlines(keepends=True))), encoding="utf-8")
    assert read_run(path) == {"q1": (Scored("甲", 0.9), Scored("乙", 0.5)), "q2": (Scored("乙", 7),)}


def test_runs_go_out(path: Path) -> None:
    """Six fields a line, ranks from 1, no digit of a score lost."""
    write_run(path, {"q1": ranking({"a": 1 / 3, "b": 2.0})}, "fused")
    assert path.read_text(encoding="utf-8") == "q1 Q0 b 1 2.0 fused\nq1 Q0 a 2 0.3333333333333333 fused\n"
    assert read_run(path) == {"q1": (Scored("b", 2.0), Scored("a", 1 / 3))}


def test_equal_scores_stand_as_trec_eval_has_them() -> None:
    """The last of the alphabet first; the limit cuts afterwards."""
    assert ranking({"a": 1.0, "c": 1.0, "b": 1.0, "d": 0.5}, 2) == (Scored("c", 1.0), Scored("b", 1.0))


def test_other_tools_read_what_is_written(path: Path) -> None:
    """ir_measures finds the same questions, documents and scores."""
    ir_measures = pytest.importorskip("ir_measures")
    write_run(path, {"q1": ranking({"a": 0.25, "b": 2.0})}, "fused")
    assert list(ir_measures.read_trec_run(str(path))) == [("q1", "b", 2.0), ("q1", "a", 0.25)]
    write_qrels(path, {"q1": {"a": 2}})
    assert [(q.query_id, q.doc_id, q.relevance) for q in ir_measures.read_trec_qrels(str(path))] == [("q1", "a", 2)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("q1 0 甲 1\nq1 0 甲\n", "file, line 2: 3 fields where 4 belong"),
        ("q1 0 甲 1\nq1 0 甲 0\n", "line 2: field docid: '甲' is judged twice for 'q1'"),
        ("\nq1 0 甲 yes\n", "line 2: field rel: 'yes' is no whole number"),
    ],
)
def test_wrong_qrels_are_named(path: Path, text: str, words: str) -> None:
    """File, line and field."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=words):
        read_qrels(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("q1 Q0 甲 1 0.9\n", "file, line 1: 5 fields where 6 belong"),
        ("q1 Q0 甲 1 0.9 a\nq1 Q0 甲 2 0.8 a\n", "line 2: field docid: '甲' stands twice for 'q1'"),
        ("q1 Q0 甲 first 0.9 a\n", "line 1: field rank: 'first' is no whole number"),
        ("q1 Q0 甲 1 nan a\n", "line 1: field score: 'nan' is no finite number"),
        ("q1 Q0 甲 1 high a\n", "line 1: field score: 'high' is no finite number"),
        ("q1 Q0 甲 1 0.5 a\nq1 Q0 乙 2 0.9 a\n", "line 2: field score: rank 2 has a higher score than a rank before"),
    ],
)
def test_wrong_runs_are_named(path: Path, text: str, words: str) -> None:
    """A run whose ranks and scores contradict each other would be scored differently by every tool."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RunError, match=words):
        read_run(path)


def test_what_is_not_utf_8_is_named(path: Path) -> None:
    """A file in GBK is told by its first such line."""
    path.write_bytes("q1 0 a 1\nq1 0 甲 1\n".encode("gbk"))
    with pytest.raises(DatasetError, match="line 2: not UTF-8"):
        read_qrels(path)


@pytest.mark.parametrize("name", ["甲 乙", "", "a\tb"])
def test_an_id_with_a_blank_is_refused(path: Path, name: str) -> None:
    """It would become two fields, or none."""
    with pytest.raises(RunError, match="an id with a blank"):
        write_run(path, {"q1": (Scored(name, 1.0),)}, "fused")
    assert not path.exists()
