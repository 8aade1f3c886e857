"""The report as one HTML file that needs nothing else: no script, no font, no request."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.comparing import Comparison, compare
from eval.errors import RunError
from eval.gate import HEADLINES
from eval.report import names, tables
from eval.report.chart import Chart, color, kinds_of
from eval.report.markup import printed
from eval.report.outcomes import Outcome
from eval.report.quality import differences, outcomes, quality
from eval.report.questions import Asked, asked, by_kind
from eval.report.refusing import calibration, refusals, risk
from eval.report.scored import Scored, told_apart
from eval.report.waiting import latency

_TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Against:
    """A run against the base: what changed, and the questions that changed sides (empty where none may be shown)."""

    name: str
    color: str
    changes: Sequence[tables.Change]
    better: Sequence[Asked]
    worse: Sequence[Asked]


def write_report(reports: Sequence[Scored], out: Path) -> None:
    """Write a report about one run, or about several of one dataset, compared with the first.

    Raises:
        RunError: the runs are of different datasets, or the file cannot be written.
        MeasureError: matplotlib is not installed.
    """
    page = rendered(reports)
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise RunError(f"{out}: cannot be written ({error.strerror}); name a file that this user may write") from error


def rendered(reports: Sequence[Scored]) -> str:
    """The report as HTML. Equal runs give equal bytes."""
    reports = told_apart(reports)
    compared = [compare(reports[0].scores, one.scores, HEADLINES) for one in reports[1:]]
    readable = all(one.scores.readable for one in reports)
    questions = asked(reports) if readable else []
    return str(
        _template(
            title=_title(reports),
            first=reports[0],
            several=len(reports) > 1,
            readable=readable,
            about=tables.about(reports),
            cards=tables.measures(reports, tables.CARDS),
            summary=tables.measures(reports, tables.SUMMARY),
            every=tables.measures(reports, list(names.MEANINGS)),
            kinds=[(one.name, color(number), tables.kinds(one)) for number, one in enumerate(reports)],
            against=_against(reports, compared, questions),
            charts=_charts(reports, compared),
            **_questions(reports, questions),
        )
    )


def _title(reports: Sequence[Scored]) -> str:
    first, *others = (one.name for one in reports)
    return f"{'、'.join(others)}与基准{first}相比" if others else first


def _charts(reports: Sequence[Scored], compared: Sequence[Comparison]) -> Mapping[str, Sequence[Chart]]:
    """The charts of each section."""
    several = len(reports)
    calibrated = [calibration(one, number, several) for number, one in enumerate(reports, 1)]
    return {
        "against": _known([differences(reports, compared)] if compared else []),
        "kinds": quality(reports),
        "steps": [outcomes(one, number, several) for number, one in enumerate(reports, 1)],
        "refusals": [*refusals(reports), *_known(calibrated), *_known([risk(reports)])],
        "latency": _known([latency(reports)]),
    }


def _known(charts: Sequence[Chart | None]) -> list[Chart]:
    return [chart for chart in charts if chart]


def _against(reports: Sequence[Scored], compared: Sequence[Comparison], questions: Sequence[Asked]) -> list[Against]:
    known = {question.item.id: question for question in questions}
    return [
        Against(
            one.name,
            color(number),
            tables.changes(comparison),
            [known[id_] for id_ in comparison.better if id_ in known],
            [known[id_] for id_ in comparison.worse if id_ in known],
        )
        for number, (one, comparison) in enumerate(zip(reports[1:], compared, strict=True), 1)
    ]


def _questions(reports: Sequence[Scored], questions: Sequence[Asked]) -> dict[str, Any]:
    """Failures, right answers and what could not be scored, by kind; and how many failed at which step."""
    order = {kind: place for place, kind in enumerate(kinds_of(reports))}
    sort = sorted(questions, key=lambda one: order.get(one.item.kind, 0))
    failed = [one for one in sort if one.failed]
    steps = Counter(step for one in failed for step in {answer.outcome for answer in one.answers} if step.failed)
    return {
        "failed": by_kind(failed),
        "right": by_kind(one for one in sort if one.right),
        "unscored": by_kind(one for one in sort if not one.failed and not one.right),
        "steps": [(step, steps[step]) for step in Outcome if steps[step]],
        "failures": len(failed),
    }


def _template(**values: Any) -> Markup:
    """The filled page: every text in it is escaped, and a name that is not given is an error."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=printed,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"kind": names.kind, "heads": [(name, names.measure(name)) for name in tables.KINDS]}
    return Markup(environment.get_template("page.html").render(values))  # noqa: S704 - escaped by the template
