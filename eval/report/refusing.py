"""Charts of refusals: how many per kind, whether the search's score could tell, and what answering less would bring."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eval.report import names
from eval.report.chart import (
    INTERVAL,
    Chart,
    Key,
    best_score,
    color,
    in_words,
    kinds_of,
    marker,
    run_keys,
    run_series,
    share,
    whose,
)
from eval.report.plots import Dot, Line, dots, lines
from eval.report.scored import Scored

BINS: Final = 6
"""Groups of about equal size, by score, in which refusals are counted."""
FEWEST: Final = 10
"""Of fewer answers than these no risk is told: it would be noise."""
Flags = Mapping[str, Sequence[float]]
"""By kind and over all ("all"): 1 for each refusal and 0 for each answer."""


def refusals(reports: Sequence[Scored]) -> list[Chart]:
    """Per kind, how many were refused: of those that must be, and of those that must not."""
    wanted = _refusals(reports, "refusal-wanted", "该拒的题拒了多少", "无答案的题中拒答的比例，越靠右越好。")
    unwanted = _refusals(reports, "refusal-unwanted", "不该拒的题误拒多少", "有答案的题中被拒答的比例，越靠左越好。")
    return [chart for chart in (wanted, unwanted) if chart]


def _refusals(reports: Sequence[Scored], key: str, title: str, says: str) -> Chart | None:
    tables = [_refused(one, answerable=key == "refusal-unwanted") for one in reports]
    kinds = [kind for kind in ("all", *kinds_of(reports)) if any(kind in table for table in tables)]
    if not kinds:
        return None
    found = [[share(table.get(kind, ())) for kind in kinds] for table in tables]
    counts = [[len(table.get(kind, ())) for kind in kinds] for table in tables]
    labels, last = [names.kind(kind) for kind in kinds], found[-1][0]
    return Chart(
        key,
        title,
        says + INTERVAL,
        f"全部此类题拒答{last.value:.1%}，共{counts[-1][0]}题。" if last else "没有这样的题。",
        dots(key, labels, run_series(found)),
        run_keys(reports),
        ("类别", *(f"{one.name}：拒答比例（95%区间，n）" for one in reports)),
        [
            (label, *(in_words(row[place], count[place]) for row, count in zip(found, counts, strict=True)))
            for place, label in enumerate(labels)
        ],
    )


def _refused(report: Scored, *, answerable: bool) -> Flags:
    """Of the questions that have an answer, or of those that have none."""
    table: dict[str, list[float]] = {}
    for case in report.cases:
        if case.row.error is None and case.item.answerable is answerable:
            for kind in ("all", case.item.kind):
                table.setdefault(kind, []).append(float(case.row.abstained))
    return table


def calibration(report: Scored, number: int, of: int) -> Chart | None:
    """Whether the score of the best passage tells what can be answered; None where no passages are shown."""
    rows = [
        (best, case.item.answerable, float(case.row.abstained))
        for case in report.cases
        if (best := best_score(case.row.passages)) is not None and case.item.answerable is not None
    ]
    if len(rows) < BINS:
        return None
    edges = np.unique(np.quantile([score for score, _, _ in rows], np.linspace(0, 1, BINS + 1)))
    groups = {
        can: list(_binned([(score, no) for score, able, no in rows if able is can], edges)) for can in (False, True)
    }
    return Chart(
        f"calibration-{number}",
        "拒答的校准" + whose(report, of),
        "按最好一条检索结果的得分把题分组，看各组拒答多少。理想是“该拒”贴顶、“该答”贴底；"
        "两线靠得近，说明拒答没有分清两种题。竖线为95%置信区间。",
        _separation([(score, can) for score, can, _ in rows]),
        lines(
            f"calibration-{number}",
            [Line(_SHADE[can], [(x, dot) for x, dot, _ in points], "-", _MARK[can]) for can, points in groups.items()],
            "最好一条检索结果的得分（组内平均）",
            "拒答的比例",
        ),
        [Key(_SHADE[False], "■", "该拒（无答案）的题"), Key(_SHADE[True], "●", "该答（有答案）的题")],
        ("题", "平均得分", "拒答比例（95%区间，n）"),
        [
            ("该答" if can else "该拒", f"{x:.3f}", in_words(dot, n))
            for can, points in groups.items()
            for x, dot, n in points
        ],
    )


_SHADE: Final = {False: "want-refusal", True: "want-answer"}
_MARK: Final = {False: "s", True: "o"}


def _separation(rows: Sequence[tuple[float, bool]]) -> str:
    """The area under the ROC curve: how often an answerable question has the better score of two."""
    can, cannot = (np.array([score for score, able in rows if able is wanted]) for wanted in (True, False))
    if not len(can) or not len(cannot):
        return "只有一种题，看不出得分能否区分。"
    area = float(((can[:, None] > cannot) + 0.5 * (can[:, None] == cannot)).mean())
    return f"任取有答案、无答案的题各一道，前者得分较高的机会是{area:.1%}（50%等于抛硬币）。"


def _binned(rows: Sequence[tuple[float, float]], edges: NDArray[np.float64]) -> Iterator[tuple[float, Dot, int]]:
    """Mean score, mean value and number of rows of each bin that has any."""
    bins = np.clip(np.searchsorted(edges, [score for score, _ in rows], side="right") - 1, 0, max(len(edges) - 2, 0))
    for number in range(len(edges)):
        inside = [row for row, place in zip(rows, bins, strict=True) if place == number]
        if dot := share([value for _, value in inside]):
            yield sum(score for score, _ in inside) / len(inside), dot, len(inside)


def risk(reports: Sequence[Scored]) -> Chart | None:
    """Risk against coverage: would answering only where the search is surest make the answers better?"""
    curves = {number: curve for number, one in enumerate(reports) if (curve := risk_coverage(one))}
    if not curves:
        return None
    drawn = [line for number, curve in curves.items() for line in _risk_lines(number, curve)]
    ends = {reports[number].name: curve[-1] for number, curve in curves.items()}
    return Chart(
        "risk",
        "风险与覆盖",
        "把作答的题按最好一条检索结果的得分从高到低排，答到哪里为止（覆盖）、其中答错多少（风险）。"
        "末点是现在的做法，虚线是随机排序；曲线在虚线以下，提高作答门槛才有用。起首不足10题的不画。",
        "；".join(f"{name}作答{x:.1%}的题，其中答错{y:.1%}" for name, (x, y) in ends.items()) + "。",
        lines("risk", drawn, "覆盖：作答的题占全部题的比例", "风险：作答而答错的比例", limits=(0, 1)),
        run_keys(reports) or [Key(color(0), "●", "现在的做法"), Key(color(0), "┄", "随机排序")],
        ("运行", "覆盖", "风险"),
        [(reports[n].name, f"{x:.3f}", f"{y:.3f}") for n, curve in curves.items() for x, y in _thinned(curve)],
    )


def risk_coverage(report: Scored) -> list[tuple[float, float]]:
    """Coverage and share of wrong answers, answering the surest first; questions of one score come in together."""
    rights = [question.values["right"] for question in report.scores.questions]
    rows = [
        (best, right)
        for case, right in zip(report.cases, rights, strict=True)
        if right is not None and not case.row.abstained and (best := best_score(case.row.passages)) is not None
    ]
    rows.sort(key=lambda row: -row[0])
    asked = sum(right is not None for right in rights)
    wrong, curve = 0.0, []
    for number, (score, right) in enumerate(rows, 1):
        wrong += 1 - right
        if number == len(rows) or (number >= FEWEST and rows[number][0] < score):
            curve.append((number / asked, wrong / number))
    return curve


def _risk_lines(number: int, curve: Sequence[tuple[float, float]]) -> list[Line]:
    """The curve, the flat one of a random order, and the dot where the run stands."""
    end, height = curve[-1]
    return [
        Line(color(number), [(x, Dot(y)) for x, y in curve]),
        Line(color(number), [(0, Dot(height)), (end, Dot(height))], ":"),
        Line(color(number), [(end, Dot(height))], "", marker(number)),
    ]


def _thinned(curve: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """About ten points of a curve, its end among them."""
    return list(curve[:: -max(len(curve) // 10, 1)])[::-1]
