"""Dense search: Chroma and exact search agree, masks hold, and a visitor's search leaves the internal rows shut."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import chromadb
import numpy as np
import pytest
from numpy.typing import NDArray

from index.errors import PublishingError
from index.vectors import VectorIndex, build, extend

ROWS, DIMENSION = 3_000, 64


def unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    """The same directions, length 1."""
    return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)


def random_vectors() -> NDArray[np.float32]:
    """The hardest case: nothing is near anything."""
    return unit(np.random.default_rng(1).normal(size=(ROWS, DIMENSION)))


def topical_vectors() -> NDArray[np.float32]:
    """As clauses lie: around some hundred topics, in few of the directions."""
    random = np.random.default_rng(2)
    spread = np.linspace(1, 0.05, DIMENSION)
    topics = random.normal(size=(100, DIMENSION)) * spread
    return unit(topics[random.integers(0, 100, ROWS)] + 0.5 * random.normal(size=(ROWS, DIMENSION)) * spread)


@pytest.fixture(scope="module", params=[random_vectors, topical_vectors])
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[VectorIndex, NDArray[np.float32]]]:
    """An index whose first third is public, and its vectors."""
    vectors = request.param()
    folder = tmp_path_factory.mktemp("built") / "vectors"
    build(vectors, np.arange(ROWS) < ROWS // 3, folder)
    with closing(VectorIndex.open(folder, ROWS)) as index:
        yield index, vectors


MASKS = {
    "all": np.ones(ROWS, np.bool_),
    "public": np.arange(ROWS) < ROWS // 3,
    "half": np.arange(ROWS) % 2 == 0,
    "a third": np.arange(ROWS) % 3 == 0,
    "few": np.arange(ROWS) % 50 == 0,
    "one": np.arange(ROWS) == 7,
    "none": np.zeros(ROWS, np.bool_),
}


@pytest.mark.parametrize("name", MASKS)
@pytest.mark.parametrize("k", [10, 200])
def test_finds_what_exact_search_finds(built: tuple[VectorIndex, NDArray[np.float32]], name: str, k: int) -> None:
    """Under every mask at least 97 % of the exact k nearest are found, none outside the mask, none too few."""
    index, vectors = built
    mask, questions = MASKS[name], unit(np.random.default_rng(3).normal(size=(20, DIMENSION)))
    wanted = min(k, int(mask.sum()))
    hits = 0
    for question in questions:
        rows, _ = index.search(question, k, mask)
        exact = np.argsort(np.where(mask, -(vectors @ question), 9))[:wanted]
        assert mask[rows].all()
        assert len(set(rows.tolist())) == wanted
        hits += len(set(rows.tolist()) & set(exact.tolist()))
    assert hits >= 0.97 * wanted * len(questions)


def test_best_first_with_cosines(built: tuple[VectorIndex, NDArray[np.float32]]) -> None:
    """Rows come best first and the numbers beside them are their cosines."""
    index, vectors = built
    rows, cosines = index.search(vectors[5], 20, MASKS["all"])
    assert rows[0] == 5
    assert cosines.tolist() == sorted(cosines.tolist(), reverse=True)
    assert cosines == pytest.approx(vectors[rows] @ vectors[5])


def test_ties_go_to_the_lower_row(tmp_path: Path) -> None:
    """Four equal vectors, public and internal, come in the order of their rows."""
    build(np.array([[1, 0]] * 4, np.float32), np.array([False, True, False, True]), tmp_path / "v")
    with closing(VectorIndex.open(tmp_path / "v", 4)) as index:
        rows, cosines = index.search(np.array([0.6, 0.8], np.float32), 3, np.ones(4, np.bool_))
    assert rows.tolist() == [0, 1, 2]
    assert cosines == pytest.approx([0.6] * 3)


def test_visitors_never_open_the_internal_collection(tmp_path: Path) -> None:
    """With the internal collection gone from Chroma, a visitor still gets answers, and an officer an error."""
    vectors, public = random_vectors(), MASKS["public"]
    build(vectors, public, tmp_path / "v")
    with closing(chromadb.PersistentClient(tmp_path / "v" / "chroma")) as client:
        client.delete_collection("internal")
    with closing(VectorIndex.open(tmp_path / "v", ROWS)) as index:
        assert len(index.search(vectors[0], 5, public)[0]) == 5
        with pytest.raises(PublishingError, match="Chroma could not search"):
            index.search(vectors[0], 5, MASKS["all"])


@pytest.mark.parametrize("rows", [0, 1, 2, 5_003])
def test_every_size_opens_again(rows: int, tmp_path: Path) -> None:
    """No rows, one row and more than one batch come back from disk with the nearest first."""
    vectors = unit(np.random.default_rng(4).normal(size=(rows, 8)))
    build(vectors, np.ones(rows, np.bool_), tmp_path / "v")
    with closing(VectorIndex.open(tmp_path / "v", rows)) as index:
        found, _ = index.search(unit(np.ones(8)), 3, np.ones(rows, np.bool_))
        assert index.count() == len(index) == rows
        assert found.tolist() == np.argsort(-(vectors @ unit(np.ones(8))))[:3].tolist()


def test_graph_lies_on_disk_after_the_build(tmp_path: Path) -> None:
    """Chroma's graph of each collection is written whole, so that opening has no log to replay."""
    build(random_vectors(), MASKS["public"], tmp_path / "v")
    graphs = sorted(file.stat().st_size for file in (tmp_path / "v" / "chroma").glob("*/data_level0.bin"))
    assert len(graphs) == 2
    assert graphs[0] >= ROWS // 3 * DIMENSION * 4
    assert graphs[1] >= 2 * ROWS // 3 * DIMENSION * 4


def extended(before: Path, old: NDArray[np.int64], now: NDArray[np.int64], folder: Path) -> bool:
    """Go over from some of the topical vectors to others, a third of them public."""
    vectors, public = topical_vectors(), np.arange(ROWS) % 3 == 0
    if not before.exists():
        build(vectors[old], public[old], before)
    places = {row: place for place, row in enumerate(old.tolist())}
    origin = np.array([places.get(row, -1) for row in now.tolist()])
    return extend(before, origin, vectors[now], public[now], folder)


def test_extended_finds_what_a_new_one_finds(tmp_path: Path) -> None:
    """Twice over, rows go and come at both ends and in the middle: the nearest are those of an index built at once."""
    rows, public = np.arange(ROWS), np.arange(ROWS) % 3 == 0
    first, second, third = rows[20:], np.delete(rows, [7, *range(900, 920)]), np.delete(rows, [0, 8, 500, ROWS - 1])
    assert extended(tmp_path / "first", first, second, tmp_path / "second")
    assert extended(tmp_path / "second", second, third, tmp_path / "third")
    with closing(VectorIndex.open(tmp_path / "third", len(third))) as index:
        assert index.count() == len(third)
        for question in topical_vectors()[::100]:
            for mask in (np.ones(len(third), np.bool_), public[third]):
                found, _ = index.search(question, 10, mask)
                exact = np.argsort(np.where(mask, -(topical_vectors()[third] @ question), 9), kind="stable")[:10]
                assert found.tolist() == exact.tolist()


def test_too_many_that_are_gone(tmp_path: Path) -> None:
    """Where a third of the rows are gone nothing is taken over, nor written."""
    rows = np.arange(ROWS)
    assert not extended(tmp_path / "all", rows, rows[ROWS // 3 :], tmp_path / "few")
    assert not (tmp_path / "few").exists()


def test_index_before_stays_as_it_is(tmp_path: Path) -> None:
    """While a reader has the old index open, going over to a new one changes nothing that he reads."""
    rows = np.arange(100)
    assert extended(tmp_path / "old", rows[:90], rows[:90], tmp_path / "same")
    with closing(VectorIndex.open(tmp_path / "old", 90)) as index:
        index.search(topical_vectors()[0], 3, np.ones(90, np.bool_))
        before = {file: file.read_bytes() for file in (tmp_path / "old").rglob("*") if file.is_file()}
        assert extended(tmp_path / "old", rows[:90], rows[5:95], tmp_path / "new")
        assert before == {file: file.read_bytes() for file in (tmp_path / "old").rglob("*") if file.is_file()}
        assert index.search(topical_vectors()[0], 1, np.ones(90, np.bool_))[0].tolist() == [0]


def test_other_number_of_rows_is_refused(tmp_path: Path) -> None:
    """An index that does not belong to its catalog is not opened, and the message says what to run."""
    build(np.eye(3, dtype=np.float32), np.ones(3, np.bool_), tmp_path / "v")
    with pytest.raises(PublishingError, match=r"3 vectors for 4 clauses; run: python -m index rebuild"):
        VectorIndex.open(tmp_path / "v", 4)


@pytest.mark.parametrize("missing", ["vectors.npy", "public.npy"])
def test_missing_file_is_one_clear_line(missing: str, tmp_path: Path) -> None:
    """A lost file is our error, not numpy's."""
    build(np.eye(3, dtype=np.float32), np.ones(3, np.bool_), tmp_path / "v")
    (tmp_path / "v" / missing).unlink()
    with pytest.raises(PublishingError, match="cannot be read"):
        VectorIndex.open(tmp_path / "v", 3)
