"""The product's retrieval on somebody else's corpus: a BEIR folder in, a TREC run out.

A row of the corpus is one document. It is cut into pieces, these are searched as clauses are, and the best piece speaks
for its row. Nothing is parsed: no outline, no registers. The index is kept by the hash of all that it is made from.
"""

import gzip
import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import platformdirs
from numpy.typing import NDArray

from eval import pieces
from eval.beir import Entry, corpus_path, corpus_rows, read_qrels, read_queries
from eval.errors import DatasetError, RunError
from eval.lines import unpacked
from eval.progress import bar
from eval.trec import Ranking, ranking, write_run
from index import lexical, vectors
from index.documents import Chunk, Metadata
from index.embeddings import Embedder
from index.errors import IndexingError
from index.lexical import LexicalIndex
from index.reranking import Clauses, Reranker, load_reranker
from index.retrieval import candidates
from index.settings import load_settings
from index.vectors import VectorIndex

RANKS: Final = 100
_MADE_BY: Final = (__file__, pieces.__file__, lexical.__file__, vectors.__file__)
"""Modules whose code decides what the files of an index hold."""
_STEPS: Final = 4
_ARTICLE: Final = re.compile(r"(.+?)\s*(第[〇零一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?)$")
"""A title that names an article of a document."""


@dataclass(frozen=True, slots=True)
class CorpusIndex:
    """The pieces of a corpus, opened for search. `owners[piece]` is a position in `ids`, the rows' own `_id`s."""

    lexical: LexicalIndex
    vectors: VectorIndex
    embedder: Embedder
    owners: NDArray[np.int32]
    ids: tuple[str, ...]
    clauses: Clauses
    reranker: Reranker

    def ranking(self, text: str, ranks: int = RANKS) -> Ranking:
        """The best rows for a question, each scored by its best piece."""
        mask = np.ones(len(self.owners), np.bool_)
        best: dict[str, float] = {}
        found = candidates(
            text, self.lexical, self.vectors, self.embedder, mask, reranker=self.reranker, clauses=self.clauses
        )
        for piece, parts in found.items():
            name, score = self.ids[self.owners[piece]], float(np.float32(sum(parts.values())))
            best[name] = max(best.get(name, score), score)
        return ranking(best, ranks)

    def close(self) -> None:
        """Give back memory and open files."""
        self.vectors.close()


def retrieval(folder: Path, split: str, out: Path, embedder: Embedder, cache: Path | None = None) -> None:
    """Rank the corpus of a BEIR folder for the questions of a split and write the run, 100 ranks each.

    `cache` is where indexes are kept (default: the user's cache folder).

    Raises:
        DatasetError: the folder is no BEIR folder, or a judgement names a question or row that is not there.
        RunError: the index or the run cannot be written.
    """
    queries, qrels = read_queries(folder), read_qrels(folder, split)
    with closing(corpus_index(folder, embedder, cache or default_cache())) as index:
        _refuse_strangers(folder, split, set(qrels) - set(queries), "query-id")
        _refuse_strangers(folder, split, {doc for docs in qrels.values() for doc in docs} - set(index.ids), "corpus-id")
        found: dict[str, Ranking] = {}
        with bar("questions", len(qrels)) as advance:
            for query in qrels:
                found[query] = index.ranking(queries[query])
                advance()
        tag = f"{index.reranker.name}-{embedder.name}"
    write_run(out, found, tag.replace(" ", "_"))


def corpus_index(folder: Path, embedder: Embedder, cache: Path) -> CorpusIndex:
    """The index of the corpus in a BEIR folder: from the cache, or made and kept there.

    Raises:
        DatasetError: the corpus cannot be read.
        RunError: the cache cannot be written, or what it kept is damaged.
    """
    path = corpus_path(folder)
    data = unpacked(path, DatasetError)
    kept = cache / _key(data, embedder)
    if not kept.exists():
        try:
            _keep(data, path, embedder, kept)
        except OSError as error:
            raise RunError(f"{kept}: cannot be written ({error}); make room, or name another --cache") from error
    return _open(kept, embedder)


def default_cache() -> Path:
    """Where indexes of other corpora are kept; all of it may be deleted at any time."""
    return Path(platformdirs.user_cache_dir("ip-assistant", appauthor=False)) / "beir"


def _key(data: bytes, embedder: Embedder) -> str:
    """A name for all that an index is made from: the corpus, the model, the code."""
    digest = sha256(data)
    digest.update(embedder.name.encode())
    for module in _MADE_BY:
        digest.update(Path(module).read_bytes())
    return digest.hexdigest()[:32]


def _keep(data: bytes, path: Path, embedder: Embedder, kept: Path) -> None:
    """Build the index aside and move it to its place; what another process kept meanwhile is as good."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=kept.parent, prefix="new-"))
    try:
        _build(data, path, embedder, aside)
        if not kept.exists():
            aside.rename(kept)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _build(data: bytes, path: Path, embedder: Embedder, folder: Path) -> None:
    with bar("index", _STEPS) as advance:
        rows = corpus_rows(data, path)
        if not rows:
            raise DatasetError(f"{path}: no rows in it; a corpus has one JSON object a line")
        cut = _cut(rows)
        told = json.dumps([(piece.law, piece.number, piece.text) for piece in cut], ensure_ascii=False)
        (folder / "pieces.json.gz").write_bytes(gzip.compress(told.encode(), 1))
        texts = ["\n".join(filter(None, (rows[piece.row].title, piece.text))) for piece in cut]
        np.save(folder / "owners.npy", np.array([piece.row for piece in cut], np.int32))
        (folder / "ids.json").write_text(json.dumps([row.id for row in rows], ensure_ascii=False), encoding="utf-8")
        advance()
        lexical.build(texts, folder / "lexical")
        advance()
        embedded = embedder.embed(texts)
        advance()
        vectors.build(embedded, np.ones(len(texts), np.bool_), folder / "vectors")
        advance()


class _Piece(NamedTuple):
    """A piece of a row of the corpus, with the document that its title names, and the article where it names one."""

    row: int
    law: str
    number: str
    text: str


def _cut(rows: Sequence[Entry]) -> list[_Piece]:
    """The pieces of all rows, those of a document together."""
    laws: dict[str, int] = {}
    found = [
        _Piece(place, named[1] if named else row.title, named[2] if named else "", text)
        for place, row in enumerate(rows)
        for named in [_ARTICLE.match(row.title)]
        for text in pieces.cut(row.text)
    ]
    return sorted(found, key=lambda piece: laws.setdefault(piece.law, len(laws)))


def _open(kept: Path, embedder: Embedder) -> CorpusIndex:
    try:
        owners = np.load(kept / "owners.npy")
        ids = tuple(json.loads((kept / "ids.json").read_text(encoding="utf-8")))
        words = LexicalIndex.open(kept / "lexical")
        told = json.loads(gzip.decompress((kept / "pieces.json.gz").read_bytes()))
        near = VectorIndex.open(kept / "vectors", len(owners))
        reranker = load_reranker(load_settings().reranker)
        return CorpusIndex(words, near, embedder, owners, ids, _clauses(told), reranker)
    except (OSError, EOFError, ValueError, IndexingError) as error:
        raise RunError(f"{kept}: is damaged ({error}); delete this folder and try again") from error


def _clauses(told: list[list[str]]) -> Clauses:
    """What the re-ranker knows of the pieces: each row's title is its document, the number of an article its place."""
    laws: dict[str, int] = {}
    owners = np.array([laws.setdefault(title, len(laws)) for title, _, _ in told], np.int32)
    texts = [f"{number}\u3000{text}" if number else text for _, number, text in told]
    places = zip(told, texts, strict=True)
    chunks = [Chunk(title, "", number or "x", "条", 0, len(text), text) for (title, number, _), text in places]
    return Clauses(chunks, owners, [Metadata(title) for title in laws])


def _refuse_strangers(folder: Path, split: str, names: set[str], field: str) -> None:
    if names:
        raise DatasetError(
            f"{folder / 'qrels' / split}.tsv: field {field}: {min(names)!r} is not in the folder"
            f"{f', nor {len(names) - 1} others' if len(names) > 1 else ''}; take qrels and corpus of one version"
        )
