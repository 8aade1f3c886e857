"""Datasets are read exactly, and refused with file, line and field."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from eval.dataset import load
from eval.errors import DatasetError

ROW = {"id": "a", "question": "灯笼归谁管？"}
FULL = ROW | {
    "history": [{"role": "user", "content": "你好"}],
    "as_of": "2026-11-21",
    "conduct_date": "2025-01-02",
    "filters": {"region": "临江市"},
    "asker": "visitor",
    "kind": "duty",
    "answerable": True,
    "key_facts": [{"any": ["五万元", "5万元"]}, {"any": ["十日"], "vital": False}],
    "forbidden": ["六万元"],
    "gold": [{"document_id": "lantern-2020", "clause_path": "第四条"}],
}


def written(path: Path, *rows: object) -> Path:
    """A dataset file of these rows."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_full_row_keeps_every_field(tmp_path: Path) -> None:
    """Nothing that a row says is lost."""
    (item,) = load(written(tmp_path / "d.jsonl", FULL)).items
    assert (item.as_of, item.conduct_date, item.asker) == (date(2026, 11, 21), date(2025, 1, 2), "visitor")
    assert [(fact.variants, fact.vital) for fact in item.key_facts] == [(("五万元", "5万元"), True), (("十日",), False)]
    assert (item.filters.region, item.gold[0].clause_path, item.history[0].content) == ("临江市", "第四条", "你好")


def test_id_and_question_are_enough(tmp_path: Path) -> None:
    """All other fields may be left out."""
    (item,) = load(written(tmp_path / "d.jsonl", ROW)).items
    assert (item.kind, item.answerable, item.key_facts, item.asker) == ("all", None, (), "officer")


def test_a_packed_file_is_the_same_dataset(tmp_path: Path) -> None:
    """The hash is that of the rows, so packing a file changes nothing."""
    path = written(tmp_path / "d.jsonl", ROW)
    packed = tmp_path / "d.jsonl.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert (load(packed).sha256, load(packed).name) == (load(path).sha256, "d")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (ROW | {"colour": 1}, "colour"),
        (ROW | {"id": ""}, "id"),
        ({"id": "b"}, "question"),
        (ROW | {"as_of": "2026-13-01"}, "as_of"),
        (ROW | {"asker": "king"}, "asker"),
        (ROW | {"answerable": "yes"}, "answerable"),
        (ROW | {"key_facts": [{"any": []}]}, "key_facts.0.any"),
        (ROW | {"key_facts": [{"any": ["字" * 40]}]}, "key_facts.0.any.0"),
        (ROW | {"gold": [{"document_id": "x"}]}, "gold.0.clause_path"),
        (ROW | {"filters": {"town": "x"}}, "filters.town"),
        ("no object", "the whole line"),
    ],
)
def test_a_wrong_row_is_refused_by_file_line_and_field(tmp_path: Path, row: object, field: str) -> None:
    """An evaluator sees at once what to mend where."""
    path = written(tmp_path / "d.jsonl", {"id": "first", "question": "好？"}, row)
    with pytest.raises(DatasetError) as caught:
        load(path)
    assert f"{path}, line 2: field {field}:" in str(caught.value) or f"{path}, line 2: {field}" in str(caught.value)


def test_an_id_twice_names_both_lines(tmp_path: Path) -> None:
    """Scores are kept by id, so two rows may not share one."""
    with pytest.raises(DatasetError, match=r"line 3: field id: 'a' stands in line 1"):
        load(written(tmp_path / "d.jsonl", ROW, ROW | {"id": "b"}, ROW))


def test_what_is_cut_off_or_absent_is_refused(tmp_path: Path) -> None:
    """A torn download is no smaller dataset."""
    whole = written(tmp_path / "d.jsonl", ROW, FULL | {"id": "b"}).read_bytes()
    (tmp_path / "torn.jsonl").write_bytes(whole[:-30])
    (tmp_path / "torn.jsonl.gz").write_bytes(gzip.compress(whole)[:-20])
    (tmp_path / "empty.jsonl").write_bytes(b"\n")
    for name, words in (
        ("torn.jsonl", "line 2"),
        ("torn.jsonl.gz", "read"),
        ("empty.jsonl", "no questions"),
        ("x", "no such"),
    ):
        with pytest.raises(DatasetError, match=words):
            load(tmp_path / name)
