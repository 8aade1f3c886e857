"""The scripted model that checking is measured with: the same words each time, a quarter of them wrong."""

import json
from typing import Any

from eval.bench.faulty_writer import FAULTY, written
from prompts.chat_prompts import load_prompt

TEXT = "违规经营灯笼的，由灯笼管理部门责令改正，可以处五万元以下的罚款。逾期不改正的，应当在七日内吊销许可证。"


def asked(prompt: str) -> dict[str, Any]:
    """A request as clients send it."""
    return {"messages": [{"role": "user", "content": prompt}]}


def answer(question: str) -> list[str]:
    """The lines that are written to a question, from two clauses."""
    rows = [{"n": n, "title": "灯笼条例", "clause": f"第{n}条", "text": TEXT} for n in (1, 2)]
    passages = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    values = {"day": "2026-11-21", "question": json.dumps(question, ensure_ascii=False), "passages": passages}
    return written(asked(load_prompt("answer").render(values))).split("\n")


def test_the_same_prompt_gets_the_same_words() -> None:
    """And another prompt others, so that runs can be compared and hold more than one answer."""
    assert answer("罚多少？") == answer("罚多少？")
    assert len({tuple(answer(f"第{n}次罚多少？")) for n in range(20)}) > 5


def test_about_a_quarter_is_wrong() -> None:
    """What is right stands in the clause, or is opened by where it stands."""
    lines = [line for n in range(300) for line in answer(f"第{n}次罚多少？")]
    wrong = sum(line.rpartition("，")[2].partition("[")[0] not in TEXT for line in lines)
    assert 0.2 * FAULTY < wrong / len(lines) < 1.2 * FAULTY


def test_without_clauses_the_question_comes_back() -> None:
    """A follow-up stays as it is."""
    values = {
        "history": json.dumps("罚多少？", ensure_ascii=False),
        "question": json.dumps("何时？", ensure_ascii=False),
    }
    assert written(asked(load_prompt("condense").render(values))) == "何时？"
