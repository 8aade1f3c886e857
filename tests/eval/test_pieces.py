"""Long rows are cut at ends of sentences, and nothing of them is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.pieces import cut


def test_short_rows_stay_whole() -> None:
    """Up to the limit a row is one piece; so is an empty one."""
    assert cut("甲。乙。", 4) == ["甲。乙。"]
    assert cut("") == [""]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("甲乙。丙丁。戊。", ["甲乙。", "丙丁。", "戊。"]),
        ("甲。乙。丙。丁。", ["甲。乙。", "丙。丁。"]),
        ("甲\n乙丙丁戊己\n庚", ["甲\n", "乙丙丁戊", "己\n庚"]),
    ],
)
def test_cuts_lie_at_ends_of_sentences(text: str, pieces: list[str]) -> None:
    """A piece takes as many sentences as fit; one that fits nowhere is cut itself. The limit here is 5, then 4."""
    limit = 5 if text.startswith("甲。") else 4
    assert cut(text, limit) == pieces


@given(st.text(alphabet="甲乙。！\n;a ", max_size=60), st.integers(1, 9))
def test_pieces_are_the_whole_text(text: str, limit: int) -> None:
    """In order, without gap or overlap, none longer than the limit, none empty but that of an empty text."""
    pieces = cut(text, limit)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= limit for piece in pieces) or pieces == [""]
