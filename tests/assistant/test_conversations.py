"""Conversations: kept for their owner, found again, deleted for good; opinions on them, without personal data."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.accounts.database import default_url, open_database
from assistant.conversations import Conversations, Exchange
from assistant.errors import UnknownConversationError
from assistant.feedback import Feedback, Opinion
from assistant.masking import masked
from assistant.messages import Turn

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A new database file."""
    engine = open_database(default_url(tmp_path))
    yield engine
    engine.dispose()


def exchange(name: str, question: str, text: str = "答", *, abstained: bool = False) -> Exchange:
    """A question with an answer to it."""
    return Exchange(name, question, text, "{}", abstained, date(2026, 11, 21), NOON)


def test_a_conversation_is_looked_back_on(database: Engine) -> None:
    """What was asked and answered comes back in order, as a follow-up needs it."""
    kept = Conversations(database)
    talk = kept.begin("zhang", "许昌什么时候报送？")
    kept.add(talk.id, "zhang", exchange("a", "许昌什么时候报送？", "11月1日前[1]"))
    kept.add(talk.id, "zhang", exchange("b", "报给谁？", "市局[1]"))
    assert kept.turns(talk.id, "zhang") == (
        Turn("user", "许昌什么时候报送？"),
        Turn("assistant", "11月1日前[1]"),
        Turn("user", "报给谁？"),
        Turn("assistant", "市局[1]"),
    )


def test_an_answer_takes_the_place_of_another(database: Engine) -> None:
    """And of all that followed it; what came before stays, and is what the new question looks back on."""
    kept = Conversations(database)
    talk = kept.begin("zhang", "甲")
    for name, question in (("a", "甲"), ("b", "乙"), ("c", "丙")):
        kept.add(talk.id, "zhang", exchange(name, question))
    assert kept.turns(talk.id, "zhang", before="b") == (Turn("user", "甲"), Turn("assistant", "答"))
    kept.add(talk.id, "zhang", exchange("d", "丁"), replaces="b")
    assert [one.question for one in kept.exchanges(talk.id, "zhang")] == ["甲", "丁"]


def test_an_answer_that_is_not_there_takes_no_place(database: Engine) -> None:
    """Neither one that is gone, nor one of another conversation, which keeps it."""
    kept = Conversations(database)
    talk, other = kept.begin("zhang", "甲"), kept.begin("zhang", "乙")
    kept.add(other.id, "zhang", exchange("b", "乙"))
    kept.add(talk.id, "zhang", exchange("a", "甲"))
    for number, gone in enumerate(("b", "nothing")):
        kept.add(talk.id, "zhang", exchange(f"c{number}", "丙"), replaces=gone)
    assert [one.answer_id for one in kept.exchanges(talk.id, "zhang")] == ["a", "c0", "c1"]
    assert len(kept.exchanges(other.id, "zhang")) == 1


@pytest.mark.parametrize(("renamed", "title"), [(None, "乙"), ("案子", "案子")])
def test_a_name_follows_the_first_question(database: Engine, renamed: str | None, title: str) -> None:
    """When that is edited; a name that somebody chose stays."""
    kept = Conversations(database)
    talk = kept.begin("zhang", "甲")
    kept.add(talk.id, "zhang", exchange("a", "甲"))
    if renamed:
        kept.rename(talk.id, "zhang", renamed)
    kept.add(talk.id, "zhang", exchange("b", "乙"), replaces="a")
    assert kept.one(talk.id, "zhang").title == title


def test_nobody_sees_what_is_not_theirs(database: Engine) -> None:
    """Another's conversation is as unknown as one that never was."""
    kept = Conversations(database)
    talk = kept.begin("zhang", "问")
    for act in (kept.turns, kept.delete, kept.one, lambda one, who: kept.rename(one, who, "新名")):
        with pytest.raises(UnknownConversationError):
            act(talk.id, "li")
    with pytest.raises(UnknownConversationError):
        kept.add(talk.id, "li", exchange("a", "问"))
    assert kept.search("li").total == 0


@pytest.mark.parametrize(
    ("words", "found"), [(["报送"], 1), (["市局", "许昌"], 1), (["市局", "枣庄"], 0), (["%"], 0), (["_"], 0), ([], 2)]
)
def test_all_words_must_stand_in_it(database: Engine, words: list[str], found: int) -> None:
    """In its name, a question or an answer; signs of the database's own language mean themselves."""
    kept = Conversations(database)
    first, second = kept.begin("zhang", "许昌什么时候报送？"), kept.begin("zhang", "枣庄呢")
    kept.add(first.id, "zhang", exchange("a", "许昌什么时候报送？", "报市局"))
    kept.add(second.id, "zhang", exchange("b", "枣庄呢", "年底前"))
    assert kept.search("zhang", words).total == found


def test_the_newest_comes_first(database: Engine) -> None:
    """A conversation moves up with each question."""
    kept = Conversations(database)
    old, new = kept.begin("zhang", "旧"), kept.begin("zhang", "新")
    kept.add(old.id, "zhang", Exchange("a", "又问", "答", "{}", False, date(2026, 1, 1), datetime.now(UTC)))
    assert [one.id for one in kept.search("zhang").conversations] == [old.id, new.id]
    assert [one.id for one in kept.search("zhang", limit=1, offset=1).conversations] == [new.id]


def test_what_is_deleted_is_gone_from_the_file(database: Engine, tmp_path: Path) -> None:
    """Not only from the lists."""
    kept = Conversations(database)
    talk = kept.begin("zhang", "绝密灯笼案")
    kept.add(talk.id, "zhang", exchange("a", "绝密灯笼案", "绝密灯笼答"))
    kept.delete(talk.id, "zhang")
    database.dispose()
    assert all("绝密灯笼".encode() not in file.read_bytes() for file in tmp_path.iterdir())


def test_a_conversation_whose_time_is_over_goes(database: Engine) -> None:
    """Counted from its last question."""
    clock = [NOON]
    kept = Conversations(database, days=30, clock=lambda: clock[-1])
    kept.begin("zhang", "旧")
    clock.append(NOON + timedelta(days=30))
    kept.begin("zhang", "新")
    assert kept.search("zhang").total == 2
    clock.append(NOON + timedelta(days=30, seconds=1))
    assert (kept.sweep(), kept.search("zhang").total) == (1, 1)


def test_a_long_question_makes_a_short_name(database: Engine) -> None:
    """On one line, with what it leaves out marked."""
    name = Conversations(database).begin("zhang", "问\n" * 100).title
    assert (len(name), name[-1], "\n" in name) == (80, "…", False)


def test_evaluators_get_what_was_wanting(database: Engine) -> None:
    """Thumbed down with its reason, or refused; what was liked, or judged already, is not listed twice."""
    kept = Conversations(database)
    feedback, talk = Feedback(database, kept), kept.begin("zhang", "甲")
    for name, question, silent in (("a", "甲", False), ("b", "乙", True), ("c", "丙", True), ("d", "丁", False)):
        kept.add(talk.id, "zhang", exchange(name, question, abstained=silent))
    feedback.give(talk.id, "zhang", "a", Opinion("up"))
    feedback.give(talk.id, "zhang", "d", Opinion("down", "不完整", "还有第二款"))
    feedback.give(talk.id, "zhang", "b", Opinion("down", "应当能答却没答"))
    found = {one.id: (one.sort, one.question, one.before, one.reason, one.correction) for one in feedback.wanting()}
    assert found == {
        "d": ("down", "丁", "丙", "不完整", "还有第二款"),
        "b": ("down", "乙", "甲", "应当能答却没答", ""),
        "c": ("refused", "丙", "乙", "", ""),
    }


def test_an_opinion_can_change(database: Engine) -> None:
    """The last one counts, and it outlives the conversation: it was given to the office."""
    kept = Conversations(database)
    feedback, talk = Feedback(database, kept), kept.begin("zhang", "甲")
    kept.add(talk.id, "zhang", exchange("a", "电话13800138000的甲"))
    feedback.give(talk.id, "zhang", "a", Opinion("up"))
    feedback.give(talk.id, "zhang", "a", Opinion("down", "其他", "联系张三先生"))
    kept.delete(talk.id, "zhang")
    (only,) = feedback.wanting()
    assert (only.question, only.correction) == ("电话【手机号】的甲", "联系【姓名】先生")


def test_only_own_answers_are_judged(database: Engine) -> None:
    """Neither another's nor one that is not there."""
    kept = Conversations(database)
    talk = kept.begin("zhang", "甲")
    for owner, name in (("li", "a"), ("zhang", "nothing")):
        with pytest.raises(UnknownConversationError):
            Feedback(database, kept).give(talk.id, owner, name, Opinion("up"))


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("身份证11010119900307451X的人", "身份证【身份证号】的人"),
        ("请回电010-12345678或139 1234 5678", "请回电【电话号】或【手机号】"),
        ("发到 li.si@example.com.cn 吧", "发到 【电子邮箱】 吧"),
        ("卡号6222 0212 3456 7890 123", "卡号【银行卡号】"),
        ("车牌豫A12345的货车", "车牌【车牌号】的货车"),
        ("当事人：王小明，卖假货", "当事人：【姓名】，卖假货"),
        ("店主叫李四，欧阳女士举报", "店主叫【姓名】，【姓名】女士举报"),
    ],
)
def test_personal_data_is_masked(typed: str, left: str) -> None:
    """By what it was, so that the question still reads."""
    assert masked(typed) == left


@pytest.mark.parametrize(
    "text",
    [
        "国知发保字〔2020〕23号第五十七条第二项",
        "违法经营额250000元，罚款5万元以上",
        "2022年11月11日前报市市场监督管理局",
        "统一社会信用代码怎么查",
        "这位先生问：商标怎么续展",
        "投诉举报电话12315",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    """A question about law is full of numbers."""
    assert masked(text) == text
