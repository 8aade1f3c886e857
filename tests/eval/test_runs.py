"""Runs as files: the pinned names, nothing lost on the way, and one clear line for what does not fit."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.messages import Citation, Timing, Turn
from eval.dataset import Dataset, Item
from eval.errors import RunError
from eval.runs import (
    DatasetFacts,
    Passage,
    Run,
    RunMeta,
    RunRow,
    RunWriter,
    SystemFacts,
    check_dataset,
    check_texts,
    encoded,
    meta_path,
    read_run,
    rows_so_far,
    write_meta,
    write_rows,
)

DAY = date(2026, 11, 21)
CITED = Citation(
    1,
    "条例",
    "law",
    "v1",
    "official",
    "示例条例",
    None,
    "第三条",
    "处罚款\u2028",
    5,
    9,
    2,
    "现行有效",
    DAY,
    None,
    "v1",
    "/x",
)
ROW = RunRow(
    "q-1",
    "罚多少？",
    (Turn("user", "灯笼"), Turn("assistant", "请说明")),
    DAY,
    "处罚款[1]",
    citations=(CITED,),
    passages=(Passage("law", "v1", "第三条", 5, 9, "处罚款", 0.75, 1, "lexical"),),
    timing=Timing(1.5, 2.5, {"retrieval": 0.5}),
)
FAILED = RunRow("q-2", "", (), DAY, error="QuestionError: 问题是空的")
META = RunMeta(
    DatasetFacts("small", "small.jsonl", "a" * 64, None, 2),
    SystemFacts("in process", "000001-aa", "b" * 64, "static", "extractive", "0.1.0"),
    None,
    datetime(2026, 11, 21, 8, tzinfo=UTC),
    None,
    4,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A run of two questions."""
    path = tmp_path / "run.jsonl"
    write_rows(path, [ROW, FAILED])
    write_meta(path, META)
    return path


def test_nothing_is_lost_in_a_file(path: Path) -> None:
    """What is read equals what was written, errors, histories and separators of Unicode included."""
    assert read_run(path) == Run(path, (ROW, FAILED), META)


def test_names_are_the_pinned_ones(path: Path) -> None:
    """A row has the fields of the pinned format, in its order, and Chinese unescaped."""
    first, _ = path.read_bytes().splitlines()
    row = json.loads(first)
    assert " ".join(row) == "id question history as_of answer abstained citations passages timing error"
    assert " ".join(row["passages"][0]) == (
        "document_id version_id clause_path start_char_index end_char_index text score rank retriever"
    )
    assert " ".join(row["citations"][0]) == (
        "n work_id document_id version_id kind document_title document_number clause_path cited_text "
        "start_char_index end_char_index page state effective_from effective_to sha256 url"
    )
    assert (row["as_of"], row["history"][0]) == ("2026-11-21", {"role": "user", "content": "灯笼"})
    assert "罚多少".encode() in first


def test_facts_stand_beside_the_run(path: Path) -> None:
    """`run.jsonl` has `run.meta.json`; what is not known is null."""
    facts = json.loads((path.parent / "run.meta.json").read_bytes())
    assert list(facts) == ["dataset", "system", "as_of", "started", "finished", "workers"]
    assert (facts["started"], facts["finished"]) == ("2026-11-21T08:00:00+00:00", None)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"rank": 1', '"rnak": 1', r"run.jsonl, line 1: field passages\.0\.rank: Field required"),
        ('"abstained": false', '"abstained": "who"', "line 1: field abstained: "),
        ('"error": "Q', '"mood": "", "error": "Q', "line 2: field mood: Extra inputs are not permitted"),
        ('"q-2"', '"q-1"', "line 2: field id: 'q-1' stands in line 1 already"),
        ('的"}\n', "", "line 2: is cut off"),
    ],
)
def test_a_wrong_line_is_named(path: Path, old: str, new: str, words: str) -> None:
    """Unknown, missing and wrong fields, an id twice, a torn last line: file, line and field."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    with pytest.raises(RunError, match=words) as told:
        read_run(path)
    assert "\n" not in str(told.value)


def test_an_unfinished_run_is_not_scored(path: Path) -> None:
    """A run that lacks questions, be it cut off between two lines, is not taken for a whole one."""
    write_rows(path, [ROW])
    with pytest.raises(RunError, match="holds 1 of 2 questions; go on with it"):
        read_run(path)


def test_a_run_without_its_facts_is_refused(path: Path) -> None:
    """Nobody could say what it answers."""
    meta_path(path).unlink()
    with pytest.raises(RunError, match=r"run\.meta\.json: no such file"):
        read_run(path)


def test_wrong_facts_are_named(path: Path) -> None:
    """A misspelt field of the facts is told with its place in them."""
    text = meta_path(path).read_text(encoding="utf-8")
    meta_path(path).write_text(text.replace('"half"', '"halve"'), encoding="utf-8")
    with pytest.raises(RunError, match=r"run\.meta\.json: field dataset\.half: Field required"):
        read_run(path)


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_torn_last_line_is_dropped(path: Path, cut: int) -> None:
    """Wherever a kill tears the last line, the rows before it stay; a line that lacks its end only is whole."""
    path.write_bytes(path.read_bytes()[:-cut])
    assert rows_so_far(path) == ((ROW, FAILED) if cut == 1 else (ROW,))


def test_a_line_torn_in_the_middle_of_a_file_is_refused(path: Path) -> None:
    """No kill of ours does that, so it is told, not dropped."""
    first, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first[:50] + b"\n" + second)
    with pytest.raises(RunError, match="line 1"):
        rows_so_far(path)


def test_rows_of_many_threads_stay_whole(tmp_path: Path) -> None:
    """Long rows that are added at once never mix."""
    rows = [replace(ROW, id=f"q-{number}", answer="长" * 50_000) for number in range(40)]
    with closing(RunWriter(tmp_path / "run.jsonl")) as writer, ThreadPoolExecutor(8) as pool:
        list(pool.map(writer.append, rows))
    assert {row.id: row for row in rows_so_far(tmp_path / "run.jsonl")} == {row.id: row for row in rows}


def test_rows_go_to_the_end(path: Path) -> None:
    """What stands there already stays."""
    added = replace(ROW, id="q-3")
    with closing(RunWriter(path)) as writer:
        writer.append(added)
    assert path.read_bytes() == encoded([ROW, FAILED, added])


def test_another_dataset_is_refused(path: Path) -> None:
    """Both are named; the run's own passes."""
    items = (Item("q-1", ""), Item("q-2", ""))
    run = read_run(path)
    check_dataset(run, Dataset(Path("small.jsonl"), "a" * 64, items))
    with pytest.raises(RunError, match=r"dataset\.sha256: the run answers small\.jsonl \(a{12}\), not other\.jsonl"):
        check_dataset(run, Dataset(Path("other.jsonl"), "c" * 64, items))
    with pytest.raises(RunError, match="field id: 'q-2' is no question of small"):
        check_dataset(run, Dataset(Path("small.jsonl"), "a" * 64, items[:1]))


def test_another_index_is_refused(path: Path) -> None:
    """Another generation of the same texts will do, other texts will not."""
    run = read_run(path)
    check_texts(run, "b" * 64, "000009-ff")
    with pytest.raises(RunError, match=r"system\.texts: the run was answered from the texts of 000001-aa.*000009-ff"):
        check_texts(run, "d" * 64, "000009-ff")


@pytest.mark.parametrize(("name", "half"), [("ip-dev", "dev"), ("ip-test", "test"), ("latest", None)])
def test_the_half_stands_in_the_name(name: str, half: str | None) -> None:
    """The facts say which half of a dataset was asked."""
    assert DatasetFacts.of(Dataset(Path(f"{name}.jsonl.gz"), "", (Item("a", "b"),))) == DatasetFacts(
        name, f"{name}.jsonl.gz", "", half, 1
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told() -> None:
    """The message names the file and what to do."""
    with closing(RunWriter(Path("/dev/full"))) as writer, pytest.raises(RunError, match="/dev/full: cannot be written"):
        writer.append(ROW)
