"""What fits is counted from above, and no clause is cut."""

from assistant.chat.budget import fitting, tokens


def test_a_chinese_character_is_a_token() -> None:
    """Latin letters and digits are less."""
    assert (tokens("商标法第57条"), tokens("")) == (6, 0)


def test_whole_texts_fit_or_do_not() -> None:
    """The first that does not fit ends it: what follows is less useful."""
    assert fitting(["五个汉字吧", "三个字", "一"], 8) == 2
    assert fitting(["五个汉字吧", "三个字", "一"], 7) == 1
    assert fitting(["五个汉字吧"], 4) == 0
