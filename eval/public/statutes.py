"""LawBench 1-1, 3-2, 3-8 and LexEval 1_2, 5_4: questions of the law, asked of an index of 150,000 articles.

Only the question is asked: the instructions before it speak to a chat model. Beside the assistant's answer stands the
first clause of its search, which is there even where it abstains.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eval.metrics.choices import all_right
from eval.metrics.rouge import rouge_l
from eval.public.asking import Asked, Said, ask_all, outcomes
from eval.public.figures import Figures, estimate, mean_of
from eval.public.files import Published, Row, Words, rows
from eval.public.words import words
from index.embeddings import Embedder

_OPTION: Final = re.compile(r"^([A-D]):\s*(.+?)\s*$", re.MULTILINE)
_ASKS: Final = re.compile(r"(?P<article>.+)的内容是:")
_ENOUGH: Final = 0.5
"""Share of an option's pairs of characters from which an answer says it."""
PENAL_CODE, CIVIL_CODE = "中华人民共和国刑法", "中华人民共和国民法"


Score = Callable[[str, str], float]
"""From a reference and an answer."""


@dataclass(frozen=True, slots=True)
class Legal:
    """A question with the answer that it is scored against."""

    id: str
    text: str
    reference: str


@dataclass(frozen=True, slots=True)
class Choosing:
    """A multiple choice question about what an article says."""

    id: str
    law: str
    article: str
    options: Mapping[str, str]
    answer: str


class _LawBench(Published):
    idx: int
    question: Words
    answer: Words


class _LexEval(Published):
    idx: int
    input: Words
    answer: Words


def lawbench(folder: Path, task: str) -> list[Legal]:
    """The questions of a task; 1-1's references without 答案:, as LawBench's script scores them.

    Raises:
        DatasetError: the file is missing or wrong.
    """
    found = [row.line for row in rows(folder, f"{task}.jsonl.gz", _LawBench)]
    return [Legal(f"{task}-{one.idx}", one.question, one.answer.removeprefix("答案:")) for one in found]


def essays(folder: Path) -> list[Legal]:
    """LexEval 5_4: cases with a question, answered at length.

    Raises:
        DatasetError: the file is missing or wrong.
    """
    return [
        Legal(f"5_4-{row.line.idx}", row.line.input, row.line.answer) for row in rows(folder, "5_4.jsonl.gz", _LexEval)
    ]


def choices(folder: Path) -> list[Choosing]:
    """LexEval 1_2: which of four texts is that of a named article.

    Raises:
        DatasetError: the file is missing or wrong, or a line asks for something else.
    """
    return [_choosing(row) for row in rows(folder, "1_2.jsonl.gz", _LexEval)]


def recited(questions: Sequence[Legal], data: Path, out: Path, embedder: Embedder, *, score: Score) -> Figures:
    """ROUGE-L of what the assistant says and of the first clause of its search."""
    said = ask_all([Asked(one.id, one.text) for one in questions], data, out, embedder)
    pairs = [(one.reference, given) if (given := said[one.id]) else None for one in questions]
    return {
        "n": len(questions),
        "outcomes": outcomes(said.values()),
        "systems": {
            "assistant": {"ROUGE-L": mean_of(pairs, lambda pair: score(pair[0], pair[1].text))},
            "first clause": {"ROUGE-L": mean_of(pairs, lambda pair: score(pair[0], pair[1].found))},
        },
    }


def chosen(questions: Sequence[Choosing], data: Path, out: Path, embedder: Embedder) -> Figures:
    """Accuracy: the article is asked for as the set names it, and once more with 民法 by its present name, 民法典."""
    asked = [Asked(one.id, f"{one.article}的内容是什么？") for one in questions]
    renamed = [Asked(f"{one.id}-民法典", _by_present_name(one.article)) for one in questions if one.law == CIVIL_CODE]
    said = ask_all([*asked, *renamed], data, out, embedder)
    printed = {one.id: _right(one, said[one.id]) for one in questions}
    present = {one.id: _right(one, said.get(f"{one.id}-民法典", said[one.id])) for one in questions}
    return {
        "n": len(questions),
        "systems": {
            "assistant": _per_law(questions, printed),
            "assistant, 民法 asked as 民法典": _per_law(questions, present),
        },
    }


def choice(options: Mapping[str, str], text: str) -> str:
    """The option whose pairs of characters stand in a text most of all; none where even that shares less than half."""
    there = _pairs(text)
    shares = {letter: len(_pairs(option) & there) / max(len(_pairs(option)), 1) for letter, option in options.items()}
    best = max(shares, key=lambda letter: shares[letter])
    return best if shares[best] >= _ENOUGH else ""


def lawbench_rouge(reference: str, answer: str) -> float:
    """ROUGE-L F1 over jieba's words, as LawBench computes it with rouge_chinese (to 1e-8).

    A blank is no word here; there a line's end within an answer can count as an empty one.
    """
    return rouge_l(words(reference), words(answer)).f1


def lexeval_rouge(reference: str, answer: str) -> float:
    """ROUGE-L F1 over jieba's words of lower-case texts without punctuation and blanks."""
    return rouge_l(words(_bare(reference)), words(_bare(answer))).f1


def _choosing(row: Row[_LexEval]) -> Choosing:
    line = row.line
    head, _, rest = line.input.partition("\n")
    match, options = _ASKS.fullmatch(head.strip()), dict(_OPTION.findall(rest))
    law = next((name for name in (PENAL_CODE, CIVIL_CODE) if head.startswith(name)), "")
    if match is None or not law or len(options) != 4:
        row.refuse("input", "asks for no article of the two codes with four options")
    return Choosing(f"1_2-{line.idx}", law, match["article"], options, line.answer)


def _right(question: Choosing, said: Said | None) -> bool | None:
    return None if said is None else all_right(choice(question.options, said.text), question.answer)


def _per_law(questions: Sequence[Choosing], right: Mapping[str, bool | None]) -> Figures:
    groups = {"all": questions, "刑法": [one for one in questions if one.law == PENAL_CODE]}
    groups["民法"] = [one for one in questions if one.law == CIVIL_CODE]
    return {name: {"accuracy": estimate(right[one.id] for one in group)} for name, group in groups.items()}


def _by_present_name(article: str) -> str:
    return f"{article.replace(CIVIL_CODE, f'{CIVIL_CODE}典')}的内容是什么？"


def _pairs(text: str) -> frozenset[str]:
    bare = _bare(text)
    return frozenset(bare[place : place + 2] for place in range(len(bare) - 1))


def _bare(text: str) -> str:
    """A text as LexEval compares it: lower case, without blanks and punctuation."""
    return "".join(sign for sign in "".join(text.split()).lower() if unicodedata.category(sign)[0] not in "PS")
