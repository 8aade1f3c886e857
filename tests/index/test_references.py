"""Exact references: documents by any name, clauses in any spelling, nothing guessed."""

from datetime import date

import pytest

from index.documents import Edition, Metadata, Node, Region
from index.editions import work_id
from index.references import Article, Names, Reference, cited_titles, last_article, locate


def edition(document_id: str, title: str, **known: object) -> Edition:
    """An edition of which only its names matter."""
    metadata = Metadata(title, effective_from=date(2020, 1, 1), **known)  # type: ignore[arg-type]
    return Edition(document_id, work_id(metadata), "v", metadata, "official", "public", 1, 1)


NAMES = Names(
    [
        edition("law-2019", "中华人民共和国商标法", short_title="商标法", aliases=("现行商标法",)),
        edition("law-2026", "中华人民共和国商标法（2026年修订）", short_title="商标法（2026年修订）"),
        edition("rules", "中华人民共和国商标法实施条例", aliases=("商标法条例",)),
        edition("standard", "商标侵权判断标准", number="国知发保字〔2020〕23号"),
        edition("plan", "关于印发《2022年全市行动方案》的通知", aliases=("甲市方案",)),
    ]
)
BOTH = ("law-2019", "law-2026")


def only(text: str) -> Reference:
    """The one reference of a text."""
    (reference,) = NAMES.find(text)
    return reference


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("商标法是什么时候施行的", BOTH),
        ("《中华人民共和国商标法》", BOTH),
        ("商标法实施条例管什么", ("rules",)),
        ("商标法（2026年修订）有何变化", ("law-2026",)),
        ("国知发保字〔2020〕23号", ("standard",)),
        ("国知发保字[2020]23号是什么", ("standard",)),
        ("国知发保字（２０２０）23号", ("standard",)),
        ("国知发保字【2020】23号", ("standard",)),
        ("甲市方案由谁印发", ("plan",)),
    ],
)
def test_a_document_is_found_by_any_of_its_names(text: str, ids: tuple[str, ...]) -> None:
    """Title, short title, alias and number in any brackets; the longest name wins."""
    reference = only(text)
    assert (reference.document_ids, reference.approximate) == (ids, False)


def test_a_title_written_otherwise_is_approximate() -> None:
    """A misspelt title in 《》 finds its document and says that it was understood, not read."""
    reference = only("《商标侵权违法判断标准》")
    assert (reference.document_ids, reference.approximate) == (("standard",), True)


@pytest.mark.parametrize(
    ("title", "ids"),
    [
        ("《2022年乙市市知识产权保护工作方案》", ("plan-b",)),
        ("《2022年全省知识产权保护工作方案》", ()),
        ("《2022年丙市知识产权保护工作方案》", ()),
        ("《2023年乙市市知识产权保护工作方案》", ()),
    ],
)
def test_another_place_or_year_is_another_document(title: str, ids: tuple[str, ...]) -> None:
    """Titles of plans differ in little but place and year: there nothing is near enough."""
    region = Region("某省乙市", "city", ("全国", "某省"))
    country = edition("plan-0", "2022年全国知识产权保护工作方案", region=Region("全国", "national"), year=2022)
    names = Names([country, edition("plan-b", "2022年乙市知识产权保护工作方案", region=region, year=2022)])
    assert names.find(title)[0].document_ids == ids


def test_an_unknown_title_resolves_to_nothing() -> None:
    """A title that is like none of the known ones names no document."""
    assert only("《食品安全抽样检验管理办法》").document_ids == ()


@pytest.mark.parametrize(
    ("spelling", "article"),
    [
        ("第五十七条第二项", Article(57, item=2)),
        ("第57条第（二）项", Article(57, item=2)),
        ("57条(二)", Article(57, item=2)),
        ("第57条第1款第2项", Article(57, paragraph=1, item=2)),
        ("５７条", Article(57)),
        ("五十七条2项", Article(57, item=2)),
        ("第二百一十九条之一", Article(219, branch=1)),
        ("第 六十 条 第二款", Article(60, paragraph=2)),
    ],
)
def test_a_clause_is_found_in_any_spelling(spelling: str, article: Article) -> None:
    """Numerals, brackets and blanks may differ, the clause is the same."""
    _, reference = NAMES.find(f"商标法{spelling}怎么说")
    assert (reference.article, reference.document_ids) == (article, BOTH)


@pytest.mark.parametrize("text", ["出台二十条措施", "共有几条", "这12条线索", "一条龙服务"])
def test_a_counter_is_no_clause(text: str) -> None:
    """条 counts many things that are not articles."""
    assert NAMES.find(text) == []


def test_each_clause_belongs_to_the_document_before_it() -> None:
    """Two documents and two clauses in one sentence are kept apart."""
    found = [
        (r.document_ids, str(r.article))
        for r in NAMES.find("商标法第六十条和实施条例第七十八条；商标法实施条例第3条")
        if r.article
    ]
    assert found == [(BOTH, "第六十条"), (BOTH, "第七十八条"), (("rules",), "第三条")]


def test_positions_are_those_of_the_written_text() -> None:
    """Full-width digits and strange brackets do not move a reference."""
    text = "依照商标法第５７条（二）处理"
    assert [text[r.start : r.end] for r in NAMES.find(text)] == ["商标法", "第５７条（二）"]


def test_titles_that_a_document_cites() -> None:
    """Each title once, as printed; a misspelt one is resolved beside it, an unknown one stays unresolved."""
    text = "依据《商标法》和《商标侵权违法判断标准》，参照《商标法》及《某市若干意见》。"
    found = {r.text: (r.document_ids, r.approximate) for r in cited_titles(text, NAMES)}
    assert found == {
        "《商标法》": (BOTH, False),
        "《商标侵权违法判断标准》": (("standard",), True),
        "《某市若干意见》": ((), False),
    }


def node(path: str, level: str) -> Node:
    """A clause of which only path and level matter."""
    return Node(path, level, path.rsplit("/", 1)[-1], "", 0, 1)  # type: ignore[arg-type]


OUTLINE = (
    node("第一条", "条"),
    node("第一条/第（一）项", "项"),
    node("第二条", "条"),
    node("第二条/第一款", "款"),
    node("第二条/第二款", "款"),
    node("第二条/第二款/第（三）项", "项"),
)


@pytest.mark.parametrize(
    ("article", "path"),
    [
        (Article(1), "第一条"),
        (Article(1, paragraph=1), "第一条"),
        (Article(1, paragraph=2), None),
        (Article(1, item=1), "第一条/第（一）项"),
        (Article(1, paragraph=1, item=1), "第一条/第（一）项"),
        (Article(1, item=9), None),
        (Article(2, paragraph=2), "第二条/第二款"),
        (Article(2, paragraph=3), None),
        (Article(2, item=3), "第二条/第二款/第（三）项"),
        (Article(2, paragraph=1, item=3), None),
        (Article(3), None),
    ],
)
def test_a_clause_is_located_or_said_to_be_missing(article: Article, path: str | None) -> None:
    """A 款 or 项 that an article does not have is missing, never its neighbour."""
    found = locate(article, OUTLINE)
    assert (found.path if found else None) == path


def test_how_far_a_law_goes() -> None:
    """The last article is known, for saying what exists."""
    assert last_article(OUTLINE) == "第二条"
