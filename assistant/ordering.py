"""The first passages in the order in which they answer: a score over what each holds of the question.

The re-ranker looks at 200 candidates and can afford little for each. Of the first few it is worth reading every phrase
of the caption, and asking for the values that the question demands. The weights are learned on the project's
questions and lie in a data file; `python -m eval.bench.ordering` learns them anew and writes it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import exp, log

from assistant.answering.evidence import context
from assistant.answering.wants import Want, held, strict, wants
from assistant.choices import load_choice
from assistant.facts import plain
from assistant.interaction import NAMES as INTERACTION
from assistant.interaction import Interaction
from assistant.question_words import QuestionWords
from assistant.shelf import Shelf
from assistant.understanding import Understanding
from index.retrieval import Passage

FIRST = 8
"""Passages that are put in order; what search ranks below seldom answers."""
_SPREAD = 0.15
"""Power of a chance that makes a score of it: the scores of the search lie as far apart."""
NAMES = (
    "rank", "score", "score of best", "words", "pairs", "own words", "own pairs", "values", "values demanded",
    "nearness of the caption", "nearness of two phrases", "length", "leads", "of this document",
    "first of its document", *INTERACTION,
)  # fmt: skip
"""What the score is made from, in order."""


def ordered(passages: Sequence[Passage], asked: Understanding, day: date, shelf: Shelf) -> list[Passage]:
    """The passages, the first ones in order; the best score stays, how far others fall behind follows the chances."""
    first = list(passages[:FIRST])
    if len(first) < 2:
        return list(passages)
    sums = rated(first, asked, day, shelf)
    order = sorted(range(len(first)), key=lambda n: (-sums[n], n))
    shares = [exp(_SPREAD * (sums[n] - sums[order[0]])) for n in order]
    behind = shares[-1] * first[0].score / (first[-1].score or 1.0)
    scores = [*(first[0].score * share for share in shares), *(behind * one.score for one in passages[FIRST:])]
    placed = zip([*(first[n] for n in order), *passages[FIRST:]], scores, strict=True)
    return [replace(passage, rank=rank, score=score) for rank, (passage, score) in enumerate(placed, 1)]


def rated(passages: Sequence[Passage], asked: Understanding, day: date, shelf: Shelf) -> list[float]:
    """A number for each passage; the difference of two is the logarithm of how much likelier one answers."""
    return summed(observed(passages, asked, day, shelf))


def summed(rows: Sequence[Sequence[float]]) -> list[float]:
    """That number for each row of `NAMES`."""
    return load_choice("ordering", NAMES).sums(rows)


def observed(passages: Sequence[Passage], asked: Understanding, day: date, shelf: Shelf) -> list[list[float]]:
    """A row of `NAMES` for each passage."""
    words = QuestionWords(asked, shelf.generation.lexical_for(shelf.access))
    wanted = wants(words.text)
    phrases = shelf.nearest_phrases(words.text, day, [passage.chunk.caption for passage in passages])
    met = Interaction(words.text, shelf.tokens).values(passages, [[phrase for phrase, _ in own] for own in phrases])
    best = max(passage.score for passage in passages)
    owners = [passage.chunk.document_id for passage in passages]
    return [
        [
            float(n),
            passage.score,
            passage.score / best if best > 0 else 1.0,
            *_held(passage, words, wanted),
            *_nearness(phrases[n]),
            log(len(passage.chunk.text) + 1),
            float(passage.chunk.text.endswith(("：", ":"))),
            float(owners.count(owners[n])),
            float(owners.index(owners[n]) == n),
            *met[n],
        ]
        for n, passage in enumerate(passages)
    ]


def _held(passage: Passage, words: QuestionWords, wanted: Sequence[Want]) -> tuple[float, ...]:
    """What a passage holds of the question, with all around it and by itself."""
    around, own = context(passage), plain(passage.chunk.text)
    shares = (words.share(around), words.pairs(around), words.share(own), words.pairs(own))
    return *shares, held(wanted, own), held(strict(wanted), own)


def _nearness(phrases: Sequence[tuple[str, float]]) -> tuple[float, float]:
    """How near the nearest phrase, and the nearest two, of a caption are to the question."""
    near = [nearness for _, nearness in phrases[:2]]
    return (near[0], sum(near) / len(near)) if near else (0.0, 0.0)
