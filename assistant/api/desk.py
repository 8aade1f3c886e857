"""What the routes work with, made once by `create_app`."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from assistant.api.problems import Problem
from assistant.messages import Event, Question
from assistant.settings import Settings
from index.publishing import Library

Answering = Callable[[Question], Iterator[Event]]
"""From a question to the events of its answer."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The open library, the way to an answer, the threads that work, and how an error is told."""

    settings: Settings
    library: Library
    answer: Answering
    pool: Executor
    problem_of: Callable[[Exception], Problem]


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]
