"""From a run and its dataset to scores: every measure of every question, and estimates over all and per kind.

Nothing is asked again: what the run recorded is compared with the dataset and with the texts of its index.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from statistics import mean
from typing import Any

from eval.cases import Case
from eval.dataset import Dataset
from eval.halves import is_frozen
from eval.measures import MEASURES, values
from eval.metrics.latency import latency
from eval.metrics.refusal import refusals
from eval.runs import Run, RunMeta, check_dataset, check_texts
from eval.scores import Estimate, Estimates, QuestionScores, Scores
from eval.statistics import bootstrap, bootstrap_of, ratio
from eval.texts import Texts

Pair = tuple[bool | None, bool | None]


def cases(run: Run, dataset: Dataset, texts: Texts) -> list[Case]:
    """The questions of a run with their answers, in the dataset's order.

    Raises:
        RunError: the run is of another dataset or another index.
        DatasetError: a gold clause is not in the index.
    """
    check_dataset(run, dataset)
    check_texts(run, texts.fingerprint, texts.generation)
    rows, golds = run.by_id(), texts.all_golds(dataset)
    return [Case(item, rows[item.id], golds[item.id], texts) for item in dataset.items if item.id in rows]


def score(run: Run, dataset: Dataset, asked: Sequence[Case], *, opened: bool = False) -> Scores:
    """Scores of a run. Questions of the dataset that the run lacks are told in `about.missing`.

    Raises:
        DatasetError: a frozen test half was changed.
    """
    questions = tuple(QuestionScores(case.item.id, case.item.kind, values(case)) for case in asked)
    by_kind: dict[str, list[int]] = defaultdict(list)
    for number, case in enumerate(asked):
        by_kind[case.item.kind].append(number)
    return Scores(
        run.path.name,
        _about(run.meta, len(dataset.items) - len(asked)),
        is_frozen(dataset.path),
        opened,
        questions,
        _estimates(asked, questions),
        {
            kind: _estimates([asked[n] for n in numbers], [questions[n] for n in numbers])
            for kind, numbers in by_kind.items()
        },
    )


def estimate(found: Iterable[float | None]) -> Estimate:
    """The mean of the values that could be scored, with its interval."""
    found = list(found)
    scored = [value for value in found if value is not None]
    interval = bootstrap(scored)
    low, high = (interval.low, interval.high) if interval else (None, None)
    return Estimate(mean(scored) if scored else None, low, high, len(scored), len(found) - len(scored))


def _estimates(asked: Sequence[Case], questions: Sequence[QuestionScores]) -> Estimates:
    made = {name: estimate(question.values[name] for question in questions) for name in MEASURES}
    pairs = [(case.item.answerable, None if case.row.error else case.row.abstained) for case in asked]
    return made | _refusal(pairs) | _latency(asked)


def _refusal(pairs: Sequence[Pair]) -> dict[str, Estimate]:
    """Precision, recall, F1 and over-refusal with intervals from resampled counts."""
    counted = refusals(pairs)
    each = [refusals([pair]) for pair in pairs]
    sums = {
        "refusal_precision": [(one.right, one.refused) for one in each],
        "refusal_recall": [(one.right, one.unanswerable) for one in each],
        "refusal_f1": [(2 * one.right, one.refused + one.unanswerable) for one in each],
        "over_refusal": [(one.refused - one.right, one.answerable) for one in each],
    }
    shares = (counted.precision, counted.recall, counted.f1, counted.over_refusal)
    return {
        name: _ratio(share, rows, counted.unscored) for (name, rows), share in zip(sums.items(), shares, strict=True)
    }


def _ratio(share: float | None, rows: Sequence[tuple[int, int]], unscored: int) -> Estimate:
    interval = bootstrap_of(rows, ratio) if share is not None else None
    low, high = (interval.low, interval.high) if interval else (None, None)
    return Estimate(share, low, high, sum(below > 0 for _, below in rows), unscored)


def _latency(asked: Sequence[Case]) -> dict[str, Estimate]:
    """Milliseconds to the first text and to the end: p50 and p95, without interval (they belong to one machine)."""
    made = {}
    for name in ("first_ms", "total_ms"):
        times = latency(getattr(case.row.timing, name) if case.row.timing else None for case in asked)
        for part in ("p50", "p95"):
            made[f"{name}_{part}"] = Estimate(getattr(times, part), None, None, times.n, times.unscored)
    return made


def _about(meta: RunMeta, missing: int) -> dict[str, Any]:
    """The facts of a run that stand beside its figures; no path of a machine."""
    system = asdict(meta.system)
    return {
        "dataset": meta.dataset.file,
        "dataset_sha256": meta.dataset.sha256,
        "questions": meta.dataset.questions,
        "missing": missing,
        "started": meta.started.isoformat(timespec="seconds"),
        **{key: system[key] for key in ("asked", "texts", "embedding_model", "answerer", "code")},
    }
