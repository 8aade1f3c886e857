"""Exact references in a text: which document is named, and which 条, 款 and 项. Found by rule, never guessed.

A title that is written slightly otherwise finds its document, and says so (`approximate`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.documents import Edition, Node, Outline
from index.editions import COUNTRY, work_title
from index.numerals import NUMERAL, to_chinese, to_int

_NEAR_ENOUGH = 0.75
"""Dice coefficient of character bigrams from which a title counts as a misspelling of a known one."""

_ONE_FORM: dict[int, int | str] = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "（），。：；？！"
}
_ONE_FORM |= dict.fromkeys(map(ord, "[［【({〔"), "（") | dict.fromkeys(map(ord, "]］】)}〕"), "）")
_TELLING = re.compile(r"\d+|全[国省市区县州旗]")
"""What tells titles apart that are otherwise the same words."""
_QUOTED_TITLE = re.compile(r"《([^《》]{2,80}(?:〈[^〈〉]*〉[^《》]*)?)》")
_NUMBER = NUMERAL.removesuffix("+") + "{1,12}"
"""Bounded: a question of 8,000 digits must cost no more than any other."""
_ARTICLE = re.compile(
    rf"(?P<ordinal>第\s*)?(?P<number>{_NUMBER})\s*条(?:\s*之\s*(?P<branch>{_NUMBER}))?"
    rf"(?:\s*第?\s*(?P<paragraph>{_NUMBER})\s*款)?"
    rf"(?:\s*第?\s*[（(]?\s*(?P<item>{_NUMBER})\s*[）)]?\s*项|\s*[（(]\s*(?P<bracketed>{_NUMBER})\s*[）)])?"
)
_AFTER_A_CLAUSE = re.compile(r"\s*(?:[的是呢吗怎如何说罚管讲有指中里、，。；：？！?,]|$)")
"""What may follow a clause that is written without 第; after anything else 条 counts things (二十条措施)."""


@dataclass(frozen=True, slots=True)
class Article:
    """The number of a clause: 第二百一十九条之一第二款第（三）项 is `Article(219, 1, 2, 3)`."""

    number: int
    branch: int | None = None
    paragraph: int | None = None
    item: int | None = None

    @property
    def label(self) -> str:
        """The 条 as laws print it."""
        branch = f"之{to_chinese(self.branch)}" if self.branch else ""
        return f"第{to_chinese(self.number)}条{branch}"

    def __str__(self) -> str:
        """The whole clause as laws print it."""
        paragraph = f"第{to_chinese(self.paragraph)}款" if self.paragraph else ""
        item = f"第（{to_chinese(self.item)}）项" if self.item else ""
        return self.label + paragraph + item


@dataclass(frozen=True, slots=True)
class Reference:
    """What a text refers to, as written (`text`, at `start:end`) and as resolved.

    `document_ids` are all editions that the name fits (none: no such document); which of them counts is a matter of
    dates. `approximate`: the title was written otherwise than any known one. `article` is None where only a document
    is named.
    """

    text: str
    start: int
    end: int
    document_ids: tuple[str, ...] = ()
    article: Article | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    start: int
    end: int
    document_ids: tuple[str, ...]
    approximate: bool


class Names:
    """All names under which the documents are known: title, short title, aliases, number."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        known: dict[str, list[str]] = defaultdict(list)
        self._places: dict[str, str] = {}
        for edition in editions:
            self._places[edition.document_id] = _own_place(edition)
            for name in _names_of(edition):
                known[name].append(edition.document_id)
        self._known = {name: tuple(dict.fromkeys(ids)) for name, ids in known.items()}
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._known, key=len, reverse=True):
            self._by_start[name[:2]].append(name)
        self._bigrams = {name: _bigrams(name) for name in self._known}

    def find(self, text: str) -> list[Reference]:
        """All references in the order they are written; an article belongs to the document named before it."""
        plain = _plain(text)
        names = list(self._documents(plain))
        references = [
            Reference(text[n.start : n.end], n.start, n.end, n.document_ids, None, n.approximate) for n in names
        ]
        for match in _ARTICLE.finditer(plain):
            if article := _article(match, plain, names):
                owner = _owner(match.start(), names)
                ids, near = (owner.document_ids, owner.approximate) if owner else ((), False)
                references.append(Reference(text[slice(*match.span())], *match.span(), ids, article, near))
        return sorted(references, key=lambda reference: reference.start)

    def resolve_title(self, title: str) -> tuple[tuple[str, ...], bool]:
        """Documents of a title and whether it was only nearly theirs; nothing where no known title is close."""
        wanted = _plain(work_title(title))
        if ids := self._known.get(_plain(_blankless(title))) or self._known.get(wanted):
            return ids, False
        return self._near(wanted)

    def _near(self, wanted: str) -> tuple[tuple[str, ...], bool]:
        """A plan's title is near only where it names the plan's place, any title only where numbers and scope agree."""
        grams = _bigrams(wanted)
        likely = [name for name, own in self._bigrams.items() if _dice(grams, own) >= _NEAR_ENOUGH]
        for name in sorted(likely, key=lambda name: -_dice(grams, self._bigrams[name])):
            ids = tuple(found for found in self._known[name] if self._places[found] in wanted)
            if ids and sorted(_TELLING.findall(name)) == sorted(_TELLING.findall(wanted)):
                return ids, True
        return (), False

    def _documents(self, plain: str) -> Iterator[_Name]:
        """Titles in 《》 (near ones too) and known names in the open, longest first, without overlap."""
        taken = 0
        quoted = {match.start(): match for match in _QUOTED_TITLE.finditer(plain)}
        for start in range(len(plain)):
            if start < taken:
                continue
            if match := quoted.get(start):
                ids, near = self.resolve_title(match[1])
                taken = match.end()
                yield _Name(match[0], start, taken, ids, near)
            elif name := self._name_at(plain, start):
                taken = start + len(name)
                yield _Name(name, start, taken, self._known[name], approximate=False)

    def _name_at(self, plain: str, start: int) -> str | None:
        names = self._by_start.get(plain[start : start + 2], ())
        return next((name for name in names if plain.startswith(name, start)), None)


def cited_titles(text: str, names: Names) -> list[Reference]:
    """Every 《title》 of a text once, in order: as written, and the documents it resolves to (none: not loaded)."""
    found = {reference.text: reference for reference in reversed(names.find(text)) if reference.text.startswith("《")}
    return sorted(found.values(), key=lambda reference: reference.start)


def locate(article: Article, outline: Outline) -> Node | None:
    """The node of a clause, None where it does not exist. 款 may be left out where only one 款 has such a 项."""
    nodes = {node.path: node for node in outline}
    if article.label not in nodes:
        return None
    paragraph = f"/第{to_chinese(article.paragraph)}款" if article.paragraph else ""
    if paragraph and article.label + paragraph not in nodes:
        if article.paragraph != 1 or f"{article.label}/第二款" in nodes:
            return None
        paragraph = ""
    if article.item is None:
        return nodes[article.label + paragraph]
    return _item(article, paragraph, nodes)


def last_article(outline: Outline) -> str | None:
    """The label of the last 条, to say how far a law goes."""
    return next((node.label for node in reversed(outline) if node.level == "条"), None)


def _item(article: Article, paragraph: str, nodes: dict[str, Node]) -> Node | None:
    """A 项: in the 款 that is named, else in the article's only one, else in the only 款 that has it."""
    ending = f"/第（{to_chinese(article.item or 0)}）项"
    direct = nodes.get(article.label + paragraph + ending)
    if direct or paragraph:
        return direct
    found = [node for path, node in nodes.items() if path.startswith(f"{article.label}/") and path.endswith(ending)]
    return found[0] if len(found) == 1 else None


def _names_of(edition: Edition) -> set[str]:
    metadata = edition.metadata
    work = work_title(metadata.title)
    whole = COUNTRY + work if metadata.title.startswith(COUNTRY) else None
    written = [metadata.title, work, whole, metadata.short_title, metadata.number, *metadata.aliases]
    return {_plain(_blankless(name)) for name in written if name and len(name) > 1}


def _own_place(edition: Edition) -> str:
    """The name of the place that a document is for, as a title would have it (许昌); empty for the country."""
    region = edition.metadata.region
    if region is None or region.level == "national":
        return ""
    own = min((region.name.removeprefix(parent) for parent in region.parents), key=len, default=region.name)
    return own[:-1] if len(own) > 2 else own


def _plain(text: str) -> str:
    """The same text, sign for sign, with one width and one kind of bracket, so that positions stay."""
    return text.translate(_ONE_FORM)


def _blankless(text: str) -> str:
    return "".join(text.split())


def _bigrams(name: str) -> frozenset[str]:
    return frozenset(name[i : i + 2] for i in range(len(name) - 1))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other) or 1)


def _owner(position: int, names: list[_Name]) -> _Name | None:
    return next((name for name in reversed(names) if name.end <= position), None)


def _article(match: re.Match[str], plain: str, names: list[_Name]) -> Article | None:
    """The clause that is meant, None where 条 is only a counter (二十条措施)."""
    number = to_int(match["number"])
    if number is None or any(name.start < match.end() and match.start() < name.end for name in names):
        return None
    deeper = match["paragraph"] or match["item"] or match["bracketed"] or match["branch"]
    named = any(name.end == match.start() for name in names)
    counted = not _AFTER_A_CLAUSE.match(plain, match.end())
    if not (match["ordinal"] or deeper or named) and (counted or match["number"] in "几两"):
        return None
    return Article(
        number, _number(match["branch"]), _number(match["paragraph"]), _number(match["item"] or match["bracketed"])
    )


def _number(text: str | None) -> int | None:
    return to_int(text) if text else None
