"""Backup, restore and migration with a real server: it goes on answering, and answers the same from what was restored."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import index
from eval.bench.serving import served, streams
from tests.assistant.test_serve import request
from tests.index.test_migration import RELEASED, unpacked

PACK = Path(index.__file__).parent / "pack"
QUESTIONS = [
    "枣庄要求各区（市）局什么时候报工作总结？",
    "许昌和枣庄的总结分别什么时候报？",
    "商标的使用包括哪些行为",
    "鄂尔多斯每月几号前报数据",
    "天气怎么样",
]


def command(*words: object, data: Path) -> subprocess.CompletedProcess[str]:
    """A command of the index as the office's IT person types it; it must succeed."""
    line = [sys.executable, "-m", "index", *map(str, words), "--data", str(data)]
    return subprocess.run(line, capture_output=True, encoding="utf-8", check=True)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the shipped pack."""
    folder = tmp_path_factory.mktemp("office") / "data"
    command("add", PACK, data=folder)
    return folder


def answers(port: int) -> Iterator[dict[str, Any]]:
    """The answers to the questions, without what differs from one asking to the next."""
    for question in QUESTIONS:
        status, body = request(
            port, "POST", "/api/chat", {"question": question, "stream": False, "as_of": "2026-11-21"}
        )
        assert status == 200
        answer = json.loads(body)
        answer["versions"].pop("index")
        yield {name: value for name, value in answer.items() if name not in {"id", "timing"}}


def test_a_server_answers_all_the_time(data: Path, tmp_path: Path) -> None:
    """Backed up, changed, restored: each question sees the sixteen documents in force or one less, and afterwards all is as before."""
    with served(data) as server, streams(server.port, 2) as seen:
        before = list(answers(server.port))
        said = command("backup", tmp_path / "office.zip", data=data).stderr
        command("remove", "plan-zaozhuang-2022", data=data)
        assert list(answers(server.port)) != before
        command("restore", tmp_path / "office.zip", data=data)
        assert list(answers(server.port)) == before
    assert seen.violations == []
    assert set(seen.states) == {frozenset({"16"}), frozenset({"15"})}
    assert "17 originals" in said
    assert command("check", data=data).stderr.startswith("0 violations")


def test_another_machine_gives_the_same_answers(data: Path, tmp_path: Path) -> None:
    """Restored into a folder that was never there, with the same citations; everything checks."""
    command("backup", tmp_path / "office.zip", data=data)
    command("restore", tmp_path / "office.zip", data=tmp_path / "new" / "folder")
    with served(data) as one, served(tmp_path / "new" / "folder") as other:
        told = list(answers(one.port))
        assert told == list(answers(other.port))
    assert any(answer["citations"] for answer in told)
    assert command("check", data=tmp_path / "new" / "folder").stderr.startswith("0 violations")


@pytest.mark.parametrize("schema", RELEASED)
def test_a_server_start_migrates(schema: int, tmp_path: Path) -> None:
    """What an earlier release left behind answers as soon as the server says that it is ready."""
    with served(unpacked(schema, tmp_path / "data")) as server:
        ready = json.loads(request(server.port, "GET", "/readyz")[1])
        _, body = request(server.port, "POST", "/api/chat", {"question": "灯笼管理条例第二条", "stream": False})
    assert ready["documents"] == 3
    assert "登记、标价" in json.loads(body)["answer"]
    assert command("check", data=tmp_path / "data").stderr.startswith("0 violations")
