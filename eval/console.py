"""Scores and comparisons as tables for a terminal."""

from collections.abc import Iterable, Sequence

from eval.comparing import Comparison, Difference
from eval.gate import HEADLINES
from eval.measures import MEASURES
from eval.metrics import ranking
from eval.scores import Estimate, Scores
from eval.scoring import estimate
from eval.trec import Qrels, Rankings

_SHARES = (*HEADLINES, "refusal_f1")


def figures(scores: Scores) -> str:
    """All measures with intervals, then the headline measures per kind."""
    rows = [(name, *_cells(estimate, _digits(name))) for name, estimate in scores.totals.items()]
    kinds = [
        (kind, str(_asked(estimates["answered"])), *(_short(estimates[name]) for name in _SHARES))
        for kind, estimates in scores.kinds.items()
    ]
    head = f"{scores.run}: {scores.about['dataset']}, {scores.about['questions']} questions"
    missing = f", {scores.about['missing']} of them missing in the run" if scores.about["missing"] else ""
    total = _table(("measure", "value", "95 % interval", "n", "unscored"), rows)
    return "\n".join([head + missing, total, "", _table(("kind", "n", *_SHARES), kinds)])


def differences(compared: Comparison) -> str:
    """Every difference, then the questions that changed sides."""
    rows = [_difference(one) for one in compared.differences]
    table = _table(("kind", "measure", "n", "a", "b", "b - a", "95 % interval", "p"), rows)
    sides = [f"better: {' '.join(compared.better) or '-'}", f"worse: {' '.join(compared.worse) or '-'}"]
    return "\n".join([table, "", *sides])


def ranks(qrels: Qrels, run: Rankings) -> str:
    """Measures of a ranking over its judged questions; one that the run lacks counts 0."""
    ranked = {query: [found.document_id for found in found_by] for query, found_by in run.items()}
    rows = []
    for name in ("Recall@10", "MRR@10", "nDCG@10", "Recall@100"):
        made = estimate(ranking.over_queries(qrels, ranked, ranking.named(name)).values())
        rows.append((name, *_cells(made, 4)))
    return _table(("measure", "value", "95 % interval", "n", "unscored"), rows)


def _difference(one: Difference) -> Sequence[str]:
    interval = f"{one.interval.low:+.3f} {one.interval.high:+.3f}" if one.interval else ""
    figures = (f"{one.a:.3f}", f"{one.b:.3f}", f"{one.b - one.a:+.3f}", interval, f"{one.p:.4f}")
    return (one.kind, one.measure, str(one.n), *figures)


def _cells(estimate: Estimate, digits: int) -> Sequence[str]:
    value = "-" if estimate.value is None else f"{estimate.value:.{digits}f}"
    known = estimate.low is not None and estimate.high is not None
    interval = f"{estimate.low:.{digits}f} {estimate.high:.{digits}f}" if known else ""
    return value, interval, str(estimate.n), str(estimate.unscored)


def _short(estimate: Estimate) -> str:
    return "-" if estimate.value is None else f"{estimate.value:.3f}"


def _asked(estimate: Estimate) -> int:
    return estimate.n + estimate.unscored


def _digits(name: str) -> int:
    """Shares have three digits, milliseconds and characters one."""
    unit = name in MEASURES and MEASURES[name].unit
    return 1 if unit or "_ms_" in name else 3


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
