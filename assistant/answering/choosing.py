"""Which answerer answers: the one that quotes, or the one that writes with the model of the settings."""

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.answering import Answerer, Condense
from assistant.answering.extractive import Extractive
from assistant.settings import Settings


def condenser_of(answerer: Answerer) -> Condense | None:
    """What words follow-ups for an answerer: the model that writes, where one does."""
    condense: Condense | None = getattr(answerer, "condense", None)
    return condense


@contextmanager
def answerer_of(settings: Settings) -> Iterator[Answerer]:
    """The answerer of the settings until the end of the block.

    Raises:
        ModelError: the model of the settings cannot be made.
    """
    if settings.chat_model is None:
        yield Extractive()
        return
    from assistant.answering.written import writing_with  # noqa: PLC0415  nothing but a model needs what it loads

    answerer = writing_with(settings)
    try:
        yield answerer
    finally:
        answerer.close()
