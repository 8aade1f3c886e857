"""Retrieval sets as BEIR folders: who answers what, and figures worked out by hand."""

from pathlib import Path
from typing import Any

import pytest

from eval.beir import Entry, read_qrels
from eval.errors import DatasetError
from eval.public.ranking import Collection, all_found, cmrc, equals, legaldc, measured, stard
from index.embeddings import load_embedder
from tests.eval.public.published import LANTERN, PAPER, published

ARTICLES = [
    {"id": "a1", "name": "灯笼条例第一条", "text": LANTERN},
    {"id": "a2", "name": "造纸条例第一条", "text": PAPER},
]


def _stard(bench: Path, qrels: str = "q1\t0\ta2\t1\n") -> Path:
    folder = published(bench / "stard" / "corpus.jsonl.gz", ARTICLES)
    published(folder / "queries.train.jsonl.gz", [{"qid": "q1", "text": "造纸坊由谁创办"}])
    (folder / "qrels.train.tsv").write_text(qrels, encoding="utf-8")
    return bench


def test_stard_is_read_as_published(tmp_path: Path) -> None:
    """Names are titles; TREC's judgements answer the questions."""
    found = stard(_stard(tmp_path))
    assert found.entries[1] == Entry("a2", "造纸条例第一条", PAPER)
    assert (found.queries, found.qrels) == ({"q1": "造纸坊由谁创办"}, {"q1": {"a2": 1}})


@pytest.mark.parametrize(("qrels", "told"), [("q1 0 a9 1", "'a9' is no row"), ("q2 0 a1 1", "'q2' is no question")])
def test_judgements_of_strangers_are_refused(tmp_path: Path, qrels: str, told: str) -> None:
    """A judged row or question that is not in the set: files of two versions."""
    with pytest.raises(DatasetError, match=rf"qrels\.train\.tsv: .*{told}"):
        stard(_stard(tmp_path, qrels))


def test_equals_leaves_near_copies_out(tmp_path: Path) -> None:
    """STARD's articles without the ids of the list, and the set's own."""
    folder = published(
        _stard(tmp_path) / "equals" / "gold_docs.jsonl.gz", [{"id": "e1", "name": "法第一条", "text": "乙"}]
    )
    published(folder / "queries.jsonl.gz", [{"qid": "q", "text": "问", "doc": "e1"}])
    (folder / "drop_stard_ids.txt").write_text("a1\n", encoding="utf-8")
    found = equals(tmp_path)
    assert [entry.id for entry in found.entries] == ["a2", "e1"]
    assert found.qrels == {"q": {"e1": 1}}


def test_a_question_of_two_articles_wants_both(tmp_path: Path) -> None:
    """EQUALS repeats a question for each span: once is enough to ask it, and each article answers it."""
    folder = published(_stard(tmp_path) / "equals" / "gold_docs.jsonl.gz", [{"id": "e1", "name": "法", "text": "乙"}])
    row = {"qid": "q", "text": "问"}
    published(folder / "queries.jsonl.gz", [row | {"doc": "e1"}, row | {"doc": "a2"}, row | {"doc": "e1"}])
    (folder / "drop_stard_ids.txt").write_text("", encoding="utf-8")
    assert equals(tmp_path).qrels == {"q": {"e1": 1, "a2": 1}}
    published(folder / "queries.jsonl.gz", [row | {"doc": "e1"}, row | {"doc": "e1", "text": "答"}])
    with pytest.raises(DatasetError, match=r"queries\.jsonl\.gz, line 2: field qid: 'q' stands"):
        equals(tmp_path)


def test_legal_dc_wants_every_unit_of_its_evidence(tmp_path: Path) -> None:
    """All units of `rel` answer; a heading, where there is one, stands above the text."""
    unit: dict[str, Any] = {"title": "细则", "heading": "", "text": "甲"}
    folder = published(
        tmp_path / "legaldc" / "corpus.jsonl.gz", [unit | {"id": "L1"}, unit | {"id": "L2", "heading": "章"}]
    )
    published(folder / "qa.jsonl.gz", [{"qid": "q", "question": "问", "rel": ["L1", "L2"]}])
    found = legaldc(tmp_path)
    assert [entry.text for entry in found.entries] == ["甲", "章\n甲"]
    assert found.qrels == {"q": {"L1": 1, "L2": 1}}


def test_each_question_of_cmrc_wants_its_own_passage(tmp_path: Path) -> None:
    """Two passages, and the question of the second."""
    asked = {"id": "q", "question": "纸坊何时创办", "answers": ["1905年"]}
    contexts = [{"context": LANTERN, "title": "灯笼", "qas": []}, {"context": PAPER, "title": "纸坊", "qas": [asked]}]
    published(tmp_path / "cmrc2018" / "dev.jsonl.gz", contexts)
    found = cmrc(tmp_path)
    assert found.entries[1] == Entry("cmrc2018-2", "纸坊", PAPER)
    assert (found.queries, found.qrels) == ({"q": "纸坊何时创办"}, {"q": {"cmrc2018-2": 1}})


def test_all_found_needs_every_row() -> None:
    """Two relevant rows: both within ten, one at the eleventh place."""
    grades = {"a": 1, "b": 1, "c": 0}
    assert all_found(grades, ["x", "b", "a"]) == 1.0
    assert all_found(grades, ["a", *"0123456789", "b"]) == 0.0


def test_figures_are_those_of_the_runs(tmp_path: Path) -> None:
    """Two questions, one row each: found first, and never found, since no row shares a character with it."""
    entries = [Entry(row["id"], row["name"], row["text"]) for row in ARTICLES]
    queries = {"q1": "造纸坊由谁创办", "q2": "xyzzy"}
    collection = Collection(entries, queries, {"q1": {"a2": 1}, "q2": {"a1": 1}})
    found = measured(collection, tmp_path / "work", load_embedder("static"))
    bm25 = found["systems"]["bm25"]
    assert {name: bm25[name]["value"] for name in bm25} == dict.fromkeys(bm25, 0.5)
    assert (found["n"], found["rows"], bm25["MRR@10"]["n"]) == (2, 2, 2)
    search = found["systems"]["search"]
    assert {name: one["value"] + 0.5 for name, one in found["difference"].items()} == {
        name: one["value"] for name, one in search.items()
    }
    assert read_qrels(tmp_path / "work" / "beir", "test") == collection.qrels
