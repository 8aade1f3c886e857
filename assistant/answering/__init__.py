"""From passages to an answer: one Protocol, and the answerers that fulfil it."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from time import monotonic
from typing import Protocol, Self

from assistant.citations import Citations
from assistant.messages import Note, Question, Text, Usage, Waiting
from assistant.scope import Scope
from assistant.shelf import Shelf
from assistant.understanding import Understanding, narrowed
from index.retrieval import Passage


@dataclass(frozen=True, slots=True)
class Task:
    """Everything that an answerer works from. `as_of` is the day of asking; passages come best first.

    `began`: when the question came in, on the clock of `monotonic`; limits of time count from there.
    """

    asked: Understanding
    scope: Scope
    passages: Sequence[Passage]
    shelf: Shelf
    citations: Citations
    as_of: date
    began: float = field(default_factory=monotonic)

    def narrowed(self, text: str) -> Self:
        """The task for some words of its question alone; its passages stay those of the whole."""
        return replace(self, asked=narrowed(self.asked, text, self.shelf))

    def by_parts(self) -> list[Self]:
        """The task for each part of a double question alone; empty where the question is a simple one."""
        parts = self.asked.parts
        return [self.narrowed(part) for part in parts] if len(parts) > 1 else []


@dataclass(frozen=True, slots=True)
class Instead:
    """These pieces stand in place of all blocks from `from_block` on."""

    from_block: int
    pieces: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """Who has made the answer, where that is not told by the answerer alone."""

    answerer: str
    model: str
    prompt: str


Condense = Callable[[Question, Understanding], Generator[Waiting | Usage, None, str | None]]
"""Words a follow-up so that it stands alone; None where it does already, or nobody can tell."""
Piece = Text | Note | Instead | Made | Waiting | Usage
"""`Usage` tells of calls to a model that were made meanwhile."""


class Answerer(Protocol):
    """Turns passages into an answer, piece by piece, best first.

    Every piece is checked against its citations before it is shown. Nothing but notices: the question is refused.
    """

    name: str

    def answer(self, task: Task) -> Iterator[Piece]:
        """The pieces of the answer in the order in which they are read; blocks are numbered from 0."""
        ...
