"""Folds of the STARD questions, and what a fold may not see: every question that resembles one of its own."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from index.training.data import Pair, letters

FOLDS = 5
NEAR = 0.5
"""Two questions are near where the Jaccard index of their character 3-grams is at least this."""


def fold_of(question_id: str) -> int:
    """The fold a question belongs to, by the hash of its id."""
    return int(hashlib.sha256(question_id.encode()).hexdigest()[:8], 16) % FOLDS


def grams(text: str) -> frozenset[str]:
    """Character 3-grams of the letters of a text; the whole text where it is shorter."""
    plain = letters(text)
    return frozenset(plain[at : at + 3] for at in range(max(1, len(plain) - 2)))


class HeldOut:
    """Questions that nothing in training may repeat or resemble."""

    def __init__(self, questions: Iterable[str]) -> None:
        self._grams = [grams(question) for question in questions]
        self._holders: Mapping[str, list[int]] = _inverted(self._grams)

    def near(self, text: str) -> bool:
        """Whether the text equals one of the questions or shares a 3-gram Jaccard of 0.5 or more with one."""
        mine = grams(text)
        shared = Counter(holder for gram in mine for holder in self._holders.get(gram, ()))
        return any(count / (len(mine) + len(self._grams[holder]) - count) >= NEAR for holder, count in shared.items())

    def drop(self, pairs: Iterable[Pair]) -> list[Pair]:
        """The pairs whose query is not near, of whatever source."""
        verdicts: dict[str, bool] = {}
        kept = []
        for pair in pairs:
            if pair.query not in verdicts:
                verdicts[pair.query] = self.near(pair.query)
            if not verdicts[pair.query]:
                kept.append(pair)
        return kept


def _inverted(gram_sets: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for position, gram_set in enumerate(gram_sets):
        for gram in gram_set:
            holders[gram].append(position)
    return holders
