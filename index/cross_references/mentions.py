"""What in a text points to a document or a clause, as it is written: titles, short titles, 本法, 前款, 第十条.

Words only: what they point to is told by `resolving`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from index.cross_references.clauses import Clause, clauses_in, parts_in
from index.cross_references.trie import Words, pattern_of
from index.cross_references.words import reference_words
from index.editions import COUNTRY
from index.numerals import to_int

Here = Literal["编", "分编", "章", "节", "条", "款", "项"]
Sort = Literal["title", "name", "number", "own"]

_TITLE: Final = re.compile(r"《((?:[^《》\n]|《[^《》\n]*》){1,150})》")
_NUMBER_OF_TITLE: Final = re.compile(r"\s?[（(]([^（）()]{0,40}号)[^（）()]{0,20}[）)]")
_INTRODUCED: Final = re.compile(
    r"》\s?(?:[（(][^（）()]{0,40}号[^（）()]{0,20}[）)])?[（(]以下(?:统称|简称|称)(?:为|作)?[《“]?([^（）()《》“”，。]{2,30})[》”]?[）)]"
)
_NUMBER: Final = re.compile(r"[〔\[［]\s?\d{4}\s?[〕\]］]\s?第?\d{1,5}\s?号")
_ISSUER: Final = re.compile(r"[\u4e00-\u9fff]{1,14}$")
_HERE: Final = re.compile(r"本(?:(?P<here>分编|编(?!号)|章(?!程)|节(?!目)|条(?![例件约款])|款(?![项式])|项(?!目)))")
_BEFORE: Final = re.compile(
    r"(?:前|上述)(?P<count>[一二两三四五六七八九])?"
    r"(?P<before>条(?![件例约款文])|款(?!项)|项(?!目))"
)
_THAT: Final = re.compile(r"该(?<!各该)(?P<that>条(?=第|[的所规或])|款(?=第|[的所]?规定))")
_ADJACENT: Final = {"", "的", "中的", "之"}
_SHORT: Final = 4
"""Signs up to which a short title must not stand behind a word that it might end."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as a text names it: by title, by a name in the open, by number, or 本法."""

    sort: Sort
    name: str = ""
    number: str = ""
    """The document number that stands in brackets behind a title."""


@dataclass(frozen=True, slots=True)
class Before:
    """前款, 前两款, 前条: how many, of what."""

    count: int
    unit: Here


@dataclass(frozen=True, slots=True)
class Mention:
    """One reference as written at `start:end`: 《商标法》第五十七条第一项, 本条前款, 第十二条."""

    start: int
    end: int
    document: Document | None = None
    here: Here | None = None
    that: Here | None = None
    before: Before | None = None
    parts: tuple[str, ...] = ()
    clause: Clause | None = None

    @property
    def bare(self) -> bool:
        """Whether it is a number alone."""
        return not (self.document or self.here or self.that or self.before)

    @property
    def depth(self) -> int:
        """How deep its last word reaches: what follows at once must reach deeper to be of the same reference."""
        levels = (self.document, self.here or self.that, self.parts, self.before, self.clause)
        return max(depth for depth, level in enumerate(levels, 1) if level)


def mentions(text: str, plain: str, names: Words) -> list[Mention]:
    """All references of a text in order. `plain` is the text in one spelling; `names` finds titles in the open."""
    found: list[Mention] = []
    for word in _apart(_words(text, plain, names)):
        last = found[-1] if found else None
        if last and plain[last.end : word.start] in _ADJACENT and last.depth < word.depth and word.document is None:
            found[-1] = _joined(last, word)
        else:
            found.append(word)
    return found


def introduced(text: str) -> dict[str, str]:
    """Short titles that a text introduces (《…》（以下简称商标法）), with the title that each stands for."""
    titles = {match.end(): match[1] for match in _TITLE.finditer(text)}
    found = ((match[1], titles.get(match.start() + 1)) for match in _INTRODUCED.finditer(text))
    return {short: title for short, title in found if title}


@cache
def _own() -> re.Pattern[str]:
    words = reference_words()
    behind, before = "".join(words.own_not_behind), "".join(words.own_not_before)
    return re.compile(rf"本(?<![{behind}]本)(?:{pattern_of(words.own)})(?![{before}])")


def open_names(names: Iterable[str]) -> Words:
    """Finds titles in the open, with or without the country."""
    before = "".join(reference_words().name_not_before)
    known = [written for name in names for written in (name, COUNTRY + name)]
    return Words(known, rf"(?![{before}])")


def _words(text: str, plain: str, names: Words) -> Iterator[Mention]:
    """Everything that may be part of a reference, in any order, overlapping."""
    for match in _TITLE.finditer(text):
        number = _NUMBER_OF_TITLE.match(text, match.end())
        yield Mention(*match.span(), Document("title", match[1], number[1] if number else ""))
        if number:  # it belongs to the title and is no reference of its own
            yield Mention(*number.span())
    for match in names.finditer(plain):
        yield Mention(*match.span(), Document("name", match[0]))
    yield from _aliases(plain, introduced(text))
    for match in _NUMBER.finditer(text):
        start = match.start() - len(_issuer(text[max(0, match.start() - 14) : match.start()]))
        yield Mention(start, match.end(), Document("number", text[start : match.end()]))
    for match in _own().finditer(plain):
        yield Mention(*match.span(), Document("own"))
    yield from _relative(plain)
    yield from (Mention(start, end, parts=labels) for start, end, labels in parts_in(plain))
    yield from (Mention(clause.start, clause.end, clause=clause) for clause in clauses_in(plain))


def _relative(plain: str) -> Iterator[Mention]:
    """本条, 该条, 前两款."""
    for match in _HERE.finditer(plain):
        if plain[match.start() - 1 : match.start()] not in reference_words().own_not_behind:
            yield Mention(*match.span(), here=match["here"])  # type: ignore[arg-type]
    for match in _THAT.finditer(plain):
        yield Mention(*match.span(), that=match["that"])  # type: ignore[arg-type]
    for match in _BEFORE.finditer(plain):
        yield Mention(*match.span(), before=Before(to_int(match["count"] or "一") or 1, match["before"]))  # type: ignore[arg-type]


def _aliases(plain: str, short: Mapping[str, str]) -> Iterator[Mention]:
    """The short titles that this text introduced, wherever they stand in the open."""
    if not short:
        return
    allowed = {"", *reference_words().before_alias}
    for match in open_names(short).finditer(plain):
        before = plain[match.start() - 1 : match.start()]
        if len(match[0]) > _SHORT or before in allowed or not "\u4e00" <= before <= "\u9fff":
            yield Mention(*match.span(), Document("name", match[0]))


def _issuer(before: str) -> str:
    """The letters with which a document number begins, without the words that lead to it."""
    match = _ISSUER.search(before)
    letters = match[0] if match else ""
    starts = (letters.rfind(word) + len(word) for word in reference_words().before_number if word in letters)
    return letters[max(starts, default=0) :]


def _apart(words: Iterable[Mention]) -> Iterator[Mention]:
    """The words without those that lie in a longer or an earlier one."""
    end = 0
    for word in sorted(words, key=lambda word: (word.start, -word.end)):
        if word.start >= end:
            end = word.end
            if word != Mention(word.start, word.end):
                yield word


def _joined(one: Mention, other: Mention) -> Mention:
    """A reference and the deeper part of it that follows at once."""
    return replace(
        one,
        end=other.end,
        here=one.here or other.here,
        that=one.that or other.that,
        before=one.before or other.before,
        parts=one.parts or other.parts,
        clause=other.clause,
    )
