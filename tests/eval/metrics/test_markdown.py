import pytest

from eval.metrics.markdown import blocks, plain, statements


def read(markdown: str) -> list[tuple[str, tuple[int, ...]]]:
    """Statements as (text, citations)."""
    return [(statement.text, statement.citations) for statement in statements(markdown)]


@pytest.mark.parametrize(
    ("marker", "numbers"),
    [
        ("[1][2]", (1, 2)),
        ("[1,2]", (1, 2)),
        ("[1、 2]", (1, 2)),
        ("[1-3]", (1, 2, 3)),
        ("[2–3, 5]", (2, 3, 5)),
        (" [1] [1]", (1,)),
        ("［12］", (12,)),
        ("[1](#c1)", (1,)),
        ("[0]", (0,)),
        ("[1-999]", (1, 999)),
        ("[3-1]", (3, 1)),
    ],
)
def test_markers_are_read_in_their_usual_spellings(marker, numbers):
    """A marker belongs to the sentence before it, and leaves no trace in its text."""
    assert read(f"应当立案{marker}。") == [("应当立案。", numbers)]
    assert read(f"应当立案。{marker}") == [("应当立案。", numbers)]


@pytest.mark.parametrize(
    "text", ["许市监[2022]25号", "见`a[1]`", "见\\[1\\]", "见[附件1]", "见[^1]", "[]", "[1-999999999]", "[-1]"]
)
def test_other_brackets_are_no_markers(text):
    """Years, code, escapes, footnotes and nonsense cite nothing."""
    assert all(citations == () for _, citations in read(text))


def test_a_sentence_takes_the_marker_at_the_end_of_its_quotation():
    """Sentences without a marker share that of the next marked one; those after the last have none."""
    first, second, third = statements("第一句。第二句。[2]第三句。")
    assert (first.citations, first.marked) == ((2,), False)
    assert (second.citations, second.marked) == ((2,), True)
    assert (third.text, third.citations) == ("第三句。", ())


def test_a_marker_does_not_reach_into_another_paragraph():
    """What stands in a paragraph of its own needs a marker of its own."""
    assert read("甲。\n\n乙。[1]") == [("甲。", ()), ("乙。", (1,))]


def test_list_items_and_rows_are_statements_of_their_own():
    """A list item is split off, and a row is one statement with all its markers; a header states nothing."""
    markdown = "- 甲[1]\n- 乙\n\n| 事项 | 期限 |\n|---|---|\n| 立案 | 15日[2] |\n| 结案[1] | 90日[3] |"
    rows = [("立案\n15日", (2,)), ("结案\n90日", (1, 3))]
    assert read(markdown) == [("甲", (1,)), ("乙", ()), *rows]


def test_cells_are_kept_apart():
    """A row's block has its cells without their markers; an escaped pipe parts nothing."""
    block = blocks("| 甲 | 乙 |\n|---|---|\n| 一\\|二[1] | 三 |")[1]
    assert (block.kind, block.cells, block.citations) == ("row", ("一|二", "三"), (1,))


def test_headings_quotes_and_code_state_nothing_and_cite_nothing():
    """They are blocks that a reader sees, without citations."""
    markdown = "# 依据[1]\n\n> 提示[2]\n\n```\n代码[3]\n```"
    assert [(block.kind, block.citations) for block in blocks(markdown)] == [
        ("heading", ()),
        ("quote", ()),
        ("code", ()),
    ]
    assert read(markdown) == []


def test_a_list_of_sources_keeps_its_numbers():
    """Lines that begin with their marker have that one, and not that of the next line."""
    assert read("[1] 商标法\n[2] 专利法") == [("商标法", (1,)), ("专利法", (2,))]


def test_a_source_spelt_as_a_link_does_not_swallow_its_marker():
    """`[1]: …` is a link's definition in Markdown; here it is text, and [1] above it still a citation."""
    markdown = "应当立案。[1]\n\n[1]: 商标法"
    assert read(markdown)[0] == ("应当立案。", (1,))
    assert "商标法" in plain(markdown)


def test_full_stops_inside_quotation_marks_and_numbers():
    """A closing mark stays with its sentence, and 1.5 is one number."""
    assert read("“甲。”[1]乙1.5万元。It ends. Really") == [
        ("“甲。”", (1,)),
        ("乙1.5万元。", ()),
        ("It ends.", ()),
        ("Really", ()),
    ]


def test_indented_chinese_is_text_and_a_ruled_line_makes_no_heading():
    """Text cannot be hidden from the measures by Markdown that Chinese answers hit by accident."""
    assert [text for text, _ in read("    应当立案。\n---\n应当结案。")] == ["应当立案。", "应当结案。"]


def test_plain_text_shows_what_a_reader_sees():
    """Emphasis, escapes, list signs and pipes go; words stay."""
    shown = plain("1. **90**日内\n2. 见\\_表\\[1\\]<br>续\n\n| 甲 | `乙` |\n|---|---|")
    assert shown.split() == ["90日内", "见_表[1]", "续", "甲", "乙"]


@pytest.mark.parametrize(
    "markdown", ["", " \n", "```\n没有结尾[1]", "| |\n|-|", "[" * 500, "[1" * 500, "-\n-\n\x00", ">" * 300]
)
def test_broken_markdown_is_read_without_an_error(markdown):
    """Whatever a system answers can be scored."""
    assert isinstance(statements(markdown), tuple)
    assert isinstance(plain(markdown), str)
