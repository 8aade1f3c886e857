"""What comes in is checked, what goes out has exactly the pinned fields."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from assistant.api.schemas import Ask, answer_out, check_question, event_out, read_history, to_question
from assistant.days import parse_day, today
from assistant.errors import QuestionError, QuestionTooLongError
from assistant.messages import Done, Replace, Turn
from index.documents import Filters
from tests.assistant.script import ANSWER, CITATION, COUNT, NOTE, QUOTE, TABLE

DAY = date(2026, 3, 1)
ANSWER_FIELDS = {
    "id", "question", "answer", "abstained", "answerer", "as_of", "conduct_date", "blocks", "citations", "notes",
    "searched", "conversation_id", "versions", "timing", "usage",
}  # fmt: skip
CITATION_FIELDS = {
    "n", "work_id", "document_id", "version_id", "kind", "document_title", "document_number", "clause_path",
    "cited_text", "start_char_index", "end_char_index", "page", "state", "effective_from", "effective_to", "sha256",
    "url",
}  # fmt: skip


def test_an_answer_has_the_pinned_fields() -> None:
    """No field of the Answer or of a citation is missing or new."""
    out = json.loads(answer_out(ANSWER).model_dump_json())
    assert set(out) == ANSWER_FIELDS
    assert set(out["citations"][0]) == CITATION_FIELDS
    assert set(out["searched"]) == {"documents", "filters", "nearest"}
    assert set(out["versions"]) == {"index", "prompt", "model", "code"}
    assert set(out["timing"]) == {"first_ms", "total_ms", "steps"}


def test_dates_and_chinese_leave_readable() -> None:
    """Dates are ISO, Chinese is not escaped."""
    sent = answer_out(ANSWER).model_dump_json()
    assert '"as_of":"2026-03-01"' in sent
    assert "应当于十一月十五日前报送。" in sent


def test_a_segment_carries_a_rule_only_where_it_is_derived() -> None:
    """A quote has no rule and no inputs, a derived segment has both; a table has no segments."""
    paragraph, table = json.loads(answer_out(ANSWER).model_dump_json())["blocks"]
    quote, count = paragraph["segments"]
    assert set(quote) == {"text", "kind", "citations", "model"}
    assert (count["rule"], count["inputs"]) == ("count", ["三/（二）"])
    assert set(table) == {"kind", "header", "rows"}
    assert table["rows"][0][0]["citations"] == [1]


@pytest.mark.parametrize(
    ("event", "name", "fields"),
    [
        (CITATION, "citation", CITATION_FIELDS),
        (NOTE, "note", {"code", "text"}),
        (Replace(1, (TABLE,)), "replace", {"from_block", "blocks"}),
        (Done(ANSWER), "done", {"answer"}),
    ],
)
def test_events_have_their_names_and_fields(event, name: str, fields: set[str]) -> None:
    """An event leaves under its pinned name."""
    named, data = event_out(event)
    assert (named, set(data.model_dump())) == (name, fields)


@pytest.mark.parametrize("body", [
    {}, {"question": 1}, {"question": "问", "extra": 1}, {"question": "\ud800"}, {"question": "问", "stream": "yes"},
    {"question": "问", "as_of": "2022-02-30"}, {"question": "问", "as_of": "2022-2-3"}, {"question": "问", "as_of": 20220203},
    {"question": "问", "conduct_date": "昨天"}, {"question": "问", "filters": {"state": "有效"}},
    {"question": "问", "filters": {"year": "2024"}}, {"question": "问", "filters": {"regoin": "许昌"}},
    {"question": "问", "history": [{"role": "system", "content": ""}]},
    {"question": "问", "history": [{"role": "user", "content": "问"}] * 101},
])  # fmt: skip
def test_a_bad_body_is_refused(body: dict[str, object]) -> None:
    """Missing, unknown, ill-typed and impossible values do not get through."""
    with pytest.raises(ValidationError):
        Ask.model_validate(body)


def test_a_question_is_whole() -> None:
    """Everything that was sent reaches the question; the text without blanks around it."""
    ask = Ask.model_validate({
        "question": " 报送时间？\n", "history": [{"role": "user", "content": "许昌"}], "conversation_id": "c",
        "as_of": "2025-01-02", "conduct_date": "2024-12-31", "filters": {"region": "许昌", "year": 2024},
    })  # fmt: skip
    question = to_question(ask, "visitor", DAY)
    assert (question.text, question.as_of, question.conduct_date) == (
        "报送时间？",
        date(2025, 1, 2),
        date(2024, 12, 31),
    )
    assert question.history == (Turn("user", "许昌"),)
    assert question.filters == Filters("许昌", 2024)
    assert (question.conversation_id, question.access) == ("c", frozenset({"public"}))


def test_without_a_day_it_is_today() -> None:
    """The day of asking is the one handed in when the body names none."""
    assert to_question(Ask(question="问"), "officer", DAY).as_of == DAY


def test_the_longest_question_passes_and_one_more_character_does_not() -> None:
    """The limit counts code points: 8,000 characters outside the basic plane are still 8,000."""
    check_question("𠮷" * 8000)
    with pytest.raises(QuestionTooLongError, match="8001"):
        check_question("问" * 8001)


@pytest.mark.parametrize("text", [" \n　", "\u200b\u200b", "？？？"])
def test_a_question_without_a_letter_is_empty(text: str) -> None:
    """Blanks, characters that take no room, and bare signs ask nothing."""
    with pytest.raises(QuestionError, match="空"):
        check_question(text)


def test_today_is_chinas_day() -> None:
    """At 16:00 UTC the next day has begun in China, whatever zone the server is in."""
    assert today(datetime(2026, 12, 31, 15, 59, tzinfo=UTC)) == date(2026, 12, 31)
    assert today(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == date(2027, 1, 1)


def test_a_day_that_does_not_exist_is_named() -> None:
    """The message repeats the day that was given."""
    with pytest.raises(QuestionError, match="2022-02-30"):
        parse_day("2022-02-30")


def test_history_comes_from_a_file_as_a_list_of_turns() -> None:
    """A list of turns is read; anything else is refused in one line that says where."""
    assert read_history('[{"role": "user", "content": "许昌"}]'.encode()) == (Turn("user", "许昌"),)
    with pytest.raises(QuestionError, match=r"0\.role"):
        read_history(b'[{"role": "boss", "content": ""}]')
    with pytest.raises(QuestionError, match="JSON"):
        read_history(b"{")


def test_a_notice_and_a_quote_share_a_form() -> None:
    """A notice needs no citation and has an empty list."""
    notice = replace(QUOTE, kind="notice", citations=())
    block = replace(ANSWER.blocks[0], segments=(notice, COUNT))
    assert answer_out(replace(ANSWER, blocks=(block,))).blocks[0].model_dump()["segments"][0]["citations"] == ()
