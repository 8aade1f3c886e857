"""Backup and restore: one whole file while others read and write, and back again; what is no backup changes nothing."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import get_args

import pytest

from index import backup as backups
from index.backup import backup, restore
from index.catalog import EVERYONE
from index.checking import check
from index.embeddings import load_embedder
from index.errors import BackupError, PublishingError
from index.generations import CATALOG, MANIFEST, SCHEMA, Library, current
from index.intake import find, take_in
from index.originals import place
from index.publishing import Step, write
from tests.fakes import CharacterEmbedder
from tests.index.test_migration import RELEASED, unpacked

EMBEDDER = CharacterEmbedder()
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
LAW = "某市{}办法\n第一条　为了保护{}，制定本办法。\n第二条　市场监管部门应当每月检查。\n"


def add(data: Path, *names: str) -> None:
    """Take in a law of each name, from real files; what was there and is not named goes."""
    folder = data.parent / "files"
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(LAW.format(name, name), encoding="utf-8")
    files = find([folder / f"{name}.txt" for name in names])

    def change(writer) -> None:
        gone = [edition.document_id for edition in writer.editions(EVERYONE)]
        for _ in take_in(files, writer, data, access="public", max_bytes=10**6):
            pass
        for document_id in gone:
            writer.remove(document_id)

    write(data, EMBEDDER, change)


def titles(data: Path) -> set[str]:
    """The names of the laws that are there; everything about them must hold."""
    with closing(Library(data, EMBEDDER)) as library, library.pin() as generation:
        assert list(check(generation, data)) == []
        return {edition.metadata.title[2:-2] for edition in generation.catalog.editions(EVERYONE)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of two laws, and a backup of it beside it; only to be copied."""
    place = tmp_path_factory.mktemp("made")
    add(place / "data", "灯笼", "风筝")
    backup(place / "data", place / "office.zip")
    return place


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    """The folder with data and backup, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "office"))


def rewritten(file: Path, change: Callable[[str, bytes], list[tuple[str, bytes]]]) -> Path:
    """The backup with each of its files passed through a function."""
    with zipfile.ZipFile(file) as archive:
        files = [pair for name in archive.namelist() for pair in change(name, archive.read(name))]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return file


def test_what_was_backed_up_comes_back(office: Path, tmp_path: Path) -> None:
    """Into a folder that is not there yet: a title and two articles of each law, the originals; everything checks."""
    packed = restore(tmp_path / "new", EMBEDDER, office / "office.zip")
    assert (packed.clauses, packed.originals) == (6, 2)
    assert titles(tmp_path / "new") == {"灯笼", "风筝"}


def test_a_backup_is_small_and_laid_out_like_the_folder(office: Path, tmp_path: Path) -> None:
    """What any program can unzip and `rebuild` can make whole."""
    with zipfile.ZipFile(office / "office.zip") as archive:
        archive.extractall(tmp_path / "data")
    assert (office / "office.zip").stat().st_size < 20_000
    write(tmp_path / "data", EMBEDDER, lambda _: None, rebuild=True)
    assert titles(tmp_path / "data") == {"灯笼", "风筝"}


def test_what_was_there_answers_until_the_restored_is_published(office: Path) -> None:
    """A reader keeps what he has pinned; whoever asks next gets the restored state."""
    add(office / "data", "陀螺")
    with closing(Library(office / "data", EMBEDDER)) as library:
        seen: list[set[str]] = []

        def look(_: Step) -> None:
            with library.pin() as generation:
                seen.append({edition.metadata.title[2:-2] for edition in generation.catalog.editions(EVERYONE)})

        with library.pin() as before:
            restore(office / "data", EMBEDDER, office / "office.zip", look)
            assert len(before.catalog.chunks()) == len(before.lexical.scores("检查"))
    assert seen[:-1] == [{"陀螺"}] * (len(seen) - 1)
    assert seen[-1] == {"灯笼", "风筝"} == titles(office / "data")


def test_a_backup_is_whole_while_others_write(office: Path) -> None:
    """Laws come and go, their originals are swept away: every backup holds one state with all its originals."""
    stop = threading.Event()

    def churn() -> None:
        while not stop.is_set():
            for name in ("陀螺", "风车"):
                add(office / "data", name)

    writing = threading.Thread(target=churn)
    writing.start()
    try:
        for number in range(12):
            packed = backup(office / "data", office / f"{number}.zip")
            assert packed.originals in {1, 2}
            time.sleep(random.Random(number).uniform(0, 0.3))
    finally:
        stop.set()
        writing.join()
    for number in range(0, 12, 4):
        restore(office / "restored", EMBEDDER, office / f"{number}.zip")
        assert titles(office / "restored") in ({"灯笼", "风筝"}, {"陀螺"}, {"风车"})


@pytest.mark.parametrize("schema", RELEASED)
def test_a_backup_of_an_earlier_version_is_restored(schema: int, tmp_path: Path) -> None:
    """An old folder is backed up as it is, and restored in today's form."""
    data = unpacked(schema, tmp_path / "old")
    before = current(data)
    packed = backup(data, tmp_path / "old.zip")
    assert (current(data), packed.manifest.schema) == (before, schema)
    embedder = load_embedder("static")
    restore(tmp_path / "new", embedder, tmp_path / "old.zip")
    with closing(Library(tmp_path / "new", embedder)) as library, library.pin() as generation:
        assert (generation.manifest.schema, len(generation.catalog.editions(EVERYONE))) == (SCHEMA, 3)
        assert list(check(generation, tmp_path / "new")) == []


def test_a_backup_of_a_newer_version_is_refused(office: Path) -> None:
    """By its manifest, before anything is laid down."""
    newer = rewritten(
        office / "office.zip",
        lambda name, content: [
            (name, json.dumps(json.loads(content) | {"schema": 99}).encode() if name.endswith(MANIFEST) else content)
        ],
    )
    with pytest.raises(PublishingError, match=r"newer version .*schema 99.*update the program"):
        restore(office / "new", EMBEDDER, newer)
    assert not (office / "new").exists()


@pytest.mark.parametrize("step", range(0, 100, 4))
def test_a_damaged_backup_changes_nothing(step: int, office: Path) -> None:
    """Cut off or with one byte changed, anywhere: refused in one line, or (where the byte says nothing) whole."""
    content, before = (office / "office.zip").read_bytes(), current(office / "data")
    place = len(content) * step // 100
    flipped = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
    for damaged in (content[:place], flipped):
        (office / "damaged.zip").write_bytes(damaged)
        refused = ""
        try:
            restore(office / "data", EMBEDDER, office / "damaged.zip")
        except BackupError as error:
            refused = str(error)
        assert refused or damaged is flipped
        assert not refused or re.fullmatch(r"[^\n]*damaged.zip [^\n]*", refused)
        assert (current(office / "data") == before) == bool(refused)
        assert titles(office / "data") == {"灯笼", "风筝"}
        before = current(office / "data")


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/tmp/outside",
        "originals/../../outside",
        "originals\\..\\..\\outside",
        f"originals/ab/{'c' * 64}",
        f"originals/ab/ab{'c' * 62}\n",
        "originals/ab/",
        "gen/000001-00000000/HELD",
        "gen/../../catalog.sqlite",
        "CURRENT/x",
        "readme.txt",
        "原件",
    ],
)
def test_a_name_that_does_not_belong_is_refused(name: str, office: Path) -> None:
    """Whatever leads elsewhere or is none of ours: nothing of the file is written anywhere."""
    before = sorted(office.rglob("*"))
    with zipfile.ZipFile(office / "office.zip", "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")
    with pytest.raises(BackupError, match="it holds") as raised:
        restore(office / "data", EMBEDDER, office / "office.zip")
    assert "\n" not in str(raised.value)
    assert sorted(office.rglob("*")) == before


@pytest.mark.parametrize("part", ["CURRENT", CATALOG, MANIFEST, "originals"])
def test_an_incomplete_backup_is_refused(part: str, office: Path) -> None:
    """Without one of its parts it is no backup; what was there stays."""
    cut = rewritten(office / "office.zip", lambda name, content: [(name, content)] if part not in name else [])
    before = current(office / "data")
    with pytest.raises(BackupError, match="no whole backup"):
        restore(office / "data", EMBEDDER, cut)
    assert current(office / "data") == before
    assert titles(office / "data") == {"灯笼", "风筝"}


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x05\x06" + b"\0" * 18, b"SQLite format 3\0" * 9])
def test_a_file_that_is_none_is_refused(content: bytes, office: Path) -> None:
    """Empty, text, an empty zip, something else."""
    (office / "none.zip").write_bytes(content)
    with pytest.raises(BackupError, match="no whole backup"):
        restore(office / "new", EMBEDDER, office / "none.zip")
    assert not (office / "new").exists()


def test_a_name_twice_is_refused(office: Path) -> None:
    """Two readers could take two different files for it."""
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(office / "office.zip", "a") as archive:
        archive.writestr("CURRENT", "000001-00000000\n")
    with pytest.raises(BackupError, match="twice"):
        restore(office / "data", EMBEDDER, office / "office.zip")


def test_where_a_backup_cannot_be_written_the_old_one_stays(office: Path) -> None:
    """A folder that is not there, a folder in its place; no half file is left behind."""
    (office / "folder").mkdir()
    for target in (office / "no" / "x.zip", office / "folder", office / "office.zip" / "x.zip"):
        with pytest.raises(BackupError, match=r"could not be written .* untouched"):
            backup(office / "data", target)
    with pytest.raises(BackupError, match=r"none.zip cannot be read \(No such file"):
        restore(office / "data", EMBEDDER, office / "none.zip")
    with pytest.raises(PublishingError, match="no index in"):
        backup(office / "nothing", office / "office.zip")
    restore(office / "new", EMBEDDER, office / "office.zip")
    assert list(office.glob("*.new")) == []


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"other")])
def test_a_lost_original_is_named_and_the_last_backup_stays(damage: Callable[[Path], object], office: Path) -> None:
    """A backup without it would take the place of one that has it."""
    with zipfile.ZipFile(office / "office.zip") as archive:
        digest = next(name for name in archive.namelist() if name.startswith("originals"))[-64:]
    before = (office / "office.zip").read_bytes()
    damage(place(office / "data", digest))
    with pytest.raises(BackupError, match=digest):
        backup(office / "data", office / "office.zip")
    assert (office / "office.zip").read_bytes() == before


def test_the_offices_relations_come_along(office: Path) -> None:
    """Those that count when it is backed up; others that were written since are kept beside them."""
    (office / "data" / "relations.toml").write_text("# eins\n", encoding="utf-8")
    add(office / "data", "陀螺")
    backup(office / "data", office / "told.zip")
    (office / "data" / "relations.toml").write_text("# zwei\n", encoding="utf-8")
    restore(office / "data", EMBEDDER, office / "told.zip")
    assert (office / "data" / "relations.toml").read_text(encoding="utf-8") == "# eins\n"
    assert (office / "data" / "relations.toml.before").read_text(encoding="utf-8") == "# zwei\n"
    restored = current(office / "data")
    write(office / "data", EMBEDDER, lambda _: None)
    assert current(office / "data") == restored


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if sys.platform != "linux" or shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        pytest.skip("needs the right to mount a small file system (Linux, root)")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_loses_nothing(office: Path, full_disk: Path) -> None:
    """Neither the last backup nor the index that was there; one line each, and room again."""
    shutil.copyfile(office / "office.zip", full_disk / "office.zip")
    with suppress(OSError), (full_disk / "filler").open("wb", buffering=0) as filler:
        while filler.write(b"x" * 4096):
            pass
    with pytest.raises(BackupError, match=r"could not be written .*No space left.* untouched"):
        backup(office / "data", full_disk / "office.zip")
    assert sorted(path.name for path in full_disk.iterdir()) == ["filler", "office.zip"]
    restore(office / "new", EMBEDDER, full_disk / "office.zip")
    with pytest.raises(PublishingError, match=r"could not be (written|kept)"):
        restore(full_disk / "data", EMBEDDER, office / "office.zip")
    assert current(full_disk / "data") is None
    assert list((full_disk / "data").glob("gen/*")) == []


@pytest.mark.parametrize("step", get_args(Step))
def test_a_restore_killed_after_each_step(step: Step, office: Path) -> None:
    """The old or the new state answers, and restoring again works."""
    add(office / "data", "陀螺")
    line = [sys.executable, "-m", __name__, str(office / "data"), str(office / "office.zip"), step]
    assert subprocess.run(line, check=False).returncode
    assert titles(office / "data") == ({"灯笼", "风筝"} if step == "published" else {"陀螺"})
    restore(office / "data", EMBEDDER, office / "office.zip")
    assert titles(office / "data") == {"灯笼", "风筝"}


@pytest.mark.parametrize("seed", range(3))
def test_a_backup_killed_at_any_moment(seed: int, office: Path) -> None:
    """The file is the old one or the new one, whole."""
    line = [sys.executable, "-m", "index", "backup", str(office / "office.zip"), "--data", str(office / "data")]
    process = subprocess.Popen(line, stderr=subprocess.DEVNULL)
    time.sleep(random.Random(seed).uniform(0.2, 1.2))
    process.send_signal(KILL)
    process.wait()
    with backups._opened(office / "office.zip") as archive:
        assert backups._checked(archive, office / "office.zip").originals == 2


if __name__ == "__main__":

    def kill(step: Step) -> None:
        """The process ends itself after the step that is named."""
        if step == sys.argv[3]:
            os.kill(os.getpid(), KILL)

    restore(Path(sys.argv[1]), EMBEDDER, Path(sys.argv[2]), kill)
