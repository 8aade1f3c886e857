"""A question is cut into the parts that it asks, and it is known whether it is about what is not."""

import pytest

from assistant.parts import asks, negated, parts, pieces


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("灯笼案件由谁办、依据哪一条？", ("灯笼案件由谁办、", "依据哪一条？")),
        ("总结报给谁，什么时候报", ("总结报给谁，", "什么时候报")),
        ("他卖了假灯笼，怎么处理", ("他卖了假灯笼，怎么处理",)),
        ("三十日内必须办结，对吗？", ("三十日内必须办结，对吗？",)),
        ("请问，登记要几天", ("登记要几天",)),
        ("灯笼、配件和支架怎么登记", ("灯笼、配件和支架怎么登记",)),
        ("灯笼管理条例", ("灯笼管理条例",)),
        ("挂歪了算违规吗，还有啥算", ("挂歪了算违规吗，", "还有啥算")),
    ],
)
def test_each_part_keeps_what_belongs_to_it(question: str, expected: tuple[str, ...]) -> None:
    """A case goes with what is asked of it, and a mere “is that so” with what it confirms."""
    assert parts(question) == expected


def test_nothing_of_a_question_is_lost() -> None:
    """The pieces put together are the question."""
    question = "甲地怎么报；乙地呢？《第一、第二号文件》哪个有效、由谁解释"
    assert "".join(pieces(question)) == question


@pytest.mark.parametrize(("piece", "asking"), [("由谁登记，", True), ("登记以后，", False), ("对吗？", False)])
def test_what_asks(piece: str, *, asking: bool) -> None:
    """A condition asks for nothing, and neither does a mere confirmation."""
    assert asks(piece) is asking


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("不得销售的灯笼有哪些", True),
        ("没有登记怎么罚", True),
        ("能不能销售灯笼", False),
        ("两地有什么不同", False),
        ("反不正当竞争法第七条", False),
        ("没收的灯笼怎么处理", False),
    ],
)
def test_negation(question: str, *, expected: bool) -> None:
    """Words that only hold 不 or 没 negate nothing."""
    assert negated(question) is expected
