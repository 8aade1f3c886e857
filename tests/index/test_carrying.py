"""A generation that takes over from the one before is the one that is made anew, whatever was added or taken away."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.captions import FILE
from index.carrying import changed_documents
from index.catalog_writer import CatalogWriter
from index.documents import Access, Document
from index.generations import CATALOG, REFERENCES, REGISTERS, Generation, current
from index.publishing import Step, write
from tests.fakes import CharacterEmbedder
from tests.index.small import law

EMBEDDER = CharacterEmbedder()
NAMES = "商标专利版权著作地理标志商业秘密植物品种集成电路"


def made(number: int, words: str = "", access: Access = "public") -> Document:
    """A law that names another one, has a duty, and shares its last article with all others."""
    name, other = (f"{NAMES[n % 12 : n % 12 + 2]}{n}号" for n in (number, number * 7 % 40))
    return law(
        name,
        f"商标所有人应当办理{name}登记手续。",
        f"按照《{other}办法》第二条的规定办理{words}。",
        "本办法自公布之日起施行。",
        access=access,
    )


def put(data: Path, *documents: Document) -> None:
    """Publish the documents in one write."""
    write(data, EMBEDDER, lambda writer: [writer.put(document) for document in documents])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty laws, every fifth of them internal; tests copy it."""
    data = tmp_path_factory.mktemp("published")
    put(data, *(made(number, access="public" if number % 5 else "internal") for number in range(40)))
    return data


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    """The same index, to be changed."""
    return Path(shutil.copytree(published, tmp_path / "data"))


def folder(data: Path) -> Path:
    """The generation that counts."""
    return data / "gen" / str(current(data))


def files(data: Path) -> dict[str, bytes]:
    """What is the same byte for byte: both lexical indexes and the vectors."""
    paths = [*folder(data).glob("lexical*/*"), folder(data) / "vectors" / "vectors.npy"]
    return {str(path.relative_to(folder(data))): path.read_bytes() for path in paths}


def rows(data: Path) -> dict[str, list[object]]:
    """What references and registers hold, in the order in which they are read."""
    found: dict[str, list[object]] = {}
    tables = {"found": REFERENCES, "duties": REGISTERS, "deadlines": REGISTERS, "contacts": REGISTERS}
    for table, name in tables.items():
        with closing(sqlite3.connect(folder(data) / name)) as opened:
            query = f"SELECT * FROM {table} ORDER BY document_id, start, rowid"
            found[table] = opened.execute(query).fetchall()
    return found


def nearest(data: Path) -> list[list[float]]:
    """How near the nearest rows of every vector are, for an officer and for a visitor; of equal ones any may come."""
    with closing(Generation.open(folder(data))) as generation:
        public, index = generation.catalog.access_of_rows(), generation.vectors
        masks = (np.ones(len(public), np.bool_), public)
        return [
            index.search(index.vector(row), 9, mask)[1].round(5).tolist()
            for row in range(len(public))
            for mask in masks
        ]


def was_carried(data: Path) -> bool:
    """Whether Chroma's numbers of the rows are older than the generation."""
    numbered = np.load(folder(data) / "vectors" / "numbered.npy")
    return not np.array_equal(numbered, np.arange(len(numbered)))


def assert_like_new(data: Path, aside: Path) -> None:
    """It was taken over, and the same catalog made anew gives the same."""
    assert was_carried(data)
    shutil.copytree(data, aside)
    write(aside, EMBEDDER, lambda _: None, rebuild=True)
    assert not was_carried(aside)
    assert files(data) == files(aside)
    assert rows(data) == rows(aside)
    assert rows(data)["duties"]
    assert nearest(data) == nearest(aside)


def retitled(document: Document, title: str) -> Document:
    """The same text under another title, as a catalog may say."""
    return replace(document, metadata=replace(document.metadata, title=title))


CHANGES: dict[str, Callable[[CatalogWriter], object]] = {
    "added": lambda writer: writer.put(made(50)),
    "added in secret": lambda writer: writer.put(made(51, access="internal")),
    "removed": lambda writer: writer.remove(made(5).document_id),
    "another text": lambda writer: writer.put(made(6, "手续")),
    "made internal": lambda writer: writer.put(made(7, access="internal")),
    "another title": lambda writer: writer.put(retitled(made(8), "地理标志保护规定")),
    "digest beside it": lambda writer: writer.put(replace(made(11, "摘要"), text_kind="digest")),
}


@pytest.mark.parametrize("name", CHANGES)
def test_change_is_like_new(name: str, data: Path, tmp_path: Path) -> None:
    """One document comes, goes or changes in any way: files, registers, references, nearest rows are those made anew."""
    write(data, EMBEDDER, CHANGES[name])
    assert_like_new(data, tmp_path / "anew")


def test_many_changes_are_like_new(data: Path, tmp_path: Path) -> None:
    """Four writes of two documents each, one upon the other: still what is made anew."""
    chosen = random.Random(5)
    for step in range(4):
        numbers = chosen.sample(range(60), 2)
        put(
            data,
            *(made(number, f"第{step}次" * (number % 2), chosen.choice(["public", "internal"])) for number in numbers),
        )
    assert_like_new(data, tmp_path / "anew")


def test_names_what_changed(data: Path) -> None:
    """Of two catalogs, the documents that came, went, have another text or another id, and no others."""
    before = shutil.copyfile(folder(data) / CATALOG, data / "before.sqlite")
    put(data, made(50), made(6, "手续"))
    write(data, EMBEDDER, lambda writer: writer.remove(made(3).document_id))
    names = {made(number).document_id for number in (50, 6, 3)}
    assert changed_documents(before, folder(data) / CATALOG) == names
    assert changed_documents(before, before) == set()


def test_what_the_office_calls_clauses_makes_all_anew(data: Path) -> None:
    """Captions are searched with the rows: other ones change rows of documents that nobody touched."""
    put(data, made(50))
    assert was_carried(data)
    name = made(4).document_id
    (data / FILE).write_text(
        f'[[document]]\nid = "{name}"\ntitle = "办法"\ncaptions = {{"第一条" = "多久"}}\n', "utf-8"
    )
    put(data, made(52))
    assert not was_carried(data)


@pytest.mark.parametrize("changed", ['"code_sha256": "', '"registers_sha256": "'])
def test_another_program_or_damage_makes_all_anew(changed: str, data: Path) -> None:
    """What another program made, or what is not what its manifest names, is not taken over."""
    manifest = folder(data) / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(changed, f"{changed}0"), "utf-8")
    put(data, made(50))
    assert not was_carried(data)


def test_where_most_is_new_all_is_made_anew(data: Path) -> None:
    """Thirty laws more than forty: taking over would not pay."""
    put(data, *(made(number) for number in range(60, 90)))
    assert not was_carried(data)


@pytest.mark.parametrize("step", ["lexical", "vectors"])
def test_killed_while_taking_over(step: Step, data: Path, tmp_path: Path) -> None:
    """The old state stays whole and unchanged, and the next write takes over from it."""
    before = files(data)
    child = subprocess.run([sys.executable, "-m", __name__, str(data), step], check=False)
    assert child.returncode
    assert files(data) == before
    put(data, made(50))
    assert_like_new(data, tmp_path / "anew")


def _killed(data: Path, step: str) -> None:
    def report(done: Step) -> None:
        if done == step:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    write(data, EMBEDDER, lambda writer: writer.put(made(50)), report)


if __name__ == "__main__":
    _killed(Path(sys.argv[1]), sys.argv[2])
