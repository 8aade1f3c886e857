"""Blocks as Markdown."""

from assistant.messages import Block, Segment
from assistant.rendering import markdown


def _quote(text: str, *numbers: int) -> Segment:
    return Segment(text, "quote", numbers)


def test_a_paragraph_carries_its_marks() -> None:
    """Each segment is followed by the numbers of its citations."""
    assert markdown([Block("paragraph", (_quote("甲。", 1), _quote("乙。", 2)))]) == "甲。[1]乙。[2]"


def test_a_list_and_a_notice() -> None:
    """An item a line; a notice is set apart."""
    blocks = [Block("list", (_quote("甲", 1), _quote("乙", 2))), Block("notice", (Segment("注意。", "notice"),))]
    assert markdown(blocks) == "- 甲[1]\n- 乙[2]\n\n> 注意。"


def test_a_table_keeps_its_columns() -> None:
    """A bar or a line break inside a cell does not make a new column or row."""
    head = (Segment("文件", "notice"), Segment("规定", "notice"))
    table = Block("table", header=head, rows=((Segment("临江", "notice"), _quote("甲|乙\n丙", 1)),))
    assert markdown([table]) == "| 文件 | 规定 |\n| --- | --- |\n| 临江 | 甲\\|乙 丙[1] |"


def test_signs_of_markdown_are_the_documents_own() -> None:
    """A quote reads as it is printed."""
    assert markdown([Block("paragraph", (_quote("*甲* <b>", 1),))]) == "\\*甲\\* \\<b\\>[1]"


def test_every_paragraph_of_a_quotation_carries_its_mark() -> None:
    """A clause of two 款 is two paragraphs: neither stands there without saying where it is from."""
    segment = Segment("第一款。\n\n第二款。", "quote", (2,))
    assert markdown((Block("paragraph", (segment,)),)) == "第一款。[2]\n\n第二款。[2]"
