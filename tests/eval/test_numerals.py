from decimal import Decimal

import pytest

from eval.numerals import number, written


@pytest.mark.parametrize(
    ("spelling", "value"),
    [
        ("七", 7),
        ("十五", 15),
        ("廿三", 23),
        ("一百零五", 105),
        ("二〇二二", 2022),
        ("12,000", 12000),
        ("3万5千", 35000),
        ("三亿五千万", 350_000_000),
        ("壹拾贰万叁仟", 123_000),
        ("1.2万", 12000),
    ],
)
def test_every_spelling_is_read(spelling, value):
    """Chinese, formal, Arabic and mixed numerals mean one number each."""
    assert number(spelling) == value


@pytest.mark.parametrize("spelling", ["百", "千", "万", "亿"])
def test_a_unit_alone_is_no_number(spelling):
    """百年大计 and 万众一心 hold no number."""
    assert number(spelling) is None


def test_a_number_is_written_without_needless_zeros():
    """2.50 万 and 25000 end up in one spelling."""
    assert [written(Decimal("25000.00")), written(Decimal("0.50"))] == ["25000", "0.5"]
