"""The tables of a report: facts of the runs, headline measures with intervals, kinds, and what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from eval.comparing import Comparison, Difference
from eval.gate import HEADLINES
from eval.report import names
from eval.report.chart import color, kinds_of
from eval.report.scored import Scored
from eval.scores import Estimate

SUMMARY: Final = (
    *HEADLINES,
    "refusal_recall",
    "over_refusal",
    "refusal_f1",
    "search_success@3",
    "search_success@10",
    "search_recall@10",
)
"""Stand in the summary; all other measures stand in the table of all."""
CARDS: Final = ("right", "facts_vital", "citation_recall", "refusal_f1")
"""Stand at the top, in large figures."""
KINDS: Final = ("right", "facts_vital", "citation_recall", "citation_precision", "support", "refusal_right")
"""Stand in the table of kinds."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An estimate as it is printed; `low`, `high` and `at` are percent of the way from 0 to 1."""

    value: str
    interval: str
    n: int
    unscored: int
    color: str = ""
    at: float | None = None
    low: float = 0
    high: float = 0

    @property
    def width(self) -> float:
        """Of the interval, in percent."""
        return round(self.high - self.low, 2)


@dataclass(frozen=True, slots=True)
class Row:
    """A measure or a kind with a cell per run or measure."""

    name: str
    title: str
    meaning: str
    cells: Sequence[Cell | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A difference as it is printed; `sense` is better, worse, or empty where it may be chance."""

    name: str
    title: str
    n: int
    before: str
    after: str
    change: str
    interval: str
    p: str
    sense: str
    by_kind: bool


@dataclass(frozen=True, slots=True)
class About:
    """The facts of a run, as pairs of a name and what stands for it."""

    name: str
    color: str
    facts: Mapping[str, str]


def about(reports: Sequence[Scored]) -> list[About]:
    """What was asked of what."""
    return [About(one.name, color(number), _facts(one)) for number, one in enumerate(reports)]


def measures(reports: Sequence[Scored], wanted: Sequence[str]) -> list[Row]:
    """A row per measure with a cell per run; measures that no run has are left out."""
    return [
        Row(
            name,
            names.measure(name),
            names.meaning(name),
            [cell(name, one.scores.totals.get(name), color(number)) for number, one in enumerate(reports)],
        )
        for name in wanted
        if any(name in one.scores.totals for one in reports)
    ]


def kinds(report: Scored) -> list[Row]:
    """A row per kind, over all first, with a cell per measure."""
    tables = {"all": report.scores.totals} | {kind: report.scores.kinds[kind] for kind in kinds_of([report])}
    return [
        Row(kind, names.kind(kind), "", [cell(name, table.get(name)) for name in ("answered", *KINDS)])
        for kind, table in tables.items()
    ]


def changes(compared: Comparison) -> list[Change]:
    """The headline measures over all questions, then what is right per kind."""
    return [
        _change(one, one.measure if one.kind == "all" else one.kind)
        for one in compared.differences
        if one.kind == "all" or one.measure == "right"
    ]


def cell(name: str, estimate: Estimate | None, shade: str = "") -> Cell | None:
    """An estimate as it is printed; None where there is none."""
    if estimate is None:
        return None
    value = names.figure(name, estimate.value)
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return Cell(value, "", estimate.n, estimate.unscored, shade)
    interval = f"{names.figure(name, estimate.low)}–{names.figure(name, estimate.high)}"
    at, low, high = (round(100 * end, 2) for end in (estimate.value, estimate.low, estimate.high))
    return Cell(value, interval, estimate.n, estimate.unscored, shade, at if high <= 100 else None, low, high)


def _change(one: Difference, name: str) -> Change:
    certain = one.interval is not None and (one.interval.low > 0 or one.interval.high < 0) and one.p < 0.05
    sense = ("better" if one.b > one.a else "worse") if certain else ""
    title = names.measure(name) if one.kind == "all" else names.kind(name)
    interval = f"{one.interval.low:+.3f}～{one.interval.high:+.3f}" if one.interval else "–"
    figures = (f"{one.a:.3f}", f"{one.b:.3f}", f"{one.b - one.a:+.3f}", interval, f"{one.p:.4f}")
    return Change(name, title, one.n, *figures, sense, one.kind != "all")


def _facts(report: Scored) -> dict[str, str]:
    scored, meta = report.scores.about, report.run.meta
    days = sorted({case.row.as_of.isoformat() for case in report.cases})
    span = days[0] if len(days) == 1 else f"{days[0]}至{days[-1]}（{len(days)}个日子，按题）" if days else "–"
    asked = "进程内" if scored["asked"] == "in process" else str(scored["asked"])
    return {
        "数据集": f"{scored['dataset']}（sha256 {scored['dataset_sha256'][:12]}）",
        "题数": f"{len(report.cases)}题"
        + (f"，另有{scored['missing']}题不在运行中" if scored["missing"] else "，无缺"),
        "提问日": span,
        "索引": f"{meta.system.generation}（文本指纹 {scored['texts'][:12]}）",
        "向量模型": scored["embedding_model"] or "未告知",
        "作答": scored["answerer"] or "未告知",
        "程序版本": scored["code"] or "未告知",
        "问于": f"{asked}，{meta.started:%Y-%m-%d %H:%M} {meta.started:%Z}".strip(),
    }
