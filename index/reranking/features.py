"""What tells a clause that answers from one that shares words: the features of a question's candidates.

All are cheap (array operations over the candidates' characters) and each can be said in words. They stand in groups:
what BM25 says, what the embedding says, words of the text, of headings and title, and of the caption, kind of question
against kind of clause, document, place. `--explain` tells what each group gave.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.bridges import Expanded
from index.fusion import unexplained
from index.lexical import LexicalIndex
from index.reranking.clauses import DOCUMENTS, PLACES, Clauses, Floats
from index.reranking.kinds import asks, question_kinds
from index.reranking.signs import MANY
from index.reranking.terms import Matches, Terms
from index.reranking.texts import Ints

Columns = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows that search found, and what it says of them: BM25, nearness in meaning, both in one score.

    `rarity`: how much there is to match in the question; `named`: whether the question names the row's document.
    """

    rows: Ints
    lexical: Floats
    cosines: Floats
    fused: Floats
    rarity: float
    named: NDArray[np.bool_]

    def take(self, places: Ints) -> "Candidates":
        """Those at these places, in this order."""
        return Candidates(
            self.rows[places],
            self.lexical[places],
            self.cosines[places],
            self.fused[places],
            self.rarity,
            self.named[places],
        )


@cache
def names() -> tuple[str, ...]:
    """The names of all features, in the order of the columns, each as `group: feature`."""
    kinds = [kind.name for kind in question_kinds()]
    groups = {
        "lexical": ("covered", "of best", "rank", "best covered", "neighbour"),
        "dense": ("cosine", "of best", "rank", "best cosine"),
        "fused": ("score", "rank", "score, words covered"),
        "text": _TEXT,
        "headings": _HEADINGS,
        "caption": _CAPTION,
        "kind": (*(f"says {k}" for k in kinds), *(f"asked and says {k}" for k in kinds), "kinds that fit"),
        "document": ("named", "best", "share", "cosine", "clauses", *DOCUMENTS),
        "place": (*PLACES, "length"),
        "links": ("article", "cites", "is cited"),
    }
    return tuple(f"{group}: {feature}" for group, features in groups.items() for feature in features)


_TEXT: Final = (
    "covered", "pairs covered", "covered, rare here", "covered, not by titles", "weighed", "sentence",
    "sentence, pairs", "run", "run of question", "share asked", "with headings", "all fields", "all fields, pairs",
    "added words", "added words, all fields",
)  # fmt: skip
_HEADINGS: Final = ("covered", "pairs covered", "share asked", "run", "title covered", "title asked", "title run")
_CAPTION: Final = ("covered", "pairs covered", "phrase", "share asked", "run")


def features(asked: Expanded, found: Candidates, clauses: Clauses, lexical: LexicalIndex) -> Floats:
    """The features of the candidates, shape [candidates, names]."""
    terms, size = Terms.of(asked, lexical), len(found.rows)
    owner = np.unique(clauses.owners[found.rows], return_inverse=True)[1]
    matches = terms.within(clauses.fields_of(found.rows), sentences_of=2 * size)
    body, captions, headings, titles = (matches.part(n * size, n * size + size) for n in range(4))
    groups = {
        "lexical": _lexical(found, owner),
        "dense": _dense(found),
        "fused": _fused(found),
        "text": _text(terms, body, headings, titles, captions),
        "headings": _headings(terms, headings, titles),
        "caption": _caption(terms, captions),
        "kind": _kind(asked.text, clauses.signs[found.rows]),
        "document": _document(found, clauses, owner),
        "place": _place(found, clauses, body),
        "links": _links(found, clauses),
    }
    columns = {f"{group}: {name}": column for group, each in groups.items() for name, column in each.items()}
    every = np.concatenate([columns[name] for name in names()], dtype=np.float32, casting="same_kind")
    return every.reshape(-1, size).T


def _fused(found: Candidates) -> Columns:
    """The score of the search; once more as far as the question's words stand in a clause: search is right then."""
    covered = unexplained(float(found.lexical.max(initial=0)) / (found.rarity or 1))
    return {"score": found.fused, "rank": _rank(found.fused), "score, words covered": found.fused * (1 - covered)}


def _lexical(found: Candidates, owner: Ints) -> Columns:
    covered = found.lexical / (found.rarity or 1)
    best = float(covered.max(initial=0))
    return {
        "covered": covered,
        "of best": covered / (best or 1),
        "rank": _rank(covered),
        "best covered": np.full_like(covered, best),
        "neighbour": _neighbour(found, owner),
    }


def _dense(found: Candidates) -> Columns:
    best = float(found.cosines.max(initial=0))
    return {
        "cosine": found.cosines,
        "of best": found.cosines / (best or 1),
        "rank": _rank(found.cosines),
        "best cosine": np.full_like(found.cosines, best),
    }


def _text(terms: Terms, body: Matches, headings: Matches, titles: Matches, captions: Matches) -> Columns:
    weights, pairs = terms.weights, terms.pair_weights
    inside, above, title, beside = (one.counts > 0 for one in (body, headings, titles, captions))
    often = inside.mean(axis=0)
    rare_here = weights * np.log1p((1 - often) / (often + 0.02))
    untitled = np.where(title.any(axis=0), 0, weights)
    length = body.lengths / max(float(body.lengths.mean()), 1)
    saturated = body.counts / (body.counts + (0.06 + 0.54 * length)[:, None])
    own = terms.shares(inside, weights, pairs, rare_here, untitled, terms.added)
    everywhere = terms.shares(inside | above | title | beside, weights, pairs, terms.added)
    return {
        "covered": own[0],
        "pairs covered": own[1],
        "covered, rare here": own[2],
        "covered, not by titles": own[3],
        "weighed": _floats(saturated @ weights / max(float(weights.sum()), 1e-6)),
        "sentence": body.sentence,
        "sentence, pairs": body.sentence_pairs,
        "run": body.run,
        "run of question": body.run / (1 + float(terms.is_pair.sum())),
        "share asked": body.share,
        "with headings": terms.shares(inside | above, weights)[0],
        "all fields": everywhere[0],
        "all fields, pairs": everywhere[1],
        "added words": own[4],
        "added words, all fields": everywhere[2],
    }


def _headings(terms: Terms, headings: Matches, titles: Matches) -> Columns:
    above = terms.shares(headings.counts > 0, terms.weights, terms.pair_weights)
    return {
        "covered": above[0],
        "pairs covered": above[1],
        "share asked": headings.share,
        "run": headings.run,
        "title covered": terms.shares(titles.counts > 0, terms.weights)[0],
        "title asked": titles.share,
        "title run": titles.run,
    }


def _caption(terms: Terms, captions: Matches) -> Columns:
    held = terms.shares(captions.counts > 0, terms.weights, terms.pair_weights)
    return {
        "covered": held[0],
        "pairs covered": held[1],
        "phrase": captions.sentence,
        "share asked": captions.share,
        "run": captions.run,
    }


def _kind(text: str, signs: NDArray[np.uint8]) -> Columns:
    said = signs.astype(np.float32) / MANY
    fits = said * np.array(asks(text), np.float32)
    columns = {f"says {kind.name}": said[:, n] for n, kind in enumerate(question_kinds())}
    columns |= {f"asked and says {kind.name}": fits[:, n] for n, kind in enumerate(question_kinds())}
    return columns | {"kinds that fit": fits.sum(axis=1)}


def _document(found: Candidates, clauses: Clauses, owner: Ints) -> Columns:
    """What the row's document is, and how much of what was found is of it."""
    weight = np.bincount(owner, found.fused.astype(np.float64) ** 2)
    owners = clauses.owners[found.rows]
    known = clauses.documents[owners]
    return {
        "named": found.named.astype(np.float32),
        "best": _best_of(owner, found.fused),
        "share": _floats(weight / (float(weight.sum()) or 1))[owner],
        "cosine": _best_of(owner, found.cosines),
        "clauses": np.log1p(clauses.sizes[owners]),
        **{name: known[:, n] for n, name in enumerate(DOCUMENTS)},
    }


def _place(found: Candidates, clauses: Clauses, body: Matches) -> Columns:
    places = clauses.places[found.rows]
    return {**{name: places[:, n] for n, name in enumerate(PLACES)}, "length": np.log1p(body.lengths)}


def _links(found: Candidates, clauses: Clauses) -> Columns:
    """The best score of another piece of the article, of an article that the row names, of a row that names its own."""
    article = clauses.articles[found.rows]
    numbers, own = np.unique(article, return_inverse=True)
    best = _best_of(own, found.fused)
    at, named = clauses.cited.of(found.rows)
    place = np.minimum(np.searchsorted(numbers, named), len(numbers) - 1)
    hit = numbers[place] == named
    cites, cited = np.zeros(len(article), np.float32), np.zeros(len(numbers), np.float32)
    np.maximum.at(cites, at[hit], best[place[hit]])
    np.maximum.at(cited, place[hit], found.fused[at[hit]])
    return {"article": best[own], "cites": cites, "is cited": cited[own]}


def _neighbour(found: Candidates, owner: Ints) -> Floats:
    """The better score of the clause before and the one after in its document, 0 where neither was found."""
    order = np.argsort(found.rows)
    fused, follows = found.fused[order], (np.diff(found.rows[order]) == 1) & (np.diff(owner[order]) == 0)
    before = np.concatenate(([0], np.where(follows, fused[:-1], 0)))
    after = np.concatenate((np.where(follows, fused[1:], 0), [0]))
    better = np.empty(len(order), np.float32)
    better[order] = np.maximum(before, after)
    return better


def _floats(values: NDArray[np.floating[Any]]) -> Floats:
    return values.astype(np.float32)


def _best_of(owner: Ints, scores: Floats) -> Floats:
    best = np.full(int(owner.max(initial=-1)) + 1, -1, np.float32)
    np.maximum.at(best, owner, scores)
    return best[owner]


def _rank(scores: Floats) -> Floats:
    """log(1 + rank), 0 for the best."""
    ranks = np.empty(len(scores), np.float32)
    ranks[np.argsort(-scores, kind="stable")] = np.log1p(np.arange(len(scores)))
    return ranks
