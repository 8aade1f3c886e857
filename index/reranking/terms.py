"""The terms of a question, and how they stand in texts: counts, sentences, stretches, signs of kinds of clauses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.bridges import Expanded
from index.lexical import LexicalIndex
from index.reranking.clauses import PLANE, Floats, Ints, Texts
from index.reranking.kinds import question_kinds

_READ: Final = 240
"""Characters of a question that its terms are taken from; what comes after them is a tale."""
_ADDED: Final = 0.4
"""What a term of an added word counts beside one that was typed."""
_SENTENCE_ENDS: Final = "。；！？\n"
_HAN: Final = r"\u3007\u3400-\u4dbf\u4e00-\u9fff"
_RUN: Final = re.compile(rf"[{_HAN}]+|[a-z0-9]+")
_LETTERS: Final = re.compile("[a-z0-9]")

Numbers = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Matches:
    """How the terms of a question stand in some texts, a row for each text."""

    counts: Ints
    """How often each term stands there, [texts, terms]."""
    sentence: Floats
    """The largest share of the question that one sentence has."""
    sentence_pairs: Floats
    """The same of the question's pairs of characters alone."""
    run: Floats
    """Characters of the longest stretch whose every pair is one of the question's."""
    share: Floats
    """The share of the text's own pairs that the question has."""
    signs: Floats
    """How often the signs of each kind of question stand there, [texts, kinds]."""
    lengths: Floats

    def take(self, rows: Ints) -> "Matches":
        """These rows, in this order."""
        return Matches(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Terms:
    """A question's Han characters and pairs of neighbours, each weighed by its rarity, ready to be found in texts."""

    weights: Floats
    added: Floats
    """The weights of those that bridges added alone."""
    is_pair: NDArray[np.bool_]
    numbers: Numbers
    """For each code point its number here; 0: neither in a term nor in a sign."""
    singles: Numbers
    """For each such number the term that it is, counted from 1; 0: none."""
    pairs: Numbers
    """For two such numbers (first * len(singles) + second) the term that they are."""
    signs: Numbers
    """For two such numbers the kinds whose sign they are, a bit each."""

    @classmethod
    def of(cls, asked: Expanded, lexical: LexicalIndex) -> "Terms":
        """The terms of a question."""
        weighed, added = _with_added(asked, lexical)
        numbers, known = _sign_numbers()
        letters = [sign for sign in dict.fromkeys("".join(weighed)) if not numbers[ord(sign)]]
        numbers = numbers.copy()
        numbers[[ord(sign) for sign in letters]] = np.arange(len(known), len(known) + len(letters))
        size = len(known) + len(letters)
        singles, (pairs, signs) = np.zeros(size, np.int16), np.zeros((2, size, size), np.int16)
        signs[: len(known), : len(known)] = known
        for number, term in enumerate(weighed, 1):
            first, last = numbers[ord(term[0])], numbers[ord(term[-1])]
            if len(term) == 1:
                singles[first] = number
            else:
                pairs[first, last] = number
        is_pair = np.array([len(term) > 1 for term in weighed], np.bool_)
        weights = np.array(list(weighed.values()), np.float32)
        extra = np.array([added.get(term, 0) for term in weighed], np.float32)
        return cls(weights, extra, is_pair, numbers, singles, pairs.ravel(), signs.ravel())

    @property
    def pair_weights(self) -> Floats:
        """The weights of the pairs, 0 for single characters."""
        return self.weights * self.is_pair

    def within(self, texts: Texts) -> Matches:
        """How the terms stand in each text."""
        numbers = self.numbers[texts.codes].astype(np.int64)
        two = numbers[:-1] * len(self.singles) + numbers[1:]
        row = np.repeat(np.arange(len(texts)), np.diff(texts.starts))
        single, pair = self.singles[numbers], self.pairs[two]
        at_single, at_pair = np.flatnonzero(single), np.flatnonzero(pair)
        at = np.concatenate((at_single, at_pair))
        term = np.concatenate((single[at_single], pair[at_pair])).astype(np.int64) - 1
        lengths = texts.lengths.astype(np.float32)
        return Matches(
            _counted(row[at], term, len(texts), len(self.weights)),
            *self._in_sentences(texts, at, term),
            _longest_run(at_pair, row, len(texts)),
            (np.bincount(row[at_pair], minlength=len(texts)) / np.maximum(lengths - 1, 1)).astype(np.float32),
            _signs(self.signs[two], row, len(texts)),
            lengths,
        )

    def shares(self, present: NDArray[np.bool_], *weights: NDArray[np.floating[Any]]) -> Floats:
        """For each weighing of the terms the share of the question that stands in each text, [weighings, texts]."""
        columns = np.array(weights, np.float32).T
        whole = np.maximum(columns.sum(axis=0), 1e-6)
        return np.ascontiguousarray((present.astype(np.float32) @ columns / whole).T)

    def _in_sentences(self, texts: Texts, at: Ints, term: Ints) -> tuple[Floats, Floats]:
        """The best sentence's share of the question, and of its pairs, for each text."""
        ends = _ends()[texts.codes]
        sentence = np.cumsum(ends) - ends
        here = _counted(sentence[at], term, int(sentence[-1]) + 1, len(self.weights))
        firsts = sentence[texts.starts[:-1]]
        whole, pairs = np.maximum.reduceat(self.shares(here > 0, self.weights, self.pair_weights), firsts, axis=1)
        return whole, pairs


def _with_added(asked: Expanded, lexical: LexicalIndex) -> tuple[dict[str, float], dict[str, float]]:
    """The terms of a question and of what bridges added, with their weights; and the rarity of the added ones alone."""
    typed, added = dict(_weighed(asked.text, lexical)), dict(_weighed(" ".join(asked.added), lexical))
    only = {term: rarity for term, rarity in added.items() if term not in typed} if asked.added else {}
    return typed | {term: _ADDED * rarity for term, rarity in only.items()}, only


def _weighed(text: str, lexical: LexicalIndex) -> Mapping[str, float]:
    """The terms with their rarity. A run of letters or digits is found by its pairs, which share its rarity."""
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
    return weighed or {"\ufffe": 1.0}


def _counted(rows: Ints, terms: Ints, height: int, width: int) -> Ints:
    return np.bincount(rows * width + terms, minlength=height * width).reshape(height, width)


def _longest_run(at: Ints, row: Ints, height: int) -> Floats:
    """Characters of the longest stretch of neighbouring hits in each row."""
    longest = np.zeros(height, np.float32)
    if len(at):
        stretch = np.cumsum(np.diff(at, prepend=at[0]) > 1)
        np.maximum.at(longest, row[at], (np.bincount(stretch)[stretch] + 1).astype(np.float32))
    return longest


def _signs(kinds: Numbers, row: Ints, height: int) -> Floats:
    at = np.flatnonzero(kinds)
    bits, rows = kinds[at], row[at]
    counted = [np.bincount(rows[bits >> bit & 1 == 1], minlength=height) for bit in range(len(question_kinds()))]
    return np.array(counted, np.float32).T


@cache
def _ends() -> Ints:
    """1 for each code point that ends a sentence."""
    ends = np.zeros(PLANE, np.int64)
    ends[[0, *map(ord, _SENTENCE_ENDS)]] = 1
    return ends


@cache
def _sign_numbers() -> tuple[Numbers, Numbers]:
    """Numbers for the characters of all signs, from 1; for two of them the kinds whose sign they are, a bit each."""
    numbers = np.zeros(PLANE, np.int16)
    letters = dict.fromkeys(letter for kind in question_kinds() for sign in kind.signs for letter in sign)
    numbers[[ord(letter) for letter in letters]] = np.arange(1, len(letters) + 1)
    signs = np.zeros((len(letters) + 1, len(letters) + 1), np.int16)
    for bit, kind in enumerate(question_kinds()):
        for sign in kind.signs:
            signs[numbers[ord(sign[0])], numbers[ord(sign[1])]] |= np.int16(1 << bit)
    return numbers, signs
