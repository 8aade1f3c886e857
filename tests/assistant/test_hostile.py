"""Questions that nobody asks but somebody sends: they are answered or refused like any other."""

import pytest

from tests.library import Office


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "unit", ["商", "1", "一", "什么", "（", "第", "a.", "@", "《", "2022年", "第1条", "\u202e", "\ud800"]
)
def test_a_question_of_one_thing_repeated(office: Office, unit: str) -> None:
    """No pattern runs wild over 8,000 equal characters, and nothing is made up for them."""
    answer = office.ask((unit * 8000)[:8000])
    assert answer.abstained or all(segment.text for block in answer.blocks for segment in block.segments)
