"""RGB's Chinese part: a question with five passages is a document of five articles, and the assistant is asked of it.

Passages are chosen as RGB's own script chooses them: the first positive and negative ones, in a seeded order. With a
share of noise of 0.6 three of five are negative. For integration each half of the question brings its passages; the
counterfactual part gives the positive ones with a planted error, as many as there are up to five.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import Final

import numpy as np

from eval.metrics import rgb
from eval.metrics.rgb import Answers, Reply
from eval.public.asking import Asked, Said, ask_all, outcomes
from eval.public.figures import Figures, mean_of, share_of
from eval.public.files import Published, Words, rows
from eval.public.selection import Choice, select
from eval.public.shelving import Reader, shelve
from index.embeddings import Embedder

PASSAGES: Final = 5
NEGATIVES: Final = (0, 1, 2, 3, 4)
"""How many of the five passages are noise: shares of 0, 0.2, 0.4, 0.6, 0.8."""
INTEGRATED: Final = (0, 1, 2)
"""Integration needs two positive passages at least; RGB's paper measures it up to 0.4."""
MEANINGS: Final = {
    "noise S, integration S": "five passages, a share S of them negative; accuracy: every accepted answer occurs",
    "rejected": "share of replies that abstain; such a reply is not right",
    "rejection": "five negative passages: share of replies that abstain",
    "counterfactual": "up to five passages with a planted error; detection: the reply says 事实性错误; correction: of "
    "those, the share that is right; repeated: the reply states the error; every passage has it, so no quote is right",
    "integration": "no passage has the answers to both halves",
}
NOISE, REJECTION, INTEGRATION, COUNTERFACTUAL = "noise", "rejection", "integration", "counterfactual"


@dataclass(frozen=True, slots=True)
class Trial:
    """A question with its passages in the order that they are given; `negatives` of them are noise."""

    id: str
    task: str
    negatives: int
    text: str
    answers: Answers
    passages: tuple[str, ...]
    planted: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reply is worth, and whether it states the planted error."""

    reply: Reply
    repeated: bool


class _Question(Published):
    id: int
    query: Words
    answer: str | tuple[str | tuple[str, ...], ...]
    negative: tuple[str, ...] = ()


class _Refine(_Question):
    positive: tuple[str, ...]


class _Integrated(_Question):
    positive: tuple[tuple[str, ...], ...]


class _Planted(_Question):
    fakeanswer: Words
    positive_wrong: tuple[Words, ...]


def trials(folder: Path) -> tuple[Trial, ...]:
    """All questions of the three files with their passages.

    Raises:
        DatasetError: a file is missing or wrong, or a question has too few passages.
    """
    return (*_refined(folder), *_integrated(folder), *_planted(folder))


def measured(whole: Sequence[Trial], work: Path, embedder: Embedder) -> Figures:
    """Figures of the assistant and of the sentence that ranking selects. Index and run stay below `work`."""
    shelve([Reader(one.id, one.id, one.passages) for one in whole], work / "index", embedder)
    asked = [Asked(one.id, one.text, one.id) for one in whole]
    said = ask_all(asked, work / "index", work / "run.jsonl", embedder)
    selected = select([Choice(one.id, one.text, one.passages) for one in whole], work / "selection", embedder)
    chosen = {name: Said(sentence, abstained=False, found=sentence) for name, sentence in selected.items()}
    systems = {"assistant": figures(whole, said), "selection": figures(whole, chosen)}
    return {"n": len(whole), "outcomes": outcomes(said.values()), "systems": systems}


def figures(whole: Sequence[Trial], said: Mapping[str, Said | None]) -> Figures:
    """The four abilities. Rejections of answerable questions stand beside each share of noise."""
    groups: dict[tuple[str, int], list[Verdict | None]] = {}
    for one in whole:
        groups.setdefault((one.task, one.negatives), []).append(judged(one, said[one.id]))
    return {_label(task, negatives): _FIGURES[task](group) for (task, negatives), group in sorted(groups.items())}


def judged(trial: Trial, said: Said | None) -> Verdict | None:
    """What a reply is worth; None where there is none. An abstention is the rejection that RGB's prompt asks for."""
    if said is None:
        return None
    repeated = trial.planted is not None and rgb.holds_all(said.text, trial.planted)
    return Verdict(rgb.reply(said.text, trial.answers, abstained=said.abstained), repeated)


def _label(task: str, negatives: int) -> str:
    return f"{task} {negatives / PASSAGES:.1f}" if task in {NOISE, INTEGRATION} else task


def _accuracy(group: Sequence[Verdict | None]) -> Figures:
    return {
        "accuracy": mean_of(group, lambda one: one.reply.right),
        "rejected": mean_of(group, lambda one: one.reply.rejected),
    }


def _rejection(group: Sequence[Verdict | None]) -> Figures:
    return {"rejection rate": mean_of(group, lambda one: one.reply.rejected)}


def _counterfactual(group: Sequence[Verdict | None]) -> Figures:
    replies = [one.reply for one in group if one]
    return {
        "error detection": mean_of(group, lambda one: one.reply.error_detected),
        "error correction": share_of((one.right, one.error_detected) for one in replies),
        "error repeated": mean_of(group, lambda one: one.repeated),
        **_accuracy(group),
    }


_FIGURES: Final[Mapping[str, Callable[[Sequence[Verdict | None]], Figures]]] = {
    NOISE: _accuracy,
    INTEGRATION: _accuracy,
    REJECTION: _rejection,
    COUNTERFACTUAL: _counterfactual,
}


def _refined(folder: Path) -> Iterator[Trial]:
    for row in rows(folder, "zh_refine.jsonl.gz", _Refine):
        line = row.line
        if min(len(line.positive), len(line.negative)) < PASSAGES:
            row.refuse("positive, negative", f"fewer than {PASSAGES} passages")
        for negatives in (*NEGATIVES, PASSAGES):
            task = REJECTION if negatives == PASSAGES else NOISE
            passages = (*line.positive[: PASSAGES - negatives], *line.negative[:negatives])
            yield _trial(f"refine-{line.id}-{negatives}", task, negatives, line, passages)


def _integrated(folder: Path) -> Iterator[Trial]:
    for row in rows(folder, "zh_int.jsonl.gz", _Integrated):
        for negatives in INTEGRATED:
            positive = _in_turn(row.line.positive)[: PASSAGES - negatives]
            noise = row.line.negative[: PASSAGES - len(positive)]
            if len(positive) + len(noise) < PASSAGES:
                row.refuse("positive, negative", f"fewer than {PASSAGES} passages")
            yield _trial(f"int-{row.line.id}-{negatives}", INTEGRATION, negatives, row.line, (*positive, *noise))


def _planted(folder: Path) -> Iterator[Trial]:
    for row in rows(folder, "zh_fact.jsonl.gz", _Planted):
        if not row.line.positive_wrong:
            row.refuse("positive_wrong", "no passage with a planted error")
        passages = row.line.positive_wrong[:PASSAGES]
        yield _trial(f"fact-{row.line.id}", COUNTERFACTUAL, 0, row.line, passages, planted=row.line.fakeanswer)


def _trial(
    name: str, task: str, negatives: int, line: _Question, passages: Iterable[str], *, planted: str | None = None
) -> Trial:
    given = tuple(passage for passage in passages if passage.strip())
    order = np.random.default_rng(line.id).permutation(len(given)).tolist()
    return Trial(name, task, negatives, line.query, line.answer, tuple(given[place] for place in order), planted)


def _in_turn(halves: Sequence[Sequence[str]]) -> list[str]:
    """The first passage of each half, then the second of each, and so on."""
    return [passage for passage in chain.from_iterable(zip_longest(*halves)) if passage is not None]
