"""What earlier versions of the project wrote opens: migrated in a copy, checked, published; at a kill nothing is lost."""

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest

from index.catalog import EVERYONE, PUBLIC, Catalog
from index.catalog_writer import CatalogWriter
from index.checking import check
from index.embeddings import load_embedder
from index.errors import CatalogError, EmbeddingError, OutdatedError, PublishingError
from index.generations import CATALOG, MANIFEST, SCHEMA, Library, current
from index.publishing import Step, tidy, write
from index.schema import VERSION
from index.verify import verify
from tests.index.schemas.make import KITES, LANTERNS, PLAN

SCHEMAS = Path(__file__).parent / "schemas"
RELEASED = sorted(int(path.stem.removeprefix("schema-")) for path in SCHEMAS.glob("schema-*.zip"))
EMBEDDER = load_embedder("static")
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
REVISED = LANTERNS.replace("应当登记", "应当登记、标价")
DIGEST = PLAN.replace("查处", "要点：查处")


def unpacked(schema: int, folder: Path) -> Path:
    """The data folder that a release left behind."""
    with zipfile.ZipFile(SCHEMAS / f"schema-{schema}.zip") as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(params=RELEASED)
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """What each release left behind, to be opened."""
    return unpacked(request.param, tmp_path / "data")


def folder(data: Path) -> Path:
    """The generation that counts."""
    return data / "gen" / str(current(data))


def edit_manifest(data: Path, **values: object) -> None:
    """Let the manifest say something else."""
    path = folder(data) / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values), encoding="utf-8")


def edit_version(data: Path, version: int) -> None:
    """Let the catalog say that its tables are of another version."""
    with closing(sqlite3.connect(folder(data) / CATALOG)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    edit_manifest(data, schema=SCHEMA)


def command(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    line = [sys.executable, "-m", "index", *words, "--data", str(data)]
    return subprocess.run(line, capture_output=True, encoding="utf-8", check=False)


def whole(data: Path) -> bool:
    """Whether everything that the release had taken in is there, in today's form."""
    with closing(Library(data, EMBEDDER)) as library, library.pin() as generation:
        verify(folder(data))
        texts = {(document.document_id, document.text_kind, document.text) for document in generation.catalog.texts()}
        assert list(check(generation, data)) == []
    kites = next(name for name, _, text in texts if text == KITES)
    return texts == {
        (kites, "official", KITES),
        ("lanterns", "official", LANTERNS),
        ("lanterns", "official", REVISED),
        ("kite-plan", "digest", DIGEST),
        ("kite-plan", "official", PLAN),
    }


def test_every_released_schema_has_a_fixture() -> None:
    """Whoever raises the schema keeps what the one before wrote: `tests/index/schemas/make.py`."""
    assert list(range(1, SCHEMA)) == RELEASED


def test_what_a_release_wrote_opens(data: Path) -> None:
    """Every text, older ones too, with its original; the generation that the release published is left as it was."""
    before = folder(data)
    kept = {path: path.read_bytes() for path in (before / CATALOG, before / MANIFEST)}
    assert whole(data)
    assert folder(data) != before
    assert {path: path.read_bytes() for path in kept} == kept


def test_who_sees_what_is_as_it_was(data: Path) -> None:
    """The official plan is internal, its digest public; ids from before a catalog named a document open."""
    with closing(Library(data, EMBEDDER)) as library, library.pin() as generation:
        catalog = generation.catalog
        seen = {access: catalog.edition("kite-plan", access).text_kind for access in (PUBLIC, EVERYONE)}
        former = catalog._rows("SELECT document_id FROM former_ids")[0][0]
        assert seen == {PUBLIC: "digest", EVERYONE: "official"}
        assert catalog.document(former, PUBLIC).text == REVISED
        assert sorted(source.format for edition in catalog.editions(PUBLIC) for source in edition.sources) == [
            "md", "txt", "txt", "txt"]  # fmt: skip


def test_migrated_tables_are_todays_tables(data: Path, tmp_path: Path) -> None:
    """A catalog that was migrated and one that is made today cannot be told apart by their tables."""
    shutil.copyfile(folder(data) / CATALOG, tmp_path / "old")
    shapes = []
    for name in ("old", "new"):
        CatalogWriter.open(tmp_path / name).close()
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            shapes.append({row[0]: re.sub(r"--.*|\s+", "", row[1]) for row in rows})
            assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert shapes[0] == shapes[1]


def test_a_command_migrates_and_says_so(data: Path) -> None:
    """Data on stdout as ever, one line on stderr; the next command has nothing to say."""
    first, second = (command(data, "documents", "--json") for _ in range(2))
    assert first.stdout == second.stdout
    assert len(json.loads(first.stdout)) == 3
    assert first.stderr.count("\n") == 1
    assert "earlier version" in first.stderr
    assert second.stderr == ""


def test_a_write_migrates_too(data: Path) -> None:
    """A change on an old generation is published in today's form, with the rest of what was there."""
    assert write(data, EMBEDDER, lambda writer: writer.remove("lanterns")) == "removed"
    with closing(Library(data, EMBEDDER)) as library, library.pin() as generation:
        assert len(generation.catalog.editions(EVERYONE)) == 2


def test_two_at_once_migrate_once(data: Path) -> None:
    """Whoever comes second finds it done."""
    old = int(str(current(data)).split("-")[0])
    line = [sys.executable, "-m", "index", "documents", "--json", "--data", str(data)]
    both = [subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for _ in range(2)]
    outputs = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert outputs[0] == outputs[1]
    assert int(str(current(data)).split("-")[0]) == old + 1


def test_an_earlier_shipped_model_is_no_obstacle(tmp_path: Path) -> None:
    """Where a release ships a new model, vectors are made anew; a model that the office chose is not given up so."""
    data = unpacked(RELEASED[-1], tmp_path / "data")
    edit_manifest(data, embedding_model="static-0123456789ab")
    assert whole(data)
    edit_manifest(data, embedding_model="another/model", schema=1)
    with (
        closing(Library(data, EMBEDDER)) as library,
        pytest.raises(EmbeddingError, match="another/model"),
        library.pin(),
    ):
        pass


@pytest.mark.parametrize(
    "edit", [lambda data: edit_manifest(data, schema=99, more=1), lambda data: edit_version(data, 99)]
)
def test_a_newer_version_is_refused_in_one_line(tmp_path: Path, edit) -> None:
    """It names both versions and what to do; reading and writing leave everything as it is."""
    data = unpacked(RELEASED[-1], tmp_path / "data")
    assert whole(data)
    tidy(data)
    edit(data)
    before = folder(data)
    for words in (("documents",), ("remove", "lanterns"), ("check",)):
        ended = command(data, *words)
        assert (ended.returncode, ended.stdout, "Traceback" in ended.stderr) == (1, "", False)
        last = ended.stderr.strip().splitlines()[-1]
        assert last.startswith("error: ")
        assert re.search(r"newer version .*99.* update the program", last)
    assert folder(data) == before
    assert [path.name for path in (data / "gen").iterdir()] == [before.name]


def test_tables_of_nobody_are_refused(tmp_path: Path) -> None:
    """A database that is no catalog has no version: it is named, not migrated."""
    data = unpacked(RELEASED[-1], tmp_path / "data")
    edit_version(data, 0)
    with pytest.raises(CatalogError, match="is no catalog of this project"):
        write(data, EMBEDDER, lambda _: None)


def test_an_old_catalog_by_itself_says_what_it_is(tmp_path: Path) -> None:
    """Whoever opens the file alone, and may not change it, learns which version wrote it."""
    data = unpacked(1, tmp_path / "data")
    with pytest.raises(OutdatedError, match=f"tables 1, this one reads {VERSION}"):
        Catalog.open(folder(data) / CATALOG)


@pytest.fixture
def foreign() -> Iterator[Path]:
    """An old data folder that this user may read and not write."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with tempfile.TemporaryDirectory() as place:
        data = unpacked(RELEASED[-1], Path(place, "data"))
        for path in (place, *Path(place).rglob("*")):
            Path(path).chmod(0o555)
        if root:
            os.seteuid(65534)
        try:
            yield data
        finally:
            if root:
                os.seteuid(0)
            for path in (place, *Path(place).rglob("*")):
                Path(path).chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="needs the permissions of POSIX")
def test_who_may_not_write_is_told_the_command(foreign: Path) -> None:
    """One line: what it is, why not, and what somebody who may write there should run."""
    with closing(Library(foreign, EMBEDDER)) as library, pytest.raises(OutdatedError) as raised, library.pin():
        pass
    assert re.search(r"earlier version.*Permission denied.*python -m index rebuild --data", str(raised.value))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("step", get_args(Step))
def test_killed_after_each_step(step: Step, tmp_path: Path) -> None:
    """Until `CURRENT` is replaced the old generation is there untouched; opening it again migrates it whole."""
    data = unpacked(RELEASED[0], tmp_path / "data")
    old = current(data)
    assert subprocess.run([sys.executable, "-m", __name__, str(data), step], check=False).returncode
    assert (current(data) == old) == (step != "published")
    assert whole(data)


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment(seed: int, tmp_path: Path) -> None:
    """A command that migrates is killed somewhere in the middle."""
    data = unpacked(RELEASED[seed % len(RELEASED)], tmp_path / "data")
    line = [sys.executable, "-m", "index", "documents", "--data", str(data)]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.Random(seed).uniform(0.5, 2.5))
    process.send_signal(KILL)
    process.wait()
    assert whole(data)


def test_without_room_the_old_generation_stays(tmp_path: Path) -> None:
    """Where no file may grow, the copy cannot be made: one error, nothing lost, and later it works."""
    resource = pytest.importorskip("resource")
    data = unpacked(RELEASED[-1], tmp_path / "data")
    old, limits = current(data), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**14, limits[1]))
    try:
        with (
            closing(Library(data, EMBEDDER)) as library,
            pytest.raises(PublishingError, match="untouched"),
            library.pin(),
        ):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert current(data) == old
    assert whole(data)


if __name__ == "__main__":

    def kill(step: Step) -> None:
        """The process ends itself after the step that is named."""
        if step == sys.argv[2]:
            os.kill(os.getpid(), KILL)

    write(Path(sys.argv[1]), EMBEDDER, lambda _: None, kill)
