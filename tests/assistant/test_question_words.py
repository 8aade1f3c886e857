"""How much of a question stands in a text."""

import pytest

from assistant.question_words import QuestionWords
from assistant.shelf import Shelves
from assistant.understanding import understand
from tests.library import TODAY, Office


@pytest.fixture
def words(office: Office) -> QuestionWords:
    """Of a question with two words of content: 灯笼 stands everywhere in the made-up library, 配件 once."""
    with Shelves().open(office.library, office.embedder, frozenset({"public"})) as shelf:
        asked = understand("销售灯笼配件适用条例吗", (), shelf, TODAY)
        return QuestionWords(asked, shelf.generation.lexical_for(shelf.access))


def test_a_text_with_all_words_holds_all(words: QuestionWords) -> None:
    """The clause in question has every word; a text of nothing has none."""
    assert words.share("销售灯笼配件的，适用本条例。") == 1.0
    assert words.share("") == 0.0


def test_a_rare_word_counts_for_more(words: QuestionWords) -> None:
    """配件 alone is worth more than 灯笼 alone."""
    assert words.share("配件") > words.share("灯笼") > 0


def test_worth_is_half_words_half_pairs(words: QuestionWords) -> None:
    """Words in another order lose pairs and no words."""
    turned = "适用条例的，配件灯笼销售"
    assert words.share(turned) == 1.0
    assert words.worth(turned) == (1.0 + words.pairs(turned)) / 2 < 1.0
