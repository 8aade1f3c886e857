"""The word lists of `words.toml` become patterns, with the parts that they share put in."""

import re

from assistant.words import load_words


def test_a_pattern_holds_the_parts_that_it_names() -> None:
    """A year in two figures is told by the work behind it, which is a part of a part."""
    year = load_words().editions["year"]
    assert year.findall("04年解释和19版，卖了19箱") == ["04", "19"]


def test_every_part_named_is_known() -> None:
    """A misspelt name would stand in the pattern as written and never match."""
    lists = load_words()
    built = (
        *lists.particulars.values(),
        *lists.of_particulars.values(),
        *lists.listing.values(),
        *lists.editions.values(),
    )
    assert not [one.pattern for one in built if re.search(r"\{[a-z_]+\}", one.pattern)]


def test_what_passes_a_law_is_no_content_of_a_question_for_its_day() -> None:
    """People call it by words that the day is asked by as well (哪天拍板的)."""
    lists = load_words()
    assert all(lists.of_particulars["own"].fullmatch(word) for word in ("通过", "敲定", "拍板", "定下来"))
    assert lists.particulars["issued"].search("哪天拍板的")
