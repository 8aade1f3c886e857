"""From a query to passages: what is named exactly, what shares characters, what is near in meaning, in one order."""

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from itertools import takewhile
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from index.bridges import Bridges, Expanded, shipped
from index.catalog import EVERYONE, PUBLIC, Catalog
from index.documents import NO_FILTERS, Access, Chunk, Edition, Filters, Outline
from index.editions import counts_on, state
from index.embeddings import Embedder, with_tokens
from index.errors import UnknownDocumentError
from index.fusion import CANDIDATES, fuse, highest, shortlist
from index.generations import Generation
from index.lexical import LexicalIndex
from index.quoting import quoted
from index.references import Article, Names, Reference, locate
from index.reranking import Candidates, Clauses, Ranking, Reranker, Unchanged, load_reranker
from index.settings import load_settings
from index.shortened import Vectors, nearest

_NAMED_BONUS = 1.0
"""A named document's clauses stand before all others: other scores stay below 1."""
EXACT_BONUS = 2.0
_QUOTED_BONUS = 1.0
"""A clause that holds the question's own words stands beside those of a named document."""
_LOOKED_THROUGH: Final = 10
"""Candidates, those that share most characters, in which the question's own words are looked for."""
_ADDED_WORDS, _ADDED_MEANING = np.float32(0.2), np.float32(0.4)
"""What words that bridges add count beside those that were typed; `tests/index/measure_bridges.py`."""
_MASKS_KEPT: Final = 64
"""Masks that stay in memory: one byte a row each, for the days and filters that were asked last."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched, on which day, and for whom."""

    text: str
    as_of: date
    access: frozenset[Access]
    filters: Filters = NO_FILTERS
    top_k: int = 10
    explain: bool = False
    """Whether each passage says what every part of the re-ranker gave; without it only what all gave together."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was retrieved. `rank` counts from 1; `parts` says what each side contributed to `score`."""

    chunk: Chunk
    edition: Edition
    score: float
    rank: int
    retriever: str
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What search finds for a query before the re-ranker orders it; everything in the order of `candidates.rows`.

    `words` and `meanings` sum up to the fused score. `reference`: what a clause gains because the query names it,
    `quoted`: because it holds the query's own words.
    """

    asked: Expanded
    candidates: Candidates
    words: NDArray[np.float32]
    meanings: NDArray[np.float32]
    reference: NDArray[np.float32]
    quoted: NDArray[np.float32]

    def front(self) -> NDArray[np.float32]:
        """What is added to the score of each candidate because the query names it or its document, or quotes it."""
        named = np.float32(_NAMED_BONUS) * self.candidates.named
        return np.asarray(self.reference + self.quoted + named, np.float32)

    def gains(self, place: int) -> dict[str, float]:
        """What `front` adds to one candidate, by reason, the one that tells most last."""
        named = _NAMED_BONUS * self.candidates.named[place]
        gains = {"named": named, "quoted": self.quoted[place], "reference": self.reference[place]}
        return {name: float(gain) for name, gain in gains.items() if gain}

    def best(self, depth: int) -> NDArray[np.int64]:
        """Places of the candidates to look at: first what the query names or quotes, then what either side likes."""
        one = self.candidates
        return np.lexsort((one.rows, -one.fused, -shortlist(one.lexical, one.cosines), -self.front()))[:depth]


class Retriever:
    """Search over one generation of the index. Safe to use from many threads.

    `reranker`: None is the one that INDEX_RERANKER names.
    """

    def __init__(self, generation: Generation, embedder: Embedder, reranker: Reranker | None = None) -> None:
        self._generation = generation
        self._embedder = embedder
        self._reranker = reranker or _set_reranker()
        self._chunks = generation.catalog.chunks()
        self._seen: dict[frozenset[Access], _Seen] = {}
        self._outline = lru_cache(maxsize=256)(self._read_outline)

    @property
    def reranker(self) -> str:
        """What decides the order: the name of the re-ranker with the hash of its weights."""
        return self._reranker.name

    def names(self, access: frozenset[Access]) -> Names:
        """The names of the documents that the asker may see."""
        return self._seen_by(access).names

    def owners(self, access: frozenset[Access]) -> "_Owners":
        """The documents of the rows, as far as the asker may see them."""
        return self._seen_by(access).owners

    def _seen_by(self, access: frozenset[Access]) -> "_Seen":
        if access not in self._seen:
            self._seen[access] = _seen_of(self._generation.catalog, access)
        return self._seen[access]

    def retrieve(self, query: Query) -> list[Passage]:
        """The best passages, best first, ranks 1..n; at most `query.top_k`."""
        found, lexical = self.find(query), self._generation.lexical_for(query.access)
        scored = _scored(found, self._reranker, self.clauses, lexical)
        best = np.lexsort((found.candidates.rows, -scored.scores - found.front()))[: query.top_k].tolist()
        parts = scored.parts(best) if query.explain else scored.sums(best)
        owners = self.owners(query.access)
        return [self._passage(found, place, rank, parts[rank - 1], owners) for rank, place in enumerate(best, 1)]

    def asked(self, query: Query) -> Expanded:
        """The question as it is searched: mended, with what bridges add."""
        return self._generation.bridges.expand(query.text, self._generation.lexical_for(query.access).pairs)

    def find(self, query: Query) -> Found:
        """What search finds, not yet in its order: training reads this too."""
        owners, index = self.owners(query.access), self._generation
        references = self.names(query.access).find(query.text)
        named = {found for reference in references for found in owners.of_the_day(reference.document_ids, query)}
        exact: dict[int, float] = {}
        for row, bonus in self._exact_rows(references, query):
            exact.setdefault(row, bonus)
        lexical = index.lexical_for(query.access)
        mask = owners.mask(query, named)
        found = gather(self.asked(query), lexical, index.vectors, self._embedder, mask, exact=exact)
        found = replace(found, quoted=self._quoted(query.text, found.candidates))
        if not named:
            return found
        is_named = np.isin(found.candidates.rows, owners.rows_of(named))
        return replace(found, candidates=replace(found.candidates, named=is_named))

    def _quoted(self, text: str, found: Candidates) -> NDArray[np.float32]:
        """What each candidate gains because it holds the question's own words."""
        gains = np.zeros(len(found.rows), np.float32)
        first = np.argsort(-found.lexical, kind="stable")[:_LOOKED_THROUGH]
        texts = [self._chunks[row].text for row in found.rows[first].tolist()]
        gains[first] = np.float32(_QUOTED_BONUS) * np.array(quoted(text, texts), np.float32)
        return gains

    def nearness(self, query: Query, texts: Sequence[str]) -> NDArray[np.float32]:
        """How near each text is in meaning to the question as it is searched: cosines."""
        return np.asarray(self.vectors(texts) @ self.meaning(query), np.float32)

    def meaning(self, query: Query) -> NDArray[np.float32]:
        """The vector of the question as it is searched."""
        return _meaning(self.asked(query), self._embedder)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A vector for each text: their products with `meaning` are cosines."""
        return self._embedder.embed(list(texts))

    def tokens(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """The vectors of the tokens of each text, shape [tokens, dimension]."""
        return with_tokens(self._embedder).tokens(texts)

    def clauses(self) -> Clauses:
        """What the re-ranker knows of the rows; made for the first question of a generation."""
        return _clauses_of(self._generation.catalog)

    def _exact_rows(self, references: Iterable[Reference], query: Query) -> Iterator[tuple[int, float]]:
        """The rows of clauses that the query names, in the edition of the day, each with what it gains by that.

        What is named first stands first, and of clauses that are cut into several rows those in which they begin.
        """
        clauses = [reference for reference in references if reference.article]
        for place, reference in enumerate(clauses):
            bonus = EXACT_BONUS * (len(clauses) - place)
            for document_id in self.owners(query.access).of_the_day(reference.document_ids, query):
                for n, row in enumerate(self._rows_of_clause(document_id, reference.article, query.access)):
                    yield row, bonus + (EXACT_BONUS * len(clauses) if n == 0 else 0)

    def _rows_of_clause(self, document_id: str, article: Article | None, access: frozenset[Access]) -> list[int]:
        """The rows that hold a clause, in the order of the text; none where the document has no such clause."""
        node = locate(article, self._outline(document_id, access)) if article else None
        if node is None:
            return []
        rows, chunks = self.owners(access).rows_of({document_id}).tolist(), self._chunks
        first = bisect_right(rows, node.start, key=lambda row: chunks[row].end)
        return list(takewhile(lambda row: chunks[row].start < node.end, rows[first:]))

    def _read_outline(self, document_id: str, access: frozenset[Access]) -> Outline:
        return self._generation.catalog.document(document_id, access).outline

    def _passage(self, found: Found, place: int, rank: int, parts: Mapping[str, float], owners: "_Owners") -> Passage:
        row, gains = int(found.candidates.rows[place]), found.gains(place)
        whole = {**parts, **gains}
        side = "lexical" if 0 < found.words[place] >= found.meanings[place] else "dense"
        main = next(reversed(gains), side)
        return Passage(self._chunks[row], owners.edition_of(row), sum(whole.values()), rank, main, whole)


@dataclass(frozen=True, slots=True)
class _Scored:
    """A score between 0 and 1 for each candidate.

    Those that the re-ranker does not look at stay behind the others, in the order of the search.
    """

    scores: NDArray[np.float32]
    found: Found
    ranking: Ranking
    position: Mapping[int, int]
    """Of each place that the re-ranker looked at the position in its ranking."""
    low: float
    """What the score of all others is multiplied with."""

    def sums(self, places: Sequence[int]) -> list[Mapping[str, float]]:
        """Each score as one part, or as its two sides where the re-ranker has not looked."""
        return [
            {"reranker": float(self.scores[place])} if place in self.position else _sides(self.found, place, self.low)
            for place in places
        ]

    def parts(self, places: Sequence[int]) -> list[Mapping[str, float]]:
        """What each part gave to the scores at some places."""
        ranked = [place for place in places if place in self.position]
        told = self.ranking.parts([self.position[place] for place in ranked])
        known = dict(zip(ranked, told, strict=True))
        return [known.get(place) or _sides(self.found, place, self.low) for place in places]


def _scored(found: Found, reranker: Reranker, clauses: Callable[[], Clauses], lexical: LexicalIndex) -> _Scored:
    first = found.best(reranker.depth)
    if not len(first):
        return _Scored(found.candidates.fused, found, Unchanged.nothing(), {}, 1.0)
    ranking = reranker.rank(found.asked, found.candidates.take(first), clauses(), lexical)
    low = float(ranking.scores.min(initial=1))
    scores = (low * found.candidates.fused).astype(np.float32)
    scores[first] = ranking.scores
    return _Scored(scores, found, ranking, {place: n for n, place in enumerate(first.tolist())}, low)


def candidates(
    text: str,
    lexical: LexicalIndex,
    vectors: Vectors,
    embedder: Embedder,
    mask: NDArray[np.bool_],
    *,
    bridges: Bridges | None = None,
    reranker: Reranker | None = None,
    clauses: Clauses | None = None,
) -> dict[int, dict[str, float]]:
    """Rows that share characters with a text or are near it in meaning, each with what either side gives it.

    `mask` has one truth per row: which may be found. `bridges` (default: the shipped ones) add to the text. Where
    `clauses` say what the rows are, `reranker` scores them. The bench ranks other corpora with this too.
    """
    asked = (bridges or shipped()).expand(text, lexical.pairs)
    found = gather(asked, lexical, vectors, embedder, mask, exact={})
    rows, places = found.candidates.rows.tolist(), range(len(found.candidates.rows))
    if reranker is None or clauses is None:
        return {row: _sides(found, place, 1.0) for row, place in zip(rows, places, strict=True)}
    scored = _scored(found, reranker, lambda: clauses, lexical)
    return {row: dict(parts) for row, parts in zip(rows, scored.sums(places), strict=True)}


def gather(
    asked: Expanded,
    lexical: LexicalIndex,
    vectors: Vectors,
    embedder: Embedder,
    mask: NDArray[np.bool_],
    *,
    exact: Mapping[int, float],
) -> Found:
    """Rows that the mask keeps and either side finds, and the exact ones whatever the mask says."""
    shared, rarity = lexical.scored(asked.text)
    if asked.added:
        more, extra = lexical.scored(" ".join(asked.added))
        shared, rarity = shared + _ADDED_WORDS * more, rarity + float(_ADDED_WORDS) * extra
    np.copyto(shared, 0, where=~mask)
    vector = _meaning(asked, embedder)
    near, _ = nearest(vectors, embedder, vector, CANDIDATES, mask)
    best = highest(shared, CANDIDATES)
    rows = np.unique(np.concatenate((best[shared[best] > 0], near, np.array(list(exact), np.int64))))
    cosines = vectors.cosines(vector, rows)
    words, meanings = fuse(shared[rows], cosines, float(shared.max(initial=0)) / (rarity or 1))
    found = Candidates(rows, shared[rows], cosines, words + meanings, rarity or 1, np.zeros(len(rows), np.bool_))
    bonus = np.zeros(len(rows), np.float32)
    bonus[np.searchsorted(rows, list(exact))] = list(exact.values())
    return Found(asked, found, words, meanings, bonus, np.zeros_like(bonus))


def _meaning(asked: Expanded, embedder: Embedder) -> NDArray[np.float32]:
    """The vector of a question, a little nearer to what was added; of a question in letters that of its rendering."""
    own = embedder.embed([asked.text])[0]
    if asked.added:  # one text at a time: the tokenizer takes a millisecond to start its threads for two
        other = embedder.embed([" ".join(asked.added)])[0]
        own = other if asked.foreign else own + _ADDED_MEANING * other
    return np.asarray(own / np.linalg.norm(own), np.float32)


def _sides(found: Found, place: int, share: float) -> dict[str, float]:
    return {"lexical": share * float(found.words[place]), "dense": share * float(found.meanings[place])}


@cache
def _set_reranker() -> Reranker:
    return load_reranker(load_settings().reranker)


_known_clauses: WeakKeyDictionary[Catalog, Clauses] = WeakKeyDictionary()
_making_clauses = threading.Lock()


def _clauses_of(catalog: Catalog) -> Clauses:
    """What the re-ranker knows of a catalog's rows: the same for every asker, so made once."""
    with _making_clauses:
        if catalog not in _known_clauses:
            rows = catalog.chunks()
            seen = {(one.document_id, one.version_id): one.metadata for one in catalog.editions(PUBLIC)}
            seen |= {(one.document_id, one.version_id): one.metadata for one in catalog.editions(EVERYONE)}
            _known_clauses[catalog] = Clauses(rows, rows.owners, [seen[text] for text in rows.texts])
        return _known_clauses[catalog]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one kind of asker sees of a catalog."""

    names: Names
    owners: "_Owners"


_known_seen: WeakKeyDictionary[Catalog, dict[frozenset[Access], _Seen]] = WeakKeyDictionary()
_making_seen = threading.Lock()


def _seen_of(catalog: Catalog, access: frozenset[Access]) -> _Seen:
    """What one kind of asker sees: names and masks are the same for all of them, in whatever portal they ask."""
    with _making_seen:
        known = _known_seen.setdefault(catalog, {})
        if access not in known:
            known[access] = _Seen(Names(catalog.editions(access)), _Owners(catalog, access))
        return known[access]


class _Owners:
    """Which edition each row belongs to, so that conditions on documents become masks over rows.

    A text that the asker may not see, or that another one replaces for him, is None here: its rows are never found.
    """

    def __init__(self, catalog: Catalog, access: frozenset[Access]) -> None:
        rows = catalog.chunks()
        visible = {(edition.document_id, edition.version_id): edition for edition in catalog.editions(access)}
        self.editions: tuple[Edition | None, ...] = tuple(visible.get(text) for text in rows.texts)
        self.of_row: NDArray[np.int32] = rows.owners
        self._position = {edition.document_id: n for n, edition in enumerate(self.editions) if edition}
        self._masks: OrderedDict[tuple[date, Filters], NDArray[np.bool_]] = OrderedDict()
        self._lock = threading.Lock()

    def mask(self, query: Query, named: AbstractSet[str]) -> NDArray[np.bool_]:
        """Rows that the query may find. Editions not in force count only where they are named or asked for."""
        plain = self._plain_mask(query)
        fitting = {name for name in named if self._fits(name, query)}
        if not fitting:
            return plain
        mask = plain.copy()
        mask[self.rows_of(fitting)] = True
        return mask

    def rows_of(self, document_ids: AbstractSet[str]) -> NDArray[np.int64]:
        """The rows of some documents; rows are ordered by document."""
        positions = sorted(self._position[name] for name in document_ids if name in self._position)
        ends = [(np.searchsorted(self.of_row, n), np.searchsorted(self.of_row, n, "right")) for n in positions]
        return np.concatenate([np.arange(start, end) for start, end in ends]) if ends else np.zeros(0, np.int64)

    def of_the_day(self, document_ids: tuple[str, ...], query: Query) -> tuple[str, ...]:
        """Of several editions of a work those in force on the day; a single one counts in any state."""
        positions = sorted({self._position[name] for name in document_ids if name in self._position})
        named = [edition for edition in (self.editions[n] for n in positions) if edition]
        current = [edition for edition in named if counts_on(edition, query.as_of)]
        return tuple(edition.document_id for edition in current or named)

    def edition_of(self, row: int) -> Edition:
        """The document of a row.

        Raises:
            UnknownDocumentError: when the asker may not see it.
        """
        edition = self.editions[int(self.of_row[row])]
        if edition is None:
            raise UnknownDocumentError(f"row {row} belongs to a document that the asker may not see")
        return edition

    def _fits(self, document_id: str, query: Query) -> bool:
        edition = self.editions[self._position[document_id]]
        return edition is not None and fits(edition, query.filters, query.as_of)

    def _plain_mask(self, query: Query) -> NDArray[np.bool_]:
        """The mask of a query that names nothing; kept, and so never to be written to."""
        key = (query.as_of, query.filters)
        with self._lock:
            if key in self._masks:
                self._masks.move_to_end(key)
                return self._masks[key]
        chosen = [edition is not None and findable(edition, query, frozenset()) for edition in self.editions]
        mask: NDArray[np.bool_] = np.array(chosen, np.bool_)[self.of_row]
        mask.flags.writeable = False
        with self._lock:
            self._masks[key] = mask
            if len(self._masks) > _MASKS_KEPT:
                self._masks.popitem(last=False)
        return mask


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
        and (filters.document_ids is None or edition.document_id in filters.document_ids)
        and filters.year in {None, metadata.year}
        and filters.kind in {None, metadata.kind}
        and (filters.state is None or filters.state == state(edition, day))
        and (filters.region is None or (metadata.region is not None and filters.region in metadata.region.name))
    )
