"""Texts of documents, askers and models are shown, never obeyed."""

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from eval.report.markup import highlighted, markdown, printed, shown

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[点我](javascript:alert(1))",
    "![图](https://example.org/a.png)",
    "<https://example.org>",
    "[甲][1]\n\n[1]: javascript:alert(1)",
    "&#60;script>alert(1)&#60;/script>",
    "<div onclick=alert(1)>\n\n</div>",
    "| a |\n|---|\n| <b onclick=x> |",
    "```\n</code><script>alert(1)</script>\n```",
    "`</code><script>`",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_of_an_answer_stays_text(text: str) -> None:
    """No element, link or picture comes out of what a model writes, but for those that Markdown's blocks need."""
    tree = HTMLParser(markdown(text, {})).css_first("body")
    allowed = {"body", "p", "pre", "code", "table", "thead", "tbody", "tr", "th", "td", "sup", "span", "-text"}
    assert {node.tag for node in tree.traverse(include_text=True)} <= allowed
    assert not {name for node in tree.traverse() for name in node.attributes} - {"class", "title"}


def test_a_marker_leads_to_its_citation_or_is_struck_out() -> None:
    """[1] and both ends of [1-2] are links; there is no citation 9; code is left alone."""
    made = markdown("甲[1]，乙[1-2]，丙[9]，`x[1]`，〔2022〕、[2022]号", {1: "c1", 2: "c2"})
    assert made.count('href="#c1"') == 2
    assert made.count('href="#c2"') == 1
    assert '<span class="dangling" title="没有这一条引用">9</span>' in made
    assert "<code>x[1]</code>" in made
    assert "[2022]号" in made


def test_an_anchor_cannot_break_out_of_its_link() -> None:
    """Quotation marks in it are escaped."""
    assert 'href="#&#34;&gt;&lt;script&gt;"' in markdown("[1]", {1: '"><script>'})


def test_a_table_and_a_heading_are_laid_out() -> None:
    """A heading of an answer does not become one of the report."""
    made = markdown("# 标题\n\n| 甲 |\n|---|\n| 乙 |", {})
    assert '<p class="heading">标题</p>' in made
    assert "<td>乙</td>" in made


@pytest.mark.parametrize("code", ["202E", "2066", "200F", "0000", "200B", "FEFF", "0085", "D800", "E0041"])
def test_unseen_signs_are_spelled_out(code: str) -> None:
    """Whoever reads a question sees what turns its direction or hides in it."""
    assert shown(f"甲{chr(int(code, 16))}乙") == f"甲⟨U+{code}⟩乙"


def test_seen_signs_stay_as_they_are() -> None:
    """Lines, tabs, emoji joined by U+200D, and rare characters."""
    text = "甲\n乙\t丙\u3000👩\u200d🔬𠮷"
    assert printed(text) == text


def test_words_are_marked_in_a_clause_that_is_escaped() -> None:
    """The longest spelling wins; what stands around is text."""
    assert highlighted("<b>处五万元</b>", ["万元", "五万元", ""]) == "&lt;b&gt;处<mark>五万元</mark>&lt;/b&gt;"
    assert highlighted("<b>", []) == "&lt;b&gt;"
