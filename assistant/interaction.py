"""How well each word of a question is met by a clause: late interaction over the embedding's vectors of tokens.

A clause's one vector is the mean of all that it says; here every token of the question looks for the tokens nearest to
it. Nothing of it is counted in the library: a visitor's scores do not depend on what he may not see.
"""

import re
from collections.abc import Callable, Sequence
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


class Interaction:
    """One question beside passages. `tokens` gives a row for each token of each text, shape [tokens, dimension]."""

    def __init__(self, question: str, tokens: Callable[[Sequence[str]], list[Vectors]]) -> None:
        asked = tokens([question])[0]
        weights = np.linalg.norm(asked, axis=1)
        self._asked, self._share = _unit(asked), weights / max(weights.sum(), _NOTHING)
        self._meaning = _unit(asked.sum(axis=0, keepdims=True))[0]
        self._tokens = tokens

    def values(self, passages: Sequence[Passage], phrases: Sequence[Sequence[str]]) -> list[tuple[float, ...]]:
        """A value for each of `NAMES`, for each passage. `phrases`: those of its caption that are looked at."""
        texts = [_texts(passage, own) for passage, own in zip(passages, phrases, strict=True)]
        vectors = iter(self._tokens([text for of_one in texts for group in of_one for text in group]))
        return [self._of(*([next(vectors) for _ in group] for group in of_one)) for of_one in texts]

    def _of(self, sentences: list[Vectors], around: list[Vectors], phrases: list[Vectors]) -> tuple[float, ...]:
        near = self._asked @ _unit(np.concatenate(sentences)).T
        own = near.max(axis=1)
        by_phrase = [self._met(phrase) for phrase in phrases]
        best = np.max([own, *map(self._met, around), *by_phrase], axis=0)
        meanings = _unit(np.stack([sentence.sum(axis=0) for sentence in sentences]))
        counted = (np.log1p(np.exp(-(((near - at) / width) ** 2) / 2).sum(axis=1)) for at, width in _LEVELS)
        return (
            float(self._share @ best),
            float(self._share @ own),
            float(self._share[best < _UNMET].sum()),
            float((meanings @ self._meaning).max()),
            max((float(self._share @ met) for met in by_phrase), default=0.0),
            *(float(self._share @ each) for each in counted),
        )

    def _met(self, text: Vectors) -> Vectors:
        """How near each token of the question comes to a text."""
        near: Vectors = (self._asked @ _unit(text).T).max(axis=1)
        return near


def _texts(passage: Passage, phrases: Sequence[str]) -> tuple[Sequence[str], ...]:
    """The sentences of a passage, what stands above it, and phrases of its caption."""
    chunk = passage.chunk
    above = " ".join((*chunk.headings, passage.edition.metadata.title))
    return _SENTENCE.findall(chunk.text) or [chunk.text], [above], phrases


def _unit(vectors: Vectors) -> Vectors:
    """Rows made of length 1."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _NOTHING), np.float32)
