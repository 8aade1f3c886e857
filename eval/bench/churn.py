"""Level memory and open files through 100 adds and removes beside a server with open streams.

    python -m eval.bench.churn PATH [--changes 100]

PATH is loaded first; then one small document of our own comes and goes while clients keep streams of a server open.
"""

import argparse
import tempfile
from pathlib import Path

import psutil

from eval.bench.kill import finish, held
from eval.bench.results import record
from eval.bench.serving import served, streams
from index.embeddings import load_embedder

CLIENTS = 8


def main() -> None:
    """Change so many times, and print and keep the levels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--changes", type=int, default=100)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        finish("add", given.path, data=data)
        with served(data) as server, streams(server.port, CLIENTS) as seen:
            levels = churn(data, Path(folder), given.changes, psutil.Process(server.pid))
    record(
        "churn",
        {
            "changes": given.changes,
            "levels": levels,
            "questions": seen.states.total(),
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
            finish("add", folder / "churn.txt", data=data)
        else:
            (added,) = held(data, embedder) - before
            finish("remove", added, data=data)
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


if __name__ == "__main__":
    main()
