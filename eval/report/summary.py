"""Tables for the README, from the scores and speeds that are kept in `eval/results/`; nothing is measured for them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from eval.bench.growth import Figures, curve_rows, growth_rows, markdown, peer_rows
from eval.report import names
from eval.report.chart import by_worth
from eval.report.tables import SUMMARY
from eval.scores import Estimate, Scores, read_scores

KINDS: Final = ("right", "facts_vital", "citation_recall", "citation_precision", "support")
"""Stand in the table of kinds."""
_WORDS: Final = {
    "measure": "指标",
    "dev (95 % interval)": "开发集（95%区间）",
    "test": "测试集",
    "unscored": "未评",
    "kind": "类别",
}
"""Headings in Chinese; `n` is the same."""


def summary(results: Path, *, chinese: bool = False) -> str:
    """All tables that there are figures for, a blank line between them; empty where nothing was measured."""
    tables = (answers(results, chinese=chinese), kinds(results, chinese=chinese), *speeds(results))
    return "\n".join(table for table in tables if table)


def answers(results: Path, *, chinese: bool = False) -> str:
    """A row per headline measure: of the dev half with intervals, of the test half the totals.

    Raises:
        RunError: a file of scores cannot be read.
    """
    dev, test = (_scores(results / f"enforcement-{half}.json") for half in ("dev", "test"))
    if dev is None:
        return ""
    head = [_word(word, chinese=chinese) for word in ("measure", "dev (95 % interval)", "n", "unscored")]
    rows = [(_measure(name, chinese=chinese), *_whole(dev.totals[name], name)) for name in SUMMARY]
    if test is not None:
        head += [_word("test", chinese=chinese), "n"]
        rows = [(*row, *_total(test.totals[name], name)) for row, name in zip(rows, SUMMARY, strict=True)]
    return markdown([tuple(head), *rows])


def kinds(results: Path, *, chinese: bool = False) -> str:
    """A row per kind of the dev half, the weakest first."""
    dev = _scores(results / "enforcement-dev.json")
    if dev is None:
        return ""
    head = (_word("kind", chinese=chinese), "n", *(_measure(name, chinese=chinese) for name in KINDS))
    rows = [(_kind(kind, chinese=chinese), *_values(dev, kind)) for kind in by_worth(dev.kinds)]
    return markdown([head, *rows])


def speeds(results: Path) -> Sequence[str]:
    """The growth of answers and of searches, the stock ways of the field as ratios; what was measured of them."""
    tables = {"speed": (growth_rows, peer_rows), "growth": (curve_rows,)}
    kept = ((results / f"{name}.json", rows) for name, each in tables.items() for rows in each)
    return [markdown(rows(_figures(path))) for path, rows in kept if path.exists()]


def _figures(path: Path) -> Figures:
    figures: Figures = json.loads(path.read_text(encoding="utf-8"))["figures"]
    return figures


def _scores(path: Path) -> Scores | None:
    return read_scores(path) if path.exists() else None


def _word(word: str, *, chinese: bool) -> str:
    return _WORDS.get(word, word) if chinese else word


def _measure(name: str, *, chinese: bool) -> str:
    return f"{names.measure(name)} `{name}`" if chinese else f"`{name}`"


def _kind(name: str, *, chinese: bool) -> str:
    return f"{names.kind(name)} `{name}`" if chinese else name


def _whole(estimate: Estimate, name: str) -> tuple[str, ...]:
    value = names.figure(name, estimate.value)
    if estimate.low is not None and estimate.high is not None:
        value += f" ({names.figure(name, estimate.low)}–{names.figure(name, estimate.high)})"
    return value, str(estimate.n), str(estimate.unscored)


def _total(estimate: Estimate, name: str) -> tuple[str, str]:
    return names.figure(name, estimate.value), str(estimate.n)


def _values(scores: Scores, kind: str) -> tuple[str, ...]:
    estimates = scores.kinds[kind]
    asked = estimates["answered"].n + estimates["answered"].unscored
    return str(asked), *(names.figure(name, estimates[name].value) for name in KINDS)
