"""ROUGE-L: the longest common subsequence of an answer and a reference, over characters unless tokens are given.

Chinese has no blanks between words, so whitespace tokens would compare whole sentences. LawBench and LexEval publish
it over jieba's words: give those, as lists, to stand beside their tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RougeL:
    """Shares of the longest common subsequence: of the answer, of the reference, and their harmonic mean."""

    precision: float
    recall: float
    f1: float


def rouge_l(reference: Sequence[str], answer: Sequence[str]) -> RougeL:
    """ROUGE-L of two sequences of tokens; of two texts over their characters (see `characters`)."""
    common = longest_common_subsequence(reference, answer)
    if not common:
        return RougeL(0.0, 0.0, 0.0)
    return RougeL(common / len(answer), common / len(reference), 2 * common / (len(answer) + len(reference)))


def characters(text: str) -> str:
    """A text without blanks and ends of lines, lower case."""
    return "".join(text.lower().split())


def longest_common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    """Its length, counted in bits of one big integer per step (Hyyrö 2004), so that long answers stay quick."""
    places: dict[str, int] = {}
    for place, token in enumerate(one):
        places[token] = places.get(token, 0) | 1 << place
    full = (1 << len(one)) - 1
    row = full
    for token in other:
        hits = row & places.get(token, 0)
        row = (row + hits | row - hits) & full
    return len(one) - row.bit_count()
