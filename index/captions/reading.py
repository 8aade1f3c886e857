"""Captions (条旨): what people call what a clause is about, searched with it and never shown as its words.

Laws answer in their own words; a caption says in everyday ones what is asked about a clause, so that a question shares
characters and meaning with it. The shipped ones are written for this project, a file for each document; an office adds
its own in `captions.toml` of its data folder, a `[[document]]` for each:

id        the document's id, as `python -m index show` prints it
title     its title: a document of that title and year that has another id gets them too
year      of its promulgation, or for a plan of its name
captions  a table from the path of a clause to its caption; it serves the clause, what lies in it and what it lies in
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from index.documents import Metadata
from index.editions import work_title

FILE: Final = "captions.toml"
_SHIPPED: Final = "captions"


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    year: int | None = None
    captions: dict[str, str]


class _Office(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    document: tuple[_Document, ...]


@dataclass(frozen=True, slots=True)
class Captions:
    """Captions of the clauses of many documents. `faults`: what could not be read, a line each."""

    by_id: Mapping[str, Mapping[str, str]]
    by_title: Mapping[tuple[str, int | None], Mapping[str, str]]
    faults: tuple[str, ...] = ()

    def of(self, document_id: str, metadata: Metadata) -> Mapping[str, str]:
        """The captions of a document by the path of the clause; none where nobody wrote any."""
        if document_id in self.by_id:
            return self.by_id[document_id]
        return self.by_title.get((work_title(metadata.title), _year(metadata)), {})


def shipped() -> Captions:
    """The captions that ship with the project."""
    return _shipped()[0]


def shipped_digest() -> str:
    """SHA-256 of what ships: an index that was made with others is made anew."""
    return _shipped()[1]


def of_office(folder: Path) -> Captions:
    """The office's own captions as a generation keeps them; none where it has none."""
    return _read(folder / FILE, _Office) if (folder / FILE).is_file() else Captions({}, {})


def joined(office: Captions, own: Captions) -> Captions:
    """Both; of a document for which the office has its own, those; an empty table there leaves it without any."""
    return Captions({**own.by_id, **office.by_id}, {**own.by_title, **office.by_title}, (*office.faults, *own.faults))


def caption(captions: Mapping[str, str], path: str) -> str:
    """What is said of the clause at a path, of those that it lies in and of those that lie in it."""
    if not captions:
        return ""
    return "；".join(words for other, words in captions.items() if _are_kin(path, other))


def by_article(captions: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The captions of a document by the first part of the path: what is kin to a clause is of its article."""
    found: dict[str, dict[str, str]] = {}
    for path, words in captions.items():
        found.setdefault(article_of(path), {})[path] = words
    return found


def article_of(path: str) -> str:
    """The first part of a path: a 条, or of a plan its highest section."""
    return path.split("/", 1)[0]


def caption_of_part(captions: Mapping[str, str], path: str) -> str:
    """What is said of the clause at a path alone and of those that lie in it: what tells it from its neighbours."""
    return "；".join(words for other, words in captions.items() if f"{other}/".startswith(f"{path}/"))


@cache
def _shipped() -> tuple[Captions, str]:
    paths = sorted(Path(str(files("index") / _SHIPPED)).glob("*.toml"))
    read = Captions({}, {})
    for path in paths:
        read = joined(_read(path, _Document), read)
    return read, sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _read(path: Path, form: type[_Document] | type[_Office]) -> Captions:
    """The captions of a TOML file; one that cannot be used has none, and a line that says why."""
    try:
        content = form.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        return Captions({}, {}, (f"{path.name}: {told}; its captions are left out",))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Captions({}, {}, (f"{path.name} cannot be read ({error}); its captions are left out",))
    documents = content.document if isinstance(content, _Office) else (content,)
    return Captions(
        {one.id: one.captions for one in documents},
        {(work_title(one.title), one.year): one.captions for one in documents},
    )


def _year(metadata: Metadata) -> int | None:
    day = metadata.promulgated or metadata.effective_from
    return metadata.year or (day.year if day else None)


def _are_kin(path: str, other: str) -> bool:
    return f"{path}/".startswith(f"{other}/") or f"{other}/".startswith(f"{path}/")
