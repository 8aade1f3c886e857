"""A second way to a set of passages, named as such: the one sentence that the product's own ranking puts first.

No understanding of the question, no evidence asked for, no refusal: BM25 and the embedding, fused as in search, over
the sentences of the given passages. It tells what ranking can do from what the assistant makes of it.
"""

import re
import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path
from typing import Final, Self

import numpy as np

from index import lexical, vectors
from index.embeddings import Embedder
from index.lexical import LexicalIndex
from index.retrieval import candidates
from index.vectors import VectorIndex

MEANING: Final = (
    "the sentence of the given passages that BM25 and embedding, fused as in the product's search, rank first; a "
    "sentence ends at 。！？；!?; or a line's end, one of more than 80 characters at a comma too; it never refuses"
)
_LONG: Final = 80
_SENTENCE: Final = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]*[”’」』）)]*")
_PART: Final = re.compile(r"[^，,]+[，,]*")


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with the passages that it is asked of."""

    id: str
    text: str
    passages: tuple[str, ...]


def sentences(text: str) -> list[str]:
    """The sentences of a text, long ones cut at their commas; blanks around them are left out."""
    whole = (match[0].strip() for match in _SENTENCE.finditer(text))
    return [part for sentence in whole if sentence for part in _parts(sentence)]


def select(choices: Sequence[Choice], folder: Path, embedder: Embedder) -> Mapping[str, str]:
    """The first sentence for each question, by its id. `folder` holds the index of the sentences."""
    groups = list(dict.fromkeys(choice.passages for choice in choices))
    cut = [[sentence for passage in group for sentence in sentences(passage)] for group in groups]
    ends = list(accumulate(map(len, cut)))
    spans = {group: slice(end - len(own), end) for group, own, end in zip(groups, cut, ends, strict=True)}
    with closing(_Sentences.index(list(chain.from_iterable(cut)), folder, embedder)) as index:
        return {choice.id: index.first(choice.text, spans[choice.passages]) for choice in choices}


@dataclass(frozen=True, slots=True)
class _Sentences:
    """Sentences, indexed for both sides of the search."""

    texts: Sequence[str]
    words: LexicalIndex
    meanings: VectorIndex
    embedder: Embedder

    @classmethod
    def index(cls, texts: Sequence[str], folder: Path, embedder: Embedder) -> Self:
        """Write the index into `folder`, in place of what was there."""
        shutil.rmtree(folder, ignore_errors=True)
        lexical.build(texts, folder / "lexical")
        vectors.build(embedder.embed(texts), np.ones(len(texts), np.bool_), folder / "vectors")
        words, meanings = LexicalIndex.open(folder / "lexical"), VectorIndex.open(folder / "vectors", len(texts))
        return cls(texts, words, meanings, embedder)

    def first(self, text: str, span: slice) -> str:
        """The best sentence inside a span; of equal ones the first, and none where nothing is alike."""
        mask = np.zeros(len(self.texts), np.bool_)
        mask[span] = True
        found = candidates(text, self.words, self.meanings, self.embedder, mask)
        scores = {row: sum(parts.values()) for row, parts in found.items()}
        return self.texts[min(scores, key=lambda row: (-scores[row], row))] if scores else ""

    def close(self) -> None:
        """Give back memory and open files."""
        self.meanings.close()


def _parts(sentence: str) -> list[str]:
    return [sentence] if len(sentence) <= _LONG else [match[0] for match in _PART.finditer(sentence)]
