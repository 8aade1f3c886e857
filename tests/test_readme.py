"""The README tells the truth: its commands run, its blocks are current, both languages say the same commands."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from eval.readme import PAGES, ROOT, filled

NOT_RUN_HERE = ("make ", "python -m venv", ".venv/bin/", "curl ", "python -m assistant serve")
"""Set-up and servers: `.ci/run` makes the environment, tests/assistant/test_serve.py and tests/e2e run the server."""


def text(page: str) -> str:
    """A page of the project's front."""
    return (ROOT / page).read_text(encoding="utf-8")


def commands(page: str) -> list[str]:
    """What a reader would type: lines with `$ ` in console blocks."""
    blocks = re.findall(r"```console\n(.*?)```", text(page), re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize("page", PAGES)
def test_generated_blocks_are_current(page: str) -> None:
    """Settings and figures are those of the code and of the last measurement; mend with `python -m eval.readme`."""
    assert text(page) == filled(text(page))


def test_both_languages_give_the_same_commands() -> None:
    """Whoever follows the Chinese page types what the English one says."""
    english, chinese = (commands(page) for page in PAGES)
    assert english == chinese


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a document of one's own, as the README's reader has it."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "documents").mkdir()
    rule = "灯笼管理办法\n\n第一条　为了规范灯笼经营，制定本办法。\n\n第二条　违反本办法的，处一万元以下罚款。\n"
    (folder / "documents" / "lantern.txt").write_text(rule, encoding="utf-8")
    return folder


def test_the_commands_run_in_order(place: Path) -> None:
    """Every command of the README that needs no other documents ends well, one after the other, on one index."""
    run_in_order((command for command in commands(PAGES[0]) if "bench" not in command), place)


@pytest.mark.corpus
@pytest.mark.slow
def test_a_new_evaluator_gets_from_nothing_to_a_report(place: Path, corpus: Path) -> None:
    """The evaluators' commands, on the documents that the questions are about; the gate is open for this version."""
    chosen = (command.replace("CORPUS", str(corpus)) for command in commands(PAGES[0]) if "bench" in command)
    run_in_order(chosen, place)
    assert "<html" in (place / "report.html").read_text(encoding="utf-8")


def run_in_order(chosen: Iterable[str], place: Path) -> None:
    """Run commands as a reader would, in one folder."""
    environment = {
        **os.environ,
        "INDEX_DATA": str(place / "data"),
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }
    for command in chosen:
        if not command.startswith(NOT_RUN_HERE):
            words = shlex.split(command)
            assert words[0] == "python", command
            ended = subprocess.run(
                [sys.executable, *words[1:]], cwd=place, env=environment, capture_output=True, text=True, check=False
            )
            assert (ended.returncode, command) == (0, command), ended.stderr


def test_the_first_session_is_what_one_gets(place: Path) -> None:
    """The answer on the first screen is the one that the shipped pack gives."""
    page = text(PAGES[0])
    shown = re.search(r'assistant ask "([^"]+)".*?```text\n(.*?)```', page, re.DOTALL)
    assert shown
    environment = {
        **os.environ,
        "INDEX_DATA": str(place / "pack"),
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }
    asked = [sys.executable, "-m", "assistant", "ask", shown[1], "--as-of", "2026-11-21"]
    answer = subprocess.run(asked, env=environment, capture_output=True, encoding="utf-8", check=True).stdout
    assert answer.split() == shown[2].split()
