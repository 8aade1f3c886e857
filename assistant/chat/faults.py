"""What can go wrong with a call to a chat model, told apart by what to do about it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Code = Literal[
    "unreachable",
    "key",
    "unknown_model",
    "rate",
    "server",
    "refused",
    "overflow",
    "malformed",
    "lost",
    "first_token",
    "between_tokens",
    "total",
    "empty",
    "cut_off",
    "repeating",
    "busy",
    "resting",
    "closed",
]

RETRYABLE: Final = frozenset[Code]({"unreachable", "rate", "server", "lost", "malformed"})
"""Faults that the next attempt may not meet, as long as nothing has been read yet."""
OF_THE_MODEL: Final = RETRYABLE | {"key", "unknown_model", "refused", "first_token", "between_tokens"}
"""Faults that the next question would most likely meet too: they open the breaker. Ours, and a bad text, do not."""

_UNREACHED: Final = frozenset(
    {"ConnectError", "ConnectTimeout", "UnsupportedProtocol", "InvalidURL", "ConnectionRefusedError"}
)
_LOST: Final = frozenset(
    {"ReadError", "RemoteProtocolError", "IncompleteRead", "APIConnectionError", "LocalProtocolError", "WriteError"}
)
_LATE: Final = frozenset({"ReadTimeout", "APITimeoutError", "PoolTimeout", "WriteTimeout"})
_OVERFLOW: Final = (
    "context length",
    "context_length",
    "context window",
    "maximum context",
    "too many tokens",
    "max_model_len",
    "exceed",
)
_KEY, _MISSING, _RATE, _BAD = frozenset({401, 403}), 404, frozenset({408, 409, 425, 429}), frozenset({400, 413, 422})
_LIMIT: Final = 200
"""Characters of a server's own words that are repeated."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a call gave nothing, or not all; `words` are the server's own, on one line, for the log.

    `wait`: seconds after which the server wants to be asked again, where it says so.
    """

    code: Code
    words: str = ""
    wait: float | None = None


def fault_of(error: BaseException, *, begun: bool) -> Fault:
    """What an error of a provider's client means; `begun`: some of the reply had arrived."""
    words, names = one_line(error), {type(cause).__name__ for cause in causes(error)}
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _of_status(status, words, error)
    if names & _UNREACHED and not begun:
        return Fault("unreachable", words)
    if names & _LATE:
        return Fault("between_tokens" if begun else "first_token", words)
    if names & _LOST:
        return Fault("lost", words)
    if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError, IndexError)):
        return Fault("malformed", words)
    return Fault("server", words)


def one_line(error: BaseException) -> str:
    """An error in its own words on one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:_LIMIT]


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _of_status(status: int, words: str, error: BaseException) -> Fault:
    lower = words.lower()
    if status in _KEY:
        return Fault("key", words)
    if status == _MISSING:
        return Fault("unknown_model", words)
    if status in _RATE:
        return Fault("rate", words, _retry_after(error))
    if status in _BAD and any(sign in lower for sign in _OVERFLOW):
        return Fault("overflow", words)
    if status in _BAD:
        return Fault("unknown_model" if "model" in lower and "not" in lower else "refused", words)
    return Fault("server", words, _retry_after(error))


def _retry_after(error: BaseException) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    said = str(headers.get("retry-after", ""))
    return float(said) if said.replace(".", "", 1).isdecimal() else None
