"""Published files: what is wrong is told in one line, with file, line and field."""

from pathlib import Path

import pytest

from eval.errors import DatasetError
from eval.public.files import Published, Words, lines, rows, sample
from tests.eval.public.published import published


class _Line(Published):
    id: Words


def test_fields_of_the_publisher_stay_unread(tmp_path: Path) -> None:
    """A line may hold more than an adapter needs; its number is kept for messages."""
    folder = published(tmp_path / "set" / "a.jsonl.gz", [{"id": "x", "more": 1}, {"id": "y"}])
    assert [(row.number, row.line.id) for row in rows(folder, "a.jsonl.gz", _Line)] == [(1, "x"), (2, "y")]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """Who names the wrong folder learns what belongs there."""
    with pytest.raises(DatasetError, match=r"nowhere: no such folder; name the folder that holds the public sets"):
        rows(tmp_path / "nowhere", "a.jsonl.gz", _Line)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A folder without the file."""
    with pytest.raises(DatasetError, match=r"a\.jsonl\.gz: no such file"):
        rows(tmp_path, "a.jsonl.gz", _Line)


@pytest.mark.parametrize("row", [{"name": "x"}, {"id": " "}, {"id": 3}])
def test_a_wrong_field_is_named(tmp_path: Path, row: dict[str, object]) -> None:
    """A field that is missing, blank or of another type: file, line, field."""
    folder = published(tmp_path / "a.jsonl.gz", [{"id": "x"}, row])
    with pytest.raises(DatasetError, match=r"a\.jsonl\.gz, line 2: field id: "):
        rows(folder, "a.jsonl.gz", _Line)


def test_a_file_cut_off_is_refused(tmp_path: Path) -> None:
    """Half a compressed file."""
    folder = published(tmp_path / "a.jsonl.gz", [{"id": "x"}])
    (folder / "a.jsonl.gz").write_bytes((folder / "a.jsonl.gz").read_bytes()[:-6])
    with pytest.raises(DatasetError, match=r"a\.jsonl\.gz: cannot be read"):
        rows(folder, "a.jsonl.gz", _Line)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """No lines are no set."""
    folder = published(tmp_path / "a.jsonl.gz", [])
    with pytest.raises(DatasetError, match="no lines in it"):
        rows(folder, "a.jsonl.gz", _Line)


def test_a_line_is_refused_by_its_place(tmp_path: Path) -> None:
    """What an adapter finds wrong later is told the same way."""
    (row,) = rows(published(tmp_path / "a.jsonl.gz", [{"id": "x"}]), "a.jsonl.gz", _Line)
    with pytest.raises(DatasetError, match=r"a\.jsonl\.gz, line 1: field id: stands twice"):
        row.refuse("id", "stands twice")


def test_plain_lines_are_numbered(tmp_path: Path) -> None:
    """Blank lines are left out and counted."""
    (tmp_path / "drop.txt").write_text("\ufeffa\n\nb\n", encoding="utf-8")
    assert list(lines(tmp_path, "drop.txt")) == [(1, "a"), (3, "b")]
    (tmp_path / "drop.txt").write_bytes("条".encode("gb18030"))
    with pytest.raises(DatasetError, match="not UTF-8"):
        list(lines(tmp_path, "drop.txt"))


def test_a_sample_is_the_same_each_time() -> None:
    """In the order of the whole, without repetition, and all of it where it is short."""
    chosen = sample(range(100), 10)
    assert chosen == sample(range(100), 10) == sorted(set(chosen))
    assert len(chosen) == 10
    assert sample("abc", 5) == ["a", "b", "c"]
