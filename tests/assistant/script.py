"""An answer written by hand, and a stand-in for the pipeline that gives it event by event."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from assistant.messages import (
    Answer,
    Block,
    Citation,
    Done,
    Event,
    Note,
    Question,
    Searched,
    Segment,
    Status,
    Text,
    Timing,
    Versions,
)

CITED = "应当于十一月十五日前报送。"
CITATION = Citation(
    n=1,
    work_id="work-1",
    document_id="linjiang-2024",
    version_id="0" * 64,
    kind="official",
    document_title="临江市实施方案",
    document_number="临知发〔2024〕3号",
    clause_path="三/（二）",
    cited_text=CITED,
    start_char_index=10,
    end_char_index=23,
    page=None,
    state="现行有效",
    effective_from=date(2024, 4, 1),
    effective_to=None,
    sha256="0" * 64,
    url="/?document=linjiang-2024&start=10&end=23",
)
QUOTE = Segment(CITED, "quote", (1,))
COUNT = Segment("共一项。", "derived", (1,), "count", ("三/（二）",))
TABLE = Block("table", header=(Segment("城市", "notice"),), rows=((QUOTE,),))
NOTE = Note("past_year", "方案为 2024 年度。")
ANSWER = Answer(
    id="answer-1",
    question="",
    answer=f"{CITED}[1]共一项。[1]",
    abstained=False,
    answerer="extractive",
    as_of=date(2026, 3, 1),
    conduct_date=None,
    blocks=(Block("paragraph", (QUOTE, COUNT)), TABLE),
    citations=(CITATION,),
    notes=(NOTE,),
    searched=Searched(1),
    conversation_id=None,
    versions=Versions("000001-abcdef01", None, None, "0.1.0"),
    timing=Timing(1.5, 2.5, {"search": 1.0}),
)
EVENTS: tuple[Event, ...] = (
    Status("search", "正在查找"),
    CITATION,
    Text(0, "paragraph", QUOTE),
    Text(0, "paragraph", COUNT),
    Text(1, "table", table=TABLE),
    NOTE,
)


def scripted(question: Question) -> Iterator[Event]:
    """The written answer, as of the day and with the words that were asked."""
    yield from EVENTS
    yield Done(replace(ANSWER, question=question.text, as_of=question.as_of, conversation_id=question.conversation_id))


def failing(error: Exception, after: int) -> Callable[[Question], Iterator[Event]]:
    """An answer that breaks off with the error after so many events."""

    def answer(_: Question) -> Iterator[Event]:
        yield from EVENTS[:after]
        raise error

    return answer
