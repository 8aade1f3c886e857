"""From passages to an answer: one Protocol, and the answerers that fulfil it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.citations import Citations
from assistant.messages import Note, Text
from assistant.scope import Scope
from assistant.shelf import Shelf
from assistant.understanding import Understanding
from index.retrieval import Passage


@dataclass(frozen=True, slots=True)
class Task:
    """Everything that an answerer works from. `as_of` is the day of asking; passages come best first."""

    asked: Understanding
    scope: Scope
    passages: Sequence[Passage]
    shelf: Shelf
    citations: Citations
    as_of: date


class Answerer(Protocol):
    """Turns passages into an answer, piece by piece, best first.

    Every piece is checked against its citations before it is shown. Nothing but notices: the question is refused.
    """

    name: str

    def answer(self, task: Task) -> Iterator[Text | Note]:
        """The pieces of the answer in the order in which they are read; blocks are numbered from 0."""
        ...
