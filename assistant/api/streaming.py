"""From a thread that works to a client that listens: events handed over one by one, as Server-Sent Events.

The work is a plain generator in a bounded pool. Yielding to the client from it would cost a thread hop per event, so
it fills a queue of the event loop instead.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from typing import Final

from pydantic import BaseModel

from assistant.messages import Event, Sent, Waiting

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
) -> AsyncGenerator[Sent | None, None]:
    """Events of `work` as they come, None after every silence of `ping_seconds`. What the work raises is raised here.

    Work that waits for a model gives its thread back until there is something to go on with. When the caller stops
    listening, the work is closed at its next event; work still waiting for a thread never starts.
    """
    queue: asyncio.Queue[Sent | _End] = asyncio.Queue()
    working = _Work(work, asyncio.get_running_loop(), queue)
    producing = asyncio.create_task(_produced(working, pool, queue))
    try:
        while not isinstance(event := await _next(queue, ping_seconds), _End):
            yield event
        await producing
    finally:
        working.gone.set()  # at once: a thread that gets free now must not begin what nobody waits for
        producing.cancel()


async def _next(queue: asyncio.Queue[Sent | _End], seconds: float) -> Sent | _End | None:
    try:
        return await asyncio.wait_for(queue.get(), seconds)
    except TimeoutError:
        return None


async def _produced(work: "_Work", pool: Executor, queue: asyncio.Queue[Sent | _End]) -> None:
    """Runs the work in the pool from wait to wait."""
    loop = asyncio.get_running_loop()
    try:
        while waiting := await loop.run_in_executor(pool, work.go_on):
            await asyncio.wait([asyncio.wrap_future(waiting.future)])
    except asyncio.CancelledError:
        work.leave(pool)
        raise
    finally:
        queue.put_nowait(_END)


class _Work:
    """Work that runs in one thread at a time, and in none while it waits."""

    def __init__(
        self, work: Callable[[], Iterator[Event]], loop: asyncio.AbstractEventLoop, queue: asyncio.Queue[Sent | _End]
    ) -> None:
        self._events, self._loop, self._queue = _closable(work), loop, queue
        self.gone = threading.Event()
        self._running = threading.Lock()

    def go_on(self) -> Waiting | None:
        """Hands events over until the work waits, which it returns, or ends. In a thread of the pool."""
        with self._running:
            while not self.gone.is_set():
                event = next(self._events, None)
                if event is None or self.gone.is_set():
                    break
                if isinstance(event, Waiting):
                    return event
                self._loop.call_soon_threadsafe(self._queue.put_nowait, event)
            self._events.close()
            return None

    def leave(self, pool: Executor) -> None:
        """Nobody listens any more: the work is closed at its next event, or now where it waits."""
        self.gone.set()
        if not self._running.locked():
            with suppress(RuntimeError):  # the pool is shut down: the work is closed as it is let go of
                pool.submit(self._close)

    def _close(self) -> None:
        with self._running:
            self._events.close()


def _closable(work: Callable[[], Iterator[Event]]) -> Generator[Event, None, None]:
    yield from work()
