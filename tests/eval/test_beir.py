"""BEIR folders, in and out, and what is wrong in them by file, line and field."""

import gzip
from pathlib import Path

import pytest

from eval.beir import Entry, read_corpus, read_qrels, read_queries, write
from eval.errors import DatasetError

CORPUS = (Entry("d1", "示例法", "第一条　为了\u2028示例。"), Entry("d2", "", "第二条"))
QUERIES = {"q1": "为了什么？", "q2": "第二条是什么？"}
QRELS = {"train": {"q1": {"d1": 1}}, "test": {"q2": {"d2": 2, "d1": 0}}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two rows and two questions."""
    write(tmp_path, CORPUS, QUERIES, QRELS)
    return tmp_path


def test_a_folder_comes_in_as_it_went_out(folder: Path) -> None:
    """Rows, questions and both splits."""
    assert (read_corpus(folder), read_queries(folder)) == (CORPUS, QUERIES)
    assert {split: read_qrels(folder, split) for split in QRELS} == QRELS


def test_files_are_as_others_write_them(folder: Path) -> None:
    """`_id`, and a header over tab-separated judgements."""
    assert (folder / "corpus.jsonl").read_text(encoding="utf-8").startswith('{"_id": "d1", "title": "示例法", "text": ')
    assert (folder / "qrels/test.tsv").read_text(
        encoding="utf-8"
    ) == "query-id\tcorpus-id\tscore\nq2\td2\t2\nq2\td1\t0\n"


def test_packed_files_will_do(folder: Path) -> None:
    """Each of the three may be a .gz."""
    for path in (folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels/test.tsv"):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    assert (read_corpus(folder), read_queries(folder), read_qrels(folder, "test")) == (CORPUS, QUERIES, QRELS["test"])


def test_published_folders_have_more_fields(folder: Path) -> None:
    """`metadata` is passed over, a title may be missing."""
    (folder / "corpus.jsonl").write_text('{"_id": "d1", "text": "a", "metadata": {"url": "b"}}\n', encoding="utf-8")
    assert read_corpus(folder) == (Entry("d1", "", "a"),)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "corpus.jsonl",
            '{"_id": "d1", "text": "a"}\n{"id": "d2", "text": "b"}\n',
            r"corpus\.jsonl, line 2: field _id",
        ),
        ("corpus.jsonl", '{"_id": "d", "text": "a"}\n{"_id": "d", "text": "b"}\n', "line 2: field _id: 'd' stands in"),
        ("queries.jsonl", '{"_id": "q1", "text": 5}\n', r"queries\.jsonl, line 1: field text"),
        ("queries.jsonl", '{"_id": "q1", "text": "a"}\n{"_id": "q2", "te', "line 2: is cut off"),
        ("qrels/test.tsv", "q1\td1\t1\n", r"test\.tsv, line 1: the header .* is missing \(got 'q1"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1 d1 1\n", "line 2: 1 fields where 3 belong"),
        (
            "qrels/test.tsv",
            "query-id\tcorpus-id\tscore\nq1\td1\tyes\n",
            "line 2: field score: 'yes' is no whole number",
        ),
        (
            "qrels/test.tsv",
            "query-id\tcorpus-id\tscore\nq\td\t1\n\nq\td\t0\n",
            "line 4: field corpus-id: 'd' is judged",
        ),
    ],
)
def test_what_is_wrong_is_named(folder: Path, name: str, text: str, words: str) -> None:
    """File, line and field on one line."""
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=words) as told:
        (read_corpus(folder), read_queries(folder), read_qrels(folder, "test"))
    assert "\n" not in str(told.value)


def test_a_split_that_is_not_there_is_told_with_those_that_are(folder: Path) -> None:
    """The message lists what could be meant."""
    with pytest.raises(DatasetError, match=r"no split 'dev'; there are: test, train"):
        read_qrels(folder, "dev")


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    """Both spellings of the missing file are named."""
    with pytest.raises(DatasetError, match=r"corpus\.jsonl: no such file, nor corpus\.jsonl\.gz"):
        read_corpus(tmp_path)
