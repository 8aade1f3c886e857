"""The data behind references: one spelling sign for sign, lists that are whole, laws that are named once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexingError
from index.references import spelled
from index.references.words import lines, national_laws, parse_words, title_words


@given(st.text(max_size=40))
def test_one_spelling_keeps_every_position(text: str) -> None:
    """However odd the text, each sign stays where it was, and a second time changes nothing."""
    assert len(spelled(text)) == len(text)
    assert spelled(spelled(text)) == spelled(text)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("商標法第五十七條第二項", "商标法第五十七条第二项"),
        ("集成電路佈圖設計保護條例", "集成电路布图设计保护条例"),
        ("國知發保字［２０２０］23號", "国知发保字（2020）23号"),
        ("著作權法實施細則【三】", "著作权法实施细则（三）"),
        ("57－60條，57～60条", "57-60条，57~60条"),
    ],
)
def test_traditional_signs_widths_and_brackets(written: str, plain: str) -> None:
    """What people type becomes what mainland texts print."""
    assert spelled(written) == plain


@pytest.mark.corpus
def test_no_simplified_text_is_changed(corpus: Path) -> None:
    """No sign that the table converts stands in the regulations or plans: they are written in simplified signs."""
    converted = {pair[0] for line in lines("traditional.txt") for pair in line.split()}
    printed = {sign for path in (corpus / "regulations").glob("*.md") for sign in path.read_text(encoding="utf-8")}
    assert converted & printed == set()


def test_every_traditional_sign_has_one_simplified_one() -> None:
    """Pairs of two signs, none twice, and no result is itself converted."""
    pairs = [pair for line in lines("traditional.txt") for pair in line.split()]
    assert {len(pair) for pair in pairs} == {2}
    assert len({pair[0] for pair in pairs}) == len(pairs)
    assert {pair[0] for pair in pairs} & {pair[1] for pair in pairs} == set()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "kinds"),
        ('[kinds]\nwords = ["法"]', "kinds"),
        ('[kinds]\nwhy = "x"\nwords = []', "kinds"),
        ('[others]\nwhy = "x"\nwords = ["法"]', "others"),
    ],
)
def test_lists_that_are_not_whole_are_refused(text: str, named: str) -> None:
    """Naming each list that is missing, unknown, empty or without its reason."""
    with pytest.raises(IndexingError, match=named):
        parse_words(text)


def test_the_lists_that_ship() -> None:
    """Longest first, so that 实施条例 is seen before 条例; national laws by their plain names."""
    assert title_words().kinds.index("实施条例") < title_words().kinds.index("条例")
    assert {"商标法", "治安管理处罚法", "民法典"} <= national_laws()
    assert [law for law in national_laws() if not law.endswith(("法", "法典", "民法通则", "民法总则"))] == []
