"""`python -m assistant ask`: an answer in the terminal, from a real index."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.messages import NearestClause, Searched
from assistant.terminal import as_text
from tests.assistant.office import open_office
from tests.assistant.script import ANSWER, CITATION
from tests.assistant.test_schemas import ANSWER_FIELDS

QUESTION = "哪些情形属于侵犯商标专用权？"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two made-up documents."""
    return open_office(tmp_path_factory.mktemp("ask"))


def ask(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the command as a person would."""
    command = [sys.executable, "-m", "assistant", "ask", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)


def test_an_answer_ends_in_its_citations(data: Path) -> None:
    """Document, number, clause, quote and state of each [n] stand below the answer."""
    done = ask(QUESTION, "--data", data)
    assert done.returncode == 0, done.stderr
    assert "《示例商标条例》（示令〔2020〕1号）第三条第（二）项：“" in done.stdout
    assert "（现行有效）" in done.stdout
    assert done.stderr == ""


def test_json_is_the_whole_answer(data: Path) -> None:
    """Nothing but the Answer goes to stdout."""
    answer = json.loads(ask(QUESTION, "--json", "--as-of", "2021-03-01", "--data", data).stdout)
    assert set(answer) == ANSWER_FIELDS
    assert (answer["question"], answer["as_of"]) == (QUESTION, "2021-03-01")


def test_a_fresh_checkout_answers_from_the_shipped_pack(tmp_path: Path) -> None:
    """Where there is no index yet it is built first, with progress on stderr, and digests are marked as such."""
    done = ask("什么是商标的使用？", "--data", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "building it from the shipped pack" in done.stderr
    assert "要点摘编，请核对原文" in done.stdout


def test_history_comes_from_a_file(data: Path, tmp_path: Path) -> None:
    """A conversation in a file is taken; a broken one is refused in one line that names the file."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps([{"role": "user", "content": QUESTION}]), encoding="utf-8")
    bad.write_text('[{"role": "user"}]', encoding="utf-8")
    assert ask("罚款多少？", "--history", good, "--data", data).returncode == 0
    refused = ask("罚款多少？", "--history", bad, "--data", data)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "bad.json" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("问", "--as-of", "2022-02-30"), "2022-02-30"),
        ((" ",), "空"),
        (("问", "--history", "nowhere.json"), "nowhere.json"),
    ],
)
def test_what_cannot_be_asked_is_one_line(arguments: tuple[str, ...], words: str) -> None:
    """A bad date, an empty question and a missing file are said plainly, before anything is built."""
    done = ask(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert words in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows hands arguments on as text")
def test_a_question_from_a_terminal_in_gbk_is_one_line() -> None:
    """It says which encoding to set."""
    done = ask(os.fsdecode("商标".encode("gbk")))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "UTF-8" in done.stderr


def test_a_digest_is_never_in_quotation_marks() -> None:
    """What stands in a digest is marked to be checked and looks like no quotation."""
    shown = as_text(replace(ANSWER, citations=(replace(CITATION, kind="digest"),)))
    assert "“" not in shown
    assert "：应当于十一月十五日前报送。（要点摘编，请核对原文；现行有效）" in shown


def test_silence_shows_the_nearest_clauses() -> None:
    """An answer that abstains ends in where one may look."""
    nearest = NearestClause("sample-plan", "临江市实施方案", "二/（一）", "加强商标保护。")
    silent = replace(ANSWER, abstained=True, citations=(), notes=(), searched=Searched(1, nearest=(nearest,)))
    assert as_text(silent).endswith("最接近的条款：\n- 《临江市实施方案》二 › （一）：加强商标保护。")


def test_notes_stand_below_the_answer() -> None:
    """What the reader should know beside the answer is set off from it."""
    assert "\n\n※ 方案为 2024 年度。\n\n[1] 《临江市实施方案》（临知发〔2024〕3号）三 › （二）：“" in as_text(ANSWER)
