"""Hundreds of answers that a slow model is writing, open at once on one server, and what others wait meanwhile.

    python -m eval.bench.slow_models --data DIR

The model is a scripted server on loopback that repeats the first clause it is given, a few characters at a time. The
server may call it so many times at once as streams are opened, so whoever asks then is answered by quoted clauses.
"""

import asyncio
import http.client
import json
import os
import statistics
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import psutil
import typer

from eval.bench.model_server import KEY, MODEL, Reply, Served, model_server
from eval.bench.results import record
from eval.bench.serving import HOST, ask, served

_WRITTEN: Final = "销售不知道是侵犯注册商标专用权的商品怎么处理？"
"""A question that a model is asked."""
_OTHERS: Final = (
    "商标侵权行为包括哪些？",
    "商标法第五十七条",
    "行政处罚案件多少日内办结？",
    "当事人什么时候可以要求听证？",
    "假冒专利怎么处罚？",
)
_OPEN_SECONDS: Final = 240.0
_GOAL_MS: Final = 300.0


def main(
    data: Annotated[Path, typer.Option(help="Folder of a built index.")],
    streams: Annotated[int, typer.Option(min=1, help="Slow streams open at once.")] = 500,
    times: Annotated[int, typer.Option(min=2, help="Questions that others ask meanwhile.")] = 200,
    every: Annotated[float, typer.Option(help="Seconds between two pieces of a slow stream.")] = 2.0,
) -> None:
    """Open the streams, ask beside them, print what others waited as JSON."""
    with served(data) as server:
        alone = _asked(server.port, times)
    with model_server(lambda body, _number: _slow(body, every)) as model:
        os.environ |= {
            "ASSISTANT_CHAT_MODEL": f"openai:{MODEL}",
            "ASSISTANT_CHAT_BASE_URL": model.url,
            "ASSISTANT_CHAT_API_KEY": KEY,
            "ASSISTANT_CHAT_CALLS": str(streams),
            "ASSISTANT_CHAT_SECONDS": "600",
            "ASSISTANT_CHAT_FIRST_SECONDS": "120",
            "ASSISTANT_CHAT_BETWEEN_SECONDS": "120",
        }
        with served(data) as server:
            figures = asyncio.run(_beside(server.port, server.pid, model, streams, times))
    beside = figures.pop("milliseconds")
    record(
        "slow-models",
        figures
        | {"streams": streams, "others": times, "goal_ms": _GOAL_MS}
        | {"alone_ms": _times(alone), "beside_ms": _times(beside)}
        | {"within_goal": round(sum(ms <= _GOAL_MS for ms in beside) / len(beside), 4)},
    )


def _slow(body: Mapping[str, Any], every: float) -> Reply:
    """The first clause again and again, in other numbers, so that it is no circle."""
    lines = body["messages"][-1]["content"].split("\n")
    clause = json.loads(next(line for line in lines if line.startswith('{"n": 1,')))["text"].replace("\n", "")
    words = "".join(f"\n{clause}[1]" for _ in range(3))
    return Reply((words,), every=every, piece=3)


async def _beside(port: int, pid: int, model: Served, streams: int, times: int) -> dict[str, Any]:
    """Milliseconds of others' answers while the streams are open, and what the streams cost."""
    began, process = time.perf_counter(), psutil.Process(pid)
    before = process.memory_info().rss
    reading = [asyncio.create_task(_stream(port)) for _ in range(streams)]
    async with asyncio.timeout(_OPEN_SECONDS):
        while model.open < streams:  # noqa: ASYNC110  another thread counts
            await asyncio.sleep(0.05)
    seconds = time.perf_counter() - began
    used = process.cpu_times()
    started = time.perf_counter()
    milliseconds = await asyncio.to_thread(_asked, port, times)
    busy = process.cpu_times()
    spent = busy.user + busy.system - used.user - used.system
    still_open = sum(not task.done() for task in reading)
    memory = process.memory_info().rss
    for task in reading:
        task.cancel()
    await asyncio.gather(*reading, return_exceptions=True)
    return {
        "milliseconds": milliseconds,
        "seconds_to_open": round(seconds, 1),
        "still_open": still_open,
        "memory_mb_per_stream": round((memory - before) / streams / 1_000_000, 2),
        "cpu_share": round(spent / (time.perf_counter() - started), 2),
    }


async def _stream(port: int) -> None:
    """One slow stream, read to its end."""
    reader, writer = await asyncio.open_connection(HOST, port)
    body = json.dumps({"question": _WRITTEN}).encode()
    head = (
        "POST /api/chat HTTP/1.1",
        f"Host: {HOST}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    writer.write("\r\n".join((*head, "", "")).encode() + body)
    try:
        while await reader.readline():
            pass
    finally:
        writer.close()


def _asked(port: int, times: int) -> list[float]:
    """Milliseconds of each of so many whole answers, asked one after the other."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    milliseconds = []
    for number in range(times):
        began = time.perf_counter()
        answer = json.loads(ask(connection, _OTHERS[number % len(_OTHERS)], stream=False).read())
        milliseconds.append((time.perf_counter() - began) * 1000)
        if answer["abstained"]:
            raise SystemExit(f"no answer to {answer['question']!r}: the bench needs the corpus of laws")
        time.sleep(0.02)
    connection.close()
    return milliseconds


def _times(milliseconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return {"p50": round(cuts[9], 1), "p95": round(cuts[18], 1), "max": round(max(milliseconds), 1)}


if __name__ == "__main__":
    typer.run(main)
