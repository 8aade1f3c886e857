"""Stand-ins that are given through constructors: an embedder whose vectors can be worked out by hand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class CountingEmbedder:
    """Counts characters by code point modulo 16, made of length 1; nothing to load, nothing to learn."""

    name = "counting-16"
    dimension = 16

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text, shape [n, 16]; an empty text points along the first axis."""
        counts = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for sign in text or "\0":
                counts[row, ord(sign) % self.dimension] += 1
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)
