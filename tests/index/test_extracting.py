"""References and registers that another process reads are those read here, and its errors are told."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.extracting import extracted
from index.generations import REFERENCES, REGISTERS, current
from index.publishing import write
from tests.fakes import CharacterEmbedder
from tests.index.small import law

MUCH = 100_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A generation of two laws, one of which cites the other and tells of a duty."""
    laws = [law("商标", "保护商标专用权。"), law("专利", "商标所有人应当办理登记手续。", "适用《商标办法》第一条。")]
    write(tmp_path, CharacterEmbedder(), lambda writer: [writer.put(one) for one in laws])
    return tmp_path / "gen" / str(current(tmp_path))


def dump(path: Path) -> list[str]:
    """All that a database holds."""
    with closing(sqlite3.connect(path)) as opened:
        return list(opened.iterdump())


def test_apart_is_as_here(folder: Path, tmp_path: Path) -> None:
    """Where there is much to read a process of its own writes the same two files while the block runs."""
    before = {name: dump(folder / name) for name in (REFERENCES, REGISTERS)}
    for name in before:
        (folder / name).unlink()
    with extracted(folder, None, (), rows=MUCH):
        pass
    assert {name: dump(folder / name) for name in before} == before
    assert any("登记手续" in line for line in before[REGISTERS])
    assert any("第一条" in line for line in before[REFERENCES])


def test_error_of_the_block_ends_it(folder: Path) -> None:
    """An error of what runs beside it passes through."""
    with pytest.raises(KeyError), extracted(folder, None, (), rows=MUCH):
        raise KeyError


def test_error_apart_is_told(folder: Path, tmp_path: Path) -> None:
    """What the other process stumbles over is said in one line: here, a catalog that is none."""
    shutil.copytree(folder, tmp_path / "bad")
    (tmp_path / "bad" / "catalog.sqlite").write_bytes(b"no catalog" * 99)
    with pytest.raises(OSError, match=r"catalog\.sqlite"), extracted(tmp_path / "bad", None, (), rows=MUCH):
        pass
