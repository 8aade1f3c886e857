"""The terms of a question, and how they stand in texts: counts, sentences, stretches."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.bridges import Expanded
from index.lexical import LexicalIndex
from index.reranking.clauses import Floats
from index.reranking.texts import PLANE, Ints, Texts

_READ: Final = 240
"""Characters of a question that its terms are taken from; what comes after them is a tale."""
_ADDED: Final = 0.4
"""What a term of an added word counts beside one that was typed."""
_ENDS: Final = [0, *map(ord, "。；！？\n")]
"""Code points that end a sentence: 0 closes a text."""
_HAN: Final = r"\u3007\u3400-\u4dbf\u4e00-\u9fff"
_RUN: Final = re.compile(rf"[{_HAN}]+|[a-z0-9]+")
_LETTERS: Final = re.compile("[a-z0-9]")
_NONE: Final = "\ufffe"
"""Stands in no text: the one term of a question that has none."""

Numbers = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Matches:
    """How the terms of a question stand in some texts, a row for each text."""

    counts: Ints
    """How often each term stands there, [texts, terms]."""
    sentence: Floats
    """The largest share of the question that one sentence has; of the first `sentences_of` texts alone."""
    sentence_pairs: Floats
    """The same of the question's pairs of characters alone."""
    run: Floats
    """Characters of the longest stretch whose every pair is one of the question's."""
    share: Floats
    """The share of the text's own pairs that the question has."""
    lengths: Floats

    def part(self, start: int, stop: int) -> "Matches":
        """Those of neighbouring texts; nothing is copied."""
        return Matches(*(getattr(self, field.name)[start:stop] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class _Hits:
    """The question's characters in texts, and the ends of their sentences."""

    at: Ints
    """Where the characters stand, one after the other."""
    numbers: Ints
    sentence: Ints
    """The sentence of each, counted through all texts."""
    firsts: Ints
    """The first sentence of each text, and how many there are in all: [texts + 1]."""

    @property
    def rows(self) -> Ints:
        """The text of each."""
        return np.repeat(np.arange(len(self.firsts) - 1), np.diff(self.firsts))[self.sentence]

    @classmethod
    def of(cls, texts: Texts, numbers: Numbers) -> "_Hits":
        """`numbers`: of each code point, 0 where it is nothing to look for, below 0 where it ends a sentence."""
        found = numbers.take(texts.codes)  # a third of the time of `[]`
        at = np.flatnonzero(found != 0)
        found = found[at]
        ends = found < 0
        letters = np.flatnonzero(~ends)
        lasts = np.searchsorted(at[ends], texts.starts[1:] - 1)
        firsts = np.concatenate((np.zeros(1, np.int64), lasts + 1))
        return cls(at[letters], found[letters].astype(np.int64), np.cumsum(ends, dtype=np.int64)[letters], firsts)


@dataclass(frozen=True, slots=True)
class Terms:
    """A question's Han characters and pairs of neighbours, each weighed by its rarity, ready to be found in texts."""

    weights: Floats
    added: Floats
    """The weights of those that bridges added alone."""
    is_pair: NDArray[np.bool_]
    numbers: Numbers
    """For each code point its number here; 0: in no term; -1: it ends a sentence."""
    singles: Numbers
    """For each such number the term that it is, counted from 1; 0: none."""
    pairs: Numbers
    """For two such numbers (first * len(singles) + second) the term that they are."""

    @classmethod
    def of(cls, asked: Expanded, lexical: LexicalIndex) -> "Terms":
        """The terms of a question."""
        weighed, added = _with_added(asked, lexical)
        number_of = {sign: number for number, sign in enumerate(dict.fromkeys("".join(weighed)), 1)}
        singles = np.zeros(len(number_of) + 1, np.int16)
        pairs = np.zeros((len(singles), len(singles)), np.int16)
        for number, term in enumerate(weighed, 1):
            if len(term) == 1:
                singles[number_of[term]] = number
            else:
                pairs[number_of[term[0]], number_of[term[1]]] = number
        is_pair = np.array([len(term) > 1 for term in weighed], np.bool_)
        weights = np.array(list(weighed.values()), np.float32)
        extra = np.array([added.get(term, 0) for term in weighed], np.float32)
        return cls(weights, extra, is_pair, _numbers(number_of), singles, pairs.ravel())

    @property
    def pair_weights(self) -> Floats:
        """The weights of the pairs, 0 for single characters."""
        return self.weights * self.is_pair

    def within(self, texts: Texts, sentences_of: int) -> Matches:
        """How the terms stand in each text; how in their sentences, of the first texts alone."""
        hits, size = _Hits.of(texts, self.numbers), len(texts)
        single = self.singles[hits.numbers]
        neighbours = np.flatnonzero(np.diff(hits.at) == 1)
        pair = self.pairs[hits.numbers[neighbours] * len(self.singles) + hits.numbers[neighbours + 1]]
        at_single, at_pair = np.flatnonzero(single), neighbours[pair > 0]
        at = np.concatenate((at_single, at_pair))
        term = np.concatenate((single[at_single], pair[pair > 0])).astype(np.int64) - 1
        row, lengths = hits.rows, texts.lengths.astype(np.float32)
        return Matches(
            np.bincount(row[at] * len(self.weights) + term, minlength=size * len(self.weights)).reshape(size, -1),
            *self._in_sentences(hits.firsts[: sentences_of + 1], hits.sentence[at], term),
            _longest_run(hits.at[at_pair], row[at_pair], size),
            (np.bincount(row[at_pair], minlength=size) / np.maximum(lengths - 1, 1)).astype(np.float32),
            lengths,
        )

    def shares(self, present: NDArray[np.bool_], *weights: NDArray[np.floating[Any]]) -> Floats:
        """For each weighing of the terms the share of the question that stands in each text, [weighings, texts]."""
        columns = np.array(weights, np.float32).T
        whole = np.maximum(columns.sum(axis=0), 1e-6)
        return np.ascontiguousarray((present.astype(np.float32) @ columns / whole).T)

    def _in_sentences(self, firsts: Ints, sentence: Ints, term: Ints) -> tuple[Floats, Floats]:
        """The best sentence's share of the question, and of its pairs, for each text."""
        known = sentence < firsts[-1]
        here = np.zeros((int(firsts[-1]), len(self.weights)), np.bool_)
        here[sentence[known], term[known]] = True
        whole, pairs = np.maximum.reduceat(self.shares(here, self.weights, self.pair_weights), firsts[:-1], axis=1)
        return whole, pairs


def _numbers(number_of: Mapping[str, int]) -> Numbers:
    """Of each code point its number, -1 for those that end a sentence."""
    numbers = np.zeros(PLANE, np.int16)
    numbers[_ENDS] = -1
    numbers[[ord(sign) for sign in number_of]] = list(number_of.values())
    return numbers


def _with_added(asked: Expanded, lexical: LexicalIndex) -> tuple[dict[str, float], dict[str, float]]:
    """The terms of a question and of what bridges added, with their weights; and the rarity of the added ones alone."""
    typed = _weighed(asked.text, lexical) or {_NONE: 1.0}
    added = _weighed(" ".join(asked.added), lexical)
    only = {term: rarity for term, rarity in added.items() if term not in typed}
    return typed | {term: _ADDED * rarity for term, rarity in only.items()}, only


def _weighed(text: str, lexical: LexicalIndex) -> dict[str, float]:
    """The terms with their rarity. A run of letters or digits is found by its pairs, which share its rarity."""
    if not text:
        return {}
    plain = "".join(map(chr, Texts.of([text[:_READ]]).codes[:-1].tolist()))
    runs = list(dict.fromkeys(_RUN.findall(plain)))
    others = [run for run in runs if _LETTERS.match(run)]
    han = [run for run in runs if not _LETTERS.match(run)]
    terms = list(dict.fromkeys([*"".join(han), *(run[at : at + 2] for run in han for at in range(len(run) - 1))]))
    rarities = lexical.rarities([*terms, *others]).tolist()
    weighed = dict(zip(terms, rarities, strict=False))
    for run, rarity in zip(others, rarities[len(terms) :], strict=True):
        parts = [run[at : at + 2] for at in range(len(run) - 1)] or [run]
        weighed |= dict.fromkeys(parts, rarity / len(parts))
    return weighed


def _longest_run(at: Ints, row: Ints, height: int) -> Floats:
    """Characters of the longest stretch of neighbouring hits in each row."""
    longest = np.zeros(height, np.float32)
    if len(at):
        first = np.flatnonzero(np.diff(at, prepend=-2) > 1)
        np.maximum.at(longest, row[first], (np.diff(first, append=len(at)) + 1).astype(np.float32))
    return longest
