"""The stream of an answer keeps its promises, whatever is asked."""

from collections.abc import Iterator

import pytest

from assistant.answering import Task
from assistant.messages import Citation, Done, Event, Note, Question, Segment, Status, Text
from assistant.pipeline import answer_stream, collect
from tests.library import TODAY, Office

QUESTIONS = [
    "哪些情形属于违规经营灯笼？",
    "临江和望海的总结分别什么时候报？",
    "郑州的方案什么时候报",
    "灯笼管理条例第二条",
    "",
]


def _events(office: Office, text: str) -> list[Event]:
    return list(answer_stream(office.library, office.embedder, Question(text, TODAY)))


def _used(event: Event) -> set[int]:
    if not isinstance(event, Text):
        return set()
    cells = [cell for row in (event.table.rows if event.table else ()) for cell in row]
    return {n for segment in (*([event.segment] if event.segment else []), *cells) for n in segment.citations}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_citation_comes_before_the_text_that_uses_it(office: Office, question: str) -> None:
    """A reader can open a mark as soon as it is drawn; marks count up from 1."""
    seen: list[int] = []
    for event in _events(office, question):
        if isinstance(event, Citation):
            seen.append(event.n)
        assert _used(event) <= set(seen)
    assert seen == list(range(1, len(seen) + 1))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_status_comes_first_and_the_answer_last(office: Office, question: str) -> None:
    """Something is heard at once, and the end is one whole answer."""
    events = _events(office, question)
    assert isinstance(events[0], Status)
    assert [isinstance(event, Done) for event in events].index(True) == len(events) - 1


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_the_stream_collected(office: Office, question: str) -> None:
    """The segments of the blocks are those that were streamed, in their order."""
    events = _events(office, question)
    streamed = [e.segment or e.table for e in events if isinstance(e, Text)]
    answer = next(event.answer for event in events if isinstance(event, Done))
    whole = [part for block in answer.blocks for part in ([block] if block.kind == "table" else block.segments)]
    assert streamed == whole


def test_an_answer_names_what_it_came_from(office: Office) -> None:
    """Index, templates and code can be found again; no model took part."""
    answer = office.ask("灯笼管理条例第二条")
    versions = answer.versions
    assert versions.index
    assert versions.prompt
    assert versions.prompt.startswith("notices-")
    assert (versions.model, answer.answerer) == (None, "extractive")


def test_a_refusal_says_what_was_searched(office: Office) -> None:
    """How many documents, and the clauses that came nearest."""
    answer = office.ask("临江给举报人奖励多少元")
    assert answer.searched.documents == 1
    assert {clause.document_id for clause in answer.searched.nearest} == {"plan-linjiang"}


def test_quotes_stand_where_their_citations_say(office: Office) -> None:
    """The cited text is the document's between the offsets, code point for code point."""
    answer = office.ask("哪些情形属于违规经营灯笼？")
    with office.library.pin() as generation:
        for citation in answer.citations:
            text = generation.catalog.document(citation.document_id, frozenset({"public"})).text
            assert text[citation.start_char_index : citation.end_char_index] == citation.cited_text


def test_every_step_is_timed(office: Office) -> None:
    """The steps add up to the whole."""
    timing = office.ask("违规经营灯笼罚多少").timing
    assert set(timing.steps) == {"understanding", "retrieval", "answering"}
    assert 0 < timing.first_ms <= timing.total_ms


class Inventive:
    """An answerer that says what its citation does not."""

    name = "inventive"

    def answer(self, task: Task) -> Iterator[Text | Note]:
        """One sentence with a number that stands nowhere."""
        citation = task.citations.cite("lantern-2020", 0, 20)
        yield Text(0, "paragraph", Segment("可以处六十万元罚款。", "quote", (citation.n,)))


def test_what_fails_its_check_is_not_shown(office: Office) -> None:
    """An answer that is made up becomes a refusal with a note, whoever made it up."""
    question = Question("违规经营灯笼罚多少", TODAY)
    answer = collect(answer_stream(office.library, office.embedder, question, Inventive()))
    assert (answer.abstained, answer.citations, answer.notes[0].code) == (True, (), "ungrounded")
    assert "六十万" not in answer.answer
