"""Chinese numerals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numerals import to_chinese, to_int


@pytest.mark.parametrize(
    ("spelled", "number"),
    [
        ("〇", 0), ("零", 0), ("两", 2), ("十", 10), ("十五", 15), ("二十三", 23), ("廿三", 23), ("廿", 20), ("卅一", 31),
        ("两百", 200), ("一百零五", 105), ("一百一十", 110), ("二百一十九", 219), ("一千二百六十", 1260),
        ("一千零五", 1005), ("九万零三", 90003), ("二〇二二", 2022), ("12", 12), ("１２", 12), ("壹佰零伍", 105), ("②", 2),
    ],
)  # fmt: skip
def test_every_spelling_is_read(spelled: str, number: int) -> None:
    """Units, digits in a row, 廿, formal and circled numerals and both widths mean what they say."""
    assert to_int(spelled) == number


@pytest.mark.parametrize(
    "text",
    ["", "百", "万", "十十", "二二十", "一百二", "一百零零五", "法", "12a", "第三", "两二", "9" * 5000, "一" * 5000],
)
def test_what_is_no_number_is_none(text: str) -> None:
    """A spelling that laws do not use is refused, not guessed at."""
    assert to_int(text) is None


@pytest.mark.parametrize(
    ("number", "spelled"),
    [
        (0, "零"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (219, "二百一十九"),
        (1010, "一千零一十"),
        (10000, "一万"),
        (90003, "九万零三"),
    ],
)
def test_numbers_are_written_as_laws_print_them(number: int, spelled: str) -> None:
    """十 opens alone, 一十 stands inside, one 零 bridges a gap."""
    assert to_chinese(number) == spelled


@given(st.integers(min_value=0, max_value=99_999))
def test_writing_and_reading_agree(number: int) -> None:
    """Whatever is written is read back as the same number."""
    assert to_int(to_chinese(number)) == number


@pytest.mark.parametrize("number", [-1, 100_000])
def test_a_number_out_of_range_is_refused(number: int) -> None:
    """Nothing is written that could not be read back."""
    with pytest.raises(ValueError, match="99,999"):
        to_chinese(number)


@given(st.text(alphabet="零〇一二两三九十百千万廿0９①", max_size=8))
def test_any_text_is_read_without_an_accident(text: str) -> None:
    """Every mixture of numerals is a number or None."""
    number = to_int(text)
    assert number is None or number >= 0
