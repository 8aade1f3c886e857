"""Settings of the index: read from INDEX_* and refused with a clear line when wrong."""

from pathlib import Path

import pytest

from index.errors import SettingsError
from index.settings import load_settings


def test_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """INDEX_DATA names the folder of the index."""
    monkeypatch.setenv("INDEX_DATA", str(tmp_path))
    assert load_settings().data == tmp_path


def test_what_is_given_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`--data` on the command line beats the environment, and an option left out does not."""
    monkeypatch.setenv("INDEX_DATA", "elsewhere")
    assert load_settings(data=tmp_path, max_file_mb=None).data == tmp_path


def test_a_misspelt_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """INDEX_DATTA would otherwise be ignored in silence; the message names it and what exists."""
    monkeypatch.setenv("INDEX_DATTA", "x")
    with pytest.raises(SettingsError, match=r"INDEX_DATTA.*INDEX_DATA"):
        load_settings()


def test_a_bad_value_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the setting and the value that cannot be used."""
    monkeypatch.setenv("INDEX_MAX_FILE_MB", "lots")
    with pytest.raises(SettingsError, match=r"INDEX_MAX_FILE_MB.*'lots'"):
        load_settings()
