"""Passages and statutes as documents of real indexes."""

from pathlib import Path

import pytest

from eval.errors import DatasetError
from eval.public.shelving import Reader, shelve, statutes
from index.catalog import EVERYONE
from index.embeddings import load_embedder
from index.generations import Library
from tests.eval.public.published import LANTERN, PAPER, published

STATIC = load_embedder("static")


def test_passages_become_articles(tmp_path: Path) -> None:
    """Each passage is an article; documents of one title and one text stay two."""
    shelve([Reader(name, "甲", (LANTERN, PAPER)) for name in ("a", "b")], tmp_path / "index", STATIC)
    library = Library(tmp_path / "index", STATIC)
    with library.pin() as generation:
        document = generation.catalog.document("b", EVERYONE)
        assert [node.path for node in document.outline if node.level == "条"] == ["第一条", "第二条"]
        assert len(generation.catalog.editions(EVERYONE)) == 2
    library.close()


def test_an_index_is_made_anew(tmp_path: Path) -> None:
    """What the folder held before is gone."""
    for text in (LANTERN, PAPER):
        shelve([Reader(text[:3], "甲", (text,))], tmp_path / "index", STATIC)
    library = Library(tmp_path / "index", STATIC)
    with library.pin() as generation:
        assert [edition.document_id for edition in generation.catalog.editions(EVERYONE)] == ["造纸坊"]
    library.close()


def test_statutes_are_indexed_once(tmp_path: Path) -> None:
    """The second call finds the index of the first; another list makes another one."""
    row = {"law": "示例法", "article": "第一条", "text": PAPER}
    corpus = published(tmp_path / "corpus" / "bulk" / "statutes.jsonl.gz", [row]).parent
    first = statutes(corpus, tmp_path / "work", STATIC)
    before = (first / "CURRENT").stat().st_mtime_ns
    assert statutes(corpus, tmp_path / "work", STATIC) == first
    assert (first / "CURRENT").stat().st_mtime_ns == before
    published(corpus / "bulk" / "statutes.jsonl.gz", [row, row | {"article": "第二条"}])
    assert statutes(corpus, tmp_path / "work", STATIC) != first


def test_statutes_that_are_wrong_are_refused(tmp_path: Path) -> None:
    """A list without articles, and no list at all."""
    with pytest.raises(DatasetError, match=r"statutes\.jsonl\.gz: no such file"):
        statutes(tmp_path, tmp_path / "work", STATIC)
    published(tmp_path / "bulk" / "statutes.jsonl.gz", [{"law": "示例法"}])
    with pytest.raises(DatasetError, match=r"statutes\.jsonl\.gz: no articles in it"):
        statutes(tmp_path, tmp_path / "work", STATIC)
