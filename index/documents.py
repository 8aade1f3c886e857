"""The types that every room of `index` shares: what a document is, and what is cut from it. Types only.

All offsets are Unicode code points into `Document.text`, half-open: `text[start:end]`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Access = Literal["public", "internal"]
TextKind = Literal["official", "digest"]
State = Literal["现行有效", "尚未生效", "已被修改", "已废止", "未知"]
EditKind = Literal["line ending", "file header", "page mark", "broken line", "markup", "blank", "control character"]
Level = Literal["part", "编", "分编", "章", "节", "条", "款", "项", "目", "item"]
RegionLevel = Literal["national", "province", "city", "county"]

PARTS = ("头部", "通知", "落款", "联系方式", "引言", "附件", "印发", "网页", "无关内容")
"""Names of what stands beside the body of a document (first element of a clause path)."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as its reader gave it back, before cleaning.

    `page_starts` are offsets into `text`, one per page, first 0; empty where the format has no pages.
    """

    text: str
    format: str
    page_starts: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One change that cleaning made: at `offset` of the cleaned text, `original` became `replacement` (often empty)."""

    offset: int
    replacement: str
    original: str
    kind: EditKind


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text ready for structure, with everything needed to get the parsed text back."""

    text: str
    edits: tuple[Edit, ...]
    page_starts: tuple[int, ...] = ()
    header: Mapping[str, str] = field(default_factory=dict)
    """Metadata lines that stood above `---` in the file (文种, 文号 …), as written."""


@dataclass(frozen=True, slots=True)
class Node:
    """One clause of the outline. A node spans its label, its heading and everything below it.

    `path` is unique in a document: `第五十七条/第二款/第（三）项`, `二/（三）/5`, `通知`. `parent` is a position in the
    outline (None at the top). The nodes without a parent cover the whole text without gap or overlap; children lie
    inside their parent, in order, without overlap.
    """

    path: str
    level: Level
    label: str
    heading: str
    start: int
    end: int
    parent: int | None = None


Outline = tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A place: `name` with everything above it (河南省许昌市), `parents` from the country downwards, without itself."""

    name: str
    level: RegionLevel
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document beside its text. Absent stays None: nothing here is guessed from thin air."""

    title: str
    short_title: str | None = None
    aliases: tuple[str, ...] = ()
    number: str | None = None
    issuer: str | None = None
    region: Region | None = None
    year: int | None = None
    kind: str | None = None
    promulgated: date | None = None
    effective_from: date | None = None
    status: State | None = None
    """The state a catalog states; used only where dates are missing."""
    note: str | None = None
    articles: int | None = None
    """How many 条 a catalog counts, for `check`."""


@dataclass(frozen=True, slots=True)
class Source:
    """The file a text came from. `sha256` names the original, kept beside the catalog."""

    name: str
    format: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """One revision of one edition: text, outline and metadata. `version_id` is the SHA-256 of the text."""

    document_id: str
    version_id: str
    text: str
    outline: Outline
    metadata: Metadata
    edits: tuple[Edit, ...]
    source: Source
    page_starts: tuple[int, ...] = ()
    text_kind: TextKind = "official"
    access: Access = "internal"
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is searched and cited: one clause (or one 款 or 项 of a long one).

    `document.text[start:end] == text`. For search only: `headings` are those above it, outermost first; `caption` says
    in everyday words what is asked about it, and is no part of the document.
    """

    document_id: str
    version_id: str
    path: str
    level: Level
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()
    caption: str = ""

    @property
    def part(self) -> str | None:
        """The part beside the body that it belongs to (`通知`, `附件` …), None inside the body."""
        name = self.path.split("/", 1)[0].split("（", 1)[0]
        return name if name in PARTS else None


@dataclass(frozen=True, slots=True)
class Edition:
    """A document as the catalog lists it: everything but the text of it.

    `effective_to`, `replaced_by` and `repealed` follow from the other documents: the next edition of the same work, or
    what repeals it.
    """

    document_id: str
    work_id: str
    version_id: str
    metadata: Metadata
    text_kind: TextKind
    access: Access
    clauses: int
    characters: int
    sources: tuple[Source, ...] = ()
    effective_to: date | None = None
    replaced_by: str | None = None
    warnings: tuple[str, ...] = ()
    repealed: bool = False
    """Whether it ended by being repealed (已废止), not by a new edition of the same work (已被修改)."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the search is narrowed to; None: not narrowed."""

    region: str | None = None
    year: int | None = None
    kind: str | None = None
    document_id: str | None = None
    state: State | None = None
    document_ids: frozenset[str] | None = None
    """Several documents, where a portal may be answered from these only."""


NO_FILTERS = Filters()
