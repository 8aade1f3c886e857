import pytest

from eval.facts import facts


def values(text, kind):
    """The values of one kind, after overlapping finds were settled."""
    return [fact.value for fact in facts(text) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二〇二二年四月二十五日", ["2022年4月25日"]),
        ("2024/12/05", ["2024年12月5日"]),
        ("4月1日至30日", ["4月1日", "4月30日"]),
        ("2021-2035年", ["2021年", "2035年"]),
        ("4至6月", ["4月", "6月"]),
        ("每月20日前", ["每月20日"]),
        ("每周五", ["每周5"]),
        ("三个月", []),
    ],
)
def test_dates_are_as_precise_as_written(text, expected):
    """Each way to write a day, a month or a year has one value; a length of time has none."""
    assert values(text, "date") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三十日内", ["30日"]),
        ("三至五年", ["3年", "5年"]),
        ("十五个工作日", ["15个工作日"]),
        ("每半年", ["6个月"]),
        ("每2月通报", ["2个月"]),
        ("前12个月", ["12个月"]),
        ("2022年度", []),
    ],
)
def test_lengths_of_time_have_one_unit_each(text, expected):
    """A range gives both ends; the days of a deadline are a length."""
    assert values(text, "duration") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2倍以上5倍以下", ["2倍", "5倍"]),
        ("3-5万元", ["30000元", "50000元"]),
        ("百分之九十五", ["95%"]),
        ("三分之二", ["2/3"]),
        ("0.5个百分点", ["0.5个百分点"]),
        ("六十余万元", ["600000元"]),
        ("第四季度第2批", ["第4季度", "第2批"]),
        ("共一项", ["1项"]),
        ("同一种商品、一次办好、第一时间、十分重要、四处、万一", []),
    ],
)
def test_things_are_counted_and_words_are_not(text, expected):
    """A numeral with a measure is a number; a numeral inside another word is none."""
    assert values(text, "number") == expected
