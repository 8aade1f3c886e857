"""Charts of quality: per kind, run against run, and at which step questions go wrong."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from eval.comparing import Comparison, Difference
from eval.report import names
from eval.report.chart import (
    INTERVAL,
    Chart,
    Key,
    estimate_dot,
    in_words,
    kinds_of,
    run_keys,
    run_series,
    whose,
)
from eval.report.outcomes import Outcome, outcome
from eval.report.plots import Dot, Part, dots, stacks
from eval.report.scored import Scored
from eval.scores import Estimate

QUALITY: Final = ("right", "facts_vital", "citation_recall", "citation_precision")
"""Drawn per kind."""


def quality(reports: Sequence[Scored]) -> list[Chart]:
    """The main measures per kind, with intervals; those that no question can be scored by are left out."""
    scored = [measure for measure in QUALITY if any(_total(one, measure) for one in reports)]
    return [_quality(reports, measure) for measure in scored]


def differences(reports: Sequence[Scored], compared: Sequence[Comparison], measure: str = "right") -> Chart | None:
    """What changed against the first run, per kind; None where no question is scored in both."""
    tables = [{one.kind: one for one in whole.differences if one.measure == measure} for whole in compared]
    kinds = [kind for kind in ("all", *kinds_of(reports)) if any(kind in table for table in tables)]
    if not kinds:
        return None
    rows = [[_change(table.get(kind)) for kind in kinds] for table in tables]
    ends = [abs(end) for row in rows for dot in row if dot for end in (dot.value, dot.low or 0, dot.high or 0)]
    widest, labels = max([0.1, *ends]) * 1.05, [names.kind(kind) for kind in kinds]
    over_all = [f"{one.name}{dot.value:+.3f}" for one, row in zip(reports[1:], rows, strict=True) if (dot := row[0])]
    return Chart(
        "differences",
        f"与基准相比：{names.measure(measure)}（{measure}）",
        f"同一道题与基准“{reports[0].name}”得分之差的平均，右为变好。{INTERVAL}横线不跨0线，差别才不像偶然。",
        f"全部题的差：{'；'.join(over_all)}。",
        dots("differences", labels, run_series(rows, 1), (-widest, widest)),
        run_keys(reports)[1:],
        ("类别", *(f"{one.name}：差（95%区间，p，n）" for one in reports[1:])),
        [(names.kind(kind), *(_change_words(table.get(kind)) for table in tables)) for kind in kinds],
    )


def outcomes(report: Scored, number: int, of: int) -> Chart:
    """At which step questions go wrong, per kind."""
    counts = outcome_counts(report)
    kinds = [kind for kind in kinds_of([report]) if kind in counts]
    tables = [sum(counts.values(), Counter()), *(counts[kind] for kind in kinds)]
    labels = ["全部", *map(names.kind, kinds)]
    seen = [one for one in Outcome if tables[0][one]]
    parts = [Part(one.value, [table[one] / max(table.total(), 1) for table in tables]) for one in seen]
    return Chart(
        f"outcomes-{number}",
        "错在哪一步" + whose(report, of),
        "每道题只计最先失手的一步：先看该不该拒答，再看检索、选条、成文。条长为占该类题的比例。",
        _worst(tables[0]),
        stacks(f"outcomes-{number}", labels, parts),
        [Key(one.value, "■", f"{one.words}：{one.meaning}") for one in seen],
        ("类别", *(one.words for one in seen), "合计"),
        [
            (label, *(str(table[one]) for one in seen), str(table.total()))
            for label, table in zip(labels, tables, strict=True)
        ],
    )


def outcome_counts(report: Scored) -> dict[str, Counter[Outcome]]:
    """How the questions of each kind ended."""
    counts: dict[str, Counter[Outcome]] = {}
    for case, question in zip(report.cases, report.scores.questions, strict=True):
        counts.setdefault(case.item.kind, Counter())[outcome(case, question.values["right"])] += 1
    return counts


def _worst(counts: Counter[Outcome]) -> str:
    failed = {one: count for one, count in counts.items() if one.failed}
    if not failed:
        return "没有失误。"
    worst = max(failed, key=lambda one: failed[one])
    return f"{sum(failed.values())}题失误，最多的是“{worst.words}”，{failed[worst]}题。"


def _quality(reports: Sequence[Scored], measure: str) -> Chart:
    kinds = [kind for kind in kinds_of(reports) if any(_of(one, kind, measure) for one in reports)]
    found = [[one.scores.totals.get(measure), *(_of(one, kind, measure) for kind in kinds)] for one in reports]
    key, labels = f"quality-{measure.replace('_', '-')}", ["全部", *map(names.kind, kinds)]
    return Chart(
        key,
        f"各类题的{names.measure(measure)}（{measure}）",
        f"{names.meaning(measure)}。{INTERVAL}",
        _extremes(reports[-1], measure, kinds),
        dots(key, labels, run_series([[estimate_dot(one) for one in row] for row in found])),
        run_keys(reports),
        ("类别", *(f"{one.name}：值（95%区间，n）" for one in reports)),
        [(label, *(_estimate_words(row[place]) for row in found)) for place, label in enumerate(labels)],
    )


def _total(report: Scored, measure: str) -> Estimate | None:
    """The estimate over all questions; None where none could be scored."""
    found = report.scores.totals.get(measure)
    return found if found and found.n else None


def _of(report: Scored, kind: str, measure: str) -> Estimate | None:
    """The estimate of a kind; None where none of its questions could be scored."""
    found = report.scores.kinds.get(kind, {}).get(measure)
    return found if found and found.n else None


def _extremes(report: Scored, measure: str, kinds: Sequence[str]) -> str:
    """The worst and the best kind in words."""
    known = {kind: found.value for kind in kinds if (found := _of(report, kind, measure)) and found.value is not None}
    if not known:
        return "没有可评分的题。"
    low, high = min(known, key=lambda kind: known[kind]), max(known, key=lambda kind: known[kind])
    return f"最低：{names.kind(low)}{known[low]:.3f}；最高：{names.kind(high)}{known[high]:.3f}。"


def _estimate_words(estimate: Estimate | None) -> str:
    return in_words(estimate_dot(estimate), estimate.n if estimate else 0)


def _change(one: Difference | None) -> Dot | None:
    if one is None:
        return None
    low, high = (one.interval.low, one.interval.high) if one.interval else (None, None)
    return Dot(one.b - one.a, low, high)


def _change_words(one: Difference | None) -> str:
    if one is None:
        return "–"
    interval = f"{one.interval.low:+.3f}～{one.interval.high:+.3f}，" if one.interval else ""
    return f"{one.b - one.a:+.3f}（{interval}p={one.p:.4f}，n={one.n}）"
