"""What a run is worth: values per question, and estimates over all questions and per kind. Ids and numbers, no text.

`RUN.scores.json` holds them. Of a closed (frozen test) dataset only estimates are kept, unless it was opened.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.errors import RunError

Values = Mapping[str, float | None]
"""A value per measure; None where the question cannot be scored by it."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over `n` questions with its 95 % interval; `unscored` questions could not be scored."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    unscored: int


Estimates = Mapping[str, Estimate]
"""An estimate per measure."""


@dataclass(frozen=True, slots=True)
class QuestionScores:
    """What one question scored."""

    id: str
    kind: str
    values: Values


@dataclass(frozen=True, slots=True)
class Scores:
    """A run scored. `closed`: a test half whose questions are not shown; `opened`: somebody asked to see it anyway."""

    run: str
    about: Mapping[str, Any]
    """Facts of the run, as in RUN.meta.json."""
    closed: bool
    opened: bool
    questions: tuple[QuestionScores, ...]
    totals: Estimates
    kinds: Mapping[str, Estimates]

    @property
    def readable(self) -> bool:
        """Whether single questions may be shown."""
        return self.opened or not self.closed


def scores_path(run: Path) -> Path:
    """Where the scores of a run are kept."""
    return run.with_suffix(".scores.json")


def write_scores(scores: Scores, path: Path) -> None:
    """Keep scores; of a closed dataset without its questions."""
    whole = asdict(scores)
    rows = whole.pop("questions")
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows if scores.readable)
    head = json.dumps(whole, ensure_ascii=False, indent=1).removesuffix("\n}")
    path.write_text(f'{head},\n "questions": [\n{lines}\n]}}\n', encoding="utf-8")


def read_scores(path: Path) -> Scores:
    """Read what `write_scores` kept.

    Raises:
        RunError: it is not there or is no file of scores.
    """
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        return Scores(
            whole["run"],
            whole["about"],
            whole["closed"],
            whole["opened"],
            tuple(QuestionScores(**row) for row in whole["questions"]),
            _estimates(whole["totals"]),
            {kind: _estimates(values) for kind, values in whole["kinds"].items()},
        )
    except FileNotFoundError as error:
        raise RunError(f"{path}: no such file; `python -m eval score RUN` writes one") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(f"{path}: not a file of scores ({error}); write it again with `python -m eval score`") from error


def _estimates(values: Mapping[str, Mapping[str, Any]]) -> dict[str, Estimate]:
    return {measure: Estimate(**estimate) for measure, estimate in values.items()}
