"""The least that could be called a system: character-bigram BM25 over all clauses, then the first sentence of the best.

A kind of question that this already answers measures nothing, and is written anew.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean

import bm25s

from eval.dataset import Dataset
from eval.metrics.nuggets import recall
from eval.texts import Texts

TOO_EASY = 0.6
"""A kind is rewritten where more than this share of its key facts is recalled."""
_SENTENCE = re.compile(r"[^。；;！？\n]*[。；;！？\n]?")


def recalled(dataset: Dataset, texts: Texts) -> dict[str, tuple[float, int]]:
    """For each kind the mean share of key facts that the trivial answers hold, and the number of questions."""
    items = [item for item in dataset.items if item.key_facts]
    answers = trivial_answers([item.question for item in items], [chunk.text for chunk in texts.chunks()])
    shares: dict[str, list[float]] = defaultdict(list)
    for item, answer in zip(items, answers, strict=True):
        shares[item.kind].append(recall(item.key_facts, answer) or 0.0)
    return {kind: (mean(values), len(values)) for kind, values in shares.items()}


def trivial_answers(questions: Sequence[str], clauses: Sequence[str]) -> list[str]:
    """The first sentence of the clause that BM25 over character bigrams ranks first, for each question."""
    index = bm25s.BM25()
    index.index([_bigrams(clause) for clause in clauses], show_progress=False)
    return [first_sentence(clauses[int(index.get_scores(_bigrams(question)).argmax())]) for question in questions]


def first_sentence(text: str) -> str:
    """Up to the first full stop, semicolon or end of line that something stands before."""
    return next((found for found in _SENTENCE.findall(text.strip()) if found.strip()), "")


def _bigrams(text: str) -> list[str]:
    signs = [sign for sign in unicodedata.normalize("NFKC", text).lower() if sign.isalnum()]
    return ["".join(pair) for pair in pairwise(signs)]
