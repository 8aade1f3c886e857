"""Does the gate catch what it is for? `python -m eval.bench.faults DATA DATASET BASELINE`.

Copies the project aside, breaks one line of the copy (a wrong year in a template, citations dropped, refusals switched
off), asks the dataset with each broken copy and puts the run before the gate. A copy without a fault must pass.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.bench.results import record
from eval.dataset import load
from eval.errors import MeasureError
from eval.gate import falls, in_words
from eval.runs import read_run
from eval.scores import Scores, read_scores
from eval.scoring import cases, score
from eval.texts import Texts, open_texts

_ROOT = Path(__file__).parents[2]
_PACKAGES = ("assistant", "index", "prompts", "eval")


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the project and what it is broken into; `before` stands in the file once."""

    name: str
    file: str
    before: str
    after: str


_DECISION = "self.certainty(observed) >= self.threshold"
FAULTS = (
    Fault("none", "prompts/notices.toml", "", ""),
    Fault(
        "a wrong date in one template", "prompts/notices.toml", "》是{year}年度的", "》是截至2019年12月31日的{year}年度"
    ),
    Fault("dropped citations", "assistant/drafts.py", "self._shown[number].n for number in segment.citations", ""),
    Fault("refusals switched off", "assistant/answering/deciding.py", _DECISION, "True"),
)


def main() -> None:
    """Print and keep what the gate said to each fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("baseline", type=Path)
    given = parser.parse_args()
    baseline = read_scores(given.baseline)
    with open_texts(given.data) as texts:
        found = {fault.name: _fallen(fault, given.data, given.dataset, baseline, texts) for fault in FAULTS}
    record("gate", {"faults": [{"fault": name, "falls": lines} for name, lines in found.items()]})
    caught = all(bool(lines) == (name != "none") for name, lines in found.items())
    sys.exit(0 if caught else 1)


def _fallen(fault: Fault, data: Path, dataset: Path, baseline: Scores, texts: Texts) -> list[str]:
    """What the gate says to a copy of the project with this fault."""
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run.jsonl"
        _ask(_broken(fault, Path(folder) / "copy"), data.resolve(), dataset.resolve(), run)
        questions, answered = load(dataset), read_run(run)
        return in_words(falls(baseline, score(answered, questions, cases(answered, questions, texts))))


def _broken(fault: Fault, copy: Path) -> Path:
    """A copy of the project with one line broken."""
    for package in _PACKAGES:
        shutil.copytree(_ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "results"))
    path = copy / fault.file
    text = path.read_text(encoding="utf-8")
    if fault.before and text.count(fault.before) != 1:
        raise MeasureError(f"{fault.file}: {fault.before!r} stands there {text.count(fault.before)} times, not once")
    path.write_text(text.replace(fault.before, fault.after) if fault.before else text, encoding="utf-8")
    return copy


def _ask(copy: Path, data: Path, dataset: Path, run: Path) -> None:
    """Ask the copy, in a process of its own whose modules come from the copy."""
    paths = {"--dataset": dataset, "--data": data, "--out": run}
    command = [sys.executable, "-m", "eval", "answers", *(str(part) for pair in paths.items() for part in pair)]
    subprocess.run(command, cwd=copy, check=True, env=dict(_environment(copy)))


def _environment(copy: Path) -> Iterator[tuple[str, str]]:
    yield from os.environ.items()
    yield "PYTHONPATH", str(copy)


if __name__ == "__main__":
    main()
