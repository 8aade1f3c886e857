"""The chart of latency: how many answers are there after how long."""

from collections.abc import Sequence
from typing import Final

from eval.metrics.latency import latency as percentiles
from eval.report.chart import Chart, Key, color, run_keys
from eval.report.plots import Dot, Line, lines
from eval.report.scored import Scored

_WHEN: Final = {"first_ms": ("首字", "--"), "total_ms": ("全文", "-")}
_POINTS: Final = 200
"""A line is drawn through no more points than these."""


def latency(reports: Sequence[Scored]) -> Chart | None:
    """Cumulated times to the first text and to the end; None where no row has times."""
    times = {
        (number, name): sorted(getattr(case.row.timing, name) for case in one.cases if case.row.timing)
        for number, one in enumerate(reports)
        for name in _WHEN
    }
    times = {key: found for key, found in times.items() if found}
    if not times:
        return None
    rows = [
        (reports[number].name, f"{_WHEN[name][0]}（{name}）", *_row(found)) for (number, name), found in times.items()
    ]
    return Chart(
        "waiting",
        "等多久",
        "在这么多毫秒之内得到首字、全文的题所占比例，圆点为P50、P95。时间取决于运行的机器，只宜在同一台机器上相比。",
        "；".join(f"{run}{what}P50为{p50}毫秒、P95为{p95}毫秒" for run, what, _, p50, p95, _ in rows) + "。",
        lines(
            "waiting",
            [line for (number, name), found in times.items() for line in _lines(color(number), found, _WHEN[name][1])],
            "毫秒（对数刻度）",
            "已有首字、全文的题所占比例",
            log=True,
        ),
        [*(run_keys(reports)), Key("ink", "━", "全文"), Key("ink", "┅", "首字")],
        ("运行", "时间（毫秒）", "最短", "P50", "P95", "最长"),
        rows,
    )


def _lines(shade: str, found: Sequence[float], style: str) -> list[Line]:
    """The line, and dots at P50 and P95."""
    known = percentiles(found)
    dots = [(time, Dot(share)) for time, share in ((known.p50, 0.5), (known.p95, 0.95)) if time]
    return [Line(shade, _cumulated(found), style), Line(shade, dots, "", "o")]


def _row(found: Sequence[float]) -> tuple[str, str, str, str]:
    known = percentiles(found)
    return f"{found[0]:.1f}", f"{known.p50:.1f}", f"{known.p95:.1f}", f"{found[-1]:.1f}"


def _cumulated(found: Sequence[float]) -> list[tuple[float, Dot]]:
    """Times (never 0 on a logarithmic axis) with the share of rows that are done by then."""
    step = max(len(found) // _POINTS, 1)
    places = sorted({*range(0, len(found), step), len(found) - 1})
    return [(max(found[place], 0.01), Dot((place + 1) / len(found))) for place in places]
