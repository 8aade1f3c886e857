"""Contacts: whatever one block of text says, and nothing beside it."""

import pytest

from index.registers import Contact, registers_of
from tests.index.registers.made_up import PLAN, plan

HEAD = "2024年临江市方案\n一、工作要求\n认真抓好落实。\n"
BLOCKS = {
    "联系人：周明，联系电话：0123-4567890": (("周明",), ("0123-4567890",), (), ()),
    "（联系人：周明；电话：13812345678）": (("周明",), ("13812345678",), (), ()),
    "联 系 人：周明 李雪  电 话：4567890 4567891": (("周明", "李雪"), ("4567890", "4567891"), (), ()),
    "举报电话：12315，邮 箱：a.b@example.org": ((), ("12315",), ("a.b@example.org",), ()),
    "联系人及电话：周明 0123-4567890": (("周明",), ("0123-4567890",), (), ()),
    "地址：临江市江滨路8号，电话：0123-4567890": ((), ("0123-4567890",), (), ("临江市江滨路8号",)),
}


def contacts(text: str) -> list[Contact]:
    """Those of a plan."""
    return list(registers_of(plan(text))["contacts"])


def test_a_block_with_a_section() -> None:
    """商标科 is no name but the organ."""
    (found,) = contacts(PLAN)
    assert (found.organ, found.names, found.phones) == ("商标科", ("周明", "李雪"), ("0123-4567890",))
    assert found.mails == ("sb@linjiang.example",)
    assert PLAN[found.start : found.end] == found.text
    assert (found.text[:3], found.text[-7:]) == ("联系人", "example")


@pytest.mark.parametrize("words", BLOCKS)
def test_ways_of_writing(words: str) -> None:
    """Lines, brackets, blanks inside labels; several people and telephones stay one block."""
    (found,) = contacts(HEAD + words + "\n")
    assert (found.names, found.phones, found.mails, found.addresses) == BLOCKS[words]
    assert found.organ == "临江市市场监督管理局"


@pytest.mark.parametrize("words", ["畅通举报电话渠道。", "案卷编号：20240001。", "联系人：另行通知。"])
def test_what_reaches_nobody(words: str) -> None:
    """A label without a number, a number without a label, a name alone."""
    assert contacts(HEAD + words + "\n") == []
