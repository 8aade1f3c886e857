"""JSON lines: what is wrong with one is told with file, line and field."""

import gzip
from pathlib import Path

import pytest

from eval.errors import RunError
from eval.lines import Line, parsed, replace_file, unpacked


class Fruit(Line):
    name: str


def names(data: bytes) -> list[tuple[int, str]]:
    """Line numbers and names of the fruits in some bytes."""
    return [(number, line.name) for number, line in parsed(data, Path("fruits.jsonl"), Fruit, RunError)]


def test_line_ends_of_unicode_end_no_line() -> None:
    """JSON may hold U+2028 and U+0085 unescaped; only a newline ends a line."""
    assert names('{"name": "梨\u2028桃\u0085杏"}\r\n\n{"name": "李"}'.encode()) == [
        (1, "梨\u2028桃\u0085杏"),
        (3, "李"),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"name": "a"}\n{"nmae": "b"}\n', "fruits.jsonl, line 2: field name: Field required"),
        (b'{"name": "a", "sort": 1}\n', "line 1: field sort: Extra inputs are not permitted"),
        (b'{"name": "a"}\n{"name": "b', "line 2: is cut off"),
        (b'{"name": a}\n{"name": "b"}\n', "line 1: field the whole line: Invalid JSON"),
        (b'{"name": "\xff"}\n', "line 1: field the whole line: Invalid JSON"),
    ],
)
def test_a_wrong_line_is_named(data: bytes, words: str) -> None:
    """File, line and field stand in one line of text."""
    with pytest.raises(RunError, match=words) as told:
        names(data)
    assert "\n" not in str(told.value)


def test_a_packed_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    """Half of a .gz, a .gz of noise and a missing file are told apart from an empty one."""
    path = tmp_path / "fruits.jsonl.gz"
    packed = gzip.compress(b'{"name": "a"}\n')
    path.write_bytes(packed)
    assert unpacked(path, RunError) == b'{"name": "a"}\n'
    for data in (packed[:-9], packed[:12] + b"\xff\xff\xff" + packed[15:], b"noise"):
        path.write_bytes(data)
        with pytest.raises(RunError, match="cannot be read"):
            unpacked(path, RunError)
    with pytest.raises(RunError, match="no such file"):
        unpacked(tmp_path / "none", RunError)


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """The folder is made, the old content goes, nothing is left beside it."""
    path = tmp_path / "deep" / "file"
    replace_file(path, b"old", RunError)
    replace_file(path, b"new", RunError)
    assert [(each.name, each.read_bytes()) for each in path.parent.iterdir()] == [("file", b"new")]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file where a folder should be."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RunError, match=r"file/run: cannot be written"):
        replace_file(tmp_path / "file" / "run", b"", RunError)
