"""The documents that one asker may read in one generation of the index: names, places, texts."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.notices import written
from assistant.words import load_words
from index.bridges.places import names_below
from index.captions import caption_of_part
from index.documents import Access, Document, Edition, Filters, State
from index.editions import counts_on, state
from index.embeddings import Embedder
from index.publishing import Generation, Library
from index.references import Names
from index.retrieval import Passage, Query, Retriever

_COUNTRY = "全国"
_PHRASES = 3
_ENDINGS = (
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治州",
    "自治县",
    "省",
    "市",
    "县",
    "区",
    "旗",
    "盟",
    "州",
)


class Shelf:
    """What one asker may read. Safe to use from many threads; lives as long as its generation is pinned.

    Nothing that the asker may not see goes through it: every read of the catalog is asked with `access`. `only`: of
    what may be seen, the documents that a portal answers from; the others do not exist on this shelf.
    """

    def __init__(
        self,
        generation: Generation,
        retriever: Retriever,
        access: frozenset[Access],
        only: frozenset[str] | None = None,
    ) -> None:
        self.access = access
        self.generation = generation
        visible = generation.catalog.editions(access)
        self.editions = visible if only is None else _narrowed(visible, only)
        self.names: Names = retriever.names(access) if only is None else Names(self.editions)
        self.by_id = {edition.document_id: edition for edition in self.editions}
        self.places = {edition.document_id: place_names(edition) for edition in self.editions}
        told = generation.catalog.relations(access)
        self.relations = tuple(one for one in told if one.old in self.by_id and one.new in self.by_id)
        """Which documents replace, repeal or amend others, between those on the shelf."""
        self._catalog = generation.catalog
        self._retriever = retriever
        self.metadata_words = _metadata_words(self)
        """What notices may say of documents, by the type of their variables."""
        self.document = lru_cache(maxsize=256)(self._document)
        self._phrases = lru_cache(maxsize=512)(self._phrase_vectors)
        self.tokens = retriever.tokens
        """The vectors of the tokens of texts."""

    def search(self, text: str, as_of: date, filters: Filters, top_k: int) -> list[Passage]:
        """Passages for a text, best first."""
        found = self._retriever.retrieve(Query(text, as_of, self.access, filters, top_k))
        return [passage for passage in found if passage.chunk.document_id in self.by_id]

    def nearness(self, text: str, as_of: date, others: Sequence[str]) -> list[float]:
        """How near other texts are to a text in meaning, each between -1 and 1."""
        near: list[float] = self._retriever.nearness(Query(text, as_of, self.access), others).tolist()
        return near

    def nearest_phrases(self, text: str, as_of: date, captions: Sequence[str]) -> list[list[tuple[str, float]]]:
        """Of each caption the phrases nearest to a text in meaning, at most three, each with how near it is."""
        meaning = self._retriever.meaning(Query(text, as_of, self.access))
        return [_nearest(phrases, vectors @ meaning) for phrases, vectors in map(self._phrases, captions)]

    def alike(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """How near every two of some texts are in meaning: cosines, shape [texts, texts]."""
        vectors = self._retriever.vectors(texts)
        return np.asarray(vectors @ vectors.T, np.float32)

    def title(self, document_id: str) -> str:
        """What a document is called in a sentence: its short title where it has one."""
        metadata = self.by_id[document_id].metadata
        return metadata.short_title or metadata.title

    def state(self, document_id: str, day: date) -> State:
        """The state of a document on a day."""
        return state(self.by_id[document_id], day)

    def of_the_day(self, document_ids: tuple[str, ...], day: date) -> tuple[str, ...]:
        """Of several editions those that count on the day; all of them where none does."""
        known = tuple(name for name in document_ids if name in self.by_id)
        return tuple(name for name in known if counts_on(self.by_id[name], day)) or known

    def caption(self, document_id: str, path: str) -> str:
        """What people call what a clause is about; empty where nobody has written it."""
        return caption_of_part(self._catalog.captions_of(self.document(document_id)), path)

    def _phrase_vectors(self, caption: str) -> tuple[list[str], NDArray[np.float32]]:
        phrases = [phrase for phrase in re.split("[；\n]", caption) if phrase]
        return phrases, self._retriever.vectors(phrases)

    def _document(self, document_id: str) -> Document:
        return self._catalog.document(document_id, self.access)


def _nearest(phrases: Sequence[str], near: NDArray[np.float32]) -> list[tuple[str, float]]:
    best = np.argsort(-near, kind="stable")[:_PHRASES]
    return [(phrases[number], float(near[number])) for number in best.tolist()]


class Shelves:
    """The shelf of each kind of asker, made once per generation: names and masks take longer than an answer."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._shelves: dict[_Asker, Shelf] = {}

    @contextmanager
    def open(
        self,
        library: Library,
        embedder: Embedder,
        access: frozenset[Access],
        only: frozenset[str] | None = None,
    ) -> Iterator[Shelf]:
        """The shelf on what is published now, whole until the end of the block."""
        with library.pin() as generation:
            yield self._of(generation, embedder, (access, only))

    def _of(self, generation: Generation, embedder: Embedder, asker: "_Asker") -> Shelf:
        shelf = self._shelves.get(asker)
        if shelf is None or shelf.generation is not generation:
            shelf = Shelf(generation, Retriever(generation, embedder), *asker)
            with self._lock:  # what is left of older generations would keep their files open
                same = {known: one for known, one in self._shelves.items() if one.generation is generation}
                self._shelves = same | {asker: shelf}
        return shelf


_Asker = tuple[frozenset[Access], frozenset[str] | None]


def _narrowed(editions: tuple[Edition, ...], only: frozenset[str]) -> tuple[Edition, ...]:
    """All editions of the works that some documents are of: a portal follows its law to the next edition."""
    works = {edition.work_id for edition in editions if edition.document_id in only}
    kept = [edition for edition in editions if edition.work_id in works]
    names = {edition.document_id for edition in kept}
    return tuple(one if one.replaced_by in names else replace(one, replaced_by=None) for one in kept)


def _metadata_words(shelf: Shelf) -> dict[str, frozenset[str]]:
    """Titles, regions, years and dates of the documents that the asker may see."""
    metadata = [edition.metadata for edition in shelf.editions]
    ends = (edition.effective_to for edition in shelf.editions)
    told = (relation.day for relation in shelf.relations)
    days = (*(m.effective_from for m in metadata), *(m.promulgated for m in metadata), *ends, *told)
    return {
        "title": frozenset(shelf.title(document_id) for document_id in shelf.by_id),
        "region": frozenset(m.region.name for m in metadata if m.region),
        "year": frozenset(str(m.year) for m in metadata if m.year),
        "date": frozenset(written(day) for day in days if day),
    }


def place_names(edition: Edition) -> frozenset[str]:
    """The names under which people speak of a document's own place: 河南省许昌市 as 许昌市 and 许昌."""
    region = edition.metadata.region
    if region is None:
        return frozenset()
    own = region.name
    for parent in sorted(region.parents, key=len, reverse=True):
        own = own.removeprefix(parent) or own
    return frozenset({region.name, own, short_place(own)}) | ({"国家局"} if own == _COUNTRY else frozenset())


def issuer_names(edition: Edition) -> frozenset[str]:
    """The names under which people speak of who issued a plan (国家知识产权局, 国知局); none of other documents."""
    issuer = edition.metadata.issuer if edition.metadata.region else None
    return frozenset(name for name in (issuer, load_words().offices.get(issuer or "")) if name)


def short_place(name: str) -> str:
    """A place without 省, 市, 县 …, where at least two characters stay: 许昌市 is 许昌."""
    ending = next((end for end in _ENDINGS if name.endswith(end) and len(name) - len(end) >= 2), "")
    return name.removesuffix(ending)


def lower_names(edition: Edition) -> frozenset[str]:
    """The names of the places below a document's own city: 薛城区 and 薛城 of 枣庄市."""
    region = edition.metadata.region
    if region is None or region.level != "city" or not region.parents:
        return frozenset()
    province = region.parents[-1]
    return frozenset(names_below(province, region.name.removeprefix(province)))


def parent_names(edition: Edition) -> frozenset[str]:
    """The places that a document's own place lies in, with and without 省 or 市."""
    region = edition.metadata.region
    parents = region.parents if region else ()
    return frozenset(name for parent in parents for name in (parent, short_place(parent)))
