"""Titles by the short names of speech (失信名单办法, 惩罚性赔偿的新解释): known where only one work fits best.

A short name leaves signs of a title out and keeps the order of the others, up to the kind of document (办法, 规定 …);
的 and 权 may stand between them, and 新 or 旧 before the kind.
Where titles of several works fit alike, none is meant, and one that keeps only what many titles share is no name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from index.documents import Edition
from index.editions import work_title
from index.references.boundaries import glued_before
from index.references.near import own
from index.references.spelling import spelled
from index.references.words import title_words

KINDS: Final = "办法|规定|条例|细则|规则|规程|解释|标准"
"""Not 批复: a court's reply is called by what it is about, and the words before it are mostly the question's own."""
_KIND: Final = re.compile(
    rf"(?P<kind>{KINDS})(?:（?(?P<count>[一二三四五])(?:）|(?=第|\d|$|[，的])))?"
    r"(?![\u4e00-\u9fff]{0,2}》|的?依据|了)"
)
"""The kind that a short name ends with, and which of several of one title; 规定了 is a verb."""
_TITLE: Final = re.compile(rf"(?P<core>.+?)(?P<kind>{KINDS})(?:（?(?P<count>[一二三四五])）?)?$")
_ASIDE: Final = re.compile(r"（(?![一二三四五]）).*$|(?<=）)（.*$")
_INSIDE: Final = re.compile(
    r"(?:(?:(?:19|20)\d\d年|的?[那这](?:一?[份个部版])?(?:国务院|最高法院?|两高|总局|国家局|国知局)?)的?)+$"
)
"""Stands among the words of a short name: a year (检察院2001年移送规定), a pointing word (技术调查官那份规定)."""
_AGE: Final = re.compile(r"的?(?<![创重更全])(?P<age>[新旧老])的?$")
"""Chooses an edition right before the kind (失信名单的新办法)."""
_OF_SPEECH: Final = re.compile("的(?=.)|权")
"""Signs that speech adds to the words of a title: 投诉举报的暂行办法, 品种权条例."""
_LONGEST: Final = 20
"""Signs that a short name has at most."""
_TELLING: Final = 2
"""Signs that it keeps at least, beside its kind and the words that many titles share."""


@dataclass(frozen=True, slots=True)
class ShortName:
    """A short name at `start:end` of a text, and all editions of the works that it fits best."""

    start: int
    end: int
    document_ids: tuple[str, ...]
    works: int = 1
    exact: bool = False
    """Whether it is a known name but for what points at the kind."""
    age: str = ""
    """新, 旧 or 老, where that stands before the kind."""


@dataclass(frozen=True, slots=True)
class Title:
    """A name of a document before its kind: `core` as written, `own` without what many titles share."""

    core: str
    own: str
    kind: str
    count: str
    document_id: str
    work: str


class ShortNames:
    """All titles and other names of the documents, by the kind at their end."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        known = {edition.document_id: edition for edition in editions if edition.metadata.region is None}
        self._by_kind = titles_by_kind(known)

    def find(self, text: str) -> Iterator[ShortName]:
        """Every short name of a text in one spelling."""
        done = 0
        for kind in _KIND.finditer(text):
            if found := self._ending(text, kind, done):
                done = found.end
                yield found

    def _ending(self, text: str, kind: re.Match[str], done: int) -> ShortName | None:
        """The longest short name that ends with a kind."""
        aged = _AGE.search(text, done, kind.start())
        start, said, fitting = self._longest(text, kind, aged.start() if aged else kind.start(), done)
        lead = len(said) - len(said.lstrip("".join(("权", *title_words().opening_signs))))
        found = _chosen(text, start + lead, kind, said[lead:], fitting)
        return replace(found, age=aged["age"]) if found and aged else found

    def _longest(self, text: str, kind: re.Match[str], start: int, done: int) -> tuple[int, str, list[Title]]:
        """From where on before `start` signs of a title stand, those signs, and the titles that keep all of them."""
        said, fitting = "", [one for one in self._by_kind[kind["kind"]] if kind["count"] in {None, one.count}]
        while fitting:
            inside = _INSIDE.search(text, max(done, start - _LONGEST), start)
            before = (inside.start() if inside else start) - 1
            narrower = [one for one in fitting if before >= done and keeps(text[before] + said, one.core)]
            if not narrower or kind.end() - before > _LONGEST:
                break
            start, said, fitting = before, text[before] + said, narrower
        return start, said, fitting


def _chosen(text: str, start: int, kind: re.Match[str], said: str, fitting: list[Title]) -> ShortName | None:
    """What a short name means, of the titles that keep its signs; None where it tells too little."""
    if len(own(said)) < _TELLING or glued_before(text, start, text[start : kind.end()]):
        return None
    fits = [(rank, one) for one in fitting if (rank := _rank(said, one)) is not None]
    best = min((rank for rank, _ in fits), default=0)
    meant = [one for rank, one in fits if rank == best]
    works = {one.work for one in meant}
    if len(works) == 1 and not kind["count"]:
        meant = [one for one in fitting if one.work in works]
    ids = tuple(dict.fromkeys(one.document_id for one in meant))
    return ShortName(start, kind.end(), ids, len(works), exact=best == 0) if ids else None


def titles_by_kind(known: Mapping[str, Edition]) -> dict[str, list[Title]]:
    """The names of all documents that end with a kind, by that kind."""
    by_kind: dict[str, list[Title]] = {kind: [] for kind in KINDS.split("|")}
    for edition in known.values():
        for title in _titles(edition, work_of(edition, known)):
            by_kind[title.kind].append(title)
    return by_kind


def _titles(edition: Edition, work: str) -> Iterator[Title]:
    metadata = edition.metadata
    written = (work_title(metadata.title), metadata.short_title, *metadata.aliases)
    names = dict.fromkeys(_ASIDE.sub("", spelled("".join(name.split()))) for name in written if name)
    found = [title for name in names if (title := _TITLE.match(name))]
    count = next((title["count"] for title in found if title["count"]), "")
    for title in found:
        yield Title(title["core"], own(title["core"]), title["kind"], count, edition.document_id, work)


def _rank(said: str, title: Title) -> int | None:
    """How well a short name fits a title, best 0: all of it, its own words, its end, a part of them, some signs.

    None where it leaves out what narrows the title (驰名商标…解释 is no 商标解释), or names a law that is not in it.
    """
    words = own(said)
    scattered = said.endswith("法") and said[-2:] not in title.core  # 刑法解释 is none on 知识产权刑事…适用法律
    narrowed = any(word in title.core and word not in said for word in title_words().narrowing)
    fits = (said == title.core, words == title.own, title.core.endswith(said), words in title.own, True)
    return None if narrowed or scattered else fits.index(True)


def keeps(said: str, core: str) -> bool:
    """Whether the signs of a short name stand in a title in the same order, those that speech adds left out."""
    signs = iter(core)
    return all(sign in signs for sign in _OF_SPEECH.sub("", said))


def work_of(edition: Edition, known: Mapping[str, Edition]) -> str:
    """The last edition of the chain that replaces one: works that follow one another count as one."""
    seen = {edition.document_id}
    while (after := known.get(edition.replaced_by or "")) and after.document_id not in seen:
        edition = after
        seen.add(edition.document_id)
    return edition.document_id
