"""What goes in and out of the assistant: questions, answers, citations, events. Types only.

They become JSON in one place only, `assistant.api.schemas`.
"""

from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from index.documents import NO_FILTERS, Access, Filters, State, TextKind

Role = Literal["visitor", "officer", "evaluator", "admin"]
BlockKind = Literal["paragraph", "list", "table", "notice"]
SegmentKind = Literal["quote", "derived", "notice"]


def access_of(role: Role) -> frozenset[Access]:
    """Which documents a role may see."""
    return frozenset({"public"}) if role == "visitor" else frozenset({"public", "internal"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with all that an answer depends on. `as_of` is the day of asking."""

    text: str
    as_of: date
    history: tuple[Turn, ...] = ()
    conduct_date: date | None = None
    filters: Filters = NO_FILTERS
    role: Role = "officer"
    conversation_id: str | None = None

    @property
    def access(self) -> frozenset[Access]:
        """Which documents the asker may see."""
        return access_of(self.role)


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of a revision. `cited_text` equals the revision's text between the two offsets (code points)."""

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


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of an answer's text (also a table's cell).

    `quote`: words of the cited spans. `derived`: made from them by `rule` from `inputs`. `notice`: a template over
    catalog metadata. `model`: a quote in a chat model's words, shown because what they say stands in the cited spans.
    """

    text: str
    kind: SegmentKind
    citations: tuple[int, ...] = ()
    rule: str | None = None
    inputs: tuple[str, ...] = ()
    model: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list (one segment an item), notice or table of an answer."""

    kind: BlockKind
    segments: tuple[Segment, ...] = ()
    header: tuple[Segment, ...] = ()
    rows: tuple[tuple[Segment, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader should know beside the answer; `code` is for programs, `text` for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class NearestClause:
    """A clause shown when there is no answer: where one may look."""

    document_id: str
    document_title: str
    clause_path: str
    text: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched: how many documents, narrowed by what, and the clauses that came nearest."""

    documents: int
    filters: dict[str, str] = field(default_factory=dict)
    nearest: tuple[NearestClause, ...] = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds: to the first text, in all, and per step."""

    first_ms: float
    total_ms: float
    steps: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Versions:
    """What an answer came from, to repeat it."""

    index: str
    prompt: str | None
    model: str | None
    code: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a chat model read and wrote for an answer, in tokens, and what that cost by the prices of the settings.

    `counted` is false where the model's server told no numbers, and they were estimated from the characters.
    """

    calls: int
    input_tokens: int
    output_tokens: int
    cost: float
    counted: bool = True

    def __add__(self, other: "Usage") -> "Usage":
        """Both together."""
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            round(self.cost + other.cost, 6),
            self.counted and other.counted,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `answer` is the blocks as Markdown with [n]."""

    id: str
    question: str
    answer: str
    abstained: bool
    answerer: str
    as_of: date
    conduct_date: date | None
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]
    notes: tuple[Note, ...]
    searched: Searched
    conversation_id: str | None
    versions: Versions
    timing: Timing
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Event: what is being done."""

    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """Event: one more segment of block number `block` (for a table: the whole block in `table`)."""

    block: int
    kind: BlockKind
    segment: Segment | None = None
    table: Block | None = None


@dataclass(frozen=True, slots=True)
class Replace:
    """Event: the blocks from `from_block` on are replaced by these."""

    from_block: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Event that is not sent: what follows waits for `future`. Whoever goes on before it is done, waits in there.

    A server lets its thread do something else meanwhile.
    """

    future: Future[None]


@dataclass(frozen=True, slots=True)
class Done:
    """Event: the last one, with the whole answer."""

    answer: Answer


Sent = Status | Text | Citation | Note | Replace | Done
"""What a page gets."""
Event = Sent | Waiting
