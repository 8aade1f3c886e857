"""Laws and places that a question names and that nothing loaded is of."""

import pytest

from tests.library import Office


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("公司法里注册资本几年缴足", "公司法"),
        ("药品管理法规定的罚款是几倍", "药品管理法"),
        ("沁水县2024年的方案什么时候报总结", "沁水县"),
    ],
)
def test_what_is_not_loaded_is_said_by_name(library: Office, question: str, named: str) -> None:
    """Nothing else is quoted in its place."""
    answer = library.ask(question)
    assert (answer.abstained, f"“{named}”" in answer.answer or f"没有载入{named}" in answer.answer) == (True, True)


@pytest.mark.corpus
@pytest.mark.parametrize("question", ["商标执法办法有哪些", "这种做法合法吗", "依法处理是什么意思"])
def test_ordinary_words_of_law_are_no_titles(library: Office, question: str) -> None:
    """执法, 合法 and 依法 name no law."""
    assert "没有载入" not in library.ask(question).answer


@pytest.mark.corpus
def test_where_somebody_comes_from_is_no_document(library: Office) -> None:
    """A place in which something happened does not narrow what is searched."""
    assert "没有载入" not in library.ask("我们在郑州查到侵权商品，没收以后怎么处理").answer
