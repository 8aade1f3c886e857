"""Claims are compared in one spelling, each value with the side of its bound."""

import pytest

from assistant.claims.quantities import quantities
from assistant.claims.spelling import spelt


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("九十日", "90日"),
        ("十二万元", "120000元"),
        ("50,000元", "五万元"),
        ("六月三日", "6月3日"),
        ("二〇二二年", "2022年"),
        ("百分之二十", "20％"),
        ("２０个工作日", "二十个工作日"),
        ("处一至五倍罚款", "处1倍以上5倍以下罚款"),
        ("1万元至5万元", "一万元以上五万元以下"),
        ("第（三）项", "第（3）项"),
        ("半年内", "六个月内"),
    ],
)
def test_spellings_become_one(written: str, same: str) -> None:
    """Two spellings of one thing are the same text."""
    assert spelt(written) == spelt(same)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("五万元以上", ">="),
        ("不少于五万元", ">="),
        ("五万元以下", "<="),
        ("不超过五万元", "<="),
        ("不足五万元", "<"),
        ("超过五万元", ">"),
        ("五万元", ""),
        ("11月15日前", "before"),
        ("不晚于11月15日", "before"),
        ("11月15日后", "after"),
    ],
)
def test_a_value_lies_on_one_side_of_its_bound(text: str, bound: str) -> None:
    """Whether the word that bounds it stands before or behind."""
    assert [value.bound for value in quantities(spelt(text))] == [bound]


def test_days_side_by_side_share_their_bound() -> None:
    """分别于6月1日和12月1日前: both are before."""
    assert [value.bound for value in quantities("分别于6月1日和12月1日前报送")] == ["before", "before"]


def test_one_thing_is_no_number() -> None:
    """一种商品 counts nothing; 两种商品 does."""
    assert [value.value for value in quantities(spelt("同一种商品上假冒两种注册商标"))] == ["2种"]
