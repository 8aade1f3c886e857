"""What comes in and goes out as JSON, exactly as programs and pages expect it; the one place for that.

Text that models or documents wrote leaves as plain text in fields; no HTML crosses the wire.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from assistant.days import parse_day
from assistant.errors import QuestionError, QuestionTooLongError
from assistant.messages import Answer, Citation, Done, Note, Question, Replace, Role, Sent, Status, Turn
from index.documents import Filters, State, TextKind

QUESTION_LIMIT = 8_000
"""Characters of a question; beyond that it is refused."""
HISTORY_LIMIT = 100
TURN_LIMIT = 32_000
_NAME_LIMIT = 200


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        return parse_day(str(value))
    except QuestionError as error:
        raise PydanticCustomError("day", "{reason}", {"reason": str(error)}) from error


def _is_whole(text: str) -> bool:
    """Whether there is no half of a surrogate pair in it: JSON can spell one, and a terminal in GBK sends some."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _whole(value: str) -> str:
    """Refuses what is no character and cannot be sent back."""
    if not _is_whole(value):
        raise PydanticCustomError("string_unicode", "half a surrogate pair")
    return value


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day as `2026-03-01`; times, numbers and days that do not exist are refused."""
Whole = Annotated[str, AfterValidator(_whole)]
Name = Annotated[Whole, Field(min_length=1, max_length=_NAME_LIMIT)]


class In(BaseModel):
    """What comes in: an unknown field is most likely misspelt, so it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Out(BaseModel):
    """What goes out, read off the messages' own attributes."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class TurnIn(In):
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: Whole = Field(max_length=TURN_LIMIT)


class FiltersIn(In):
    """What the search is narrowed to."""

    region: Name | None = None
    year: StrictInt | None = Field(default=None, ge=1900, le=2200)
    kind: Name | None = None
    document_id: Name | None = None
    state: State | None = None


_HISTORY = TypeAdapter(tuple[TurnIn, ...])


class Ask(In):
    """The body of `POST /api/chat`."""

    question: Whole = Field(json_schema_extra={"minLength": 1, "maxLength": QUESTION_LIMIT})
    history: tuple[TurnIn, ...] = Field(default=(), max_length=HISTORY_LIMIT)
    conversation_id: Name | None = None
    replaces: Name | None = Field(
        default=None,
        description="id of an answer in the conversation: it and what follows go once the new answer is kept",
    )
    as_of: Day | None = None
    conduct_date: Day | None = None
    filters: FiltersIn = FiltersIn()
    stream: StrictBool = True


def to_question(ask: Ask, role: Role, today: date) -> Question:
    """The question that a body asks, on the day of asking unless it names another.

    Raises:
        QuestionError: it is empty.
        QuestionTooLongError: it has more than `QUESTION_LIMIT` characters.
    """
    check_question(ask.question)
    return Question(
        ask.question.strip(),
        ask.as_of or today,
        tuple(Turn(turn.role, turn.content) for turn in ask.history),
        ask.conduct_date,
        Filters(**ask.filters.model_dump()),
        role,
        ask.conversation_id,
    )


def check_question(text: str) -> None:
    """Refuses a question without a letter or digit, an overlong one, and what is no text.

    Raises:
        QuestionError: it is empty, not in UTF-8, or longer than `QUESTION_LIMIT` (then a QuestionTooLongError).
    """
    if not _is_whole(text):
        raise QuestionError("问题不是 UTF-8 文本，请把终端的编码设为 UTF-8 后再问。")
    if not any(sign.isalnum() for sign in text):
        raise QuestionError("问题是空的，请输入要问的内容。")
    if len(text) > QUESTION_LIMIT:
        raise QuestionTooLongError(f"问题有 {len(text)} 个字，最多 {QUESTION_LIMIT} 个字，请删减后再问。")


def read_history(data: bytes) -> tuple[Turn, ...]:
    """The conversation so far from a JSON file: a list of {role, content}.

    Raises:
        QuestionError: it is something else; says where.
    """
    try:
        turns = _HISTORY.validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "top"
        raise QuestionError(f"not a JSON list of {{role, content}} ({where}: {first['msg']})") from error
    return tuple(Turn(turn.role, turn.content) for turn in turns)


class PlainSegment(Out):
    """Quoted words, or a notice that needs no citation.

    `model`: a chat model's words, shown because what they say stands in the cited spans.
    """

    text: str
    kind: Literal["quote", "notice"]
    citations: tuple[int, ...]
    model: bool = False


class DerivedSegment(Out):
    """Words made from the cited spans by a named rule that can be recomputed from its inputs."""

    text: str
    kind: Literal["derived"]
    citations: tuple[int, ...]
    rule: str | None
    inputs: tuple[str, ...]
    model: bool = False


SegmentOut = Annotated[PlainSegment | DerivedSegment, Field(discriminator="kind")]


class TextBlock(Out):
    """A paragraph, a list (one segment an item) or a notice."""

    kind: Literal["paragraph", "list", "notice"]
    segments: tuple[SegmentOut, ...]


class TableBlock(Out):
    """A table; each cell is a segment."""

    kind: Literal["table"]
    header: tuple[SegmentOut, ...]
    rows: tuple[tuple[SegmentOut, ...], ...]


BlockOut = Annotated[TextBlock | TableBlock, Field(discriminator="kind")]


class CitationOut(Out):
    """A span of one revision of a document; offsets are Unicode code points."""

    n: int
    work_id: str
    document_id: str
    version_id: str
    kind: TextKind
    document_title: str
    document_number: str | None
    clause_path: str
    cited_text: str
    start_char_index: int
    end_char_index: int
    page: int | None
    state: State
    effective_from: date | None
    effective_to: date | None
    sha256: str
    url: str


class NoteOut(Out):
    """Something to know beside the answer."""

    code: str
    text: str


class NearestOut(Out):
    """A clause near the question, where there is no answer."""

    document_id: str
    document_title: str
    clause_path: str
    text: str


class SearchedOut(Out):
    """What was searched."""

    documents: int
    filters: dict[str, str]
    nearest: tuple[NearestOut, ...]


class VersionsOut(Out):
    """What the answer came from."""

    index: str
    prompt: str | None
    model: str | None
    code: str


class TimingOut(Out):
    """Milliseconds."""

    first_ms: float
    total_ms: float
    steps: dict[str, float]


class UsageOut(Out):
    """What a chat model read and wrote for the answer, in tokens."""

    calls: int
    input_tokens: int
    output_tokens: int
    cost: float
    counted: bool


class AnswerOut(Out):
    """A whole answer."""

    id: str
    question: str
    answer: str
    abstained: bool
    answerer: str
    as_of: date
    conduct_date: date | None
    blocks: tuple[BlockOut, ...]
    citations: tuple[CitationOut, ...]
    notes: tuple[NoteOut, ...]
    searched: SearchedOut
    conversation_id: str | None
    versions: VersionsOut
    timing: TimingOut
    usage: UsageOut | None = None


class StatusEvent(Out):
    """`event: status`: what is being done."""

    step: str
    text: str


class TextEvent(Out):
    """`event: text`: one more segment of block number `block`."""

    block: int
    kind: Literal["paragraph", "list", "notice"]
    segment: SegmentOut


class TableEvent(Out):
    """`event: text` of a table: block number `block`, whole."""

    block: int
    kind: Literal["table"]
    table: TableBlock


class ReplaceEvent(Out):
    """`event: replace`: the blocks from `from_block` on are these now."""

    from_block: int
    blocks: tuple[BlockOut, ...]


class DoneEvent(Out):
    """`event: done`: the last one of a whole answer."""

    answer: AnswerOut


def answer_out(answer: Answer) -> AnswerOut:
    """An answer as it leaves."""
    return AnswerOut.model_validate(answer)


def event_out(event: Sent) -> tuple[str, BaseModel]:
    """The name of an event on the wire, and its data."""
    match event:
        case Status():
            return "status", StatusEvent.model_validate(event)
        case Citation():
            return "citation", CitationOut.model_validate(event)
        case Note():
            return "note", NoteOut.model_validate(event)
        case Replace():
            return "replace", ReplaceEvent.model_validate(event)
        case Done():
            return "done", DoneEvent.model_validate(event)
    return "text", (TextEvent if event.table is None else TableEvent).model_validate(event)


EVENTS: Sequence[type[BaseModel]] = (StatusEvent, TextEvent, TableEvent, CitationOut, NoteOut, ReplaceEvent, DoneEvent)
"""The data of every event of a stream, for the OpenAPI document (`error` carries a Problem)."""
