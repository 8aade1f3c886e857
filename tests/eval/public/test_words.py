"""Words as the published figures count them."""

from eval.public.words import words


def test_blanks_are_no_words() -> None:
    """Jieba gives blanks and line ends as words of their own; a figure would count them."""
    assert words("商标　专利\n商标") == ["商标", "专利", "商标"]
