"""Short vectors find nearly what comparing all in full finds, and only what the mask keeps."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.shortened import NUMBERS, nearest

ROWS, DIMENSION = 6_000, 96


class InFull:
    """Vectors that are all compared; `searched` counts how often."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self.vectors, self.searched = vectors, 0

    def __len__(self) -> int:
        return len(self.vectors)

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of each of these rows."""
        return self.vectors[rows] @ vector

    def search(
        self, vector: NDArray[np.float32], k: int, mask: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The nearest rows, exactly."""
        self.searched += 1
        cosines = np.where(mask, self.vectors @ vector, -np.inf)
        rows = np.argsort(-cosines, kind="stable")[: min(k, int(mask.sum()))]
        return rows, cosines[rows]


def made(rows: int) -> InFull:
    """Vectors of length 1 whose numbers fade, as those of texts do."""
    chance = np.random.default_rng(0)
    vectors = chance.normal(size=(rows, DIMENSION)).astype(np.float32) / np.arange(1, DIMENSION + 1, dtype=np.float32)
    return InFull(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


class Letters:
    """Turns each text into a direction of its own, as far as there are any."""

    name, dimension = "letters", DIMENSION

    def __init__(self, dimension: int = DIMENSION) -> None:
        self._dimension = dimension

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors whose numbers fade, like those of `made`."""
        return made(len(texts)).vectors[:, : self._dimension]


def test_the_nearest_are_found() -> None:
    """Of the exactly nearest ten at least 95 of 100 over ten questions, in falling order, with exact cosines."""
    vectors, found = made(ROWS), 0
    mask = np.ones(ROWS, np.bool_)
    for number in range(10):
        asked = vectors.vectors[number]
        rows, cosines = nearest(vectors, Letters(), asked, 10, mask)
        assert np.allclose(cosines, vectors.vectors[rows] @ asked)
        assert (np.diff(cosines) <= 0).all()
        found += len(set(rows.tolist()) & set(InFull(vectors.vectors).search(asked, 10, mask)[0].tolist()))
    assert vectors.searched == 0
    assert found >= 95


def test_the_mask_holds() -> None:
    """Where it keeps three rows, those three are found and nothing else."""
    vectors, mask = made(ROWS), np.zeros(ROWS, np.bool_)
    mask[[5, 77, 4_000]] = True
    rows, _ = nearest(vectors, Letters(), vectors.vectors[77], 10, mask)
    assert rows[0] == 77
    assert set(rows.tolist()) == {5, 77, 4_000}


def test_few_rows_are_all_compared_in_full() -> None:
    """Below some thousands that is as quick as a graph, and no build of one differs from another."""
    vectors = made(200)
    rows, _ = nearest(vectors, Letters(), vectors.vectors[3], 7, np.ones(200, np.bool_))
    assert rows.tolist() == np.argsort(-(vectors.vectors @ vectors.vectors[3]), kind="stable")[:7].tolist()
    assert vectors.searched == 0


def test_vectors_of_few_numbers_stay_whole() -> None:
    """An embedding of fewer numbers than are left of others."""
    vectors = made(ROWS)
    short = InFull(np.ascontiguousarray(vectors.vectors[:, : NUMBERS // 2]))
    rows, _ = nearest(short, Letters(NUMBERS // 2), short.vectors[9], 1, np.ones(ROWS, np.bool_))
    assert rows.tolist() == [9]
