"""`python -m assistant serve`: a real process on a real port."""

import http.client
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.serving import address_of, listen
from tests.assistant.office import open_office

HOST = "127.0.0.1"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two made-up documents."""
    return open_office(tmp_path_factory.mktemp("serve"))


@contextmanager
def served(data: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A server that has said that it is ready, and what it wrote since."""
    command = [sys.executable, "-m", "assistant", "serve", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")
    assert process.stderr
    lines = [next(process.stderr)]
    while not lines[-1].startswith("http"):
        lines.append(next(process.stderr))
    reading = threading.Thread(target=lambda: lines.extend(process.stderr or ()))
    reading.start()
    try:
        yield process, lines
    finally:
        process.terminate()
        process.wait(timeout=20)
        reading.join()
        process.stderr.close()


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def request(port: int, method: str, path: str, body: object = None) -> tuple[int, bytes]:
    """Status and body of one request."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    headers = {"Content-Type": "application/json"}
    connection.request(method, path, json.dumps(body) if body else None, headers)
    response = connection.getresponse()
    answered = response.status, response.read()
    connection.close()
    return answered


def test_the_address_means_ready(data: Path) -> None:
    """Once the address is printed, page, readiness and a question answer; nothing goes to the log but JSON lines."""
    port = free_port()
    with served(data, port) as (_, lines):
        assert lines[-1] == f"http://{HOST}:{port}/\n"
        assert request(port, "GET", "/readyz")[0] == 200
        assert b"<!doctype html>" in request(port, "GET", "/")[1]
        status, body = request(port, "POST", "/api/chat", {"question": "罚款多少？", "stream": False})
        assert (status, json.loads(body)["question"]) == (200, "罚款多少？")
    logged = [json.loads(line) for line in lines if not line.startswith("http")]
    assert [line["message"] for line in logged].count("answered") == 1
    assert "罚款多少" not in "".join(lines)


def test_a_stream_that_is_left_does_not_hold_the_server(data: Path) -> None:
    """Clients that go away in the middle leave the server answering, and it ends when told to."""
    port = free_port()
    with served(data, port) as (process, _):
        for _ in range(8):
            with socket.create_connection((HOST, port)) as client:
                body = json.dumps({"question": "罚款多少？"}).encode()
                head = f"POST /api/chat HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
                client.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
                assert client.recv(15) == b"HTTP/1.1 200 OK"
        assert request(port, "GET", "/readyz")[0] == 200
    assert process.returncode in {0, -15}


def test_a_taken_port_is_one_line(data: Path) -> None:
    """The message names the address and what to do; nothing was loaded for it."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "assistant", "serve", "--data", str(data), "--port", str(port)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"{HOST}:{port}" in done.stderr
    assert "--port" in done.stderr


def test_an_address_that_is_not_ours_is_refused() -> None:
    """A host that this machine does not have is named."""
    with pytest.raises(SettingsError, match=r"192\.0\.2\.1:0"):
        listen("192.0.2.1", 0)


def test_addresses_are_written_as_browsers_take_them() -> None:
    """IPv6 stands in brackets."""
    try:
        listener = listen("::1", 0)
    except SettingsError:
        pytest.skip("this machine has no IPv6")
    with listener:
        assert address_of(listener) == f"http://[::1]:{listener.getsockname()[1]}/"


def test_help_is_light() -> None:
    """`--help` loads neither the web framework nor the search."""
    code = (
        "import sys, assistant.__main__; print(*sorted({'fastapi', 'chromadb', 'numpy', 'uvicorn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == ""
