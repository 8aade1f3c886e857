"""A whole dataset: in order whatever finishes first, killed and gone on with, refused where it would mix two runs."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from eval.answers import answer_all
from eval.asking import InProcess, failed
from eval.dataset import Dataset, Item, load
from eval.errors import DatasetError, RunError
from eval.runs import RunRow, SystemFacts, meta_path, read_run, rows_so_far
from index.embeddings import load_embedder
from tests.assistant.office import open_office

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
DAY = date(2026, 11, 21)
MANY = 400


class Scripted:
    """An asker that answers what it is told to, after as long as it is told to, and remembers what it was asked."""

    def __init__(self, answer: Callable[[Item, date], RunRow] | None = None) -> None:
        self.answer = answer or (lambda item, day: RunRow(item.id, item.question, item.history, day, "好"))
        self.asked: list[str] = []
        self.system = SystemFacts("in process", "000001-aa", "texts", "static", "scripted", "1")

    def facts(self) -> SystemFacts:
        return self.system

    def ask(self, item: Item, as_of: date) -> RunRow:
        self.asked.append(item.id)
        return self.answer(item, as_of)

    def close(self) -> None:
        pass


def dataset(folder: Path, count: int = 5, name: str = "small", **fields: object) -> Dataset:
    """A dataset of so many questions in a file."""
    rows = ({"id": f"q{number}", "question": f"第{number}条罚款多少？"} | fields for number in range(count))
    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return load(path)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where a run goes."""
    return tmp_path / "runs" / "run.jsonl"


def test_rows_stand_in_the_order_of_the_dataset(tmp_path: Path, out: Path) -> None:
    """The first question is answered last, and still comes first; as many are asked at once as there are workers."""
    last = threading.Event()

    def slow_first(item: Item, day: date) -> RunRow:
        assert item.id != "q0" or last.wait(30)
        if item.id == "q4":
            last.set()
        return RunRow(item.id, item.question, (), day, "好")

    answer_all(dataset(tmp_path), Scripted(slow_first), out, as_of=DAY, workers=2)
    run = read_run(out)
    assert [row.id for row in run.rows] == ["q0", "q1", "q2", "q3", "q4"]
    assert (run.meta.dataset.questions, run.meta.as_of, run.meta.workers) == (5, DAY, 2)
    assert run.meta.finished
    assert run.meta.started <= run.meta.finished <= datetime.now(UTC)


def test_a_row_goes_before_the_default_day(tmp_path: Path, out: Path) -> None:
    """`as_of` is for rows that name no day."""
    answer_all(dataset(tmp_path, 1, as_of="2024-09-01"), Scripted(), out, as_of=DAY)
    assert read_run(out).rows[0].as_of == date(2024, 9, 1)


def test_a_question_without_a_day_is_refused(tmp_path: Path, out: Path) -> None:
    """File, line and field, before anything is asked or written."""
    asker = Scripted()
    with pytest.raises(DatasetError, match=r"small\.jsonl, line 1: field as_of: missing; .*--as-of"):
        answer_all(dataset(tmp_path), asker, out)
    assert (asker.asked, out.exists()) == ([], False)


def test_errors_are_asked_again_and_nothing_else(tmp_path: Path, out: Path) -> None:
    """The second time only the question without an answer is asked; the moment of starting stays."""
    questions = dataset(tmp_path)
    clumsy = Scripted(
        lambda item, day: failed(item, day, ValueError("a\nb")) if item.id == "q3" else RunRow(item.id, "", (), day)
    )
    answer_all(questions, clumsy, out, as_of=DAY)
    before = read_run(out)
    assert [row.error for row in before.rows] == [None, None, None, "ValueError: a b", None]
    again = Scripted()
    answer_all(questions, again, out, as_of=DAY)
    after = read_run(out)
    assert (again.asked, after.rows[3].answer, after.rows[:3]) == (["q3"], "好", before.rows[:3])
    assert after.meta.started == before.meta.started


def test_a_system_that_goes_ends_the_run(tmp_path: Path, out: Path) -> None:
    """One line instead of an error per question; what was answered is kept and gone on with."""
    asker = Scripted()

    def gone(item: Item, day: date) -> RunRow:
        if len(asker.asked) > 2:
            raise RunError("no server answers there")
        return RunRow(item.id, "", (), day)

    asker.answer = gone
    with pytest.raises(RunError, match="no server"):
        answer_all(dataset(tmp_path, 50), asker, out, as_of=DAY, workers=1)
    assert [row.id for row in rows_so_far(out)] == ["q0", "q1"]
    assert asker.asked == ["q0", "q1", "q2"]
    with pytest.raises(RunError, match="holds 2 of 50 questions"):
        read_run(out)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"texts": "others"}, "system.texts"),
        ({"embedding_model": "large"}, "system.embedding_model"),
        ({"asked": "http://127.0.0.1:8000"}, "system.asked"),
        ({"code": "2"}, "system.code"),
        ({"answerer": "model"}, "system.answerer"),
    ],
)
def test_a_run_of_another_system_is_not_gone_on_with(
    tmp_path: Path, out: Path, change: dict[str, str], field: str
) -> None:
    """Rows of two systems never stand in one run; the message names the field and what to do."""
    questions, other = dataset(tmp_path), Scripted()
    answer_all(questions, Scripted(), out, as_of=DAY)
    other.system = replace(other.system, **change)
    with pytest.raises(RunError, match=rf"run\.meta\.json: field {field}: .*--out"):
        answer_all(questions, other, out, as_of=DAY)
    assert other.asked == []


def test_a_run_of_another_dataset_or_day_is_not_gone_on_with(tmp_path: Path, out: Path) -> None:
    """One more question makes another dataset; another default day makes another run."""
    answer_all(dataset(tmp_path), Scripted(), out, as_of=DAY)
    before = out.read_bytes()
    with pytest.raises(RunError, match=r"field as_of: the run there has '2026-11-21', this one '2026-11-22'"):
        answer_all(dataset(tmp_path), Scripted(), out, as_of=date(2026, 11, 22))
    with pytest.raises(RunError, match=r"field dataset\.sha256"):
        answer_all(dataset(tmp_path, 6), Scripted(), out, as_of=DAY)
    assert out.read_bytes() == before


def test_rows_without_facts_are_not_gone_on_with(tmp_path: Path, out: Path) -> None:
    """Nobody can say what they answer, so they are neither kept nor overwritten."""
    out.parent.mkdir()
    out.write_bytes(b"")
    with pytest.raises(RunError, match=r"is there without run\.meta\.json"):
        answer_all(dataset(tmp_path), Scripted(), out, as_of=DAY)


def test_an_index_that_changes_meanwhile_is_told(tmp_path: Path, out: Path) -> None:
    """Answers from two states of the index are no run."""
    asker = Scripted()

    def published(item: Item, day: date) -> RunRow:
        asker.system = replace(asker.system, texts="others", generation="000002-bb")
        return RunRow(item.id, "", (), day)

    asker.answer = published
    with pytest.raises(RunError, match="the index changed from 000001-aa to 000002-bb"):
        answer_all(dataset(tmp_path), asker, out, as_of=DAY)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real index."""
    return open_office(tmp_path_factory.mktemp("answers"))


@pytest.fixture(scope="module")
def here(data: Path) -> Iterator[InProcess]:
    """The assistant on it."""
    with closing(InProcess(data, load_embedder("static"))) as asker:
        yield asker


def test_killed_in_the_middle_and_gone_on_with(tmp_path: Path, out: Path, data: Path, here: InProcess) -> None:
    """After kill -9 every row that was written is kept as it was, the others are asked, and the run is whole."""
    questions = dataset(tmp_path, MANY)
    child = subprocess.Popen([sys.executable, "-m", __name__, str(data), str(questions.path), str(out)])
    while not out.exists() or out.read_bytes().count(b"\n") < 5:
        assert child.poll() is None
        time.sleep(0.002)
    os.kill(child.pid, KILL)
    child.wait()
    with out.open("ab") as file:
        file.write('{"id": "q399", "question": "第'.encode())  # as torn as a kill can leave it
    kept = {row.id: row for row in rows_so_far(out)}
    assert 5 <= len(kept) < MANY
    answer_all(questions, here, out, as_of=DAY)
    run = read_run(out)
    assert [row.id for row in run.rows] == [f"q{number}" for number in range(MANY)]
    assert {row.id: row for row in run.rows if row.id in kept} == kept
    assert [row.error for row in run.rows if row.error] == []


def test_workers_answer_as_one_does(tmp_path: Path, here: InProcess) -> None:
    """Eight at once give the answers and passages of one after another: nothing is shared between questions."""
    questions, alone, together = dataset(tmp_path, 40), tmp_path / "alone.jsonl", tmp_path / "together.jsonl"
    answer_all(questions, here, alone, as_of=DAY, workers=1)
    answer_all(questions, here, together, as_of=DAY, workers=8)
    one, other = ([replace(row, timing=None) for row in read_run(path).rows] for path in (alone, together))
    assert one == other
    assert any(row.passages for row in one)


def test_nothing_but_the_run_is_left(tmp_path: Path, out: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """No temporary files, and no bar where stderr is no terminal."""
    answer_all(dataset(tmp_path), Scripted(), out, as_of=DAY)
    assert set(out.parent.iterdir()) == {out, meta_path(out)}
    assert capfd.readouterr() == ("", "")


if __name__ == "__main__":
    index, questions, run = map(Path, sys.argv[1:])
    answer_all(load(questions), InProcess(index, load_embedder("static")), run, as_of=DAY, workers=2)
