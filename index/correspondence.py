"""Which clause of one edition became which of another, found by comparing their texts, each with a confidence.

An edition that renumbers everything (商标法 2026) keeps most sentences. So the smallest clauses of both are compared
by the pairs of characters they share, rare pairs counting more; clauses whose neighbours agree count a little more;
and a clause that another one resembles much better is not given away twice. What articles became follows from where
their clauses went.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.documents import Document, Node
from index.numerals import NUMERAL

SURE: Final = 0.6
"""From this confidence on a counterpart is named as such; below, it is to be compared before it is relied on."""
_ENOUGH: Final = 0.3
"""Below this confidence a clause has no counterpart: what is left in common is the language of laws."""
_SHARE: Final = 0.12
"""Share of an article that must have gone to another one for that to be named."""
_NEIGHBOURS: Final = 0.25
"""What the rest of its article counts in finding a clause's counterpart."""
_LABEL: Final = re.compile(rf"^\s*(?:第{NUMERAL}条(?:之{NUMERAL})?|（{NUMERAL}）|{NUMERAL}[、.．])[\s　]*")
_CLAUSE: Final = rf"第{NUMERAL}[条款项](?:之{NUMERAL})?"
_REFERENCE: Final = re.compile(rf"{_CLAUSE}(?:[、和至]?{_CLAUSE})*")
_SIGNS: Final = re.compile(r"[^\w]+")

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A clause of the other edition. `same`: word for word, but for its own number and those that it refers to."""

    path: str
    confidence: float
    same: bool = False


@dataclass(frozen=True, slots=True)
class Direction:
    """What became of the clauses of one edition in the other, by path; no entry: nothing."""

    articles: Mapping[str, tuple[Counterpart, ...]] = field(default_factory=dict)
    """The articles that each 条 went to, the one that took most of it first."""
    clauses: Mapping[str, Counterpart] = field(default_factory=dict)
    """The clause that each smallest clause went to."""


NOTHING: Final = Direction()


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Two editions in both directions."""

    forward: Direction = NOTHING
    back: Direction = NOTHING


@dataclass(frozen=True, slots=True)
class _Unit:
    """The words of a clause that stand in none below it."""

    path: str
    words: str
    pairs: frozenset[str]

    @property
    def article(self) -> str:
        return self.path.split("/", 1)[0]


@dataclass(frozen=True, slots=True)
class _Side:
    """The units of one text, with the weight of each: what its pairs of characters are worth together."""

    units: tuple[_Unit, ...]
    weights: Matrix

    def articles(self) -> Matrix:
        """For each pair of units how alike the article is that they stand in: 1 for their own."""
        names = [unit.article for unit in self.units]
        order = {name: number for number, name in enumerate(dict.fromkeys(names))}
        of_unit = np.zeros((len(names), len(order)), np.float32)
        of_unit[np.arange(len(names)), [order[name] for name in names]] = 1
        return of_unit


def correspondence(old: Document, new: Document) -> Correspondence:
    """The correspondence of two texts; kept in memory, since texts never change."""
    return _kept(_Pair(old, new))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two texts, told from others by their versions alone."""

    old: Document
    new: Document

    def __hash__(self) -> int:
        return hash((self.old.version_id, self.new.version_id))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pair) and self._versions() == other._versions()

    def _versions(self) -> tuple[str, str]:
        return self.old.version_id, self.new.version_id


@lru_cache(maxsize=256)
def _kept(pair: _Pair) -> Correspondence:
    olds, news = _units(pair.old), _units(pair.new)
    if not olds or not news:
        return Correspondence()
    worth = _worth([*olds, *news])
    old, new = _Side(olds, _weights(olds, worth)), _Side(news, _weights(news, worth))
    alike = _likeness(old, new, worth)
    placed = (1 - _NEIGHBOURS) * alike + _NEIGHBOURS * _around(alike, old, new)
    return Correspondence(
        _one_way(old, new, alike, placed),
        _one_way(new, old, np.ascontiguousarray(alike.T), np.ascontiguousarray(placed.T)),
    )


def _units(document: Document) -> tuple[_Unit, ...]:
    """The clauses of the 条 of a text, in order."""
    below: dict[int, list[Node]] = defaultdict(list)
    for node in document.outline:
        if node.parent is not None:
            below[node.parent].append(node)
    numbered = ((node, below[position]) for position, node in enumerate(document.outline))
    lawful = ((node, children) for node, children in numbered if node.level in {"条", "款", "项", "目"})
    found = (_unit(document.text, node, children) for node, children in lawful)
    return tuple(unit for unit in found if unit.pairs)


def _unit(text: str, node: Node, children: Sequence[Node]) -> _Unit:
    bounds = [node.start, *(bound for child in children for bound in (child.start, child.end)), node.end]
    own = "".join(text[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True))
    words = _SIGNS.sub("", _REFERENCE.sub("第条", _LABEL.sub("", own)))
    return _Unit(node.path, words, frozenset(words[start : start + 2] for start in range(len(words) - 1)))


def _worth(units: Sequence[_Unit]) -> dict[str, float]:
    """What it says about two clauses that both hold a pair of characters: little where most clauses do."""
    held = Counter(pair for unit in units for pair in unit.pairs)
    return {pair: float(np.log(1 + len(units) / count)) for pair, count in held.items()}


def _weights(units: Sequence[_Unit], worth: Mapping[str, float]) -> Matrix:
    return np.array([sum(worth[pair] for pair in unit.pairs) for unit in units], np.float32)


def _likeness(old: _Side, new: _Side, worth: Mapping[str, float]) -> Matrix:
    """Dice's coefficient of every two clauses over their weighted pairs of characters, 0 to 1."""
    common = {pair for unit in old.units for pair in unit.pairs} & {pair for unit in new.units for pair in unit.pairs}
    column = {pair: number for number, pair in enumerate(sorted(common))}
    ours, theirs = (_table(side.units, column, worth) for side in (old, new))
    both: Matrix = 2 * (ours @ theirs.T) / (old.weights[:, None] + new.weights[None, :])
    return both


def _table(units: Sequence[_Unit], column: Mapping[str, int], worth: Mapping[str, float]) -> Matrix:
    """A row for each unit, a column for each pair that both texts hold; its square is the pair's worth."""
    table = np.zeros((len(units), len(column)), np.float32)
    for row, unit in enumerate(units):
        for pair in unit.pairs:
            if pair in column:
                table[row, column[pair]] = worth[pair] ** 0.5
    return table


def _around(alike: Matrix, old: _Side, new: _Side) -> Matrix:
    """For every two clauses how alike their articles are: the part of the one that has its best match in the other."""
    ours, theirs = old.articles(), new.articles()
    best = np.stack([alike[:, theirs[:, article] > 0].max(axis=1) for article in range(theirs.shape[1])], axis=1)
    weight = ours * old.weights[:, None]
    of_articles = (weight.T @ best) / weight.sum(axis=0)[:, None]
    around: Matrix = ours @ of_articles @ theirs.T
    return around


def _one_way(old: _Side, new: _Side, alike: Matrix, placed: Matrix) -> Direction:
    """The counterparts of each clause and of each article of one text in the other."""
    best = placed.argmax(axis=1)
    rows = np.arange(len(best))
    own, rival = alike[rows, best], alike[placed.argmax(axis=0), np.arange(alike.shape[1])][best]
    claim = np.minimum(1, own / np.maximum(rival, 1e-6))  # a better claim on the same clause weakens this one
    sure = own * claim**2
    found = {
        unit.path: _counterpart(unit, new.units[target], float(confidence))
        for unit, target, confidence in zip(old.units, best, sure, strict=True)
        if confidence >= _ENOUGH
    }
    return Direction(_articles(old, found), found)


def _counterpart(unit: _Unit, other: _Unit, confidence: float) -> Counterpart:
    same = unit.words == other.words
    return Counterpart(other.path, 1.0 if same else round(confidence, 3), same)


def _articles(old: _Side, found: Mapping[str, Counterpart]) -> dict[str, tuple[Counterpart, ...]]:
    """Where the clauses of each article went, by weight."""
    articles: dict[str, list[tuple[_Unit, float]]] = defaultdict(list)
    for unit, weight in zip(old.units, old.weights.tolist(), strict=True):
        articles[unit.article].append((unit, weight))
    went = {article: _went(units, found) for article, units in articles.items()}
    return {article: targets for article, targets in went.items() if targets}


def _went(units: Sequence[tuple[_Unit, float]], found: Mapping[str, Counterpart]) -> tuple[Counterpart, ...]:
    """The articles that took over a share of these clauses, the largest first."""
    whole, shares = sum(weight for _, weight in units), defaultdict[str, list[tuple[Counterpart, float]]](list)
    for unit, weight in units:
        if target := found.get(unit.path):
            shares[target.path.split("/", 1)[0]].append((target, weight))
    alone = len(shares) == 1
    targets = [_article(path, part, whole, alone=alone) for path, part in shares.items()]
    weights = {path: sum(weight * one.confidence for one, weight in part) for path, part in shares.items()}
    kept = [target for target in targets if sum(weight for _, weight in shares[target.path]) >= _SHARE * whole]
    return tuple(sorted(kept, key=lambda target: -weights[target.path]))


def _article(path: str, part: Sequence[tuple[Counterpart, float]], whole: float, *, alone: bool) -> Counterpart:
    """An article as counterpart, as sure as the clauses that went there; the same where all of it is."""
    weight = sum(weight for _, weight in part)
    confidence = sum(one.confidence * weight for one, weight in part) / weight
    same = alone and all(one.same for one, _ in part) and weight >= 0.999 * whole
    return Counterpart(path, round(confidence, 3), same)
