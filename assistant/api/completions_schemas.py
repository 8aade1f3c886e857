"""The JSON of OpenAI's chat completions, as far as it is spoken here."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.api.schemas import HISTORY_LIMIT, TURN_LIMIT, Whole

MODEL = "ip-assistant"
"""The one model that is offered."""


class _Known(BaseModel):
    """Clients send more than anyone needs (temperature, tools …): what is not named here changes nothing."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Part(_Known):
    """A part of a message; only text is read."""

    type: str
    text: Whole | None = Field(default=None, max_length=TURN_LIMIT)


class Message(_Known):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Whole | tuple[Part, ...] | None = Field(default=None)

    @property
    def text(self) -> str:
        """What it says, without pictures and the like."""
        if isinstance(self.content, tuple):
            return "".join(part.text or "" for part in self.content)
        return self.content or ""


class StreamOptions(_Known):
    """What a stream brings beside the words."""

    include_usage: bool = False


class Completion(_Known):
    """The body of `POST /v1/chat/completions`."""

    model: str = MODEL
    messages: tuple[Message, ...] = Field(min_length=1, max_length=2 * HISTORY_LIMIT)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=1, ge=1, le=1)


class Model(BaseModel):
    """One entry of the list of models."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str


class ModelList(BaseModel):
    """`GET /v1/models`."""

    object: Literal["list"] = "list"
    data: tuple[Model, ...]


class UrlCitation(BaseModel):
    """Where a citation stands in the answer, in code points, and what it opens."""

    url: str
    title: str
    start_index: int
    end_index: int


class Annotation(BaseModel):
    """An annotation of a message."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class ErrorWords(BaseModel):
    """What went wrong."""

    message: str
    type: str
    param: str | None
    code: str


class ErrorBody(BaseModel):
    """An error as OpenAI's clients read it."""

    error: ErrorWords


def error_body(message: str, kind: str, code: str, param: str | None = None) -> dict[str, Any]:
    """An error as OpenAI's clients read it, ready to be sent."""
    return ErrorBody(error=ErrorWords(message=message, type=kind, param=param, code=code)).model_dump()
