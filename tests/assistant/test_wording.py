"""A message is read in the words of the texts: other signs, typing errors, English."""

from collections.abc import Iterator

import pytest

from assistant.segmentation import words
from assistant.shelf import Shelf, Shelves
from assistant.wording import worded
from tests.library import Office


@pytest.fixture(scope="module")
def shelf(library: Office) -> Iterator[Shelf]:
    """The whole corpus, as an officer may read it."""
    with Shelves().open(library.library, library.embedder, frozenset({"public", "internal"})) as shelf:
        yield shelf


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("商標侵權怎麼處理", "商标侵权怎么处理"),
        ("外观设记专利的评价抱告", "外观设计专利的评价报告"),
        ("假冒专利罚多少钱", "假冒专利罚多少钱"),
        ("两部法一样长吗", "两部法一样长吗"),
        ("没经过许克就用电子咽的牌子", "没经过许可就用电子烟的牌子"),
        ("租仓库也摊上事了吗", "租仓库也摊上事了吗"),
        ("核查以后立不立案", "核查以后立不立案"),
        ("秘书代拟的稿子归谁", "秘书代拟的稿子归谁"),
    ],
)
def test_other_signs_and_typing_errors(shelf: Shelf, message: str, text: str) -> None:
    """What is no error stays: a verb behind a noun, the end of one word before another."""
    assert worded(message, shelf).text == text


def test_english_becomes_chinese_words(shelf: Shelf) -> None:
    """What it is about, and how Chinese asks for it; words of grammar are left out."""
    message = worded("How long does a registered trademark last?", shelf)
    assert message.english
    assert {"注册商标", "多久"} <= set(message.text.split())
    assert "期限" not in message.text


@pytest.mark.parametrize(
    ("question", "asked", "not_asked"),
    [
        ("Who owns the copyright?", "由谁", "对吗"),
        ("How many days do I have to pay a fine?", "多久", "多少"),
        ("How much is the fine for false advertising?", "罚多少", "多久"),
        ("How much illegal turnover is a crime?", "多少", "罚多少"),
        ("A platform deleted my review. Is that allowed?", "可以吗", "由谁"),
        ("The goods are fake, right?", "对吗", "由谁"),
    ],
)
def test_what_english_asks_for(shelf: Shelf, question: str, asked: str, not_asked: str) -> None:
    """Each way of asking has its own Chinese one; copyright? asks for no confirmation."""
    words = worded(question, shelf).text.replace("，", " ").split()
    assert asked in words
    assert not_asked not in words


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("He took it apart to see how it works.", "反向工程"),
        ("May we put the word “China” in our name?", "冠以“中国”、“中华”"),
        ("The shop sold me a fake. How much extra can I get?", "增加赔偿"),
        ("Our licence was never recorded.", "未经备案"),
    ],
)
def test_english_as_people_speak_it(shelf: Shelf, question: str, meant: str) -> None:
    """Verbs with their small words, and words in quotation marks, become the term of the law."""
    assert meant in worded(question, shelf).text


def test_two_english_questions_stay_two(shelf: Shelf) -> None:
    """Each sentence keeps what it asks with what it asks about."""
    text = worded("How long may seized goods be kept? Who pays the storage cost of seized goods?", shelf).text
    first, second = text.split("，")
    assert first.endswith("多久")
    assert second.endswith("由谁")


def test_an_english_question_keeps_what_it_says_in_chinese(shelf: Shelf) -> None:
    """A title among English words is still that title."""
    assert (
        "《商标侵权判断标准》"
        in worded("What does 《商标侵权判断标准》 say about similar goods in article 2", shelf).text
    )


@pytest.mark.parametrize(
    ("message", "held"),
    [
        ("中国の商標法で更新の手続きは、満了の何か月前から始められますか", {"商标法", "续展", "期满", "多久"}),
        ("등록상표의 유효기간은 몇 년인가요?", {"注册商标", "有效期", "多久"}),
    ],
)
def test_japanese_and_korean_become_chinese_words(shelf: Shelf, message: str, held: set[str]) -> None:
    """What they are about and how Chinese asks for it, none of their own signs."""
    assert held <= set(worded(message, shelf).text.split())


def test_a_brand_in_japanese_signs_makes_no_japanese_question(shelf: Shelf) -> None:
    """Nor do Chinese words that Japanese writes alike: 登录, 罚金."""
    message = worded("ソニー这个牌子被人登录到网上卖，罚金多少", shelf)
    assert not message.english
    assert message.text == "ソニー这个牌子被人登录到网上卖，罚金多少"


def test_words_cover_a_text() -> None:
    """Nothing is lost when a question is cut."""
    assert "".join(words("灯笼管理，登记要几天？")) == "灯笼管理，登记要几天？"
