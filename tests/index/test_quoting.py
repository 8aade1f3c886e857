"""A clause that holds the question's own words is told from one that shares many of them."""

import pytest

from index.quoting import quoted

CLAUSE = "第二条　在夜市销售灯笼的，应当向所在地的登记机关备案，并出具收据。"


@pytest.mark.parametrize(
    "question",
    [
        "应当向所在地的登记机关备案，并出具收据",
        "应当向所在地的登记机关备案 并出具收据。",
        "“应当向所在地的登记机关备案”是怎么规定的",
        "「应当向所在地的登记机关备案，并出具收据」出自哪一条？",
        "应当向所在地的登记机关备案，并出具收据吗",
    ],
)
def test_a_copied_sentence_is_found(question: str) -> None:
    """With other signs, between quotation marks, or with a word more."""
    assert quoted(question, ["第一条　登记机关应当备案。", CLAUSE]) == [False, True]


@pytest.mark.parametrize(
    "question",
    ["登记机关备案", "“登记机关”要求备案吗", "在夜市卖灯笼要不要向登记机关备案，要不要出具收据", ""],
)
def test_a_question_in_own_words_quotes_nothing(question: str) -> None:
    """Nor does a term, in quotation marks or not."""
    assert quoted(question, [CLAUSE]) == [False]
