"""The command line of the index, as the office's IT person uses it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from index.__main__ import app

LAW = "某市商品办法\n第一章 总则\n第一条　为了保护商标，制定本办法。\n第二条　市场监管部门应当每月检查。\n"


def run(*arguments: object) -> Result:
    """A command; its own errors raise here and become one line in `main`."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def apart(*arguments: object) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, which holds nothing open when it has ended."""
    command = [sys.executable, "-m", "index", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one law that has been added as text and as Markdown."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "law.txt").write_text(LAW, encoding="utf-8")
    (folder / "law.md").write_text(f"# {LAW}", encoding="utf-8")
    assert run("add", folder, "--data", folder / "data", "--access", "public").exit_code == 0
    return folder / "data"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if sys.platform != "linux" or shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        pytest.skip("needs the right to mount a small file system (Linux, root)")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_documents_are_listed_as_json(data: Path) -> None:
    """One document with two sources, data on stdout."""
    (row,) = json.loads(run("documents", "--data", data, "--json").stdout)
    assert (row["metadata"]["title"], row["clauses"], row["access"]) == ("某市商品办法", 2, "public")
    assert sorted(source["name"] for source in row["sources"]) == ["law.md", "law.txt"]


def test_tables_align_wide_characters(data: Path) -> None:
    """A Chinese character takes two columns: what stands behind it begins where its heading does."""
    heading, row = run("documents", "--data", data).stdout.splitlines()
    before = row[: row.index("public")]
    assert heading.index("access") == len(before) + sum(ord(sign) > 0x2E7F for sign in before)


def test_show_gives_facts_outline_and_noise(data: Path) -> None:
    """As a tree for people, as JSON for programs; --noise says what cleaning did."""
    (row,) = json.loads(run("documents", "--data", data, "--json").stdout)
    assert "第二条  第二条　市场监管部门应当每月检查。" in run("show", row["document_id"], "--data", data).stdout
    assert "law.md" in run("show", row["document_id"], "--noise", "--data", data).stdout
    shown = json.loads(run("show", row["document_id"], "--json", "--noise", "--data", data).stdout)
    assert [node["path"] for node in shown["outline"] if node["level"] == "条"] == ["第一条", "第二条"]
    assert set(shown["edits"]) == {"law.md", "law.txt"}


def test_search_finds_a_clause(data: Path) -> None:
    """With document, clause and score; a filter that nothing fits leaves nothing."""
    (passage,) = json.loads(run("search", "每月检查", "--top-k", 1, "--data", data, "--json").stdout)
    assert (passage["chunk"]["path"], passage["rank"]) == ("第二条", 1)
    assert json.loads(run("search", "每月检查", "--year", 1999, "--data", data, "--json").stdout) == []
    assert "每月检查" in run("search", "每月检查", "--data", data).stdout


def test_check_and_rebuild_find_all_well(data: Path) -> None:
    """Before and after everything derived is made anew."""
    assert run("check", "--data", data).exit_code == 0
    assert run("rebuild", "--data", data).exit_code == 0
    checked = run("check", "--data", data, "--json")
    assert (checked.exit_code, json.loads(checked.stdout)) == (0, [])
    assert "0 violations in" in checked.stderr


def test_what_worked_is_published_and_what_failed_is_named(tmp_path: Path) -> None:
    """Exit code 1, one line for the file that could not be taken in, the other one is there."""
    (tmp_path / "a.txt").write_text(LAW, encoding="utf-8")
    (tmp_path / "b.txt").touch()
    added = run("add", tmp_path / "a.txt", tmp_path / "b.txt", "--data", tmp_path / "data")
    assert added.exit_code == 1
    assert f"{tmp_path / 'b.txt'}: the file is empty" in added.stderr
    assert added.stdout == ""
    assert len(json.loads(run("documents", "--data", tmp_path / "data", "--json").stdout)) == 1


def test_a_removed_document_is_gone(tmp_path: Path) -> None:
    """And its neighbour stays."""
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.txt").write_text(LAW.replace("商品", name), encoding="utf-8")
    run("add", tmp_path, "--data", tmp_path / "data")
    first, second = json.loads(run("documents", "--data", tmp_path / "data", "--json").stdout)
    assert "removed" in run("remove", first["document_id"], "--data", tmp_path / "data").stderr
    left = json.loads(run("documents", "--data", tmp_path / "data", "--json").stdout)
    assert [row["document_id"] for row in left] == [second["document_id"]]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("documents",), "python -m index add"),
        (("search", "甲", "--as-of", "soon"), "--as-of soon: not a day like 2026-11-21"),
    ],
)
def test_our_errors_are_one_line(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    """On stderr, without a traceback, exit code 1."""
    ended = apart(*arguments, "--data", tmp_path / "none")
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert words in ended.stderr


@pytest.mark.parametrize("command", ["documents", "rebuild"])
@pytest.mark.parametrize("below", [".", "inner"])
def test_a_data_folder_that_is_a_file_is_one_line(tmp_path: Path, command: str, below: str) -> None:
    """Reading and writing say where and which setting to change."""
    (tmp_path / "file").touch()
    ended = apart(command, "--data", tmp_path / "file" / below)
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False)
    last = ended.stderr.splitlines()[-1]
    assert last.startswith("error: ")
    assert str(tmp_path / "file") in last
    assert "INDEX_DATA" in last


@pytest.mark.skipif(sys.platform == "win32", reason="Windows hands arguments on as text")
@pytest.mark.parametrize("command", ["show", "search", "remove"])
def test_an_argument_in_gbk_is_one_line(data: Path, command: str) -> None:
    """As a terminal sends it whose encoding is another one."""
    ended = apart(command, os.fsdecode("商标".encode("gbk")), "--data", data)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.endswith("is not in UTF-8; set the terminal to UTF-8\n")


def test_titles_with_brackets_are_shown_as_they_are(tmp_path: Path) -> None:
    """Tables take nothing in a title for markup."""
    row = {"id": "a", "path": "a.txt", "title": "某办法[/b][red]"}
    (tmp_path / "a.txt").write_text(LAW, encoding="utf-8")
    (tmp_path / "catalog.json").write_text(json.dumps([row]), encoding="utf-8")
    run("add", tmp_path, "--data", tmp_path / "data")
    for command in (("documents",), ("search", "每月检查")):
        assert "某办法[/b][red]" in run(*command, "--data", tmp_path / "data").stdout


def test_a_full_disk_is_one_line_and_the_old_state_answers(small_disk: Path, tmp_path: Path) -> None:
    """What does not fit is not published; what was there before is found and checks."""
    (tmp_path / "small.txt").write_text(LAW, encoding="utf-8")
    articles = "".join(f"第{number}条　{'甲乙丙丁' * 400}。\n" for number in "一二三四五六七八九")
    (tmp_path / "large.txt").write_text(f"某大办法\n{articles * 20}", encoding="utf-8")
    assert apart("add", tmp_path / "small.txt", "--data", small_disk).returncode == 0
    ended = apart("add", tmp_path / "large.txt", "--data", small_disk)
    assert ended.returncode == 1
    assert ended.stderr.strip().splitlines()[-1].startswith("error: ")
    assert "Traceback" not in ended.stderr
    assert len(json.loads(apart("documents", "--data", small_disk, "--json").stdout)) == 1
    assert apart("check", "--data", small_disk).returncode == 0


def test_help_does_not_load_the_heavy_libraries() -> None:
    """`--help` and mistyped options answer at once."""
    code = "import sys, index.__main__; print([name for name in ('numpy', 'chromadb', 'rich', 'docx') if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert ended.stdout.strip() == "[]"


def test_relations_of_the_office_are_told_line_by_line(tmp_path: Path) -> None:
    """A file that names what is not there costs one line at `add`, `rebuild` and `check`; the rest goes on."""
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "law.txt").write_text(LAW, encoding="utf-8")
    row = '[[relation]]\nkind = "repeals"\nold = "a"\nnew = "b"\nclause = "第一条"\nreason = "无"\n'
    (data / "relations.toml").write_text(row, encoding="utf-8")
    line = "relations.toml, relation 1: there is no document 'a'; it is left out"
    added, rebuilt = run("add", tmp_path / "law.txt", "--data", data), run("rebuild", "--data", data)
    assert [line in result.output for result in (added, rebuilt)] == [True, True]
    assert (added.exit_code, rebuilt.exit_code) == (0, 0)
    assert run("check", "--data", data, "--json").exit_code == 1
    (data / "relations.toml").write_text("", encoding="utf-8")
    assert line not in run("add", tmp_path / "law.txt", "--data", data).output  # unchanged documents, changed relations
    assert run("check", "--data", data).exit_code == 0
