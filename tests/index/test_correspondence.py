"""Old number to new number, against tables written by hand from both texts before anything was computed."""

import tomllib
from pathlib import Path

import pytest

from index.catalog import EVERYONE
from index.correspondence import SURE, Correspondence, correspondence
from index.documents import Document
from index.numerals import to_chinese
from tests.index.small import law
from tests.library import Office

TABLES = tomllib.loads((Path(__file__).parent / "correspondence.toml").read_text(encoding="utf-8"))
UNSAID = {("trademark", 2)}
"""商标法第二条 named 商标局, 第四条 of 2026 names 国务院商标管理部门 with other words: the texts do not show it."""


def label(number: int | str) -> str:
    """An article as the law prints it."""
    return f"第{to_chinese(int(number))}条"


@pytest.fixture(params=sorted(TABLES))
def work(request: pytest.FixtureRequest) -> str:
    """The name of a table."""
    return str(request.param)


@pytest.fixture
def found(library: Office, work: str) -> Correspondence:
    """The correspondence of the two editions of a table."""
    with library.library.pin() as generation:
        old, new = (generation.catalog.document(TABLES[work][key], EVERYONE) for key in ("old", "new"))
    return correspondence(old, new)


def test_enforcement_articles_are_all_found(found: Correspondence, work: str) -> None:
    """What most of each article became is the article that the hand found, and nothing that it did not."""
    for number in TABLES[work]["enforcement"]:
        expected = [label(target) for target in TABLES[work]["articles"][str(number)]]
        paths = [one.path for one in found.forward.articles.get(label(number), ())]
        assert paths[:1] == expected[:1], label(number)
        assert set(paths) <= set(expected), label(number)


def test_all_other_articles_too(found: Correspondence, work: str) -> None:
    """From the first to the last, but for one whose words are all new."""
    for number, targets in TABLES[work]["articles"].items():
        if (work, int(number)) not in UNSAID:
            paths = [one.path for one in found.forward.articles.get(label(number), ())]
            assert paths[:1] == [label(target) for target in targets[:1]], label(number)


def test_clauses_below_an_article(found: Correspondence, work: str) -> None:
    """款 that moved inside an article, or out of it."""
    for old, new in TABLES[work]["clauses"].items():
        assert found.forward.clauses[old].path == new, old


def test_back_is_forth_turned_round(found: Correspondence, work: str) -> None:
    """The new article's predecessor is one of those whose successor it is."""
    known = {(label(target), label(old)) for old, targets in TABLES[work]["articles"].items() for target in targets}
    pairs = {(new, targets[0].path) for new, targets in found.back.articles.items()}
    assert pairs <= known


def test_what_is_new_has_no_predecessor(found: Correspondence, work: str) -> None:
    """Articles of the new text that no old one went to are not given one."""
    taken = {label(target) for targets in TABLES[work]["articles"].values() for target in targets}
    assert set(found.back.articles) <= taken


def test_confidence_falls_where_words_change() -> None:
    """Word for word is certain, a changed sentence less so; numbers of clauses do not count as words."""
    old = _law(
        "old", "销售灯笼的，依照第三条处五万元以下罚款。", "灯笼管理部门应当自受理登记申请之日起二十日内作出决定。"
    )
    new = _law("new", "本办法所称竹器，另行规定。", "销售灯笼的，依照第四条处五万元以下罚款。", "管理部门应当自受理申请之日起十日内作出登记决定。")  # fmt: skip
    articles = correspondence(old, new).forward.articles
    (same,), (changed,) = articles["第一条"], articles["第二条"]
    assert (same.path, same.confidence, same.same) == ("第二条", 1.0, True)
    assert changed.path == "第三条"
    assert SURE / 2 < changed.confidence < 1
    assert not changed.same


def test_a_changed_amount_is_no_same_text() -> None:
    """One character decides whether the two editions say the same."""
    old, new = (_law(sum_, f"违规经营灯笼的，处{sum_}万元以下的罚款。", "登记不收费。") for sum_ in "五十")
    assert [one.same for one in correspondence(old, new).forward.articles["第一条"]] == [False]


def test_texts_without_articles_correspond_to_nothing() -> None:
    """A plan has no 条; nothing is computed and nothing breaks."""
    assert correspondence(_law("a"), _law("b", "违规经营灯笼的，处罚款。", "登记不收费。")) == Correspondence()


def _law(name: str, *articles: str) -> Document:
    return law(f"correspondence-{name}", *articles)
