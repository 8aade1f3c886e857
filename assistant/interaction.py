"""How well each word of a question is met by a clause: late interaction over the embedding's vectors of tokens.

A clause's one vector is the mean of all that it says; here every token of the question looks for the tokens nearest to
it. Nothing of it is counted in the library: a visitor's scores do not depend on what he may not see.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.retrieval import Passage

Vectors = NDArray[np.float32]

NAMES: Final = (
    "met", "met by the clause", "unmet", "nearest sentence", "phrase that meets most", "same words", "near words",
    "related words",
)  # fmt: skip
"""What is said of a question and a passage, in order."""
_UNMET: Final = 0.5
"""A token is not met where none of a passage is as near."""
_LEVELS: Final = ((1.0, 0.03), (0.9, 0.1), (0.5, 0.1))
"""Nearness of the tokens that are counted, and how far from it (kernel pooling; Xiong et al., SIGIR 2017)."""
_NOTHING: Final = 1e-9
_SENTENCE: Final = re.compile(r"[^。；\n：，]{4,}")
_PHRASE: Final = re.compile(r"[^；\n]+")


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of some texts."""

    unit: Vectors
    """Vectors of length 1, shape [tokens, dimension]."""
    weights: Vectors
    """How much each says: the length of its vector."""
    starts: NDArray[np.int64]
    """Where each text begins."""
    meanings: Vectors
    """The direction of each text, shape [texts, dimension]."""

    @classmethod
    def of(cls, texts: Sequence[Vectors]) -> "Words":
        """From the vectors of the tokens of one text or more."""
        whole = np.concatenate(texts)
        weights = np.linalg.norm(whole, axis=1)
        meanings = np.stack([text.sum(axis=0) for text in texts])
        meanings /= np.linalg.norm(meanings, axis=1, keepdims=True)
        starts = np.cumsum([0, *(len(text) for text in texts[:-1])])
        return cls(whole / np.maximum(weights, _NOTHING)[:, None], weights, starts, meanings)


class Interaction:
    """One question beside passages. `read` gives the words of texts."""

    def __init__(self, question: str, read: Callable[[tuple[str, ...]], Words]) -> None:
        asked = read((question,))
        self._share = asked.weights / asked.weights.sum()
        self._asked, self._read = asked, read

    def values(self, passage: Passage) -> tuple[float, ...]:
        """A value for each of `NAMES`."""
        chunk = passage.chunk
        body = self._read(tuple(_SENTENCE.findall(chunk.text)) or (chunk.text,))
        near = self._asked.unit @ body.unit.T
        own, around = near.max(axis=1), self._met((" ".join((*chunk.headings, passage.edition.metadata.title)),))
        phrases = self._met(tuple(_PHRASE.findall(chunk.caption)))
        best = np.maximum(np.maximum(own, around.max(axis=1)), phrases.max(axis=1))
        counted = (np.log1p(np.exp(-(((near - at) / width) ** 2) / 2).sum(axis=1)) for at, width in _LEVELS)
        return (
            float(self._share @ best),
            float(self._share @ own),
            float(self._share[best < _UNMET].sum()),
            float((body.meanings @ self._asked.meanings[0]).max()),
            float((self._share @ phrases).max()),
            *(float(self._share @ each) for each in counted),
        )

    def _met(self, texts: tuple[str, ...]) -> Vectors:
        """How near each token of the question comes to each text, shape [tokens, texts]; 0 where there is no text."""
        if not texts:
            return np.zeros((len(self._share), 1), np.float32)
        words = self._read(texts)
        return np.maximum.reduceat(self._asked.unit @ words.unit.T, words.starts, axis=1)
