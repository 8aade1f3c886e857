"""The way of a training: texts and pairs, a base that no STARD question has touched, then real questions."""

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.training import model
from index.training.batches import numbered, tokenized
from index.training.data import (
    CAPTIONS,
    Article,
    Pair,
    caption_pairs,
    read_articles,
    read_pairs,
    read_rows,
)
from index.training.folds import HeldOut, fold_of
from index.training.negatives import Ranks, draw, lexical_ranks
from index.training.recipe import Recipe
from index.training.sources import Sources
from index.training.synthetic import LOCAL, SOURCE, synthetic_pairs
from index.training.tokenizer import build_tokenizer

THREADS = 1
QUESTIONS = ("STARD-train", "LeCoQA", "legal-model-lab")
"""Sources of real questions; the other pairs belong to the first stage."""

_ASKED = (*QUESTIONS, CAPTIONS)
"""Sources whose queries are words of people who ask."""
_APART = 100
"""Between the seeds of two tunings: more than there are rounds, each of which has a seed of its own."""
_Item = TypeVar("_Item")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Material:
    """All that the trainings read, whichever fold they leave out."""

    articles: Sequence[Article]
    general: Sequence[Pair]
    """Synthetic pairs and pairs from outside the law; none resembles a STARD question."""
    questions: Sequence[Pair]
    """Real questions on law, and captions, which are put as people ask."""
    asked: dict[str, str]
    """The STARD questions by id."""


@dataclass(frozen=True, slots=True)
class Base:
    """What every fold starts from: made without any STARD question, and without what resembles one."""

    table: model.Table
    tokenizer: Tokenizer


@dataclass(frozen=True, slots=True)
class Lesson:
    """Real questions and rehearsed pairs as numbers, with what BM25 finds for each: the same for all folds."""

    pairs: Sequence[Pair]
    examples: model.Examples
    ranks: Ranks


def train(
    *, bench: Path, corpus: Path, out: Path, sources: Sources, recipe: Recipe, seed: int, fold: int | None
) -> None:
    """Train from scratch and write the model into `out`; the same bytes for the same seed, data and thread count.

    `fold`: a fold of the STARD questions that training may neither repeat nor resemble; None: all questions are used.
    """
    repeatable()
    material = gather(bench, corpus, sources, seed)
    base = make_base(material, recipe, seed)
    lesson = prepare(base, material, recipe, seed)
    model.save(tune(base, lesson, held_out(material, fold), recipe, seed), base.tokenizer, out)


def repeatable() -> None:
    """Set torch so that the same seed gives the same bytes."""
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(mode=True)


def gather(bench: Path, corpus: Path, sources: Sources, seed: int) -> Material:
    """Articles and pairs of the listed sources."""
    articles = read_articles(bench, corpus, sources)
    questions = read_pairs(bench, [name for name in sources.pairs if name in QUESTIONS], sources, articles)
    questions += caption_pairs(corpus, sources)
    outside = read_pairs(bench, [name for name in sources.pairs if name not in _ASKED], sources, ())
    asked = {row["qid"]: row["text"] for row in read_rows(bench / "stard" / "queries.train.jsonl.gz")}
    general = HeldOut(asked.values()).drop([*synthetic_pairs(articles, seed), *outside])
    _log.info("%d articles, %d general pairs, %d question pairs", len(articles), len(general), len(questions))
    return Material(articles, general, questions, asked)


def held_out(material: Material, fold: int | None) -> HeldOut:
    """The STARD questions of a fold; none where no fold is left out."""
    return HeldOut(text for name, text in material.asked.items() if fold_of(name) == fold)


def base_pairs(material: Material) -> list[Pair]:
    """What the base learns from: all pairs that resemble no STARD question."""
    return [*material.general, *HeldOut(material.asked.values()).drop(material.questions)]


def make_base(material: Material, recipe: Recipe, seed: int) -> Base:
    """Vocabulary, starting table and first stage."""
    pairs = base_pairs(material)
    tokenizer = build_tokenizer(_counted(material.articles, pairs, recipe, seed), recipe.vocabulary)
    _log.info("vocabulary: %d pieces", tokenizer.get_vocab_size())
    texts = _sample([article.passage for article in material.articles], recipe.starting_texts, seed)
    table = model.starting_table(tokenized(tokenizer, texts), tokenizer.get_vocab_size(), recipe.dimension, seed)
    _log.info("starting table from %d texts", len(texts))
    table = model.learn(table, _examples(pairs, tokenizer), recipe.first, seed)
    _log.info("first stage: %d pairs", len(pairs))
    return Base(table, tokenizer)


def prepare(base: Base, material: Material, recipe: Recipe, seed: int) -> Lesson:
    """The rounds' questions, passages and ranks, tokenized and searched once for all folds."""
    pairs = [*material.questions, *_sample(material.general, recipe.rehearsal, seed)]
    pool = [article.passage for article in material.articles if article.category != LOCAL]
    queries, query = numbered(pair.query for pair in pairs)
    passages, numbers = numbered([*(pair.passage for pair in pairs), *pool])
    asked, searched = tokenized(base.tokenizer, queries), tokenized(base.tokenizer, passages)
    examples = model.Examples(asked, searched, query, numbers[: len(pairs)], _no_negatives(len(pairs)))
    return Lesson(pairs, examples, lexical_ranks(queries, passages))


def tune(base: Base, lesson: Lesson, kept_out: HeldOut, recipe: Recipe, seed: int) -> model.Table:
    """The table after the rounds on every pair that resembles none of the questions kept out.

    It is the mean of several tables that started from one base and drew captions, negatives and dropped words apart.
    """
    allowed = [number for number, pair in enumerate(lesson.pairs) if not kept_out.near(pair.query)]
    tables = [_tuned(base, lesson, allowed, recipe, seed + _APART * number) for number in range(recipe.tunings)]
    return np.asarray(np.mean(tables, axis=0), np.float32)


def _tuned(base: Base, lesson: Lesson, allowed: Sequence[int], recipe: Recipe, seed: int) -> model.Table:
    captions = [number for number in allowed if lesson.pairs[number].source == CAPTIONS]
    others = [number for number in allowed if lesson.pairs[number].source != CAPTIONS]
    table = base.table
    for number, schedule in enumerate(recipe.rounds, 1):
        rows = np.array(sorted([*others, *_sample(captions, recipe.captions, seed + number)]))
        query, passage = lesson.examples.query[rows], lesson.examples.passage[rows]
        negatives = draw(lesson.ranks, query, passage, recipe.negatives, seed + number)
        examples = replace(lesson.examples, query=query, passage=passage, negatives=negatives)
        table = model.learn(table, examples, schedule, seed + number)
    _log.info("rounds on %d pairs, %d of them captions", len(rows), min(len(captions), recipe.captions))
    return table


def fold_questions(bench: Path, fold: int) -> dict[str, str]:
    """The STARD questions of a fold by id."""
    rows = read_rows(bench / "stard" / "queries.train.jsonl.gz")
    return {row["qid"]: row["text"] for row in rows if fold_of(row["qid"]) == fold}


def _counted(articles: Sequence[Article], pairs: Sequence[Pair], recipe: Recipe, seed: int) -> list[str]:
    """Texts whose words make the vocabulary: articles, and the words of people who ask."""
    read = _sample([article.passage for article in articles], recipe.counted_texts, seed)
    asked = dict.fromkeys(pair.query for pair in pairs if pair.source in _ASKED)
    outside = dict.fromkeys(pair.passage for pair in pairs if pair.source not in (*_ASKED, SOURCE))
    return [*read, *asked, *_sample(list(outside), recipe.counted_texts // 15, seed)]


def _examples(pairs: Sequence[Pair], tokenizer: Tokenizer) -> model.Examples:
    queries, query = numbered(pair.query for pair in pairs)
    passages, passage = numbered(pair.passage for pair in pairs)
    return model.Examples(
        tokenized(tokenizer, queries), tokenized(tokenizer, passages), query, passage, _no_negatives(len(pairs))
    )


def _no_negatives(pairs: int) -> NDArray[np.int64]:
    return np.empty((pairs, 0), dtype=np.int64)


def _sample(items: Sequence[_Item], count: int, seed: int) -> list[_Item]:
    """So many of the items, in their order; all of them where there are no more."""
    chosen = random.Random(seed).sample(range(len(items)), min(count, len(items)))  # noqa: S311  not a secret
    return [items[place] for place in sorted(chosen)]
