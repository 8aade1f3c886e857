"""Logs are JSON lines with ids, times and counts, and keep what people ask to themselves."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant import logs
from assistant.messages import Question, Usage
from tests.assistant.script import ANSWER

QUESTION = Question("假冒的举报人是谁", date(2026, 3, 1))


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """A stream that all logs go to; the handlers from before come back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    taken = io.StringIO()
    logs.configure(taken)
    yield taken
    root.handlers, root.level = handlers, level


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """What was logged, record by record."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_answered_question_is_one_line(stream: io.StringIO) -> None:
    """Ids, milliseconds per step, versions and counts stand in it."""
    logs.log_answer(replace(ANSWER, conversation_id="c-1"), QUESTION, with_text=False)
    (line,) = lines(stream)
    assert (line["answer_id"], line["conversation_id"], line["index"]) == ("answer-1", "c-1", "000001-abcdef01")
    assert (line["total_ms"], line["steps_ms"]) == (2.5, {"search": 1.0})
    assert (line["citations"], line["blocks"], line["characters"], line["notes"]) == (1, 2, 8, ["past_year"])


def test_tokens_and_cost_stand_in_the_line(stream: io.StringIO) -> None:
    """As many calls as there were, and whether the numbers are the server's own; nothing where no model was asked."""
    logs.log_answer(replace(ANSWER, usage=Usage(2, 600, 24, 0.0006, counted=False)), QUESTION, with_text=False)
    logs.log_answer(ANSWER, QUESTION, with_text=False)
    written, quoted = lines(stream)
    assert (written["model_calls"], written["input_tokens"], written["output_tokens"]) == (2, 600, 24)
    assert (written["cost"], written["tokens_counted"]) == (0.0006, False)
    assert "cost" not in quoted


def test_the_questions_text_stays_out(stream: io.StringIO) -> None:
    """Neither the question nor the answer's words are written."""
    logs.log_answer(ANSWER, QUESTION, with_text=False)
    assert "举报人" not in stream.getvalue()
    assert "报送" not in stream.getvalue()


def test_a_setting_lets_the_text_in(stream: io.StringIO) -> None:
    """Where it is allowed the question stands in the line, unescaped."""
    logs.log_answer(ANSWER, QUESTION, with_text=True)
    assert '"question": "假冒的举报人是谁"' in stream.getvalue()


def test_an_error_stays_on_one_line(stream: io.StringIO) -> None:
    """A traceback is a field of its line, so that one record is one line."""
    error = ValueError("第一行\n第二行")
    logging.getLogger("tests").error("failed", exc_info=error)
    (line,) = lines(stream)
    assert (line["level"], line["message"]) == ("error", "failed")
    assert "ValueError" in line["error"]


def test_times_are_utc(stream: io.StringIO) -> None:
    """A line's time says its zone."""
    logging.getLogger("tests").warning("x")
    assert lines(stream)[0]["time"].endswith("+00:00")
