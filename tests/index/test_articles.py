"""Article lists: rows become laws, bad rows cost one line each."""

import gzip
import json

import pytest

from index.articles import read
from index.errors import FileError


def rows(*laws: tuple[str, str, str], **more: str) -> bytes:
    """A list with a row for each law, article and text."""
    given = (dict(zip(("law", "article", "text"), law, strict=True)) | more for law in laws)
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in given).encode()


def test_rows_are_grouped_by_law() -> None:
    """In the order of the list, wherever a law's rows stand; the text prints the number before each article."""
    data = rows(("甲法", "第一条", "子。"), ("乙法", "第一条", "丑。"), ("甲法", "第二条", "寅。\n卯。"))
    laws, errors = read(data, max_bytes=10**6)
    assert [law.metadata.title for law in laws] == ["甲法", "乙法"]
    assert laws[0].text == "第一条　子。\n第二条　寅。\n卯。"
    assert errors == []


def test_the_outline_has_paragraphs_and_covers_the_text() -> None:
    """款 and 项 are found as in any law."""
    data = rows(("甲法", "第一条", "子。"), ("甲法", "第二条", "下列行为：\n（一）丑；\n（二）寅。\n卯。"))
    ((law,), _) = read(data, max_bytes=10**6)
    paths = [node.path for node in law.outline()]
    assert paths == [
        "第一条",
        "第二条",
        "第二条/第一款",
        "第二条/第一款/第（一）项",
        "第二条/第一款/第（二）项",
        "第二条/第二款",
    ]


def test_articles_are_those_of_the_list_whatever_their_lines_look_like() -> None:
    """A line that reads like another article does not become one, nor does a number that stands twice get lost."""
    data = rows(("甲法", "第一条", "子。\n第二条　引自乙法。"), ("甲法", "第二条", "丑。"), ("甲法", "第二条", "寅。"))
    ((law,), _) = read(data, max_bytes=10**6)
    nodes = law.outline()
    assert [node.path for node in nodes if node.level == "条"] == ["第一条", "第二条", "第二条（2）"]
    assert [law.text[node.start : node.end] for node in nodes] == [
        "第一条　子。\n第二条　引自乙法。\n",
        "第二条　丑。\n",
        "第二条　寅。",
    ]


def test_version_and_category_are_metadata() -> None:
    """A version that is no date says nothing of the day."""
    ((law,), _) = read(rows(("甲法", "第一条", "子。"), version="2024-04-26", category="法律"), max_bytes=10**6)
    ((undated,), _) = read(rows(("甲法", "第一条", "子。"), version="", category=""), max_bytes=10**6)
    assert (str(law.metadata.promulgated), law.metadata.kind) == ("2024-04-26", "法律")
    assert (undated.metadata.promulgated, undated.metadata.kind) == (None, None)


def test_a_bad_row_is_named_and_the_rest_goes_on() -> None:
    """Line, field and value."""
    data = rows(("甲法", "第一条", "子。")) + '\n{"law": "甲法", "article": 2, "text": "丑"}\n[1]\n{"law'.encode()
    ((law,), errors) = read(data, max_bytes=10**6)
    assert len(law.articles) == 1
    assert errors[0] == "line 2: article is missing or no text (value: 2)"
    assert [error.split(":")[0] for error in errors] == ["line 2", "line 3", "line 4"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no articles"),
        (gzip.compress(b"{}\n" * 1000, mtime=0)[:-20], "damaged"),
        (gzip.compress(b" " * 40_000, mtime=0), "more than"),
    ],
)
def test_a_list_that_cannot_be_read_is_one_error(data: bytes, message: str) -> None:
    """Empty, cut short, or unpacking to far more than a file may hold."""
    with pytest.raises(FileError, match=message):
        read(data, max_bytes=1000)


@pytest.mark.parametrize("line", ["[" * 100_000, '{"law": "某条例", "article": "第一条", "text": "\\ud800"}'])
def test_a_hostile_row_costs_its_own_line_only(line: str) -> None:
    """Nested beyond measure, or half a character: the rows around it are taken."""
    good = json.dumps({"law": "某条例", "article": "第二条", "text": "乙。"})
    (law,), (error,) = read(f"{line}\n{good}".encode(), max_bytes=10**6)
    assert [label for label, _ in law.articles] == ["第二条"]
    assert error.startswith("line 1: ")
