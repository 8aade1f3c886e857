"""Hard facts have one spelling, whatever the document or the question prints."""

import pytest

from assistant.facts import Fact, facts, plain


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("九十日", "90日"),
        ("十二万元", "120000元"),
        ("１２ 万元", "120000元"),
        ("百分之二十", "20%"),
        ("20％", "20%"),
        ("第五十七条第二项", "第57条第2项"),
        ("二〇二二年", "2022年"),
        ("三十天", "30日"),
        ("二千张（份）", "2000张（份）"),
        ("国知发〔2020〕23号", "国知发（2020）23号"),
        ("一并处理", "一并处理"),
    ],
)
def test_spellings_become_one(written: str, spelt: str) -> None:
    """Numerals before a unit, widths and brackets are the same in every spelling; words stay."""
    assert plain(written) == spelt


def test_facts_come_in_order_with_their_kinds() -> None:
    """A sentence gives each of its facts once, as what it is."""
    assert facts("甲局应当于11月15日前处五万元罚款") == (
        Fact("organ", "甲局"),
        Fact("modal", "应当"),
        Fact("date", "11月15日"),
        Fact("amount", "50000元"),
    )


def test_a_document_number_is_no_year() -> None:
    """What belongs to a longer fact is not counted again."""
    assert facts("晋市知〔2024〕8号") == (Fact("document number", "晋市知（2024）8号"),)
