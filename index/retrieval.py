"""From a query to passages: what is named exactly, what shares characters, what is near in meaning, in one order."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.catalog import EVERYONE, Catalog
from index.documents import Access, Chunk, Edition, State
from index.editions import counts_on, state
from index.embeddings import Embedder
from index.generations import Generation
from index.references import Names, Reference

_CANDIDATES = 200
"""How many rows each side hands to fusion."""
_DENSE_WEIGHT = 0.35
_NAMED_BONUS = 1.0
"""A named document's clauses stand before all others: fused scores stay below 1."""
_EXACT_BONUS = 2.0


@dataclass(frozen=True, slots=True)
class Filters:
    """What the search is narrowed to; None: not narrowed."""

    region: str | None = None
    year: int | None = None
    kind: str | None = None
    document_id: str | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched, on which day, and for whom."""

    text: str
    as_of: date
    access: frozenset[Access]
    filters: Filters = Filters()
    top_k: int = 10


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was retrieved. `rank` counts from 1; `parts` says what each side contributed to `score`."""

    chunk: Chunk
    edition: Edition
    score: float
    rank: int
    retriever: str
    parts: Mapping[str, float] = field(default_factory=dict)


class Retriever:
    """Search over one generation of the index. Safe to use from many threads."""

    def __init__(self, generation: Generation, embedder: Embedder) -> None:
        self._generation = generation
        self._embedder = embedder
        self._chunks = generation.catalog.chunks()
        self._names: dict[frozenset[Access], Names] = {}
        self._owners = _Owners.of(generation.catalog)

    def names(self, access: frozenset[Access]) -> Names:
        """The names of the documents that the asker may see."""
        if access not in self._names:
            self._names[access] = Names(self._generation.catalog.editions(access))
        return self._names[access]

    def retrieve(self, query: Query) -> list[Passage]:
        """The best passages, best first, ranks 1..n; at most `query.top_k`."""
        references = self.names(query.access).find(query.text)
        named = {found for reference in references for found in self._owners.of_the_day(reference.document_ids, query)}
        mask = self._owners.mask(query, named)
        scores = self._fused(query.text, mask)
        for row in self._owners.rows_of(named):
            if row in scores:
                scores[row]["named"] = _NAMED_BONUS
        for row in self._exact_rows(references, query):
            scores.setdefault(row, {})["reference"] = _EXACT_BONUS
        return self._passages(scores, query.top_k)

    def mask(self, query: Query) -> NDArray[np.bool_]:
        """Which rows the query may find: who asks, filters and the day in one."""
        return self._owners.mask(query, frozenset())

    def _fused(self, text: str, mask: NDArray[np.bool_]) -> dict[int, dict[str, float]]:
        """Rows with what the lexical and the dense side give them, each between 0 and its weight."""
        lexical = np.where(mask, self._generation.lexical.scores(text), 0)
        top = float(lexical.max(initial=0))
        scale = (1 - _DENSE_WEIGHT) / (top or 1)
        found = {row: {"lexical": scale * float(lexical[row])} for row in _best(lexical, _CANDIDATES)}
        rows, cosines = self._generation.vectors.search(self._embedder.embed([text])[0], _CANDIDATES, mask)
        for row, cosine in zip(rows.tolist(), cosines.tolist(), strict=True):
            parts = found.setdefault(row, {"lexical": scale * float(lexical[row])})
            parts["dense"] = _DENSE_WEIGHT * max(float(cosine), 0)
        return found

    def _exact_rows(self, references: Iterable[Reference], query: Query) -> Iterable[int]:
        """The rows of clauses that the query names by document and article, in the edition of the day."""
        for reference in references:
            owners = self._owners.of_the_day(reference.document_ids, query) if reference.article else ()
            for row in self._owners.rows_of(frozenset(owners)):
                if reference.article and self._chunks[row].path.split("/", 1)[0] == reference.article.label:
                    yield row

    def _passages(self, scores: Mapping[int, Mapping[str, float]], top_k: int) -> list[Passage]:
        ordered = sorted(scores, key=lambda row: (-sum(scores[row].values()), row))[:top_k]
        return [self._passage(row, rank, scores[row]) for rank, row in enumerate(ordered, 1)]

    def _passage(self, row: int, rank: int, parts: Mapping[str, float]) -> Passage:
        chunk = self._chunks[row]
        main = max(parts, key=lambda name: parts[name])
        return Passage(chunk, self._owners.edition_of(row), sum(parts.values()), rank, main, dict(parts))


@dataclass(frozen=True, slots=True)
class _Owners:
    """Which edition each row belongs to, so that conditions on documents become masks over rows."""

    editions: tuple[Edition, ...]
    of_row: NDArray[np.int32]

    @classmethod
    def of(cls, catalog: Catalog) -> "_Owners":
        rows = catalog.chunks()
        editions = {edition.document_id: edition for edition in catalog.editions(EVERYONE)}
        return cls(tuple(editions[document_id] for document_id in rows.document_ids), rows.owners)

    def mask(self, query: Query, named: Iterable[str]) -> NDArray[np.bool_]:
        """Rows that the query may find. Editions not in force count only where they are named or asked for."""
        asked_for = {*named, query.filters.document_id}
        keep = [
            edition.access in query.access
            and fits(edition, query.filters, query.as_of)
            and (query.filters.state is not None or edition.document_id in asked_for or counts_on(edition, query.as_of))
            for edition in self.editions
        ]
        return np.array(keep, np.bool_)[self.of_row]

    def rows_of(self, document_ids: AbstractSet[str]) -> list[int]:
        chosen = np.array([edition.document_id in document_ids for edition in self.editions], np.bool_)
        return np.flatnonzero(chosen[self.of_row]).tolist() if document_ids else []

    def of_the_day(self, document_ids: tuple[str, ...], query: Query) -> tuple[str, ...]:
        """Of several editions of a work those in force on the day; a single one counts in any state."""
        named = [edition for edition in self.editions if edition.document_id in document_ids]
        named = [edition for edition in named if edition.access in query.access]
        current = [edition for edition in named if counts_on(edition, query.as_of)]
        return tuple(edition.document_id for edition in current or named)

    def edition_of(self, row: int) -> Edition:
        return self.editions[int(self.of_row[row])]


def fits(edition: Edition, filters: Filters, day: date) -> bool:
    """Whether an edition is inside the filters. A region includes the places above and below its name."""
    metadata = edition.metadata
    return (
        filters.document_id in {None, edition.document_id}
        and filters.year in {None, metadata.year}
        and filters.kind in {None, metadata.kind}
        and (filters.state is None or filters.state == state(edition, day))
        and (filters.region is None or (metadata.region is not None and filters.region in metadata.region.name))
    )


def _best(scores: NDArray[np.float32], k: int) -> list[int]:
    """Rows of the k highest positive scores, unordered."""
    k = min(k, len(scores))
    rows = np.argpartition(-scores, k - 1)[:k] if k else np.array([], np.int64)
    return rows[scores[rows] > 0].tolist()  # type: ignore[no-any-return]
