"""Measures of rankings, defined as trec_eval defines them: Recall@k, Success@k, reciprocal rank, nDCG@k.

`gold` holds relevant documents (a grade of 1 or more), `ranked` the run's documents with the best first. A document
that is ranked twice counts once, where it stands first.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from math import log2

from eval.errors import MeasureError

Grades = Mapping[str, int]
"""A grade per judged document: 0 is not relevant."""
Measure = Callable[[Grades, Sequence[str]], float]
_NAME = re.compile(r"(R|Recall|Success|RR|MRR|nDCG)@([1-9]\d{0,4})")


def recall(gold: AbstractSet[str], ranked: Sequence[str], k: int) -> float:
    """Share of the relevant documents that are among the first k; 0 where none is relevant, as in trec_eval."""
    return len(gold & set(_first(ranked, k))) / len(gold) if gold else 0.0


def success(gold: AbstractSet[str], ranked: Sequence[str], k: int) -> float:
    """1 where any relevant document is among the first k, else 0."""
    return float(not gold.isdisjoint(_first(ranked, k)))


def reciprocal_rank(gold: AbstractSet[str], ranked: Sequence[str], k: int) -> float:
    """1 / rank of the first relevant document within the first k; 0 where there is none. Its mean is MRR@k."""
    return next((1 / rank for rank, name in enumerate(_first(ranked, k), 1) if name in gold), 0.0)


def ndcg(gold: Grades, ranked: Sequence[str], k: int) -> float:
    """Discounted gain of the first k over the best possible: gain = grade, discount = log2(rank + 1)."""
    best = _gain(sorted((grade for grade in gold.values() if grade > 0), reverse=True)[:k])
    return _gain(max(gold.get(name, 0), 0) for name in _first(ranked, k)) / best if best else 0.0


def over_queries(qrels: Mapping[str, Grades], run: Mapping[str, Sequence[str]], measure: Measure) -> dict[str, float]:
    """The measure of every judged query. One that is missing from the run counts 0; one that is not judged is left out.

    >>> over_queries({"q1": {"a": 1}, "q2": {"b": 1}}, {"q1": ["a"]}, named("Recall@10"))
    {'q1': 1.0, 'q2': 0.0}
    """
    return {query: measure(grades, run.get(query, ())) for query, grades in qrels.items()}


def named(name: str) -> Measure:
    """A measure by its name: `Recall@k` (also `R@k`), `Success@k`, `MRR@k` (also `RR@k`), `nDCG@k`.

    Raises:
        MeasureError: no measure has this name.
    """
    match = _NAME.fullmatch(name)
    if not match:
        raise MeasureError(f"{name!r}: no such measure; there are Recall@k, Success@k, MRR@k and nDCG@k")
    k = int(match[2])
    if match[1] == "nDCG":
        return lambda grades, ranked: ndcg(grades, ranked, k)
    binary = _BINARY[match[1]]
    return lambda grades, ranked: binary(relevant(grades), ranked, k)


_BINARY = {
    "R": recall,
    "Recall": recall,
    "Success": success,
    "RR": reciprocal_rank,
    "MRR": reciprocal_rank,
}


def relevant(grades: Grades) -> frozenset[str]:
    """The documents of grade 1 or more."""
    return frozenset(name for name, grade in grades.items() if grade >= 1)


def by_score(scores: Mapping[str, float]) -> list[str]:
    """Documents with the highest score first; equal scores by name, the last of the alphabet first, as trec_eval."""
    return sorted(sorted(scores, reverse=True), key=lambda name: -scores[name])


def _first(ranked: Sequence[str], k: int) -> list[str]:
    return list(islice(dict.fromkeys(ranked), k))


def _gain(grades: Iterable[int]) -> float:
    return sum(grade / log2(rank + 1) for rank, grade in enumerate(grades, 1))
