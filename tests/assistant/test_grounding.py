"""What cannot be shown to be true is not shown."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.citations import Citations
from assistant.grounding import Grounding, quoted, unsupported
from assistant.messages import Block, Segment, Text
from assistant.notices import notice
from assistant.shelf import Shelf, Shelves
from tests.library import LAW_2020, LINJIANG, TODAY, Office

FINE = "可以处五万元以下的罚款"


@pytest.fixture(scope="module")
def shelf(office: Office) -> Iterator[Shelf]:
    """What an officer may read in the made-up library."""
    with Shelves().open(office.library, office.embedder, frozenset({"public", "internal"})) as shelf:
        yield shelf


@pytest.fixture
def citations(shelf: Shelf) -> Citations:
    """One citation, number 1: the fine of 第四条."""
    citations = Citations(shelf, TODAY)
    start = LAW_2020.index(FINE)
    citations.cite("lantern-2020", start, start + len(FINE))
    return citations


@pytest.fixture
def grounding(shelf: Shelf, citations: Citations) -> Grounding:
    """The checks for a question that names 三十日."""
    return Grounding("三十日内必须决定，对吗", shelf, citations)


def test_a_quote_is_word_for_word(grounding: Grounding) -> None:
    """A part of the cited span passes, a changed word does not."""
    assert grounding.holds(Segment("五万元以下的罚款", "quote", (1,)))
    assert not grounding.holds(Segment("五万元以上的罚款", "quote", (1,)))


@pytest.mark.parametrize(
    ("text", "span", "holds"),
    [
        ("经登记销售灯笼的", "（一）未经登记销售灯笼的；", False),
        ("未经登记销售灯笼的", "（一）未经登记销售灯笼的；", True),
        ("处五万元", "可以处五万元以下的罚款", False),
        ("处五万元以下", "可以处五万元以下的罚款", True),
        ("登记", "未登记的，应当登记", True),
    ],
)
def test_no_quote_loses_its_denial_or_its_bound(text: str, span: str, *, holds: bool) -> None:
    """Words that stand in a span once without 未 or 以下 are quoted; those that never do are not."""
    assert quoted(text, span) == holds


def test_a_quote_without_a_citation_is_dropped(grounding: Grounding) -> None:
    """True or not, it cannot be checked."""
    assert not grounding.holds(Segment("五万元", "quote"))


@pytest.mark.parametrize("text", ["处50000元以下罚款", "可以罚款，以5万元为限"])
def test_facts_are_found_in_any_spelling(citations: Citations, text: str) -> None:
    """五万元, 5万元 and 50000元 are one fact."""
    assert unsupported(text, citations.numbered((1,))) == ()


@pytest.mark.parametrize("text", ["处6万元罚款", "应当处5万元罚款", "《灯笼法》规定处5万元罚款", "30日内处5万元罚款"])
def test_facts_of_another_clause_are_found_out(citations: Citations, text: str) -> None:
    """Another amount, modal word, title or term does not stand in the cited span."""
    assert len(unsupported(text, citations.numbered((1,)))) == 1


def test_a_count_is_counted_again(grounding: Grounding) -> None:
    """A derived number that its citations do not bear out fails; so does a rule that nobody knows."""
    ids = ("lantern-2020", "plan-linjiang")
    good = Segment("2份文件中有1份有相关内容：", "derived", (1,), "count", ids)
    assert grounding.holds(good)
    assert not grounding.holds(replace(good, text="2份文件中有2份有相关内容："))
    assert not grounding.holds(replace(good, rule="guess"))


def test_a_number_of_clauses_is_counted_in_the_outline(grounding: Grounding, citations: Citations) -> None:
    """Every clause below the section is cited: with one left out, the number fails."""
    whole = tuple(_cited(citations, words) for words in ("（一）加强商标保护", "（二）加强展会保护"))
    good = Segment("共2项：", "derived", whole, "items", ("plan-linjiang", "二"))
    assert grounding.holds(good)
    assert not grounding.holds(replace(good, text="共3项："))
    assert not grounding.holds(replace(good, text="共1项：", citations=whole[:1]))


def test_joined_quotes_are_the_cited_spans(grounding: Grounding, citations: Citations) -> None:
    """All of them, in their order, and nothing between them but the sign that joins."""
    both = tuple(_cited(citations, words) for words in ("（一）加强商标保护", "（二）加强展会保护"))
    good = Segment("（一）加强商标保护；（二）加强展会保护", "derived", both, "join")
    assert grounding.holds(good)
    assert not grounding.holds(replace(good, citations=both[::-1]))
    assert not grounding.holds(replace(good, text="（一）加强商标保护；（三）加强展会保护"))


def _cited(citations: Citations, words: str) -> int:
    """The number of a citation of these words of the plan of 临江."""
    start = LINJIANG.index(words)
    return citations.cite("plan-linjiang", start, start + len(words)).n


def test_silence_names_what_was_searched(grounding: Grounding) -> None:
    """未规定 needs the documents that were searched, and cites nothing."""
    silent = Segment("未规定", "derived", (), "未规定", ("plan-wanghai",))
    assert grounding.holds(silent)
    assert not grounding.holds(replace(silent, inputs=()))
    assert not grounding.holds(replace(silent, citations=(1,)))


def test_a_notice_says_only_what_the_catalog_knows(grounding: Grounding) -> None:
    """A title that is not loaded, or a text beside the template, fails."""
    good = notice("digest", title="灯笼管理条例")
    assert grounding.holds(good)
    assert not grounding.holds(notice("digest", title="蜡烛管理条例"))
    assert not grounding.holds(replace(good, text="本条例免费。"))
    assert not grounding.holds(replace(good, rule="nothing"))


def test_a_notice_may_repeat_the_question(grounding: Grounding) -> None:
    """The asker's own words, in any spelling, and no others."""
    assert grounding.holds(notice("asked_value_absent", asked="30日"))
    assert not grounding.holds(notice("asked_value_absent", asked="60日"))


def test_a_table_loses_the_rows_that_fail(grounding: Grounding) -> None:
    """A row with one wrong cell goes; the others stay."""
    head, name = (notice("column_document"), notice("column_text")), notice("row_title", title="灯笼管理条例")
    rows = ((name, Segment("五万元以下", "quote", (1,))), (name, Segment("六万元以下", "quote", (1,))))
    passed = grounding.passed(Text(0, "table", table=Block("table", header=head, rows=rows)))
    assert passed is not None
    assert passed.table is not None
    assert passed.table.rows == rows[:1]
