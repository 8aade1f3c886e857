"""What a report is made from: a run with its dataset, its questions next to the texts, and its scores."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eval.cases import Case
from eval.dataset import Dataset
from eval.runs import Run
from eval.scores import Scores


@dataclass(frozen=True, slots=True)
class Scored:
    """A run with all that is known about it. `cases` and `scores.questions` go side by side."""

    run: Run
    dataset: Dataset
    cases: Sequence[Case]
    scores: Scores
    label: str = ""
    """What the run is called in a report, where its file's name does not tell it from the others."""

    @property
    def name(self) -> str:
        """What the run is called in a report: as it is labelled, else as its file."""
        return self.label or self.run.path.name.removesuffix(".jsonl")


def told_apart(reports: Sequence[Scored]) -> list[Scored]:
    """The runs with names of their own: those of one name are numbered in their order."""
    names = [one.name for one in reports]
    return [
        replace(one, label=f"{one.name}#{names[:number].count(one.name)}") if names.count(one.name) > 1 else one
        for number, one in enumerate(reports, 1)
    ]
