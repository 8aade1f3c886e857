"""What the routes work with, made once by `create_app`."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from assistant.accounts.people import People
from assistant.accounts.sessions import Sessions
from assistant.accounts.sites import Sites
from assistant.api.limiting import Limiter
from assistant.api.problems import Problem
from assistant.conversations import Conversations
from assistant.feedback import Feedback
from assistant.lookup import Lookup
from assistant.messages import Answer, Done, Event, Question
from assistant.settings import Settings
from index.publishing import Library

if TYPE_CHECKING:
    from authlib.integrations.starlette_client import OAuth

Answering = Callable[[Question], Iterator[Event]]
"""From a question to the events of its answer."""


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """The open library, the way to an answer, the threads that work, how an error is told, and who may ask.

    `extract` answers as `answer` does, but from the documents' own words whatever model is set. `office`: the office's
    own sign-in, where one is set.
    """

    settings: Settings
    library: Library
    answer: Answering
    extract: Answering
    pool: Executor
    problem_of: Callable[[Exception], Problem]
    people: People
    sessions: Sessions
    conversations: Conversations
    feedback: Feedback
    sites: Sites
    limiter: Limiter
    lookup: Lookup
    office: "OAuth | None" = None

    def extracted(self, question: Question) -> Answer:
        """The whole answer in the documents' own words."""
        return next(event.answer for event in self.extract(question) if isinstance(event, Done))


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]
