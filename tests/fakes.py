"""Stand-ins that are given through constructors: an embedder whose vectors can be worked out by hand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class CharacterEmbedder:
    """Counts characters by code point modulo 64, made of length 1; remembers what it was asked to embed."""

    dimension = 64

    def __init__(self, name: str = "characters") -> None:
        self.name = name
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text, shape [n, 64]; an empty text points along the first axis."""
        self.embedded += texts
        counts = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            np.add.at(counts[row], [ord(sign) % self.dimension for sign in text or "\0"], 1)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)
