"""For clients that cannot take anything back the text only grows, and its marks are where they are said to be."""

import re

from assistant.api.plain_stream import BREAK, PlainStream
from assistant.messages import Block, Replace, Segment, Text
from assistant.rendering import markdown

ONE = Segment("甲应当[1]报送。", "quote", (1,))
TWO = Segment("乙可以报送。", "quote", (2,))
WRITTEN = [Segment(f"第{n}句。", "quote", (n,), model=True) for n in (1, 2, 3)]


def text_of(stream: PlainStream, *events: Text | Replace) -> str:
    """The whole text after some events."""
    return "".join(stream.take(event) for event in events) + stream.let_go()


def test_the_text_is_the_answers_markdown() -> None:
    """Paragraphs, lists, notices and tables as in the whole answer."""
    table = Block("table", header=(Segment("列", "notice"),), rows=((ONE,), (TWO,)))
    events = (
        Text(0, "notice", Segment("提示。", "notice")),
        Text(0, "notice", Segment("又提示。", "notice")),
        Text(1, "paragraph", ONE),
        Text(1, "paragraph", TWO),
        Text(2, "list", ONE),
        Text(2, "list", TWO),
        Text(3, "table", table=table),
    )
    notice = Block("notice", (Segment("提示。", "notice"), Segment("又提示。", "notice")))
    blocks = (notice, Block("paragraph", (ONE, TWO)), Block("list", (ONE, TWO)), table)
    assert text_of(PlainStream(), *events) == markdown(blocks)


def test_marks_point_at_markers_and_not_at_brackets_of_a_quote() -> None:
    """[1] stands in the quoted words too; only the one behind them is a citation."""
    stream = PlainStream()
    text = text_of(stream, Text(0, "paragraph", ONE), Text(0, "paragraph", TWO))
    assert [(mark.n, text[mark.start : mark.end]) for mark in stream.marks] == [(1, "[1]"), (2, "[2]")]
    assert [mark.start for mark in stream.marks] == [text.rindex("[1]"), text.index("[2]")]


def test_one_sentence_of_a_model_is_held_until_the_second() -> None:
    """Then both come, and each further one at once."""
    stream, pieces = PlainStream(), [Text(0, "paragraph", segment) for segment in WRITTEN]
    assert [stream.take(piece) for piece in pieces] == ["", "第1句。[1]第2句。[2]", "第3句。[3]"]


def test_what_was_held_and_replaced_was_never_there() -> None:
    """The clauses alone, without a break."""
    stream = PlainStream()
    stream.take(Text(0, "paragraph", WRITTEN[0]))
    assert stream.take(Replace(0, (Block("paragraph", (ONE,)),))) == markdown((Block("paragraph", (ONE,)),))


def test_what_was_let_out_and_replaced_stays_behind_a_break() -> None:
    """Marks behind the break are where they stand in the whole text."""
    stream = PlainStream()
    events = (*(Text(0, "paragraph", segment) for segment in WRITTEN), Replace(0, (Block("paragraph", (TWO,)),)))
    text = text_of(stream, *events)
    assert text == f"第1句。[1]第2句。[2]第3句。[3]{BREAK}\n\n乙可以报送。[2]"
    assert [text[mark.start : mark.end] for mark in stream.marks] == re.findall(r"\[\d\]", text)


def test_mended_sentences_are_added() -> None:
    """What stands already is not said twice."""
    stream = PlainStream()
    events = (*(Text(0, "paragraph", s) for s in WRITTEN[:2]), Replace(0, (Block("paragraph", tuple(WRITTEN)),)))
    assert text_of(stream, *events) == "第1句。[1]第2句。[2]\n\n第3句。[3]"
