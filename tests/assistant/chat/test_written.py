"""A model writes from whole clauses, sentence by sentence checked; what fails is mended once or left out."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from assistant.answering.written import WrittenAnswers
from assistant.messages import Citation, Done, Question, Replace, Text, Turn, Usage
from assistant.pipeline import answer_stream, collect
from assistant.shelf import Shelves
from assistant.understanding import understand
from eval.bench.model_server import Pause, Reply
from tests.assistant.chat.writing import ASKED, FINE, SECOND, codes, desk
from tests.library import TODAY, Office

WRONG = "违规经营灯笼的，应当处六万元以下的罚款。[1]"
MENDED = "违规经营灯笼的，可以处五万元以下的罚款。[1]"


def is_mending(body: Mapping[str, Any]) -> bool:
    """Whether a prompt asks to write sentences again."""
    return '"faults"' in body["messages"][-1]["content"]


def passages(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The clauses that a prompt holds."""
    lines = body["messages"][-1]["content"].split("\n")
    return [json.loads(line) for line in lines if line.startswith('{"n": ')]


def test_sentences_are_shown_one_by_one(office: Office) -> None:
    """The first is on the page before the second is written."""
    with desk(office, Reply((FINE, "罚款", Pause(0.2), "在五万元以下。[1]"))) as written:
        events = written.events()
    shown = [
        event.segment.text for event in events if isinstance(event, Text) and event.segment and event.segment.model
    ]
    assert shown == [FINE.removesuffix("[1]"), SECOND.removesuffix("[1]")]


def test_what_a_model_writes_is_marked(office: Office) -> None:
    """In each segment, in the answer's notes, with model and prompt by name."""
    with desk(office, FINE + SECOND) as written:
        answer = written.ask()
    segments = [segment for block in answer.blocks for segment in block.segments]
    assert [segment.model for segment in segments if segment.kind != "notice"] == [True, True]
    assert (answer.versions.model, codes(answer)) == ("openai:scripted-8b", ["ai_generated"])
    assert "answer-1-" in (answer.versions.prompt or "")


def test_a_citation_is_a_whole_clause(office: Office) -> None:
    """It opens at the article that the sentence was written from."""
    with desk(office, FINE + SECOND) as written:
        events = written.events()
    (citation,) = (event for event in events if isinstance(event, Citation))
    assert (citation.document_id, citation.clause_path) == ("lantern-2020", "第四条")


def test_a_sentence_that_fails_is_mended_once(office: Office) -> None:
    """The model is told what is wrong with it, and what passes takes its place."""
    with desk(office, lambda body, _n: f"1|{MENDED}" if is_mending(body) else FINE + WRONG) as written:
        events = written.events()
    (again,) = (event for event in events if isinstance(event, Replace))
    (prompt,) = (event.answer.versions.prompt for event in events if isinstance(event, Done))
    assert re.search(r" answer-1-\w{12} mend-1-\w{12}$", prompt or "")
    assert [s.text for block in again.blocks for s in block.segments] == [FINE[:-3], MENDED[:-3]]
    mending = written.served.asked[1]["messages"][-1]["content"]
    assert ("6万元" in mending or "60000" in mending, len(written.served.asked)) == (True, 2)


@pytest.mark.parametrize("again", [f"1|{WRONG}", "1|删去", "好的", "", "7|" + MENDED, MENDED])
def test_what_is_not_mended_is_left_out_and_told(office: Office, again: str) -> None:
    """Wrong again, deleted, no sense, nothing, another number, no number."""
    with desk(office, lambda body, _n: again if is_mending(body) else FINE + WRONG) as written:
        answer = written.ask()
    assert ("六万元" in answer.answer, codes(answer)) == (False, ["model_dropped", "ai_generated"])


def test_too_little_gives_way_to_the_clauses(office: Office) -> None:
    """One right sentence among three wrong ones was shown, and is replaced."""
    with desk(office, lambda body, _n: "" if is_mending(body) else FINE + WRONG * 3) as written:
        events = written.events()
    (instead,) = (event for event in events if isinstance(event, Replace))
    answer = next(event.answer for event in events if isinstance(event, Done))
    assert answer.blocks == office.ask(ASKED).blocks
    assert instead.blocks == answer.blocks[: len(instead.blocks)]
    assert (answer.answerer, answer.versions.model, codes(answer)) == ("extractive", None, ["model_unsupported"])


@pytest.mark.parametrize("question", ["灯笼管理条例第四条", "郑州的方案什么时候报", "临江和望海的总结分别什么时候报？"])
def test_clauses_refusals_and_tables_need_no_model(office: Office, question: str) -> None:
    """A clause is shown as it is printed, a refusal is a refusal, a table reads better."""
    with desk(office, FINE) as written:
        answer = written.ask(question)
    quoted = office.ask(question)
    assert (answer.answer, answer.answerer, written.served.asked) == (quoted.answer, "extractive", [])


def test_internal_clauses_are_not_sent_to_a_far_host(office: Office) -> None:
    """The quoted answer stands, and says why; the model was not asked."""
    question = "望海市工作总结什么时候报送？"
    with desk(office, FINE) as written:
        written.ask(question)
        near = len(written.served.asked)
        answer = _asked(office, _far(written.answerer), question)
    assert (near > 0, len(written.served.asked) - near, codes(answer)) == (True, 0, ["model_withheld"])


def _far(answerer: WrittenAnswers) -> WrittenAnswers:
    """The same model, taken for one outside."""
    return WrittenAnswers(answerer.calls, replace(answerer.writer, near=False))


def _asked(office: Office, answerer: WrittenAnswers, question: str) -> Any:
    return collect(answer_stream(office.library, office.embedder, Question(question, TODAY), answerer))


def test_the_clause_that_answers_comes_first(office: Office) -> None:
    """Numbered from 1, whole, as data on one line."""
    with desk(office, FINE) as written:
        written.ask()
        first = passages(written.served.asked[0])[0]
    assert (first["n"], first["clause"], first["state"]) == (1, "第四条", "现行有效")
    assert first["text"].startswith("第四条　违规经营灯笼的")


def test_a_small_model_gets_fewer_clauses_and_whole_ones(office: Office) -> None:
    """What does not fit is left out, not cut."""
    with desk(office, FINE, chat_context_tokens=1024, chat_answer_tokens=64) as written:
        written.ask()
        few = passages(written.served.asked[0])
    with desk(office, FINE) as written:
        written.ask()
        many = passages(written.served.asked[0])
    assert (0 < len(few) < len(many), few) == (True, many[: len(few)])


def test_a_prompt_that_is_too_long_is_halved(office: Office) -> None:
    """By the most useful clauses; the answer is the model's."""

    def script(body: Mapping[str, Any], _number: int) -> str | Reply:
        long = len(passages(body)) > 8
        return Reply(status=400, error="maximum context length exceeded") if long else FINE + SECOND

    with desk(office, script) as written:
        answer = written.ask()
    counts = [len(passages(body)) for body in written.served.asked]
    assert (answer.answerer, len(counts), counts[1]) == ("model", 2, counts[0] // 2)


def test_tokens_and_cost_are_counted(office: Office) -> None:
    """Over all calls of an answer, by the prices of the settings."""
    script = Reply((FINE, WRONG), usage=(1000, 50))
    with desk(office, script, chat_input_price=2, chat_output_price=8) as written:
        usage = written.ask().usage
    assert usage
    assert (usage.calls, usage.input_tokens, usage.output_tokens, usage.counted) == (2, 2000, 100, True)
    assert usage.cost == pytest.approx((2000 * 2 + 100 * 8) / 1_000_000)


def test_where_a_server_counts_nothing_tokens_are_estimated(office: Office) -> None:
    """And the answer says that they are."""
    with desk(office, Reply((FINE, SECOND), usage=None)) as written:
        usage = written.ask().usage
    assert usage
    assert (usage.counted, usage.output_tokens) == (False, len(FINE + SECOND) - 6 + 2)


def test_the_words_for_a_follow_up_are_counted_too(office: Office) -> None:
    """One call words it, one writes; a question is no answer, so that one more mends it, and the clauses are quoted."""
    question = Question("望海市各镇年底要把材料报给哪个部门？", TODAY, (Turn("user", "临江市的总结什么时候报送？"),))
    with desk(
        office, Reply(("总结：望海市各镇年底要把材料报给哪个部门？",), usage=(300, 12)), chat_input_price=1
    ) as written:
        condense = written.answerer.condense
        answer = collect(answer_stream(office.library, office.embedder, question, written.answerer, condense))
    assert answer.usage == Usage(3, 900, 36, 0.0009)
    assert '"望海市各镇年底要把材料报给哪个部门？"' in written.served.asked[0]["messages"][-1]["content"]
    assert '"总结：望海市各镇年底要把材料报给哪个部门？"' in written.served.asked[1]["messages"][-1]["content"]


def test_the_limit_of_time_counts_from_the_question(office: Office) -> None:
    """What a follow-up's words took is gone: the model would write at once, but it is late."""

    def script(body: Mapping[str, Any], _number: int) -> Reply:
        return (
            Reply((FINE, SECOND))
            if passages(body)
            else Reply((Pause(1.3), "总结：望海市各镇年底要把材料报给哪个部门？"))
        )

    question = Question("望海市各镇年底要把材料报给哪个部门？", TODAY, (Turn("user", "临江市的总结什么时候报送？"),))
    with desk(office, script, chat_seconds=1) as written:
        condense = written.answerer.condense
        answer = collect(answer_stream(office.library, office.embedder, question, written.answerer, condense))
    assert (answer.answerer, codes(answer)[-1]) == ("extractive", "model_late")


def test_a_question_is_no_answer(office: Office) -> None:
    """A model that asks back says nothing that a clause could bear out."""
    with desk(office, "违规经营灯笼的，可以处五万元以下的罚款？[1]") as written:
        assert codes(written.ask()) == ["model_unsupported"]


def test_a_list_stays_a_list(office: Office) -> None:
    """Items of a model become items of a list; a new line is a new block."""
    with desk(office, f"{FINE}\n\n1. {SECOND}\n2. 由灯笼管理部门责令改正。[1]\n") as written:
        answer = written.ask()
    assert [(block.kind, len(block.segments)) for block in answer.blocks][:2] == [("paragraph", 1), ("list", 2)]


def test_nothing_changes_without_a_model(office: Office) -> None:
    """The extractive answer, no usage, no model."""
    answer = office.ask(ASKED)
    assert (answer.answerer, answer.usage, answer.versions.model, codes(answer)) == ("extractive", None, None, [])


def test_a_follow_up_is_worded_by_the_model_only_where_rules_have_not(office: Office) -> None:
    """From the questions before alone: answers may hold what is internal."""
    history = (Turn("user", "临江市的总结什么时候报送？"), Turn("assistant", "内部的答复"))
    question = Question("望海市的又是哪一天呢？", TODAY, history)
    with (
        desk(office, "望海市的总结什么时候报送？") as written,
        Shelves().open(office.library, office.embedder, question.access) as shelf,
    ):
        asked = understand(question.text, (), shelf, TODAY)
        alone = _result(written.answerer.condense(question, asked))
        done = _result(written.answerer.condense(question, replace(asked, text="望海市的总结什么时候报送？")))
    assert (alone, done, len(written.served.asked)) == ("望海市的总结什么时候报送？", None, 1)
    assert "内部的答复" not in written.served.asked[0]["messages"][-1]["content"]


def _result(work: Any) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
