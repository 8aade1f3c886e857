"""Halves share no gold clause, stay even per kind, and the test half cannot change unseen."""

import json
from pathlib import Path

import pytest

from eval.dataset import Gold, Item, load
from eval.errors import DatasetError
from eval.halves import is_frozen, kinds_of, linked, section, split, write_halves


def item(name: str, *paths: str, kind: str = "duty", document: str = "law") -> Item:
    """A question whose gold clauses have these paths."""
    return Item(name, "？", kind, gold=tuple(Gold(document, path) for path in paths))


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("第五条", "law 第五条/"),
        ("第五条/第二款/第（三）项", "law 第五条/"),
        ("第五条之一/第一款", "law 第五条之一/"),
        ("二/（三）/5", "law 二/（三）/"),
        ("二", "law 二/"),
        ("通知", "law 通知/"),
    ],
)
def test_a_section_is_an_article_or_two_levels_of_a_plan(path: str, unit: str) -> None:
    """Whoever has read one 款 knows the 条: they stay together."""
    assert section(Gold("law", path)) == unit


def test_questions_hang_together_over_others() -> None:
    """A and c share nothing, but b shares an article with each; a section holds those within it."""
    items = [item("a", "第一条/第二款"), item("b", "第一条", "第二条"), item("c", "第二条"), item("d", "第三条")]
    plan = [item("e", "二/（三）/5"), item("f", "二"), item("g", "三/（三）")]
    assert sorted(sorted(i.id for i in group) for group in linked(items)) == [["a", "b", "c"], ["d"]]
    assert sorted(sorted(i.id for i in group) for group in linked(plan)) == [["e", "f"], ["g"]]


def test_article_five_is_not_article_five_bis() -> None:
    """第五条 and 第五条之一 are two articles, as are the same numbers of two laws."""
    assert len(linked([item("a", "第五条"), item("b", "第五条之一"), item("c", "第五条", document="other")])) == 3


def test_no_section_is_gold_in_both_halves_and_kinds_stay_even() -> None:
    """120 questions over 40 articles, each kind in equal parts."""
    items = [item(f"q{n}", f"第{n % 40}条", kind=("duty", "penalty", "date")[n % 3]) for n in range(120)]
    dev, test = split(items)
    assert {section(i.gold[0]) for i in dev}.isdisjoint({section(i.gold[0]) for i in test})
    assert len(dev) + len(test) == 120
    assert all(abs(kinds_of(dev)[kind] - kinds_of(test)[kind]) <= 3 for kind in ("duty", "penalty", "date"))


def test_the_halves_are_the_same_whatever_the_order() -> None:
    """The cut depends on the questions alone."""
    items = [item(f"q{n}", f"第{n % 7}条") for n in range(30)]
    one, other = split(items), split(items[::-1])
    assert [{i.id for i in half} for half in one] == [{i.id for i in half} for half in other]


def test_a_frozen_half_is_known_and_a_changed_one_refused(tmp_path: Path) -> None:
    """Nobody can mend the test half without everybody seeing it."""
    rows = [
        {"id": f"q{n}", "question": "？", "gold": [{"document_id": "law", "clause_path": f"第{n}条"}]} for n in range(6)
    ]
    (tmp_path / "all.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    folder = tmp_path / "halves"
    assert write_halves(load(tmp_path / "all.jsonl"), folder, "lanterns") == {"dev": 3, "test": 3}
    dev, test = folder / "lanterns-dev.jsonl", folder / "lanterns-test.jsonl"
    assert (is_frozen(dev), is_frozen(test)) == (False, True)
    with pytest.raises(DatasetError, match="frozen already"):
        write_halves(load(tmp_path / "all.jsonl"), folder, "lanterns")
    test.write_text(test.read_text().replace("question", "Question"))
    with pytest.raises(DatasetError, match="changed after it was frozen"):
        is_frozen(test)
