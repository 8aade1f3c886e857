"""Locks: one writer, many readers, and a clear word for those who wait."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import PublishingError
from index.locks import exclusive, shared, writing


def test_second_writer_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    """A writer that waited in vain names the process that holds the lock, the folder and the time."""
    with (
        writing(tmp_path / "LOCK", 1),
        pytest.raises(PublishingError, match=rf"process {os.getpid()} is changing .*{tmp_path.name}; waited 0.1 s"),
        writing(tmp_path / "LOCK", 0.1),
    ):
        pass


def test_next_writer_follows(tmp_path: Path) -> None:
    """A lock is free again after the block, also when the block failed."""
    with pytest.raises(KeyError), writing(tmp_path / "LOCK", 0):
        raise KeyError
    with writing(tmp_path / "LOCK", 0):
        pass


def test_readers_share_and_keep_deleters_out(tmp_path: Path) -> None:
    """Two readers hold a file together; it is held alone only when both have left."""
    (tmp_path / "HELD").touch()
    with closing(shared(tmp_path / "HELD")):
        with closing(shared(tmp_path / "HELD")):
            assert exclusive(tmp_path / "HELD") is None
        assert exclusive(tmp_path / "HELD") is None
    hold = exclusive(tmp_path / "HELD")
    assert hold is not None
    hold.close()
