"""Level memory and open files through 100 adds and removes: `python -m eval.bench.churn PATH [--url URL --pid PID]`.

PATH is loaded first, then one small document of our own comes, changes and goes while readers ask without pause: in
threads of this process and of a second one, or, with --url, as streams of a server on the folder --data.
"""

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from eval.bench.kill import finish, held
from eval.bench.reading import QUESTION, Seen, readers
from eval.bench.results import record
from index.embeddings import load_embedder


def main() -> None:
    """Change so many times, and print and keep the levels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, nargs="?", help="loaded first; leave out with --url, whose data is loaded")
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--url", help="a running server; its streams are the readers")
    parser.add_argument("--pid", type=int, help="the server's process, whose levels are measured")
    parser.add_argument("--data", type=Path, help="the server's data folder")
    parser.add_argument("--second", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.second:
        read_until_told(given.second)
        return
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        data = given.data or Path(folder) / "data"
        if given.path:
            finish("add", given.path, data)
        if given.url:
            seen = stack.enter_context(streams(given.url, 8))
        else:
            seen = stack.enter_context(readers(data, load_embedder("static"), 8))
            stack.enter_context(second_process(data))
        levels = churn(data, Path(folder), given.changes, psutil.Process(given.pid))
    record(
        "churn-server" if given.url else "churn",
        {
            "changes": given.changes,
            "levels": levels,
            "questions": seen.states.total(),
            "states_seen": len(seen.states),
            "violations": len(seen.violations),
            "first_violations": seen.violations[:5],
        },
    )


def churn(data: Path, folder: Path, changes: int, process: psutil.Process) -> list[dict[str, int]]:
    """Add and remove in turn; the levels of the process after each tenth of the changes."""
    embedder, levels = load_embedder("static"), []
    before = held(data, embedder)
    for change in range(changes):
        if change % 2 == 0:
            (folder / "churn.txt").write_text(law(change), encoding="utf-8")
            finish("add", folder / "churn.txt", data)
        else:
            (added,) = held(data, embedder) - before
            finish("remove", added, data)
        if change % max(changes // 10, 1) == 0 or change == changes - 1:
            levels.append({"change": change + 1, **level(process)})
    return levels


def law(number: int) -> str:
    """A regulation that exists nowhere, another one each time."""
    articles = (f"第{sign}条　商标管理事项第{number}号，应当在{number + 1}日内办理。" for sign in "一二三四五六七八九")
    return "\n".join(("测试市商标事务暂行办法", "", *articles))


def level(process: psutil.Process) -> dict[str, int]:
    """Memory in MB and open files of a process."""
    files = process.num_fds() if psutil.POSIX else process.num_handles()
    return {"memory_mb": process.memory_info().rss // 1_000_000, "open_files": files, "threads": process.num_threads()}


@contextmanager
def second_process(data: Path) -> Iterator[None]:
    """Readers in another process; whatever they find wrong ends this one."""
    arguments = [sys.executable, "-m", "eval.bench.churn", "--second", str(data)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        yield
        answer, _ = other.communicate()
        if other.returncode or json.loads(answer):
            raise SystemExit(f"readers in a second process: {answer.decode()}")


def read_until_told(data: Path) -> None:
    """Read until stdin is closed, then print the violations seen."""
    with readers(data, load_embedder("static"), 4) as seen:
        sys.stdin.read()
    print(json.dumps(seen.violations))


@contextmanager
def streams(url: str, threads: int) -> Iterator[Seen]:
    """Keep so many streams of the server open until the end of the block."""
    seen, stop = Seen(), threading.Event()
    asking = [threading.Thread(target=_stream, args=(url, seen, stop)) for _ in range(threads)]
    for thread in asking:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in asking:
            thread.join()


def _stream(url: str, seen: Seen, stop: threading.Event) -> None:
    body = json.dumps({"question": QUESTION, "stream": True})
    while not stop.is_set():
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        connection.request("POST", "/api/chat", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        events = response.read().decode()
        if response.status == http.HTTPStatus.OK and "event: done" in events:
            seen.states[frozenset()] += 1
        else:
            seen.violations.append(f"{response.status} {events[-200:]}")
        connection.close()


if __name__ == "__main__":
    main()
