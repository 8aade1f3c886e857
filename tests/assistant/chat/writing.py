"""Answers written by a scripted model: a real server on loopback, the real clients, a real index."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.answering.written import WrittenAnswers, writing_with
from assistant.messages import Answer, Done, Event, Question, Waiting
from assistant.pipeline import answer_stream
from assistant.settings import Settings
from eval.bench.model_server import KEY, MODEL, Reply, Script, Served, model_server
from tests.library import TODAY, Office

ASKED = "违规经营灯笼罚多少？"
"""Answered by the fourth article of the made-up law, which is the first passage that the model gets."""
FINE = "违规经营灯笼的，由灯笼管理部门责令改正，可以处五万元以下的罚款。[1]"
SECOND = "罚款在五万元以下。[1]"


@dataclass(frozen=True)
class Desk:
    """An office whose answers a model writes."""

    office: Office
    answerer: WrittenAnswers
    served: Served

    def events(self, text: str = ASKED, *, role: str = "officer") -> list[Event]:
        """All events of an answer but the waiting."""
        question = Question(text, TODAY, role=role)
        stream = answer_stream(self.office.library, self.office.embedder, question, self.answerer)
        return [event for event in stream if not isinstance(event, Waiting)]

    def ask(self, text: str = ASKED, *, role: str = "officer") -> Answer:
        """The whole answer."""
        return next(event.answer for event in self.events(text, role=role) if isinstance(event, Done))


def settings_for(url: str, **given: object) -> Settings:
    """Settings with the scripted model and limits that a busy machine does not run into."""
    limits = {"chat_first_seconds": 8, "chat_between_seconds": 6, "chat_seconds": 15}
    model = {"chat_model": f"openai:{MODEL}", "chat_base_url": url, "chat_api_key": KEY}
    return Settings(**{**limits, **model, **given})


@contextmanager
def desk(office: Office, script: Script | str | Reply, **given: object) -> Iterator[Desk]:
    """An office with a model that says what the script says; one reply is said every time."""
    with model_server(script if callable(script) else lambda _body, _number: script) as served:
        answerer = writing_with(settings_for(served.url, **given))
        try:
            yield Desk(office, answerer, served)
        finally:
            answerer.close()


def codes(answer: Answer) -> list[str]:
    """What the reader is told beside the answer."""
    return [note.code for note in answer.notes]
