"""Originals are kept whole, under their hash, or not at all."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from index.errors import PublishingError
from index.originals import keep, place, sweep


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if sys.platform != "linux" or shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        pytest.skip("needs the right to mount a small file system (Linux, root)")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_an_original_lies_under_its_hash(tmp_path: Path) -> None:
    """Kept once, however often it comes."""
    digest = keep(tmp_path, b"some file")
    assert digest == sha256(b"some file").hexdigest() == keep(tmp_path, b"some file")
    assert place(tmp_path, digest).read_bytes() == b"some file"
    assert [path.name for path in (tmp_path / "originals" / digest[:2]).iterdir()] == [digest]


def test_a_full_disk_leaves_no_piece_behind(small_disk: Path) -> None:
    """One clear line; nothing lies under the hash, and no half file beside it."""
    with pytest.raises(PublishingError, match="No space left"):
        keep(small_disk, bytes(200_000))
    assert [path for path in small_disk.rglob("*") if path.is_file()] == []


def test_only_what_a_document_came_from_is_kept(tmp_path: Path) -> None:
    """A sweep deletes the rest; where the catalog names nothing it may be lost, and nothing is deleted."""
    used, unused = keep(tmp_path, b"used"), keep(tmp_path, b"unused")
    sweep(tmp_path, frozenset())
    assert place(tmp_path, unused).exists()
    sweep(tmp_path, frozenset({used}))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [used]
