"""Citations are read in all the ways that models write them, and what is none is not taken for one."""

import pytest

from assistant.chat.marks import Marked, marked

PLAIN = "处五万元以下罚款。"


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("处五万元以下罚款[1][2]。", (1, 2)),
        ("处五万元以下罚款[1,2]。", (1, 2)),
        ("处五万元以下罚款[1, 3]。", (1, 3)),
        ("处五万元以下罚款[1、2]。", (1, 2)),
        ("处五万元以下罚款[2][1][2]。", (2, 1)),
        ("处五万元以下罚款。[3]", (3,)),
        ("处五万元以下罚款。 [1] [2]", (1, 2)),
        ("处五万元以下罚款【1】。", (1,)),
        ("处五万元以下罚款［１］。", (1,)),
        ("处五万元以下罚款[1-3]。", (1, 2, 3)),
        ("处五万元以下罚款[1–3]。", (1, 2, 3)),
        ("处五万元以下罚款[1至3]。", (1, 2, 3)),
        ("处五万元以下罚款[1，2-3]。", (1, 2, 3)),
        ("处五万元以下罚款[1]-[2]。", (1, 2)),
        ("处五万元以下罚款[^1]。", (1,)),
        ("处五万元以下罚款[^1][^2]。", (1, 2)),
        ("处五万元以下罚款<sup>[2]</sup>。", (2,)),
        ("处五万元以下罚款[资料2]。", (2,)),
        ("处五万元以下罚款[资料1、资料2]。", (1, 2)),
        ("处五万元以下罚款[来源：3]。", (3,)),
        ("处五万元以下罚款[citation:2]。", (2,)),
        ("处五万元以下罚款【1†L3-L5】。", (1,)),
        ("处五万元以下罚款[2](https://example.com/a)。", (2,)),
        ("处五万元以下罚款[2](#2)。", (2,)),
        ("处五万元以下罚款。", ()),
    ],
)
def test_a_citation_is_read_however_it_is_written(sentence: str, numbers: tuple[int, ...]) -> None:
    """The passages in order, each once, and the sentence without its markers."""
    assert marked(sentence, 3) == Marked(PLAIN, numbers)


@pytest.mark.parametrize(
    ("sentence", "unknown"),
    [
        ("处五万元以下罚款[99]。", ("99",)),
        ("处五万元以下罚款[0]。", ("0",)),
        ("处五万元以下罚款[1][4]。", ("4",)),
        ("处五万元以下罚款[1-99999]。", ("1-99999",)),
        ("处五万元以下罚款[1-999999999]。", ("1-999999999",)),
        ("处五万元以下罚款[3-1]。", ("3-1",)),
        ("处五万元以下罚款[2-4]。", ("2-4",)),
    ],
)
def test_a_number_that_no_passage_has_is_told(sentence: str, unknown: tuple[str, ...]) -> None:
    """A range that explodes, one that runs backwards or beyond, a passage that is not there."""
    read = marked(sentence, 3)
    assert (read.text, read.unknown) == (PLAIN, unknown)


def test_a_wide_range_cites_nothing() -> None:
    """Who cites everything has looked nothing up."""
    assert marked("处罚款[1-10]。", 20).unknown == ("1-10",)
    assert marked("处罚款[1-9]。", 20).numbers == tuple(range(1, 10))


@pytest.mark.parametrize(
    "sentence",
    [
        "处罚款`[1]`。",
        "```\n处罚款[1]\n```",
        "依据国知发[2020]23号文件。",
        "第（1）项的行为。",
        "依据〔2020〕23号。",
        "[一]处罚款。",
    ],
)
def test_what_is_no_citation_stays(sentence: str) -> None:
    """Markers within code, years of numbers, numbers of items."""
    assert marked(sentence, 3) == Marked(sentence, ())


def test_a_marker_inside_quotation_marks_is_taken_out_of_them() -> None:
    """The quotation is compared with the clause without it."""
    assert marked("规定“处五万元以下罚款[1]”。", 3) == Marked("规定“处五万元以下罚款”。", (1,))
