"""What was spoken of before tells where to look, and no more than that."""

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.messages import Question, Turn
from assistant.scope import scope_of
from assistant.searching import candidates
from assistant.shelf import Shelf, Shelves
from assistant.understanding import understand
from tests.library import TODAY, Office


@pytest.fixture(scope="module")
def shelf(office: Office) -> Iterator[Shelf]:
    """What an officer may read in the made-up library."""
    with Shelves().open(office.library, office.embedder, frozenset({"public", "internal"})) as shelf:
        yield shelf


def _scores(shelf: Shelf, question: str, *history: Turn) -> dict[tuple[str, str], float]:
    asked = understand(question, history, shelf, TODAY)
    found = candidates(asked, scope_of(Question(question, TODAY, history), asked, shelf), shelf)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    return {(one.chunk.document_id, one.chunk.path): one.score for one in found}


def _gains(shelf: Shelf, said: str) -> dict[str, float]:
    """By document: by what factor the conversation lifts its best passage."""
    question = "收到申请以后几日内作出受理决定"
    alone = _scores(shelf, question)
    after = _scores(shelf, question, Turn("user", "接着上面的问"), Turn("assistant", said))
    return {place[0]: after[place] / score for place, score in alone.items() if score > 0}


@pytest.mark.parametrize(
    ("said", "document"),
    [
        ("灯笼管理部门应当受理灯笼的登记申请，见灯笼管理条例。", "lantern-2020"),
        ("见临江市2024年知识产权保护工作方案。", "plan-linjiang"),
    ],
)
def test_documents_spoken_of_come_further_up(shelf: Shelf, said: str, document: str) -> None:
    """A question that stands alone is still asked in a conversation: its document gains most, by less than half."""
    gains = _gains(shelf, said)
    assert max(gains, key=lambda name: gains[name]) == document
    assert 1.0 < gains[document] <= 1.4 + 1e-9


def test_a_document_that_only_an_answer_names_confines_nothing(shelf: Shelf) -> None:
    """Not even by a short name: a follow-up is searched everywhere."""
    before = (Turn("user", "灯笼要不要登记"), Turn("assistant", "要，见灯笼条例第二条。"))
    asked = understand("培训会呢，开几次", before, shelf, TODAY)
    assert scope_of(Question(asked.asked, TODAY, before), asked, shelf).document_ids == ()


def test_a_new_topic_lifts_nothing(shelf: Shelf) -> None:
    """What the asker has left says nothing about where to look."""
    question = "灯笼登记几日内作出决定"
    before = (Turn("user", "临江的培训会开几次"), Turn("assistant", "全年两次。"))
    assert _scores(shelf, f"换个话题，{question}", *before) == _scores(shelf, question)


@pytest.mark.corpus
def test_newer_rules_on_a_subject_take_the_place_of_old_ones(library: Office) -> None:
    """Of 2003 and 2023: only on a day before the newer ones, or named, are the old ones quoted."""
    question = "证明商标许可别人用，注册人多久内报备案"
    cited = [library.ask(question, as_of=day).citations[0].document_id for day in (date(2020, 1, 2), TODAY)]
    assert cited == ["collective-cert-tm-measures-2003", "collective-cert-tm-rules-2023"]


@pytest.mark.corpus
def test_a_later_law_stands_beside_an_older_rule(library: Office) -> None:
    """From 2027 on the law itself fines malicious filings; before, the rules of 2019 do."""
    question = "抢注公众人物名字的申请人，没有违法所得，罚款最高多少"
    days = (date(2026, 5, 1), date(2027, 5, 1))
    cited = [{one.document_id for one in library.ask(question, as_of=day).citations} for day in days]
    assert ["trademark-law-2026" in one for one in cited] == [False, True]
