"""A real OpenAI-compatible server on loopback that says what a script says, faults of the wire included.

Asyncio on one thread, so that hundreds of slow streams cost little. For benches and tests; it runs no model.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

KEY: Final = "key-of-the-script"
MODEL: Final = "scripted-8b"
_PIECE: Final = 7
"""Characters of a chunk: sentences and markers are cut anywhere."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is sent for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes sent as they are, instead of a chunk."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Delta:
    """A chunk with this delta, such as `{"reasoning_content": "…"}`; `choices` replaces the list of choices."""

    delta: Mapping[str, Any] = field(default_factory=dict)
    finish: str | None = None
    choices: Any = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection is closed, mid-stream."""


Part = str | Pause | Raw | Delta | Cut


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered: words and faults in order. `finish` None: the reply ends without a reason, nor `[DONE]`."""

    parts: Sequence[Part] = ()
    status: int = 200
    error: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    finish: str | None = "stop"
    usage: tuple[int, int] | None = (100, 20)
    piece: int = _PIECE
    every: float = 0.0
    """Seconds between two chunks."""


Script = Callable[[Mapping[str, Any], int], str | Reply]
"""From a request's body and its number, from 0, to the reply."""


@dataclass
class Served:
    """A running server: where, what it was asked, and how many streams clients closed before they ended."""

    url: str = ""
    asked: list[Mapping[str, Any]] = field(default_factory=list)
    open: int = 0
    closed_early: int = 0


@contextmanager
def model_server(script: Script) -> Iterator[Served]:
    """Serve until the end of the block."""
    loop, served = asyncio.new_event_loop(), Served()
    server = loop.run_until_complete(asyncio.start_server(_handler(script, served), "127.0.0.1", 0, backlog=1024))
    served.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    thread = threading.Thread(target=loop.run_forever, name="model", daemon=True)
    thread.start()
    try:
        yield served
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _stop(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _handler(script: Script, served: Served) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await _served(script, served, reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    return handle


async def _served(script: Script, served: Served, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One request on its own connection."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    body = json.loads(await reader.readexactly(int(headers.get("content-length", "0"))) or b"{}")
    path = head.split(" ")[1]
    if headers.get("authorization") != f"bearer {KEY}":
        return await _whole(writer, 401, {"error": {"message": f"Incorrect API key: {headers.get('authorization')}"}})
    if path == "/v1/models":
        return await _whole(writer, 200, {"object": "list", "data": [{"id": MODEL, "object": "model"}]})
    if path != "/v1/chat/completions" or body.get("model") != MODEL:
        return await _whole(writer, 404, {"error": {"message": f"The model {body.get('model')} does not exist"}})
    served.asked.append(body)
    said = script(body, len(served.asked) - 1)
    reply = Reply((said,)) if isinstance(said, str) else said
    if reply.status != 200:
        return await _whole(writer, reply.status, {"error": {"message": reply.error}}, reply.headers)
    if not body.get("stream"):
        return await _whole(writer, 200, _message(reply))
    served.open += 1
    try:
        await _streamed(reader, writer, reply, body)
    except ConnectionError:
        served.closed_early += 1
        raise
    finally:
        served.open -= 1


async def _whole(
    writer: asyncio.StreamWriter, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> None:
    data = json.dumps(body, ensure_ascii=False).encode()
    own = {"Content-Type": "application/json", "Content-Length": str(len(data)), "Connection": "close"}
    lines = own | dict(headers or {})
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    writer.write(f"HTTP/1.1 {status} -\r\n{head}\r\n".encode() + data)
    await writer.drain()


def _message(reply: Reply) -> dict[str, Any]:
    words = "".join(part for part in reply.parts if isinstance(part, str))
    choice = {"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": reply.finish}
    read, written = reply.usage or (0, 0)
    usage = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
    return {"id": "1", "object": "chat.completion", "created": 1, "model": MODEL, "choices": [choice], "usage": usage}


async def _streamed(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, reply: Reply, body: Mapping[str, Any]
) -> None:
    """The reply as Server-Sent Events in chunked encoding, so that a lost connection can be told from an end."""
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    await _sent(writer, _chunk({"role": "assistant", "content": None}))
    for part in reply.parts:
        if isinstance(part, Cut):
            writer.transport.abort()
            return
        await _part(reader, writer, part, reply)
    if reply.finish:
        await _sent(writer, _chunk({}, reply.finish))
        if reply.usage and (body.get("stream_options") or {}).get("include_usage"):
            await _sent(writer, _usage(*reply.usage))
        await _sent(writer, b"data: [DONE]\n\n")
    writer.write(b"0\r\n\r\n")
    await writer.drain()


async def _part(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, part: Part, reply: Reply) -> None:
    match part:
        case Pause():
            await _still_there(reader, part.seconds)
        case Raw():
            await _sent(writer, part.data)
        case Delta():
            await _sent(writer, _chunk(part.delta, part.finish, part.choices))
        case str():
            for start in range(0, len(part), reply.piece):
                await _sent(writer, _chunk({"content": part[start : start + reply.piece]}))
                if reply.every:
                    await _still_there(reader, reply.every)


async def _still_there(reader: asyncio.StreamReader, seconds: float) -> None:
    """Waits, and notices a client that leaves meanwhile."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while (left := end - loop.time()) > 0:
        await asyncio.sleep(min(left, 0.05))
        if reader.at_eof():
            raise ConnectionResetError


async def _sent(writer: asyncio.StreamWriter, data: bytes) -> None:
    if writer.transport.is_closing():
        raise ConnectionResetError
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    await writer.drain()


def _chunk(delta: Mapping[str, Any], finish: str | None = None, choices: Any = ()) -> bytes:
    given = [{"index": 0, "delta": delta, "finish_reason": finish}] if choices == () else choices
    return _data({"choices": given, "usage": None})


def _usage(read: int, written: int) -> bytes:
    told = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
    return _data({"choices": None, "usage": told})


def _data(body: Mapping[str, Any]) -> bytes:
    whole = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": MODEL} | dict(body)
    return f"data: {json.dumps(whole, ensure_ascii=False)}\n\n".encode()
