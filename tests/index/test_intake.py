"""From paths to documents: every file is taken in or named with one line that says why not."""

import gzip
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.catalog import EVERYONE, Catalog
from index.catalog_writer import CatalogWriter
from index.documents import Access
from index.intake import Arrival, Found, Taken, file_name, find, read, take_in

LAW = "某办法\n第一条　为了甲，制定本办法。\n第二条　乙。\n"


def names(found: list[Found]) -> list[str]:
    """Names of the files that were found."""
    return [item.path.name for item in found]


def pack(folder: Path, *rows: object) -> Path:
    """A pack of one file and the rows of its catalog."""
    folder.mkdir()
    (folder / "a.txt").write_text(LAW, encoding="utf-8")
    (folder / "unnamed.txt").write_text(LAW, encoding="utf-8")
    (folder / "catalog.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return folder


def arrivals(path: Path, data: Path, *, access: Access | None = None) -> list[Arrival]:
    """What comes of a path."""
    return [arrival for found in find([path]) for arrival in read(found, data, access=access, max_bytes=10**6)]


def taken(path: Path, data: Path, access: Access | None = None) -> list[Taken]:
    """What comes of a path that is put into the catalog of `data`."""
    with closing(CatalogWriter.open(data / "catalog.sqlite")) as writer:
        return list(take_in(find([path]), writer, data, access=access, max_bytes=10**6))


def test_a_folder_is_read_in_order_without_hidden_files_and_originals(tmp_path: Path) -> None:
    """Hidden: a leading dot, and what Word leaves beside an open file."""
    for name in ("b.txt", "a.md", ".hidden.txt", "~$a.docx", "inner/c.txt", "originals/ab/d.txt", ".git/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert names(find([tmp_path])) == ["a.md", "b.txt", "c.txt"]


def test_of_a_pack_only_the_named_files_are_loaded(tmp_path: Path) -> None:
    """Its rows give id, metadata, access and whether the text is a digest."""
    row = {"id": "a-law", "path": "a.txt", "title": "某办法", "digest": True, "access": "public", "year": 2022}
    (arrival,) = arrivals(pack(tmp_path / "pack", row), tmp_path)
    assert arrival.document
    assert (arrival.document.document_id, arrival.document.metadata.year) == ("a-law", 2022)
    assert (arrival.document.text_kind, arrival.document.access) == ("digest", "public")


def test_a_given_access_wins_over_a_row(tmp_path: Path) -> None:
    """And without either a document is internal."""
    folder = pack(tmp_path / "pack", {"id": "a-law", "path": "a.txt", "title": "某办法", "access": "public"})
    assert [
        arrival.document and arrival.document.access for arrival in arrivals(folder, tmp_path, access="internal")
    ] == ["internal"]
    (loose,) = arrivals(folder / "a.txt", tmp_path)
    assert loose.document
    assert loose.document.access == "internal"


def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    """Row, field and value."""
    good = {"id": "a-law", "path": "a.txt", "title": "某办法"}
    bad = [
        {**good, "id": "b", "promulgated": "soon"},
        {**good, "id": "c", "path": "../x.txt"},
        good | {"id": "d", "path": 7},
    ]
    found = arrivals(pack(tmp_path / "pack", *bad, 5, good, good), tmp_path)
    lines = [arrival.error or "" for arrival in found]
    assert "promulgated" in lines[0]
    assert "soon" in lines[0]
    assert lines[1] == "row 2 (c): path must name a file in the pack (value: '../x.txt')"
    assert lines[2:] == [
        "row 3 (d): path must name a file in the pack (value: 7)",
        "row 4 is no object",
        "",
        "row 6: id 'a-law' stands twice",
    ]


@pytest.mark.parametrize("content", ["{", '{"id": "a"}', "[]", "[" * 100_000])
def test_a_broken_catalog_is_one_line(tmp_path: Path, content: str) -> None:
    """Neither JSON nor a list: nothing of the pack is loaded by guess."""
    folder = pack(tmp_path / "pack")
    (folder / "catalog.json").write_text(content, encoding="utf-8")
    (arrival,) = arrivals(folder, tmp_path)
    assert arrival.path.name == "catalog.json"
    assert "catalog" in (arrival.error or "")


def test_what_cannot_be_reached_costs_one_line_each(tmp_path: Path) -> None:
    """A missing path, a broken link, a file that vanished, one too large, one that is empty, an unknown format."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "broken.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "docs" / "empty.txt").touch()
    (tmp_path / "docs" / "large.txt").write_bytes(b"a" * 1_000_001)
    (tmp_path / "docs" / "good.txt").write_text(LAW, encoding="utf-8")
    (tmp_path / "docs" / "tool.exe").write_bytes(b"MZ\x00\x01")
    vanished = Found(tmp_path / "vanished.txt")
    found = [vanished, *find([tmp_path / "docs", tmp_path / "missing"])]
    lines = {a.path.name: a.error for f in found for a in read(f, tmp_path, access=None, max_bytes=10**6)}
    assert [name for name, error in lines.items() if error is None] == ["good.txt"]
    assert all("\n" not in error for error in lines.values() if error)
    assert "INDEX_MAX_FILE_MB" in (lines["large.txt"] or "")
    assert "No such file" in (lines["vanished.txt"] or "")


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """A folder of somebody who may not read everything, as root may."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="needs the permissions of POSIX")
def test_a_folder_without_permission_costs_one_line(own_folder: Path) -> None:
    """The files beside it go on."""
    (own_folder / "a.txt").touch()
    (own_folder / "closed").mkdir(mode=0)
    first, second = find([own_folder])
    assert first.error is None
    assert second.error == "the folder cannot be read (Permission denied)"


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    """A link to its own parent would never end."""
    (tmp_path / "a.txt").touch()
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert [item.error is None for item in find([tmp_path])] == [True, False]


def test_adding_twice_changes_nothing(tmp_path: Path) -> None:
    """Neither the catalog's file nor the originals."""
    (tmp_path / "a.txt").write_text(LAW, encoding="utf-8")
    first = taken(tmp_path / "a.txt", tmp_path)
    before = (tmp_path / "catalog.sqlite").read_bytes()
    second = taken(tmp_path / "a.txt", tmp_path)
    assert [item.outcome for item in (*first, *second)] == ["added", "unchanged"]
    assert (tmp_path / "catalog.sqlite").read_bytes() == before
    assert len([path for path in (tmp_path / "originals").rglob("*") if path.is_file()]) == 1


def test_access_is_kept_unless_it_is_given(tmp_path: Path) -> None:
    """A public file stays public when it is added again without a word."""
    (tmp_path / "a.txt").write_text(LAW, encoding="utf-8")
    given: list[Access | None] = ["public", None, "internal"]
    outcomes = [taken(tmp_path / "a.txt", tmp_path, access)[0].outcome for access in given]
    assert outcomes == ["added", "unchanged", "renewed metadata"]


def test_each_law_of_a_list_is_a_document(tmp_path: Path) -> None:
    """With its share of the file, and one original for all."""
    rows = [
        {"law": law, "article": article, "text": "甲。"} for law in ("甲法", "乙法") for article in ("第一条", "第二条")
    ]
    lines = "\n".join(json.dumps(row) for row in [*rows, {"law": "丙法"}])
    (tmp_path / "list.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    items = taken(tmp_path / "list.jsonl.gz", tmp_path)
    assert [(item.title, item.clauses, item.share) for item in items[:2]] == [("甲法", 2, 0.5), ("乙法", 2, 0.5)]
    assert items[2].error == "line 5: article is missing or no text (value: None)"
    with closing(CatalogWriter.open(tmp_path / "catalog.sqlite")) as writer:
        assert len({edition.sources[0].sha256 for edition in writer.editions(EVERYONE)}) == 1


def test_the_original_of_a_removed_document_goes_with_the_next_addition(tmp_path: Path) -> None:
    """Not before: until then the published index may still show it."""
    for name in ("甲", "乙", "丙"):
        (tmp_path / f"{name}.txt").write_text(LAW.replace("某", name), encoding="utf-8")
        taken(tmp_path / f"{name}.txt", tmp_path)
        with closing(CatalogWriter.open(tmp_path / "catalog.sqlite")) as writer:
            if name == "乙":
                writer.remove(writer.editions(EVERYONE)[0].document_id)
            kept = writer.originals()
    assert {path.name for path in (tmp_path / "originals").glob("??/*")} == kept
    assert len(kept) == 2


@pytest.mark.corpus
def test_the_corpus_is_taken_in_whole(corpus: Path, tmp_path: Path) -> None:
    """109 documents; no catalog row is lost, none comes back as an error."""
    items = taken(corpus, tmp_path)
    assert [item.error for item in items if item.error] == []
    assert len(items) == 109
    assert sum(item.clauses for item in items if item.kind in {"法律", "行政法规", "部门规章"}) > 4000


@pytest.mark.skipif(sys.platform == "win32", reason="needs the names and pipes of POSIX")
def test_what_is_no_regular_file_costs_one_line(own_folder: Path) -> None:
    """A pipe would never end, a ring of links leads nowhere, behind a closed folder nothing can be told."""
    os.mkfifo(own_folder / "a.txt")
    (own_folder / "b.txt").symlink_to("b.txt")
    (own_folder / "closed").mkdir(mode=0)
    errors = [found.error or "" for found in find([own_folder, own_folder / "closed" / "c.txt"])]
    assert errors[0] == "is neither a file nor a folder"
    assert errors[1].startswith("cannot be reached")
    assert errors[2:] == ["the folder cannot be read (Permission denied)", "cannot be reached (Permission denied)"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes names that are no UTF-8")
def test_a_name_in_gbk_is_read_as_text(tmp_path: Path) -> None:
    """What older systems packed keeps its name, in the line of an error too."""
    for name, text in (("甲.txt", LAW), ("乙.txt", "")):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name.encode("gbk"))).write_text(text, encoding="utf-8")
    items = {file_name(item.path): item for item in taken(tmp_path, tmp_path)}
    assert (items["甲.txt"].outcome, items["乙.txt"].error) == ("added", "the file is empty (0 bytes)")
    with closing(Catalog.open(tmp_path / "catalog.sqlite")) as catalog:
        assert [source.name for edition in catalog.editions(EVERYONE) for source in edition.sources] == ["甲.txt"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"id": ["a"]}, "id has the value"),
        ({"id": " "}, "id has the value"),
        ({"id": "x" * 201}, "id has the value"),
        ({"title": "某\n办法"}, "title has the value"),
        ({"aliases": ["\ud800"]}, "aliases.0 has the value"),
        ({"path": "a\0.txt"}, "path must name a file"),
        ({"path": "\ud800.txt"}, "path must name a file"),
        ({"path": "."}, "path must name a file"),
    ],
)
def test_a_hostile_row_is_one_line(tmp_path: Path, row: dict[str, object], words: str) -> None:
    """What no text, no name or no file can be is refused by the row's name, and nothing breaks off."""
    folder = pack(tmp_path / "pack")
    good = {"id": "a-law", "path": "a.txt", "title": "某办法"}
    (folder / "catalog.json").write_text(json.dumps([good | row, good | {"id": "b-law"}]), encoding="utf-8")
    refused, arrived = arrivals(folder, tmp_path)
    assert words in (refused.error or "")
    assert "\n" not in (refused.error or "")
    assert arrived.error is None
