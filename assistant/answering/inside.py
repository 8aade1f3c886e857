"""The clauses of one document for a question, where each of several documents gets one search of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.answering import Task
from assistant.answering.pieces import may_be_quoted
from assistant.answering.punishing import punishing_first
from assistant.answering.wants import asked_steps
from assistant.facts import plain
from assistant.searching import within
from assistant.shelf import Shelf
from index.retrieval import Passage

_FURNITURE = frozenset({"头部", "落款", "印发"})
"""Parts that say nothing of what a document rules."""
_TOP = 40
_GATHERED = 3
"""Clauses of each document of which one is taken for its nearness to those of the others."""
_TOGETHER = 0.8
"""What that nearness counts for beside the score of the search; 0.4 to 1.6 do as well on 118 comparisons."""
_Choice = dict[str, Passage]


def clauses_of(task: Task, document_id: str) -> list[Passage]:
    """What may be quoted of a document, best first.

    Searched twice, by the words of content and by the question as it is put, and ordered by both: on 155 development
    questions the right clause of a named document is among the first three 95 times in 100, by the words alone 91.
    """
    asked, scope = task.asked, task.scope
    found = [within(document_id, asked, scope, task.shelf)]
    if asked.terms and not asked.articles:
        filters = replace(scope.filters, document_id=document_id)
        found.append(task.shelf.search(asked.content, scope.day, filters, _TOP))
    own = [one for one in _in_one_order(found) if may_be_quoted(one) and one.chunk.part not in _FURNITURE]
    return own if _punishes(task, own[:1]) else punishing_first(task, own)


def gathered(found: Mapping[str, Sequence[Passage]], shelf: Shelf) -> dict[str, list[Passage]]:
    """The clauses of several documents; first of each the one that speaks of what those of the others speak of.

    Of two measures of a plan that the question may mean, the one is meant whose like the other plan has.
    """
    near = {name: list(passages[:_GATHERED]) for name, passages in found.items() if passages}
    if len(near) < 2:
        return {name: list(passages) for name, passages in found.items()}
    best = max(_choices(near, shelf), key=lambda choice: choice[0])[1]
    return {name: _with_first(passages, best.get(name)) for name, passages in found.items()}


def _choices(near: Mapping[str, Sequence[Passage]], shelf: Shelf) -> Iterator[tuple[float, _Choice]]:
    """Round each clause the one of every other document that is best by its score and its nearness to that clause."""
    passages = [one for own in near.values() for one in own]
    alike = shelf.alike([_said(one) for one in passages])
    for place, anchor in enumerate(passages):
        worth = {id(one): one.score + _TOGETHER * float(to) for one, to in zip(passages, alike[place], strict=True)}
        name = anchor.chunk.document_id
        choice = {own: max(of, key=lambda one: worth[id(one)]) for own, of in near.items() if own != name}
        yield anchor.score + sum(worth[id(one)] for one in choice.values()), {**choice, name: anchor}


def _said(passage: Passage) -> str:
    """A clause with the headings above it and what people call it."""
    chunk = passage.chunk
    return " ".join((*chunk.headings, chunk.text, chunk.caption))


def _with_first(passages: Sequence[Passage], first: Passage | None) -> list[Passage]:
    """The passages, one of them first, as near as the nearest."""
    if first is None or first is passages[0]:
        return list(passages)
    return [replace(first, score=passages[0].score), *(one for one in passages if one is not first)]


def _punishes(task: Task, first: Sequence[Passage]) -> bool:
    """Whether the clause that is found first takes the penalty that the question asks for."""
    return any(step.held_by(plain(one.chunk.text)) for step in asked_steps(task.asked.text)[:1] for one in first)


def _in_one_order(found: Sequence[Sequence[Passage]]) -> list[Passage]:
    """The passages of several searches of one document by the mean of their scores."""
    scores: dict[int, float] = {}
    for passage in (passage for passages in found for passage in passages):
        place = passage.chunk.start
        scores[place] = scores.get(place, 0.0) + passage.score / len(found)
    first = {passage.chunk.start: passage for passages in reversed(found) for passage in passages}
    ordered = sorted(scores, key=lambda place: (-scores[place], place))
    return [replace(first[place], score=scores[place], rank=rank) for rank, place in enumerate(ordered, 1)]
