"""The way of a question: understood, scoped, searched, answered, checked, streamed. Synchronous and pure."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from time import monotonic, perf_counter
from uuid import uuid4

from assistant.answering import Answerer, Condense, Made, Task
from assistant.answering.extractive import Extractive
from assistant.answering.nationwide import nationwide
from assistant.chat.spending import Meter
from assistant.citations import Citations
from assistant.drafts import Draft
from assistant.messages import Answer, Done, Event, Question, Status, Text, Timing, Usage, Versions, Waiting
from assistant.rendering import markdown
from assistant.scope import of_plans, scope_of
from assistant.searching import passages_for, searched
from assistant.shelf import Shelf, Shelves
from assistant.standing import closing
from assistant.understanding import understand
from index.embeddings import Embedder
from index.publishing import Library
from prompts.loader import load_notices

_SHELVES = Shelves()
_EXTRACTIVE = Extractive()


def answer_stream(
    library: Library,
    embedder: Embedder,
    question: Question,
    answerer: Answerer = _EXTRACTIVE,
    condense: Condense | None = None,
) -> Iterator[Event]:
    """The events of an answer: every citation before the first text that uses it, `Done` with the whole answer last.

    `condense` words a follow-up so that it stands alone, where the rules have put nothing back.
    """
    clock, meter, began = Clock(), Meter(), monotonic()
    with _SHELVES.open(library, embedder, question.access, question.filters.document_ids) as shelf:
        yield Status("understanding", "正在理解问题…")
        with clock.step("understanding"):
            asked = understand(question.text, question.history, shelf, question.as_of)
            if condense and question.history and (alone := (yield from meter.through(condense(question, asked)))):
                asked = replace(understand(alone, (), shelf, question.as_of), asked=question.text)
            scope = scope_of(question, asked, shelf)
            asked = of_plans(asked, scope, shelf)
        yield Status("retrieval", "正在查找条文…")
        with clock.step("retrieval"):
            passages = passages_for(asked, scope, shelf)
        yield Status("answering", "正在整理答案…")
        citations = Citations(shelf, question.as_of)
        task = nationwide(Task(asked, scope, passages, shelf, citations, question.as_of, began))
        scope = task.scope  # the draft is checked against the whole question, its place too
        draft = Draft(asked, scope, shelf, citations)
        made = None
        for piece in () if scope.closed else answerer.answer(task):
            if isinstance(piece, Waiting):
                yield piece
            elif isinstance(piece, Usage):
                meter.add(piece)
            elif isinstance(piece, Made):
                made = piece
            else:
                yield from clock.seen(draft.add(piece))
        yield from clock.seen(draft.finish(closing(asked, shelf, draft.documents, question.as_of)))
        yield Done(
            Answer(
                id=uuid4().hex,
                question=question.text,
                answer=markdown(draft.blocks),
                abstained=draft.abstained,
                answerer=made.answerer if made else Extractive.name,
                as_of=question.as_of,
                conduct_date=scope.day if scope.conduct else None,
                blocks=draft.blocks,
                citations=draft.citations,
                notes=draft.notes,
                searched=searched(scope, task.passages, shelf, abstained=draft.abstained),
                conversation_id=question.conversation_id,
                versions=_versions(shelf, made),
                timing=clock.timing(),
                usage=meter.usage,
            )
        )


def collect(events: Iterable[Event]) -> Answer:
    """The whole answer of a stream."""
    return next(event.answer for event in events if isinstance(event, Done))


class Clock:
    """Milliseconds since the question came in: to the first text, in all, and per step."""

    def __init__(self) -> None:
        self._start = perf_counter()
        self._first: float | None = None
        self._steps: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measures one step."""
        start = perf_counter()
        yield
        self._steps[name] = _ms(start)

    def seen(self, events: Iterable[Event]) -> Iterator[Event]:
        """The same events; the first text among them stops the time to the first text."""
        for event in events:
            if self._first is None and isinstance(event, Text):
                self._first = _ms(self._start)
            yield event

    def timing(self) -> Timing:
        """What was measured so far."""
        total = _ms(self._start)
        first = total if self._first is None else self._first
        self._steps["answering"] = round(total - sum(self._steps.values()), 2)
        return Timing(first, total, self._steps)


def _ms(start: float) -> float:
    return round((perf_counter() - start) * 1000, 2)


def _versions(shelf: Shelf, made: Made | None) -> Versions:
    """What the answer came from: with a model's words, the model and its prompt too."""
    prompt, model = load_notices().version, None
    if made and made.answerer != Extractive.name:
        prompt, model = f"{prompt} {made.prompt}", made.model
    return Versions(shelf.generation.name, prompt, model, _code_version())


@cache
def _code_version() -> str:
    return version("ip-enforcement-assistant")
