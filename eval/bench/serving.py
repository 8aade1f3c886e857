"""A real server on a data folder, and clients that ask it without pause; used by `latency`, `kill` and `churn`."""

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.bench.reading import QUESTION, Seen

HOST = "127.0.0.1"
_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where it listens, its process, and how long it took until it was ready."""

    port: int
    pid: int
    cold_seconds: float


@contextmanager
def served(data: Path) -> Iterator[Served]:
    """A real server on the data until the end of the block."""
    port = _free_port()
    command = [sys.executable, "-m", "assistant", "serve", "--data", str(data), "--port", str(port)]
    began = time.perf_counter()
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait_until_ready(server, port, began + _START_SECONDS)
        yield Served(port, server.pid, time.perf_counter() - began)
    finally:
        server.terminate()
        server.wait(timeout=20)


@contextmanager
def streams(port: int, clients: int) -> Iterator[Seen]:
    """Keep so many streams of the server open until the end of the block; states are numbers of documents searched."""
    seen, stop = Seen(), threading.Event()
    asking = [threading.Thread(target=_stream, args=(port, seen, stop)) for _ in range(clients)]
    for client in asking:
        client.start()
    try:
        yield seen
    finally:
        stop.set()
        for client in asking:
            client.join()


def ask(connection: http.client.HTTPConnection, question: str, *, stream: bool) -> http.client.HTTPResponse:
    """The response to a question.

    Raises:
        SystemExit: the server refused it.
    """
    body = json.dumps({"question": question, "stream": stream})
    connection.request("POST", "/api/chat", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    if response.status != http.HTTPStatus.OK:
        raise SystemExit(f"the server refused {question!r}: {response.status} {response.read().decode()}")
    return response


def _stream(port: int, seen: Seen, stop: threading.Event) -> None:
    while not stop.is_set():
        # Whatever goes wrong is what is looked for: it is counted, and the next question asked.
        try:
            seen.states[frozenset({str(_streamed(port)["searched"]["documents"])})] += 1
        except Exception as error:  # noqa: BLE001
            seen.violations.append(repr(error))
        time.sleep(0.02)  # leaves the writer, who shares these cores, its turn


def _streamed(port: int) -> dict[str, Any]:
    """The whole answer at the end of a stream."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        *_, last = ask(connection, QUESTION, stream=True).read().decode().strip().split("\n\n")
        event, _, data = last.partition("\n")
        if event != "event: done":
            raise ValueError(last[-300:])
        return json.loads(data.removeprefix("data: "))["answer"]  # type: ignore[no-any-return]
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: "subprocess.Popen[bytes]", port: int, deadline: float) -> None:
    while not _ready(port):
        if server.poll() is not None or time.perf_counter() > deadline:
            raise SystemExit("the server did not get ready; start it by hand to see why: python -m assistant serve")
        time.sleep(0.02)


def _ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
