"""What an adapter gives back: estimates with 95 % intervals beside what they mean. Numbers and names, never text."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from eval.scores import Estimate
from eval.statistics import bootstrap, bootstrap_of, ratio

T = TypeVar("T")
Figures = dict[str, Any]
"""Ready to be written as JSON."""
Value = float | bool | None
"""Of one question; None where it could not be scored."""
_DIGITS = 4


def estimate(values: Iterable[Value]) -> Figures:
    """The mean of the values that there are, with its interval over questions; None counts as not scored."""
    given = tuple(values)
    known = [float(value) for value in given if value is not None]
    interval = bootstrap(known)
    if interval is None:
        return asdict(Estimate(None, None, None, 0, len(given)))
    return _rounded(Estimate(sum(known) / len(known), interval.low, interval.high, len(known), len(given) - len(known)))


def mean_of(given: Iterable[T | None], score: Callable[[T], float]) -> Figures:
    """The mean score of what is given; None was not answered at all and counts as not scored."""
    return estimate(None if one is None else score(one) for one in given)


def share_of(pairs: Iterable[tuple[bool, bool]]) -> Figures:
    """How many of those with the second truth have the first too; `n` counts the former."""
    rows = [(float(one and other), float(other)) for one, other in pairs]
    whole = sum(row[1] for row in rows)
    interval = bootstrap_of(rows, ratio) if whole else None
    if interval is None:
        return asdict(Estimate(None, None, None, 0, 0))
    return _rounded(Estimate(sum(row[0] for row in rows) / whole, interval.low, interval.high, int(whole), 0))


def estimates(values: Mapping[str, Iterable[Value]]) -> Figures:
    """An estimate per measure."""
    return {name: estimate(each) for name, each in values.items()}


def _rounded(whole: Estimate) -> Figures:
    return {name: round(value, _DIGITS) if isinstance(value, float) else value for name, value in asdict(whole).items()}
