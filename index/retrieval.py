"""From a query to passages: what is named exactly, what shares characters, what is near in meaning, in one order."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from index.bridges import Bridges, Expanded, shipped
from index.catalog import Catalog
from index.documents import NO_FILTERS, Access, Chunk, Edition, Filters, Outline
from index.editions import counts_on, state
from index.embeddings import Embedder
from index.errors import UnknownDocumentError
from index.fusion import CANDIDATES, fuse
from index.generations import Generation
from index.lexical import LexicalIndex
from index.references import Article, Names, Reference, locate
from index.vectors import VectorIndex

_NAMED_BONUS = 1.0
"""A named document's clauses stand before all others: fused scores stay below 1."""
_EXACT_BONUS = 2.0
_ADDED_WORDS, _ADDED_MEANING = np.float32(0.2), np.float32(0.4)
"""What words that bridges add count beside those that were typed; `tests/index/measure_bridges.py`."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched, on which day, and for whom."""

    text: str
    as_of: date
    access: frozenset[Access]
    filters: Filters = NO_FILTERS
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
        self._owners: dict[frozenset[Access], _Owners] = {}
        self._outline = lru_cache(maxsize=256)(self._read_outline)

    def names(self, access: frozenset[Access]) -> Names:
        """The names of the documents that the asker may see."""
        if access not in self._names:
            self._names[access] = Names(self._generation.catalog.editions(access))
        return self._names[access]

    def owners(self, access: frozenset[Access]) -> "_Owners":
        """The documents of the rows, as far as the asker may see them."""
        if access not in self._owners:
            self._owners[access] = _Owners.of(self._generation.catalog, access)
        return self._owners[access]

    def _read_outline(self, document_id: str, access: frozenset[Access]) -> Outline:
        return self._generation.catalog.document(document_id, access).outline

    def retrieve(self, query: Query) -> list[Passage]:
        """The best passages, best first, ranks 1..n; at most `query.top_k`."""
        owners = self.owners(query.access)
        references = self.names(query.access).find(query.text)
        named = {found for reference in references for found in owners.of_the_day(reference.document_ids, query)}
        index, mask = self._generation, owners.mask(query, named)
        lexical = index.lexical_for(query.access)
        scores = candidates(query.text, lexical, index.vectors, self._embedder, mask, bridges=index.bridges)
        for row in owners.rows_of(named):
            if row in scores:
                scores[row]["named"] = _NAMED_BONUS
        for row, bonus in self._exact_rows(references, query):
            scores.setdefault(row, {}).setdefault("reference", bonus)
        return self._passages(scores, query)

    def _exact_rows(self, references: Iterable[Reference], query: Query) -> Iterator[tuple[int, float]]:
        """The rows of clauses that the query names, in the edition of the day, each with what it gains by that.

        What is named first stands first, and of clauses that are cut into several rows those in which they begin.
        """
        clauses = [reference for reference in references if reference.article]
        for place, reference in enumerate(clauses):
            bonus = _EXACT_BONUS * (len(clauses) - place)
            for document_id in self.owners(query.access).of_the_day(reference.document_ids, query):
                for n, row in enumerate(self._rows_of_clause(document_id, reference.article, query.access)):
                    yield row, bonus + (_EXACT_BONUS * len(clauses) if n == 0 else 0)

    def _rows_of_clause(self, document_id: str, article: Article | None, access: frozenset[Access]) -> list[int]:
        """The rows that hold a clause, in the order of the text; none where the document has no such clause."""
        node = locate(article, self._outline(document_id, access)) if article else None
        if node is None:
            return []
        rows, chunks = self.owners(access).rows_of({document_id}), self._chunks
        first = bisect_right(rows, node.start, key=lambda row: chunks[row].end)
        return list(takewhile(lambda row: chunks[row].start < node.end, rows[first:]))

    def _passages(self, scores: Mapping[int, Mapping[str, float]], query: Query) -> list[Passage]:
        ordered = sorted(scores, key=lambda row: (-sum(scores[row].values()), row))[: query.top_k]
        owners = self.owners(query.access)
        return [self._passage(row, rank, scores[row], owners) for rank, row in enumerate(ordered, 1)]

    def _passage(self, row: int, rank: int, parts: Mapping[str, float], owners: "_Owners") -> Passage:
        main = max(parts, key=lambda name: parts[name])
        edition = owners.edition_of(row)
        return Passage(self._chunks[row], edition, sum(parts.values()), rank, main, dict(parts))


def candidates(
    text: str,
    lexical: LexicalIndex,
    vectors: VectorIndex,
    embedder: Embedder,
    mask: NDArray[np.bool_],
    *,
    bridges: Bridges | None = None,
) -> dict[int, dict[str, float]]:
    """Rows that share characters with a text or are near it in meaning, each with what either side gives it.

    `mask` has one truth per row: which may be found. `bridges` (default: the shipped ones) add to the text. The bench
    ranks other corpora with this too.
    """
    asked = (bridges or shipped()).expand(text, lexical.pairs)
    added = " ".join(asked.added)
    shared = np.where(mask, lexical.scores(asked.text) + _ADDED_WORDS * lexical.scores(added), 0)
    vector = _meaning(asked, embedder)
    near, _ = vectors.search(vector, CANDIDATES, mask)
    rows = np.union1d(_best(shared, CANDIDATES), near)
    rarity = lexical.rarity(asked.text) + float(_ADDED_WORDS) * lexical.rarity(added)
    covered = float(shared.max(initial=0)) / (rarity or 1)
    words, meanings = fuse(shared[rows], vectors.cosines(vector, rows), covered)
    both = zip(rows.tolist(), words.tolist(), meanings.tolist(), strict=True)
    return {row: {"lexical": word, "dense": meaning} for row, word, meaning in both}


def _meaning(asked: Expanded, embedder: Embedder) -> NDArray[np.float32]:
    """The vector of a question, a little nearer to what was added; of a question in letters that of its rendering."""
    added = [" ".join(asked.added)] if asked.added else []
    own, *others = embedder.embed([asked.text, *added])
    for other in others:
        own = other if asked.foreign else own + _ADDED_MEANING * other
    return np.asarray(own / np.linalg.norm(own), np.float32)


@dataclass(frozen=True, slots=True)
class _Owners:
    """Which edition each row belongs to, so that conditions on documents become masks over rows.

    A text that the asker may not see, or that another one replaces for him, is None here: its rows are never found.
    """

    editions: tuple[Edition | None, ...]
    of_row: NDArray[np.int32]

    @classmethod
    def of(cls, catalog: Catalog, access: frozenset[Access]) -> "_Owners":
        rows = catalog.chunks()
        visible = {(edition.document_id, edition.version_id): edition for edition in catalog.editions(access)}
        return cls(tuple(visible.get(text) for text in rows.texts), rows.owners)

    def mask(self, query: Query, named: AbstractSet[str]) -> NDArray[np.bool_]:
        """Rows that the query may find. Editions not in force count only where they are named or asked for."""
        return self._rows([edition is not None and findable(edition, query, named) for edition in self.editions])

    def rows_of(self, document_ids: AbstractSet[str]) -> list[int]:
        if not document_ids:
            return []
        chosen = [edition is not None and edition.document_id in document_ids for edition in self.editions]
        return np.flatnonzero(self._rows(chosen)).tolist()

    def of_the_day(self, document_ids: tuple[str, ...], query: Query) -> tuple[str, ...]:
        """Of several editions of a work those in force on the day; a single one counts in any state."""
        named = [edition for edition in self.editions if edition and edition.document_id in document_ids]
        current = [edition for edition in named if counts_on(edition, query.as_of)]
        return tuple(edition.document_id for edition in current or named)

    def edition_of(self, row: int) -> Edition:
        edition = self.editions[int(self.of_row[row])]
        if edition is None:
            raise UnknownDocumentError(f"row {row} belongs to a document that the asker may not see")
        return edition

    def _rows(self, chosen: list[bool]) -> NDArray[np.bool_]:
        return np.array(chosen, np.bool_)[self.of_row]


def findable(edition: Edition, query: Query, named: AbstractSet[str]) -> bool:
    """Whether a query may find clauses of an edition that its asker may see."""
    filters = query.filters
    if not fits(edition, filters, query.as_of):
        return False
    asked_for = filters.state is not None or edition.document_id in named or edition.document_id == filters.document_id
    return asked_for or counts_on(edition, query.as_of)


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


def _best(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Rows of the k highest positive scores, unordered; of equal ones the lower rows, whatever else there is."""
    rows = np.flatnonzero(scores > 0)
    if len(rows) <= k:
        return rows
    least = np.partition(scores[rows], -k)[-k]
    above, equal = rows[scores[rows] > least], rows[scores[rows] == least]
    return np.concatenate((above, equal[: k - len(above)]))
