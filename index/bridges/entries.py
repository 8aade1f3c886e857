"""The entries of the data files: what people say, what the texts write for it, and why. Read once and checked.

The files of this package's `data/` ship with the project; an office adds its own in the folder `bridges` beside its
index. An own entry stands in for a shipped one that says the same; with an empty list it takes that one away.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from index.errors import IndexingError

OWN_FOLDER: Final = "bridges"
"""The folder of an office's own files, inside the data folder."""
_FOLDER: Final = files("index") / "bridges"
_SHORTEST: Final = 2
_LONGEST: Final = 60
"""Signs of what is said or meant: one sign stands inside too many words, and a sentence is no wording."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`said` as people say it, in one spelling (simplified, small letters); `means` as the texts write it."""

    said: str
    means: tuple[str, ...]
    why: str
    source: str
    """The file and the table that it stands in."""


@cache
def shipped_entries() -> tuple[Entry, ...]:
    """The entries that ship with the project."""
    folder = _FOLDER / "data"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(entry for name in names for entry in parse((folder / name).read_text(encoding="utf-8"), name))


def entries_of(folder: Path) -> tuple[Entry, ...]:
    """The entries of an office's own files, in the order of their names; none where there is no such folder.

    Raises:
        IndexingError: naming the file, the line and the entry.
    """
    found: list[Entry] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise IndexingError(f"{path}: cannot be read ({error}); save it as UTF-8") from error
        found += parse(text, str(path))
    return tuple(found)


def merged(shipped: Iterable[Entry], own: Iterable[Entry]) -> tuple[Entry, ...]:
    """All entries, own ones in the place of those shipped that say the same; those of no meaning left out."""
    own = tuple(own)
    replaced = {entry.said for entry in own}
    kept = (entry for entry in (*own, *(entry for entry in shipped if entry.said not in replaced)))
    return tuple(entry for entry in kept if entry.means)


def parse(text: str, name: str) -> list[Entry]:
    """The entries of a file: tables with their `why` and lines `"said|said" = ["meant", "meant"]`.

    Raises:
        IndexingError: naming the file, the line and the entry.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise IndexingError(f"{name}: is no TOML: {error}") from error
    found: dict[str, Entry] = {}
    for table, rows in tables.items():
        for entry in _entries(table, rows, name, text):
            if entry.said in found:
                raise _wrong(name, text, entry.said, f"{entry.said!r} is said twice; join what it means in one line")
            found[entry.said] = entry
    return list(found.values())


def _entries(table: str, rows: object, name: str, text: str) -> Iterable[Entry]:
    if not isinstance(rows, Mapping) or not isinstance(rows.get("why"), str) or not rows["why"].strip():
        raise _wrong(name, text, f"[{table}]", f'[{table}] needs a line why = "…" that gives the reason of its entries')
    for said, means in rows.items():
        if said != "why":
            _check(said, means, name, text)
            for each in said.split("|"):
                yield Entry(" ".join(each.lower().split()), tuple(means), rows["why"], f"{name} [{table}]")


def _check(said: str, means: object, name: str, text: str) -> None:
    """Refuse an entry that cannot be used."""
    listed = isinstance(means, list) and all(isinstance(word, str) and word.strip() for word in means)
    if not listed:
        raise _wrong(name, text, said, f'{said!r} must be a list of what the texts write, like ["罚款", "处罚"]')
    if short := [each for each in said.split("|") if not _SHORTEST <= len(each.strip()) <= _LONGEST]:
        raise _wrong(name, text, said, f"{short[0]!r} in {said!r}: from {_SHORTEST} to {_LONGEST} signs are needed")


def _wrong(name: str, text: str, sought: str, what: str) -> IndexingError:
    line = next((number for number, line in enumerate(text.splitlines(), 1) if sought in line), 1)
    return IndexingError(f"{name}: line {line}: {what}")
