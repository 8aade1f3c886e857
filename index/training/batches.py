"""Token ids of many texts in two flat arrays, so that a batch is gathered without a loop over its texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

LONGEST = 192
"""Tokens of a text that training reads; most articles have fewer."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Row i holds `ids[starts[i]:starts[i + 1]]`; no row is empty."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, rows: NDArray[np.int64]) -> "Ragged":
        """These rows, in this order."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        places = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Ragged(self.ids[places], starts)

    def thinned(self, dropout: float, chance: np.random.Generator) -> "Ragged":
        """The rows without about this share of their tokens, drawn by chance; no row becomes empty."""
        lengths = np.diff(self.starts)
        kept = chance.random(len(self.ids)) >= dropout
        kept[self.starts[:-1] + (chance.random(len(self)) * lengths).astype(np.int64)] = True
        return Ragged(self.ids[kept], np.concatenate(([0], np.cumsum(kept)))[self.starts])


def tokenized(tokenizer: Tokenizer, texts: Sequence[str], longest: int = LONGEST) -> Ragged:
    """The first `longest` tokens of each text; a text without a known token becomes the unknown one (id 0)."""
    rows: list[list[int]] = []
    for start in range(0, len(texts), 10_000):
        encodings = tokenizer.encode_batch_fast(list(texts[start : start + 10_000]), add_special_tokens=False)
        rows.extend((encoding.ids[:longest] or [0]) for encoding in encodings)
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    ids = np.fromiter((token for row in rows for token in row), dtype=np.int32, count=int(starts[-1]))
    return Ragged(ids, starts)


def numbered(texts: Iterable[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Each different text once, and for every given text the position of it."""
    places: dict[str, int] = {}
    numbers = np.array([places.setdefault(text, len(places)) for text in texts], dtype=np.int64)
    return list(places), numbers
