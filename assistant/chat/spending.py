"""What calls to a chat model cost: tokens as the server counts them, else estimated, by the prices of the settings."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.chat.budget import tokens
from assistant.chat.calls import Said
from assistant.messages import Usage, Waiting

T = TypeVar("T")
_MILLION = 1_000_000
_UNMADE = frozenset({"busy", "resting", "closed", "unreachable"})
"""Faults of calls that no model has read."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Of a million tokens read, and of a million written."""

    read: float = 0.0
    written: float = 0.0


FREE = Prices()
"""For models of one's own."""


def usage_of(prompt: str, written: Sequence[str], said: Said, prices: Prices) -> Usage | None:
    """What a call read and wrote; None for one that was never made.

    Args:
        prompt: What the model was asked.
        written: What it wrote, in pieces.
        said: How the call ended, with the numbers that the server told.
        prices: Those of the settings.
    """
    if said.fault and said.fault.code in _UNMADE:
        return None
    read, wrote = said.tokens or (tokens(prompt), sum(tokens(raw.strip()) for raw in written))
    cost = (read * prices.read + wrote * prices.written) / _MILLION
    return Usage(1, read, wrote, round(cost, 6), counted=said.tokens is not None)


class Meter:
    """Adds up what the calls for one answer cost; `usage` is None until there was one."""

    def __init__(self) -> None:
        self.usage: Usage | None = None

    def add(self, usage: Usage) -> None:
        """One more call, or several."""
        self.usage = self.usage + usage if self.usage else usage

    def through(self, work: Generator[Waiting | Usage, None, T]) -> Generator[Waiting, None, T]:
        """The same work, what it costs added up on the way."""
        while True:
            try:
                step = next(work)
            except StopIteration as end:
                value: T = end.value
                return value
            if isinstance(step, Usage):
                self.add(step)
            else:
                yield step
