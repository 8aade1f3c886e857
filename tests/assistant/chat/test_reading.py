"""What a model streams becomes sentences wherever it is cut, and its thinking never gets through."""

import pytest

from assistant.chat.reading import RESTART, RepeatingError, Sentences

TEXT = "首先，处罚款[1]。其次，没收。[2][3]\n\n- 第一点[1]\n- 第二点 [2]。\n规定“应当改正。”[1]此外；还有"
SENTENCES = ["\n首先，处罚款[1]。", "其次，没收。[2][3]", "\n- 第一点[1]", "\n- 第二点 [2]。", "\n规定“应当改正。”[1]"]


def read(text: str, size: int, *, thinking: bool = False) -> tuple[list[str], str]:
    """The sentences of a text that comes in pieces of a size, and its rest."""
    reader = Sentences(thinking=thinking)
    found = [one for start in range(0, len(text), size) for one in reader.feed(text[start : start + size])]
    return found, reader.rest()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_sentences_are_the_same_wherever_the_stream_is_cut(size: int) -> None:
    """Markers behind the full stop belong to it; a sentence that begins a line says so."""
    assert read(TEXT, size) == (SENTENCES, "此外；还有")


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    "thought",
    [
        "<think>先想。再想[1]。</think>",
        "<THINKING>\n想。\n</THINKING>",
        "◁think▷想。◁/think▷",
        "<reasoning>想</reasoning>",
    ],
)
def test_thinking_is_left_out(thought: str, size: int) -> None:
    """Before the answer and amid it."""
    assert read(f"{thought}答。{thought}再答。", size) == (["\n答。"], "再答。")


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_thinking_that_only_ends_is_taken_back(size: int) -> None:
    """What came before the closing tag was no answer."""
    found, rest = read("想一想。再想。</think>答。", size)
    assert (found[-1], rest) == (RESTART, "\n答。")


def test_once_known_the_template_has_opened_the_thinking() -> None:
    """Then nothing of it is shown even for a moment."""
    assert read("想一想。再想。</think>答。好。", 1, thinking=True) == (["\n答。"], "好。")


def test_thinking_without_an_end_is_nothing() -> None:
    """A reply that is all thinking is empty."""
    assert read("<think>想。再想。", 1) == ([], "")


@pytest.mark.parametrize("text", ["处罚款。" * 5, "处以罚款，" * 200, "字" * 5000, "处罚款\n" * 9])
def test_going_round_in_circles_is_noticed(text: str) -> None:
    """One sentence again and again, the same words again and again, no end at all."""
    with pytest.raises(RepeatingError):
        read(text, 7)


def test_lists_that_begin_alike_are_no_circle() -> None:
    """Enumerations repeat their words."""
    text = "".join(f"\n- 处违法所得{n}倍的罚款，并责令改正。[1]" for n in "一二三四五六七八九十")
    assert len(read(text, 7)[0]) >= 9


def test_signs_of_the_template_are_left_out() -> None:
    """Some servers let them through."""
    assert read("<|channel|>final<|message|>答。再答。<|im_end|>", 1) == (["\n答。", "再答。"], "")
