"""`check` finds each broken promise, and nothing where all are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from index import checking
from index.checking import Rule, Violation, check
from index.chunking import chunk
from index.documents import Document, Metadata, Node
from index.generations import Generation, Library
from index.intake import find, take_in
from index.originals import place
from index.publishing import write
from tests.fakes import CharacterEmbedder
from tests.index.small import law

GOOD = law("a-law", "甲。", "乙。", "丙。")


@contextmanager
def generation(data: Path, *paths: Path) -> Iterator[Generation]:
    """An index of the files."""
    embedder = CharacterEmbedder()
    write(data, embedder, lambda to: list(take_in(find(paths), to, data, access=None, max_bytes=10**7)))
    library = Library(data, embedder)
    try:
        with library.pin() as pinned:
            yield pinned
    finally:
        library.close()


def with_node(position: int, **changes: object) -> Document:
    """The good law with one node changed."""
    nodes = list(GOOD.outline)
    nodes[position] = replace(nodes[position], **changes)
    return replace(GOOD, outline=tuple(nodes))


@pytest.mark.parametrize("rule", checking._RULES.values())
def test_a_good_law_breaks_no_rule(rule: Rule) -> None:
    """No false alarm."""
    counted = replace(GOOD, metadata=Metadata("a-law办法", articles=3))
    assert list(rule(counted, chunk(counted))) == []


@pytest.mark.parametrize(
    ("rule", "document"),
    [
        (checking.text_hash, replace(GOOD, text=GOOD.text + "。")),
        (checking.coverage, with_node(0, start=1)),
        (checking.coverage, with_node(2, end=len(GOOD.text) - 1)),
        (checking.coverage, with_node(1, start=3)),
        (checking.coverage, with_node(1, parent=0)),
        (checking.unique_paths, with_node(1, path="第一条")),
        (checking.article_numbers, replace(GOOD, metadata=Metadata("某法", articles=4))),
        (checking.article_numbers, replace(with_node(1, label="第五条"), metadata=Metadata("某法", articles=3))),
    ],
)
def test_a_broken_text_or_outline_is_found(rule: Rule, document: Document) -> None:
    """One flaw for each promise about text and outline."""
    assert len(list(rule(document, []))) >= 1


def test_a_branch_article_follows_its_main_one() -> None:
    """第二条之一 comes after 第二条, and 第三条 after that."""
    labels = ("第二条", "第二条之一", "第三条")
    outline = tuple(Node(label, "条", label, "", 0, 0) for label in labels)
    document = replace(GOOD, outline=outline, metadata=Metadata("某法", articles=3))
    assert list(checking.article_numbers(document, [])) == []


def test_a_digest_may_leave_articles_out() -> None:
    """Only an official text is counted."""
    digest = replace(GOOD, text_kind="digest", metadata=Metadata("某法", articles=38))
    assert list(checking.article_numbers(digest, [])) == []


def test_broken_chunks_are_found() -> None:
    """Shifted, across two 条, overlapping, missing: each by its own rule."""
    one, two, three = chunk(GOOD)
    wide = replace(one, end=two.end, text=GOOD.text[one.start : two.end])
    assert list(checking.offsets(GOOD, [replace(one, start=1)])) != []
    assert list(checking.no_chunk_across(GOOD, [wide])) == ["第一条 at 0-13 holds more than one 条"]
    assert "第二条 at 7 overlaps 第一条" in list(checking.all_in_chunks(GOOD, [wide, two, three]))
    assert list(checking.all_in_chunks(GOOD, [one, three])) == ["第二条: 6 characters at 7 are in no chunk"]


def test_a_file_keeps_all_promises(tmp_path: Path) -> None:
    """A file with a page mark and broken lines, read, cleaned, stored, published, checked."""
    path = tmp_path / "a.txt"
    path.write_text("某办法\n\n第一条　为了保\n\n护某权，制定本办法。\n- 1 -\n第二条　乙。\n", encoding="utf-8")
    with generation(tmp_path / "data", path) as found:
        assert list(check(found, tmp_path / "data")) == []


def test_a_lost_or_changed_original_is_found(tmp_path: Path) -> None:
    """What cleaning did can only be undone against the file itself."""
    path = tmp_path / "a.txt"
    path.write_text("某办法\n第一条　甲。\n第二条　乙。\n", encoding="utf-8")
    with generation(tmp_path / "data", path) as found:
        (edition,) = found.catalog.editions(frozenset({"internal"}))
        original = place(tmp_path / "data", edition.sources[0].sha256)
        original.write_text("某办法\n第一条　丁。\n", encoding="utf-8")
        (changed,) = check(found, tmp_path / "data")
        original.unlink()
        (lost,) = check(found, tmp_path / "data")
    digest = edition.sources[0].sha256[:12]
    assert changed.detail == f"a.txt cannot be read again: the original {digest} has been changed"
    assert lost == Violation(
        edition.document_id, "original", f"a.txt ({digest}) is not there: No such file or directory"
    )


def test_derived_files_with_other_rows_are_found(tmp_path: Path) -> None:
    """Row numbers must mean the same in the catalog, the lexical index and the vectors."""
    path = tmp_path / "a.txt"
    path.write_text("某办法\n第一条　甲。\n第二条　乙。\n", encoding="utf-8")
    with generation(tmp_path / "data", path) as found:
        rows = found.manifest.rows
        wrong = replace(found, manifest=replace(found.manifest, rows=rows + 1))
        assert list(checking.derived(wrong)) == [f"the manifest has {rows + 1} rows, the catalog {rows}"]


@pytest.mark.corpus
@pytest.mark.slow
def test_the_corpus_keeps_all_promises(corpus: Path, tmp_path: Path) -> None:
    """109 documents, 5,050 articles, 0 violations."""
    with generation(tmp_path, corpus) as found:
        editions = found.catalog.editions(frozenset({"internal"}))
        assert sum(edition.metadata.articles or 0 for edition in editions) == 5050
        assert list(check(found, tmp_path)) == []
