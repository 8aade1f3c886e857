"""Events cross from a thread to the event loop in order, and nothing goes on when nobody listens."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing

import pytest

from assistant.api.streaming import handed_over
from assistant.messages import Event, Status, Waiting

FIRST, SECOND = Status("one", "一"), Status("two", "二")


def test_events_arrive_in_order() -> None:
    """What the work yields is what arrives."""

    async def collected() -> list[Event | None]:
        with ThreadPoolExecutor(1) as pool:
            return [event async for event in handed_over(lambda: iter((FIRST, SECOND)), pool)]

    assert asyncio.run(collected()) == [FIRST, SECOND]


def test_an_error_arrives_after_what_came_before() -> None:
    """The work's own error is raised where the events are read."""

    def work() -> Iterator[Event]:
        yield FIRST
        raise ValueError("broken")

    async def read() -> None:
        with ThreadPoolExecutor(1) as pool:
            events = handed_over(work, pool)
            assert await anext(events) == FIRST
            await anext(events)

    with pytest.raises(ValueError, match="broken"):
        asyncio.run(read())


def test_silence_gives_a_sign_of_life() -> None:
    """While the work is quiet, None comes again and again; each becomes a ping."""
    go_on = threading.Event()

    def work() -> Iterator[Event]:
        go_on.wait(10)
        yield FIRST

    async def collected() -> list[Event | None]:
        with ThreadPoolExecutor(1) as pool:
            seen = []
            async for event in handed_over(work, pool, ping_seconds=0.01):
                seen.append(event)
                if len(seen) == 2:
                    go_on.set()
            return seen

    seen = asyncio.run(collected())
    assert (seen[0], seen[1], seen[-1]) == (None, None, FIRST)


def test_work_is_closed_when_nobody_listens() -> None:
    """A generator that is left is closed at its next event, so what it holds is let go."""
    closed, go_on = threading.Event(), threading.Event()

    def work() -> Iterator[Event]:
        try:
            yield FIRST
            go_on.wait(10)
            yield SECOND
        finally:
            closed.set()

    async def leave() -> None:
        async with aclosing(handed_over(work, pool)) as events:
            await anext(events)
        go_on.set()

    with ThreadPoolExecutor(1) as pool:
        asyncio.run(leave())
    assert closed.is_set()


def test_work_that_waits_for_a_thread_never_starts_when_its_client_left() -> None:
    """A full pool does not work off what nobody waits for any more."""
    busy, go_on, started = threading.Event(), threading.Event(), threading.Event()

    def first() -> Iterator[Event]:
        busy.set()
        go_on.wait(10)
        yield FIRST

    def second() -> Iterator[Event]:
        started.set()
        yield SECOND

    async def leave() -> None:
        occupied = handed_over(first, pool, ping_seconds=0.01)
        await anext(occupied)
        async with aclosing(handed_over(second, pool, ping_seconds=0.01)) as events:
            assert await anext(events) is None
        go_on.set()
        await occupied.aclose()

    with ThreadPoolExecutor(1) as pool:
        asyncio.run(leave())
    assert busy.is_set()
    assert not started.is_set()


def test_work_that_waits_holds_no_thread() -> None:
    """One thread serves a stream that waits and another that does not; the first goes on when its wait is over."""
    until: Future[None] = Future()

    def waiting() -> Iterator[Event]:
        yield FIRST
        yield Waiting(until)
        until.result(10)
        yield SECOND

    async def both() -> list[Event | None]:
        slow = handed_over(waiting, pool)
        seen = [await anext(slow)]
        seen += [event async for event in handed_over(lambda: iter((FIRST, SECOND)), pool)]
        until.set_result(None)
        return seen + [event async for event in slow]

    with ThreadPoolExecutor(1) as pool:
        assert asyncio.run(both()) == [FIRST, FIRST, SECOND, SECOND]


def test_work_that_waits_is_closed_when_nobody_listens() -> None:
    """What it waits for may never come; what it holds is let go at once."""
    closed, never = threading.Event(), Future[None]()

    def work() -> Iterator[Event]:
        try:
            yield FIRST
            yield Waiting(never)
            never.result()
        finally:
            closed.set()

    async def leave() -> None:
        async with aclosing(handed_over(work, pool, ping_seconds=0.01)) as events:
            assert await anext(events) == FIRST
            assert await anext(events) is None
        assert await asyncio.to_thread(closed.wait, 5)

    with ThreadPoolExecutor(1) as pool:
        asyncio.run(leave())
