"""The way of a training: texts and pairs, vocabulary, starting table, synthetic pairs, then real questions."""

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.training import model
from index.training.batches import numbered, tokenized
from index.training.data import Article, Pair, read_articles, read_pairs, read_rows
from index.training.folds import HeldOut, fold_of
from index.training.negatives import draw, lexical_ranks
from index.training.recipe import Recipe
from index.training.sources import Sources
from index.training.synthetic import LOCAL, synthetic_pairs
from index.training.tokenizer import build_tokenizer

THREADS = 2
QUESTIONS = ("STARD-train", "LeCoQA", "legal-model-lab")
"""Sources of real questions; the other pairs belong to the first stage."""

_Item = TypeVar("_Item")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Material:
    """All that one training reads."""

    articles: Sequence[Article]
    general: Sequence[Pair]
    """Synthetic pairs, and pairs from outside the law."""
    questions: Sequence[Pair]
    """Real questions on law."""


def train(
    *, bench: Path, corpus: Path, out: Path, sources: Sources, recipe: Recipe, seed: int, fold: int | None
) -> None:
    """Train from scratch and write the model into `out`; the same bytes for the same seed, data and thread count.

    `fold`: a fold of the STARD questions that training may neither repeat nor resemble; None: all questions are used.
    """
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(mode=True)
    material = gather(bench, corpus, sources, seed, fold)
    tokenizer = build_tokenizer(_counted(material, recipe, seed), recipe.vocabulary)
    _log.info("vocabulary: %d pieces", tokenizer.get_vocab_size())
    table = _first_stage(material, tokenizer, recipe, seed)
    table = _rounds(table, material, tokenizer, recipe, seed)
    model.save(table, tokenizer, out)


def gather(bench: Path, corpus: Path, sources: Sources, seed: int, fold: int | None) -> Material:
    """Articles and pairs of the listed sources, without what resembles the fold's questions."""
    articles = read_articles(bench, corpus, sources)
    questions = read_pairs(bench, [name for name in sources.pairs if name in QUESTIONS], sources, articles)
    outside = read_pairs(bench, [name for name in sources.pairs if name not in QUESTIONS], sources, ())
    general = [*synthetic_pairs(articles, seed), *outside]
    if fold is not None:
        held_out = HeldOut(fold_questions(bench, fold).values())
        questions, general = held_out.drop(questions), held_out.drop(general)
    _log.info("%d articles, %d general pairs, %d question pairs", len(articles), len(general), len(questions))
    return Material(articles, general, questions)


def fold_questions(bench: Path, fold: int) -> dict[str, str]:
    """The STARD questions of a fold by id."""
    rows = read_rows(bench / "stard" / "queries.train.jsonl.gz")
    return {row["qid"]: row["text"] for row in rows if fold_of(row["qid"]) == fold}


def _counted(material: Material, recipe: Recipe, seed: int) -> list[str]:
    """Texts whose words make the vocabulary: articles, and the words of people who ask."""
    articles = _sample([article.passage for article in material.articles], recipe.counted_texts, seed)
    asked = dict.fromkeys(pair.query for pair in material.questions)
    outside = dict.fromkeys(pair.passage for pair in material.general if pair.source != "synthetic")
    return [*articles, *asked, *_sample(list(outside), recipe.counted_texts // 15, seed)]


def _first_stage(material: Material, tokenizer: Tokenizer, recipe: Recipe, seed: int) -> model.Table:
    texts = _sample([article.passage for article in material.articles], recipe.starting_texts, seed)
    table = model.starting_table(tokenized(tokenizer, texts), tokenizer.get_vocab_size(), recipe.dimension, seed)
    _log.info("starting table from %d texts", len(texts))
    pairs = [*material.general, *material.questions]
    table = model.learn(table, _examples(pairs, tokenizer), recipe.first, seed)
    _log.info("first stage: %d pairs", len(pairs))
    return table


def _rounds(table: model.Table, material: Material, tokenizer: Tokenizer, recipe: Recipe, seed: int) -> model.Table:
    """Rounds on real questions with hard negatives from BM25, drawn anew for each round."""
    pairs = [*material.questions, *_sample(material.general, recipe.rehearsal, seed)]
    pool = [article.passage for article in material.articles if article.category != LOCAL]
    queries, query = numbered(pair.query for pair in pairs)
    passages, numbers = numbered([*(pair.passage for pair in pairs), *pool])
    asked, searched, passage = tokenized(tokenizer, queries), tokenized(tokenizer, passages), numbers[: len(pairs)]
    ranks = lexical_ranks(queries, passages)
    for number, schedule in enumerate(recipe.rounds, 1):
        negatives = draw(ranks, query, passage, recipe.negatives, seed + number)
        table = model.learn(table, model.Examples(asked, searched, query, passage, negatives), schedule, seed + number)
        _log.info("round %d on %d question pairs and %d rehearsed", number, len(material.questions), recipe.rehearsal)
    return table


def _examples(pairs: Sequence[Pair], tokenizer: Tokenizer) -> model.Examples:
    queries, query = numbered(pair.query for pair in pairs)
    passages, passage = numbered(pair.passage for pair in pairs)
    none: NDArray[np.int64] = np.empty((len(pairs), 0), dtype=np.int64)
    return model.Examples(tokenized(tokenizer, queries), tokenized(tokenizer, passages), query, passage, none)


def _sample(items: Sequence[_Item], count: int, seed: int) -> list[_Item]:
    """So many of the items, in their order; all of them where there are no more."""
    chosen = random.Random(seed).sample(range(len(items)), min(count, len(items)))  # noqa: S311  not a secret
    return [items[place] for place in sorted(chosen)]
