"""Replies are kept by what decides them."""

from pathlib import Path

import pytest

from eval.errors import MeasureError
from eval.replies import Replies


def test_a_reply_is_found_again(tmp_path: Path) -> None:
    """As it was, by the next process too; nothing else lies beside it."""
    Replies(tmp_path / "new").put("ab12", "“好”\n𠮷")
    assert Replies(tmp_path / "new").get("ab12") == "“好”\n𠮷"
    assert [path.name for path in tmp_path.rglob("*.*")] == ["ab12.json"]


def test_every_part_decides() -> None:
    """Also where two parts together read the same."""
    assert len({Replies.key("a", "b"), Replies.key("ab", ""), Replies.key("a", "c"), Replies.key("b", "a")}) == 4


@pytest.mark.parametrize("damage", ["", '{"reply": ', "[1]", '{"reply": 1}'])
def test_a_damaged_file_counts_as_none(tmp_path: Path, damage: str) -> None:
    """It is asked again, and the new reply takes its place."""
    replies = Replies(tmp_path)
    replies.put("ab12", "x")
    (tmp_path / "ab" / "ab12.json").write_text(damage)
    assert replies.get("ab12") is None
    replies.put("ab12", "y")
    assert replies.get("ab12") == "y"


def test_an_empty_reply_is_not_kept(tmp_path: Path) -> None:
    """A server at fault may do better next time."""
    Replies(tmp_path).put("ab12", " \n")
    assert Replies(tmp_path).get("ab12") is None


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """One line with the path."""
    (tmp_path / "file").write_text("")
    with pytest.raises(MeasureError, match=r"ab12\.json: cannot be written"):
        Replies(tmp_path / "file").put("ab12", "x")
