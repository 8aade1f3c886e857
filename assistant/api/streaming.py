"""From a thread that works to a client that listens: events handed over one by one, as Server-Sent Events.

The work is a plain generator in a bounded pool. Yielding to the client from it would cost a thread hop per event, so
it fills a queue of the event loop instead.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from concurrent.futures import Executor
from contextlib import closing
from typing import Final

from pydantic import BaseModel

from assistant.messages import Event

PING_SECONDS = 15.0
PING = b": ping\n\n"


class _End:
    """What follows the last event in the queue."""


_END: Final = _End()


def encode(name: str, data: BaseModel) -> bytes:
    """One event on the wire: JSON on one line, Chinese unescaped."""
    return f"event: {name}\ndata: {data.model_dump_json()}\n\n".encode()


async def handed_over(
    work: Callable[[], Iterator[Event]], pool: Executor, ping_seconds: float = PING_SECONDS
) -> AsyncGenerator[Event | None, None]:
    """Events of `work` as they come, None after every silence of `ping_seconds`. What the work raises is raised here.

    When the caller stops listening, the work is closed at its next event; work still waiting for a thread never starts.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[Event | _End] = asyncio.Queue()
    gone = threading.Event()
    done = pool.submit(_produce, work, lambda event: loop.call_soon_threadsafe(queue.put_nowait, event), gone)
    try:
        while not isinstance(event := await _next(queue, ping_seconds), _End):
            yield event
        await asyncio.wrap_future(done)
    finally:
        gone.set()
        done.cancel()


async def _next(queue: asyncio.Queue[Event | _End], seconds: float) -> Event | _End | None:
    try:
        return await asyncio.wait_for(queue.get(), seconds)
    except TimeoutError:
        return None


def _produce(work: Callable[[], Iterator[Event]], put: Callable[[Event | _End], object], gone: threading.Event) -> None:
    try:
        with closing(_closable(work)) as events:
            for event in events:
                if gone.is_set():
                    return
                put(event)
    finally:
        put(_END)


def _closable(work: Callable[[], Iterator[Event]]) -> Generator[Event, None, None]:
    yield from work()
