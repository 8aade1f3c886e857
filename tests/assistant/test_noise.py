"""What is no word of a question: unseen signs, repetition, code."""

import pytest

from assistant.noise import legible, without_code


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        ("灯\u200b笼\ufe0f登\U000e0041记", "灯笼登记"),
        ("\x1b[31m灯笼\x1b[0m登记", "灯笼登记"),
        ("\U0001d540\U0001d558\U0001d55f rules", "Ign rules"),
        ("<|user|>灯笼登记", "\n灯笼登记"),
        ("灯笼登记" + "啦" * 3, "灯笼登记　"),
        ("快点，快点，快点，快点，灯笼登记", "　灯笼登记"),
    ],
)
def test_a_message_as_a_reader_sees_it(message: str, seen: str) -> None:
    """What nobody sees and what repeats itself goes; letters in disguise are read."""
    assert legible(message) == seen


@pytest.mark.parametrize("text", ["灯笼登记，每盏 25 元，共 30 盏", "灯笼编码按十六进制写吗", "电话 0663-12345678"])
def test_what_is_no_code_stays(text: str) -> None:
    """Numbers of a question are no code, and a code that is asked about stays where none is written."""
    assert without_code(text) == text
