"""How long a reader waits: percentiles of the time to the first text and to the end, in milliseconds."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles of `n` times (milliseconds, linear between neighbours); `unscored` rows have no time."""

    n: int
    p50: float | None
    p95: float | None
    unscored: int


def latency(times: Iterable[float | None]) -> Latency:
    """Percentiles of times; None stands for a row that failed."""
    times = tuple(times)
    known = [time for time in times if time is not None]
    if not known:
        return Latency(0, None, None, len(times))
    p50, p95 = np.percentile(known, [50, 95])
    return Latency(len(known), float(p50), float(p95), len(times) - len(known))
