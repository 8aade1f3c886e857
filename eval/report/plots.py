"""Plots as SVG for a page: their text stays text in the page's fonts, their colours are the page's, nothing is loaded.

Drawn by matplotlib, whose font knows no Chinese: only left-, right- and middle-aligned texts are used, for whose place
their width does not matter. Sizes are in CSS pixels. The same data give the same bytes.
"""

import io
import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from eval.errors import MeasureError
from eval.report.markup import shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH: Final = 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 86, 48, 8, 30
_LABEL: Final = 12
"""Longest label, in columns of half a Chinese character."""
TOKENS: Final = (
    *("ink", "soft", "line", "surface"),
    *(f"run-{number}" for number in range(1, 7)),
    *("right", "over-refused", "not-refused", "forbidden", "not-found", "not-cited", "not-said", "error", "unscored"),
    *("want-refusal", "want-answer"),
)
"""Colours by the names that the style sheet has for them (`--NAME`)."""
MARKERS: Final = ("o", "s", "D", "^", "v", "P")
"""Of the runs, so that they can be told apart without colour."""
_CODES: Final = {name: f"#0000{number:02x}" for number, name in enumerate(TOKENS, 1)}


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure with its interval, where it has one."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Dots of one colour, one for each label; None where there is none."""

    color: str
    dots: Sequence[Dot | None]
    marker: str = "o"


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, with an interval around each where it has them."""

    color: str
    points: Sequence[tuple[float, Dot]]
    style: str = "-"
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of each bar."""

    color: str
    shares: Sequence[float]


def dots(key: str, labels: Sequence[str], series: Sequence[Series], limits: tuple[float, float] = (0, 1)) -> Markup:
    """A row per label with a dot and interval per series; the first row, over all, stands apart. One series: values."""
    step = 11
    row = max(24, step * len(series) + 10)
    with _drawn(key, _TOP + _BOTTOM + row * len(labels)) as (axes, made):
        _rows(axes, labels, limits)
        for number, one in enumerate(series):
            shift = (number - (len(series) - 1) / 2) * step / row
            _dots(axes, one, shift)
            if len(series) == 1:
                _values(axes, one, limits[1])
        if limits[0] < 0 < limits[1]:
            axes.axvline(0, color=_CODES["soft"], linewidth=1, zorder=1)
    return made[0]


def lines(
    key: str,
    drawn: Sequence[Line],
    across: str,
    upward: str,
    *,
    limits: tuple[float, float] | None = None,
    log: bool = False,
) -> Markup:
    """Lines over an axis that `across` names; the other one is a share from 0 to 1, of what `upward` says."""
    with _drawn(key, 290, left=44, right=16, top=30, bottom=46) as (axes, made):
        axes.set_ylim(-0.02, 1.02)
        axes.set_xscale("log" if log else "linear")
        axes.set_xlim(limits) if limits else None
        axes.set_xlabel(across, labelpad=6)
        axes.annotate(upward, (0, 1), (-36, 12), "axes fraction", "offset points", color=_CODES["soft"])
        axes.grid(color=_CODES["line"], linewidth=1)
        axes.xaxis.set_major_formatter(_plain_number)
        axes.yaxis.set_major_formatter(_plain_number)
        axes.xaxis.set_minor_formatter("")
        for line in drawn:
            _line(axes, line)
    return made[0]


def stacks(key: str, labels: Sequence[str], parts: Sequence[Part]) -> Markup:
    """A bar per label from 0 to 1, made of parts."""
    with _drawn(key, _TOP + _BOTTOM + 24 * len(labels), right=14) as (axes, made):
        _rows(axes, labels, (0, 1))
        starts = [0.0] * len(labels)
        for part in parts:
            axes.barh(range(len(labels)), part.shares, 0.62, starts, color=_CODES[part.color], zorder=2)
            starts = [start + share for start, share in zip(starts, part.shares, strict=True)]
    return made[0]


def _dots(axes: "Axes", series: Series, shift: float) -> None:
    color = _CODES[series.color]
    for number, dot in enumerate(series.dots):
        if dot and dot.low is not None and dot.high is not None:
            axes.plot([dot.low, dot.high], [number + shift] * 2, color=color, linewidth=1.6, zorder=3)
    known = [(dot.value, number + shift) for number, dot in enumerate(series.dots) if dot]
    values, places = [value for value, _ in known], [place for _, place in known]
    axes.plot(values, places, series.marker, color=color, markersize=6, zorder=4, clip_on=False)


def _values(axes: "Axes", series: Series, end: float) -> None:
    for number, dot in enumerate(series.dots):
        words = f"{dot.value:.3f}" if dot else "–"
        axes.annotate(
            words, (end, number), (10, 0), textcoords="offset points", va="center_baseline", color=_CODES["soft"]
        )


def _line(axes: "Axes", line: Line) -> None:
    color = _CODES[line.color]
    for place, dot in line.points:
        if dot.low is not None and dot.high is not None:
            axes.plot([place, place], [dot.low, dot.high], color=color, linewidth=1.2, zorder=3)
    places, values = [place for place, _ in line.points], [dot.value for _, dot in line.points]
    axes.plot(
        places,
        values,
        linestyle=line.style or "none",
        marker=line.marker,
        color=color,
        linewidth=1.8,
        markersize=6,
        zorder=4,
    )


def _rows(axes: "Axes", labels: Sequence[str], limits: tuple[float, float]) -> None:
    """Labels from top to bottom, a grid for the eye, a line below the first row."""
    room = 0.01 * (limits[1] - limits[0])
    axes.set_xlim(limits[0] - room, limits[1] + room)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_yticks(range(len(labels)), [_short(label) for label in labels])
    axes.xaxis.set_major_formatter(_plain_number)
    axes.grid(axis="x", color=_CODES["line"], linewidth=1)
    axes.axhline(0.5, color=_CODES["line"], linewidth=1)
    axes.get_yticklabels()[0].set_color(_CODES["ink"])
    axes.get_yticklabels()[0].set_fontweight("bold")


def _plain_number(value: float, _: object) -> str:
    return f"{value:g}".replace("-", "−")


def _short(label: str) -> str:
    """A label that fits beside its row."""
    text, columns = "", 0
    for sign in shown(label):
        columns += 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
        if columns > _LABEL:
            return text + "…"
        text += sign
    return text


@contextmanager
def _drawn(
    key: str, height: int, *, left: int = _LEFT, right: int = _RIGHT, top: int = _TOP, bottom: int = _BOTTOM
) -> "Iterator[tuple[Axes, list[Markup]]]":
    """Axes to draw on; afterwards the list holds the SVG. Ids begin with `key`, so that plots can share a page."""
    style = _STYLE | {"svg.hashsalt": key}
    made: list[Markup] = []
    with _matplotlib().rc_context(style):
        figure = _figure(height)
        axes = figure.add_axes(
            (left / WIDTH, bottom / height, (WIDTH - left - right) / WIDTH, (height - bottom - top) / height)
        )
        yield axes, made
        made.append(_embedded(_svg(figure), key, height))


def _matplotlib() -> Any:
    """Matplotlib, which only reports need.

    Raises:
        MeasureError: it is not installed.
    """
    try:
        import matplotlib as mpl  # noqa: PLC0415  half a second, and only reports need it
    except ImportError as error:
        raise MeasureError("a report needs matplotlib; install it: pip install '.[eval]'") from error
    return mpl


def _figure(height: int) -> "Figure":
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415  as above
    from matplotlib.figure import Figure  # noqa: PLC0415  as above

    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
    FigureCanvasSVG(figure)
    return figure


def _svg(figure: "Figure") -> str:
    """The figure as SVG. Chinese is missing from the font that lays it out, and is there in that of the page."""
    file = io.StringIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        figure.savefig(file, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    return file.getvalue()


def _embedded(svg: str, key: str, height: int) -> Markup:
    """SVG as a part of a page: no head, no style of its own, ids of its own, colours and fonts of the page."""
    svg = re.sub(r"<style.*?</style>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;]*;", "", svg)
    svg = re.sub(r'(\bid="|"#|url\(#)', rf"\g<1>{key}-", svg)
    svg = re.sub(r"#0000([0-9a-f]{2})\b", lambda match: f"var(--{TOKENS[int(match[1], 16) - 1]})", svg)
    svg = re.sub(r' transform="rotate\(-0 [^"]*"', "", svg)
    svg = re.sub(r"\s*\n\s*", " ", svg).strip()
    head = f'<svg viewBox="0 0 {WIDTH} {height}" xmlns:xlink="http://www.w3.org/1999/xlink" aria-hidden="true">'
    return Markup(re.sub(r"^<svg[^>]*>", head, svg))  # noqa: S704 - matplotlib escapes the texts in it


_STYLE: Final[dict[str, Any]] = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.size": 12,
    "text.color": _CODES["ink"],
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.edgecolor": _CODES["line"],
    "axes.labelcolor": _CODES["soft"],
    "axes.labelsize": 12,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.spines.bottom": False,
    "xtick.color": _CODES["line"],
    "xtick.labelcolor": _CODES["soft"],
    "xtick.labelsize": 11,
    "xtick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.color": _CODES["line"],
    "ytick.labelcolor": _CODES["soft"],
    "ytick.labelsize": 12,
    "ytick.major.size": 0,
    "ytick.minor.size": 0,
}
