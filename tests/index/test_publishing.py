"""Generations: published whole or not at all, pinned for a question, deleted when nobody reads them."""

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.catalog import EVERYONE
from index.catalog_writer import CatalogWriter
from index.documents import Document
from index.errors import EmbeddingError, PublishingError
from index.generations import Generation, Library, current
from index.publishing import Step, tidy, write
from index.verify import verify, verify_apart
from tests.fakes import CharacterEmbedder
from tests.index.small import law

EMBEDDER = CharacterEmbedder()


def put(data: Path, *documents: Document, embedder: CharacterEmbedder = EMBEDDER) -> None:
    """Publish the documents in one write."""

    def change(writer: CatalogWriter) -> None:
        for document in documents:
            writer.put(document)

    write(data, embedder, change)


def remove(data: Path, document_id: str) -> None:
    """Publish without the document."""
    write(data, EMBEDDER, lambda writer: writer.remove(document_id))


def documents(generation: Generation) -> set[str]:
    """What is in it."""
    return {edition.document_id for edition in generation.catalog.editions(EVERYONE)}


def generations(data: Path) -> set[str]:
    """The folders on disk, published or not."""
    return {folder.name for folder in (data / "gen").iterdir()}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one public law of two articles and an internal one of one; tests only read it or copy it."""
    data = tmp_path_factory.mktemp("published")
    put(data, law("商标", "保护商标专用权。", "查处假冒商标。"), law("内部", "专项行动口径。", access="internal"))
    return data


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    """The same index, to be changed."""
    return Path(shutil.copytree(published, tmp_path / "data"))


def test_first_write_makes_an_index(published: Path) -> None:
    """All three parts of a generation speak of the same rows, and its manifest counts them."""
    with closing(Library(published, EMBEDDER)) as library, library.pin() as generation:
        chunks = generation.catalog.chunks()
        public = generation.catalog.access_of_rows()
        assert (generation.manifest.rows, generation.manifest.public_rows) == (len(chunks), public.sum()) == (3, 2)
        row = int(generation.lexical.scores("查处假冒").argmax())
        assert "查处假冒" in chunks[row].text
        assert generation.vectors.search(generation.vectors.vector(row), 1, public)[0].tolist() == [row]


def test_no_index_yet(tmp_path: Path) -> None:
    """Reading before the first write says what to run."""
    with pytest.raises(PublishingError, match="python -m index add PATH"), Library(tmp_path, EMBEDDER).pin():
        pass


def test_change_that_alters_nothing_publishes_nothing(data: Path) -> None:
    """The same document again leaves the generation, and no other folder, in place."""
    before = generations(data)
    put(data, law("内部", "专项行动口径。", access="internal"))
    assert generations(data) == before == {current(data)}


def test_result_of_the_change_comes_back(data: Path) -> None:
    """`write` gives back what the change gives back, and reports its steps in order."""
    steps: list[Step] = []
    assert write(data, EMBEDDER, lambda _: "done", steps.append, rebuild=True) == "done"
    assert steps == ["locked", "copied", "changed", "lexical", "embedded", "vectors", "manifest", "checked", "synced",
                     "aside", "published"]  # fmt: skip


def test_only_new_strings_are_embedded(data: Path) -> None:
    """A second document costs its own rows only; a rebuild costs none."""
    embedder = CharacterEmbedder()
    put(data, law("专利", "调处专利纠纷。"), embedder=embedder)
    write(data, embedder, lambda _: None, rebuild=True)
    assert len(embedder.embedded) == 1


def test_failed_change_leaves_the_old_state(data: Path) -> None:
    """An error in the change passes through; nothing is published and nothing left behind."""
    before = generations(data)
    with pytest.raises(KeyError):
        write(data, EMBEDDER, lambda writer: [writer.remove("商标"), {}["missing"]])
    assert generations(data) == before == {current(data)}


def test_other_embedding_model_is_refused(data: Path) -> None:
    """Reading and changing with another model name both models; a rebuild takes the new one over."""
    other = CharacterEmbedder("letters")
    with pytest.raises(EmbeddingError, match=r"characters .* letters"), Library(data, other).pin():
        pass
    with pytest.raises(EmbeddingError, match=r"characters .* letters"):
        put(data, law("专利", "调处专利纠纷。"), embedder=other)
    write(data, other, lambda _: None, rebuild=True)
    with closing(Library(data, other)) as library, library.pin() as generation:
        assert generation.manifest.embedding_model == "letters"


def test_library_moves_over_and_pins_stay(data: Path) -> None:
    """A question under way keeps its generation, the next one gets the new; the old is deleted when nobody reads it."""
    with closing(Library(data, EMBEDDER)) as library:
        with library.pin() as old:
            remove(data, "商标")
            with library.pin() as new:
                assert (documents(old), documents(new)) == ({"商标", "内部"}, {"内部"})
            tidy(data)
            assert generations(data) == {old.name, new.name}
            assert old.vectors.search(old.vectors.vector(0), 1, np.ones(3, np.bool_))[1] == pytest.approx(1)
        tidy(data)
        assert generations(data) == {new.name}


def test_reader_in_another_process_keeps_its_generation(data: Path) -> None:
    """Two libraries hold locks of their own: a generation goes when the last has moved over."""
    first, second = Library(data, EMBEDDER), Library(data, EMBEDDER)
    with first.pin() as old, second.pin():
        pass
    remove(data, "商标")
    with first.pin():
        tidy(data)
    assert old.name in generations(data)
    second.close()
    tidy(data)
    assert generations(data) == {current(data)}
    first.close()


def test_threads_see_whole_states(data: Path) -> None:
    """32 threads ask while documents come and go: each sees one of the states, with rows that fit its catalog."""
    asking = threading.Event()
    asking.set()
    with closing(Library(data, EMBEDDER)) as library, ThreadPoolExecutor(32) as pool:
        seen = [pool.submit(ask_while, library, asking) for _ in range(32)]
        remove(data, "商标")
        put(data, law("商标", "保护商标专用权。", "查处假冒商标。"))
        asking.clear()
    states = set().union(*(future.result() for future in seen))
    assert states == {("内部", "商标"), ("内部",)}


def ask_while(library: Library, asking: threading.Event) -> set[tuple[str, ...]]:
    """The states that one asker saw; fails on one whose parts do not fit together."""
    states = set()
    while asking.is_set():
        with library.pin() as generation:
            rows = len(generation.catalog.chunks())
            assert rows == generation.manifest.rows == len(generation.lexical.scores("商标"))
            found, _ = generation.vectors.search(generation.vectors.vector(0), 9, np.ones(rows, np.bool_))
            assert sorted(found.tolist()) == list(range(rows))
            states.add(tuple(sorted(documents(generation))))
        time.sleep(0.02)  # 32 threads without a pause leave the writer no turn
    return states


def test_unfinished_generations_are_removed(data: Path) -> None:
    """What a killed writer left behind goes at the next start-up."""
    (data / "gen" / "000002-deadbeef" / "lexical").mkdir(parents=True)
    tidy(data)
    assert generations(data) == {current(data)}


@pytest.mark.parametrize("name", ["catalog.sqlite", "vectors/vectors.npy", "lexical/rows.npy", "manifest.json"])
def test_check_finds_damage(data: Path, name: str) -> None:
    """A generation with a damaged file does not pass the check that stands before publication."""
    folder = data / "gen" / str(current(data))
    verify(folder)
    (folder / name).write_bytes(b"damaged")
    with pytest.raises(PublishingError, match="did not pass its check"):
        verify_apart(folder)


def test_refused_by_the_disk(data: Path) -> None:
    """Where a folder cannot be made, one error says so and the old state stays."""
    shutil.rmtree(data / "cache")
    (data / "cache").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(PublishingError, match=r"could not be written .* untouched"):
        remove(data, "商标")
    assert generations(data) == {current(data)}


@pytest.mark.parametrize("size", [2**12, 2**15, 2**17])
def test_full_disk(size: int, data: Path) -> None:
    """Where no file may grow beyond a size, the write fails in catalog or Chroma: one error, old state, room again."""
    resource = pytest.importorskip("resource")
    before, limits = generations(data), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        with pytest.raises(PublishingError, match=r"could not be written .* MB free.* untouched"):
            put(data, law("专利", *["调处专利纠纷。" * 200] * 9))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    with closing(Library(data, EMBEDDER)) as library, library.pin() as generation:
        assert (generations(data), documents(generation)) == (before, {"商标", "内部"})
