"""What the figures of the speed bench say side by side: peers as ratios, sizes as a curve."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

Figures = Mapping[str, Any]
Cells = tuple[str, ...]

RATIOS: Final[Mapping[str, tuple[str, ...]]] = {
    "build": ("build_s",),
    "build_cpu": ("build_cpu_s",),
    "size": ("size_mb",),
    "memory_building": ("build_peak_mb",),
    "memory_at_rest": ("rest_mb",),
    "cold_start": ("cold_start_s",),
    "query_p50": ("query_ms", "p50"),
    "query_p95": ("query_ms", "p95"),
    "query_cpu": ("query_cpu_ms",),
    "rate_1": ("queries_per_second", "1"),
    "rate_8": ("queries_per_second", "8"),
    "add": ("add_s",),
    "add_cpu": ("add_cpu_s",),
}
"""Where each figure stands in what a side measured. Above 1 the peer needs more; rates are queries per second."""
_SHOWN: Final = (
    "build",
    "size",
    "memory_at_rest",
    "cold_start",
    "query_p50",
    "query_p95",
    "rate_8",
    "add",
)

GROWTH: Final[Cells] = (
    "articles",
    "first text p50 / p95",
    "whole answer p50 / p95",
    "questions/s, 1 / 8 / 32 clients",
    "cold start",
    "memory at rest / peak",
    "build",
    "on disk",
    "a document added",
)
CURVE: Final[Cells] = (
    "clauses",
    "build",
    "processor",
    "memory building",
    "on disk",
    "search p50 / p95",
    "memory searching",
    "a document added",
)
PEERS: Final[Cells] = (
    "articles",
    "peer ÷ ours",
    "build",
    "on disk",
    "memory at rest",
    "cold start",
    "query p50",
    "query p95",
    "queries/s, 8 clients",
    "a document added",
    "found in 10: peer / ours (n)",
)


def ratios(ours: Figures, peer: Figures) -> dict[str, float]:
    """Peer's figure by ours, three digits; what either lacks, or where ours is 0, is left out."""
    both = {name: (_at(peer, path), _at(ours, path)) for name, path in RATIOS.items()}
    return {name: float(f"{theirs / mine:.3g}") for name, (theirs, mine) in both.items() if theirs is not None and mine}


def hit_rate(hits: Sequence[int], n: int | None = None) -> float:
    """The share of the first `n` look-ups whose article was found."""
    counted = hits[:n]
    return round(sum(counted) / len(counted), 4)


def growth_rows(figures: Figures) -> list[Cells]:
    """A table, head first: a row per size with what users feel and operators pay."""
    return [GROWTH, *(_growth(size) for size in figures["sizes"])]


def curve_rows(figures: Figures) -> list[Cells]:
    """A table, head first: a row per size of `curve`, to a million clauses."""
    return [CURVE, *(_curve(size) for size in figures["sizes"])]


def peer_rows(figures: Figures) -> list[Cells]:
    """A table, head first: a row per size and peer with the ratios; a peer that failed shows why."""
    return [PEERS, *(row for size in figures["sizes"] for row in _peers(size))]


def markdown(rows: Sequence[Cells]) -> str:
    """A table of such rows, its head first."""
    head, *body = rows
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, ("---",) * len(head), *body))


def _growth(size: Figures) -> Cells:
    ours, served = size["ours"], size["ours"]["served"]
    rates = (f"{rate:.0f}" for rate in served["questions_per_second"].values())
    return (
        f"{size['articles']:,}",
        _pair(served["first_text_ms"]),
        _pair(served["whole_answer_ms"]),
        " / ".join(rates),
        f"{served['cold_start_s']:.1f} s",
        f"{served['rest_mb']:,} / {served['peak_mb']:,} MB",
        f"{ours['build_s']:.1f} s",
        f"{ours['size_mb']:,.0f} MB",
        f"{ours['add_s']:.1f} s",
    )


def _curve(size: Figures) -> Cells:
    search = size["search"]
    return (
        f"{search['clauses']:,}",
        f"{size['build_s']:.0f} s",
        f"{size['build_cpu_s']:.0f} s",
        f"{size['build_peak_mb']:,} MB",
        f"{size['index_mb']:,} MB",
        f"{search['clock_ms']['p50']:.1f} / {search['clock_ms']['p95']:.1f} ms",
        f"{search['rss_mb']:,} MB",
        f"{size['add_s']:.0f} s",
    )


def _peers(size: Figures) -> Iterator[Cells]:
    for name, peer in size["peers"].items():
        articles = f"{size['articles']:,}"
        if "error" in peer:
            yield (articles, name, peer["error"], *[""] * (len(PEERS) - 3))
            continue
        found = f"{peer['hit_rate']:.3f} / {peer['ours_hit_rate']:.3f} ({peer['query_ms']['n']})"
        yield (articles, name, *(_times(peer["ratios"].get(ratio)) for ratio in _SHOWN), found)


def _at(figures: Figures, path: tuple[str, ...]) -> float | None:
    found: Any = figures
    for name in path:
        found = found.get(name, {})
    return None if found == {} else float(found)


def _pair(times: Figures) -> str:
    return f"{times['p50']:.0f} / {times['p95']:.0f} ms"


def _times(ratio: float | None) -> str:
    return "—" if ratio is None else f"{ratio:.3g}×"
