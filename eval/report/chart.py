"""A chart of a report: the plot, what it shows in words, and the numbers behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from eval.report.plots import MARKERS, Dot, Series
from eval.report.scored import Scored
from eval.runs import Passage
from eval.scores import Estimate, Estimates
from eval.statistics import bootstrap

INTERVAL: Final = "点为平均值，横线为95%置信区间。"
_SIGNS: Final = "●■◆▲▼✚"


@dataclass(frozen=True, slots=True)
class Key:
    """A sign of a chart in words; `color` is a name in the style sheet."""

    color: str
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A plot with its words. `alt` says what a reader would see; `head` and `rows` are the numbers."""

    key: str
    title: str
    says: str
    alt: str
    svg: Markup
    keys: Sequence[Key]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def run_keys(reports: Sequence[Scored]) -> list[Key]:
    """A colour and a sign for each run; none where there is one run only."""
    made = [Key(color(number), _SIGNS[number % len(_SIGNS)], one.name) for number, one in enumerate(reports)]
    return made if len(made) > 1 else []


def color(number: int) -> str:
    """The colour of a run; from the seventh on they come again."""
    return f"run-{number % len(_SIGNS) + 1}"


def marker(number: int) -> str:
    """The sign of a run in a plot."""
    return MARKERS[number % len(MARKERS)]


def whose(report: Scored, of: int) -> str:
    """Which run a chart shows, where there are several."""
    return f"：{report.name}" if of > 1 else ""


def run_series(rows: Sequence[Sequence[Dot | None]], first: int = 0) -> list[Series]:
    """Rows of dots in the colours of the runs; `first` is the number of the first run."""
    return [Series(color(number), row, marker(number)) for number, row in enumerate(rows, first)]


def kinds_of(reports: Sequence[Scored]) -> list[str]:
    """The kinds of all runs, those first that the last run gets right least often."""
    kinds = {kind: estimates for one in reports for kind, estimates in one.scores.kinds.items()}
    return by_worth(kinds)


def by_worth(kinds: Mapping[str, Estimates]) -> list[str]:
    """Kinds, those first that are right least often; those that could not be scored come last, in their order."""
    worth = {kind: estimates["right"].value if "right" in estimates else None for kind, estimates in kinds.items()}
    return sorted(kinds, key=lambda kind: (worth[kind] is None, worth[kind] or 0.0))


def estimate_dot(estimate: Estimate | None) -> Dot | None:
    """An estimate as it is drawn."""
    if estimate is None or estimate.value is None:
        return None
    return Dot(estimate.value, estimate.low, estimate.high)


def share(values: Sequence[float]) -> Dot | None:
    """The mean of values with its interval; None without values."""
    interval = bootstrap(values)
    return Dot(sum(values) / len(values), interval.low, interval.high) if interval else None


def in_words(dot: Dot | None, n: int) -> str:
    """A dot as a cell of a table."""
    if dot is None:
        return "–"
    interval = f"{dot.low:.3f}–{dot.high:.3f}，" if dot.low is not None and dot.high is not None else ""
    return f"{dot.value:.3f}（{interval}n={n}）"


def best_score(passages: Sequence[Passage]) -> float | None:
    """The score of the best passage; None where none is shown."""
    return max((passage.score for passage in passages), default=None)
