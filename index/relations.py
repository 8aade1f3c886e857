"""What documents say of one another: which one replaces, repeals or partly amends which, from when, by which clause.

Three sources, the first that speaks of a document counts: the file that ships with the project, the office's own
(`relations.toml` in the data folder, copied into each generation when it is written), and the texts themselves
(《…》同时废止). A relation that cannot hold costs one line and nothing else.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index.numerals import NUMERAL, to_int

Kind = Literal["replaces", "repeals", "partly amends"]

FILE: Final = "relations.toml"
"""Name of the office's own file, in the data folder and in a generation."""
SHIPPED: Final = f"pack/{FILE}"


@dataclass(frozen=True, slots=True)
class Relation:
    """`new` does something to `old` from a day on; the clause (document, path) says so."""

    kind: Kind
    new: str
    old: str
    document: str
    clause: str
    reason: str
    day: date | None = None
    """None: the day on which `new` takes effect."""
    touches: tuple[str, ...] = ()
    """Of `partly amends`: the clauses of `old` that it is about; none: all."""
    source: str = ""
    """Where it stands, to be named in an error."""
    shipped: bool = False
    """Whether it came with the project; such a one may speak of documents that are not loaded."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Relations that can be used, and a line for each that cannot."""

    relations: tuple[Relation, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeal:
    """A document that a text declares repealed: its title, and its number and years where they are named."""

    title: str
    number: str
    years: frozenset[int]
    position: int
    """Where the title stands in the text that says so."""


_Ids = Annotated[tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    new: str = Field(min_length=1)
    old: _Ids = Field(min_length=1)
    clause: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    document: str | None = None
    day: date | None = Field(default=None, alias="from")
    touches: tuple[str, ...] = ()


@cache
def shipped() -> Reading:
    """The relations that ship with the project."""
    text = (files("index") / SHIPPED).read_text(encoding="utf-8")
    return read(text, SHIPPED, shipped=True)


def of_office(folder: Path) -> Reading:
    """The office's own relations as a generation keeps them; none where it has none."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Reading()
    except (OSError, UnicodeDecodeError) as error:
        return Reading(faults=(f"{FILE} cannot be read ({error}); save it as text in UTF-8",))
    return read(text, FILE)


def read(text: str, name: str, *, shipped: bool = False) -> Reading:
    """The relations of a TOML file, a `[[relation]]` each; the faulty ones are left out, each with a line."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Reading(faults=(f"{name} is no TOML ({error}); none of its relations counts",))
    rows = tables.pop("relation", [])
    faults = [f"{name}: {key!r} is unknown; relations stand below [[relation]]" for key in tables]
    if not isinstance(rows, list):
        return Reading(faults=(*faults, f"{name}: relation must be written [[relation]], once for each"))
    relations: list[Relation] = []
    for number, row in enumerate(rows, 1):
        try:
            relations += _relations(_Entry.model_validate(row), f"{name}, relation {number}", shipped=shipped)
        except ValidationError as error:
            faults.append(f"{name}, relation {number}: {_told(error)}; it is left out")
    return Reading(tuple(relations), tuple(faults))


def agreed(relations: Iterable[Relation]) -> Reading:
    """The relations that do not contradict those before them: nothing ends itself, twice, or what ended it."""
    kept: list[Relation] = []
    faults: list[str] = []
    for relation in relations:
        if fault := _contradiction(relation, kept):
            faults.append(f"{relation.source}: {fault}; it is left out")
        else:
            kept.append(relation)
    return Reading(tuple(kept), tuple(faults))


def fitting(
    relations: Iterable[Relation], starts: Mapping[str, date | None], has_clause: Callable[[str, str], bool]
) -> Reading:
    """The relations between documents that are there, with dates that run forwards and clauses that exist.

    `starts` has the day on which each document takes effect. What is not loaded is a fault only in an office's file.
    """
    kept: list[Relation] = []
    faults: list[str] = []
    for relation in relations:
        absent = [name for name in (relation.old, relation.new, relation.document) if name not in starts]
        if absent and not relation.shipped:
            faults.append(f"{relation.source}: there is no document {absent[0]!r}; it is left out")
        elif fault := _misfit(relation, starts, has_clause):
            faults.append(f"{relation.source}: {fault}; it is left out")
        elif relation.old in starts:
            kept.append(relation)
    return Reading(tuple(kept), tuple(faults))


def _relations(entry: _Entry, source: str, *, shipped: bool) -> Iterator[Relation]:
    for old in dict.fromkeys(entry.old):
        told_in = entry.document or entry.new
        yield Relation(
            entry.kind, entry.new, old, told_in, entry.clause, entry.reason, entry.day, entry.touches, source, shipped
        )


def _told(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(step) for step in first["loc"])
    return f"{place or 'it'}: {first['msg'][:80]} (value: {str(first['input'])[:60]!r})"


def _contradiction(relation: Relation, before: Sequence[Relation]) -> str | None:
    """Why a relation cannot stand beside those before it."""
    if relation.new == relation.old:
        return f"{relation.old} cannot do that to itself"
    if relation.kind == "partly amends":
        return None
    ending = [one for one in before if one.kind != "partly amends"]
    for one in ending:
        if one.old == relation.old and one.new != relation.new:
            return f"{relation.new} {relation.kind} {relation.old}, but {one.source} says that {one.new} does"
    if relation.old in (chain := _ended_by(relation.new, ending)):
        return f"{relation.new} {relation.kind} {relation.old}, which itself comes after it ({' -> '.join(chain)})"
    return None


def _ended_by(document_id: str, relations: Sequence[Relation]) -> list[str]:
    """The document, what ended it, what ended that, and so on."""
    successors = {relation.old: relation.new for relation in relations}
    chain = [document_id]
    while (following := successors.get(chain[-1])) and following not in chain:
        chain.append(following)
    return chain


def _misfit(
    relation: Relation, starts: Mapping[str, date | None], has_clause: Callable[[str, str], bool]
) -> str | None:
    """Which of a relation's days or clauses the documents do not bear out."""
    began, takes_over = starts.get(relation.old), starts.get(relation.new)
    day = relation.day or takes_over
    if day is None and relation.new in starts:
        return f"{relation.new} has no day on which it takes effect; write one: from = 2026-01-01"
    if day and began and day <= began:
        return f"{relation.old} would end on {day}, but takes effect on {began}"
    if day and takes_over and (day < takes_over or (relation.kind == "replaces" and day != takes_over)):
        return f"{relation.old} would end on {day}, but {relation.new} takes effect on {takes_over}"
    named = [(relation.document, relation.clause), *((relation.old, clause) for clause in relation.touches)]
    missing = [clause for name, clause in named if name in starts and not has_clause(name, clause)]
    return f"{missing[0]!r} is no clause of its document" if missing else None


_NESTED: Final = re.compile(r"《((?:[^《》]|《[^《》]*》)*)》(?:（([^（）]*号)）)?")
_FROM_NOW: Final = re.compile(r"同时废止|即行废止|予以废止|一并废止|施行(?:之日起|后)")
_ABOUT: Final = re.compile(r"(?:根据|依照|按照|违反)$")
_YEAR: Final = re.compile(r"((?:19|20)\d{2})年")
_NUMBER: Final = re.compile(rf"(?:[\u4e00-\u9fff]{{1,9}}〔\d{{4}}〕|令|公告)第?{NUMERAL}号")
_NUMERAL: Final = re.compile(NUMERAL)


def repeals(text: str) -> Iterator[Repeal]:
    """The documents that a text declares repealed from its own beginning on (《…》同时废止)."""
    for start, end in _sentences(text, "废止"):
        if _FROM_NOW.search(text, start, end):
            behind = start
            for title in _NESTED.finditer(text, start, end):
                before, behind = text[behind : title.start()], title.end()
                if not _ABOUT.search(before):
                    number = title[2] or _last(_NUMBER, before)
                    years = frozenset(int(year) for year in _YEAR.findall(before))
                    yield Repeal(plain(title[1]), numbered(number), years, title.start())


def _sentences(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where the sentences stand that hold a word, each up to the last time that it does."""
    spans: dict[int, int] = {}
    position = text.find(word)
    while position >= 0:
        start = max(text.rfind(sign, 0, position) for sign in "。；\n") + 1
        spans[start] = position + len(word)
        position = text.find(word, position + len(word))
    yield from spans.items()


def plain(title: str) -> str:
    """A title as titles are compared: one width, one kind of bracket, no blanks."""
    brackets = str.maketrans("〈〉<>", "《》《》")
    return "".join(unicodedata.normalize("NFKC", title).translate(brackets).split())


def numbered(number: str) -> str:
    """A document number with its numerals as digits: 令第四十五号 is 令第45号.

    >>> numbered("国家知识产权局令第四十五号")
    '国家知识产权局令第45号'
    """
    digits = _NUMERAL.sub(lambda found: str(to_int(found[0]) or found[0]), number)
    return "".join(unicodedata.normalize("NFKC", digits).split())


def _last(pattern: re.Pattern[str], text: str) -> str:
    found = [match[0] for match in pattern.finditer(text)]
    return found[-1] if found else ""
