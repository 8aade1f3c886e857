"""Clauses that speak of one matter: of several documents, or subjects, those whose likes the others have too."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.shelf import Shelf
from index.retrieval import Passage

_GATHERED = 3
"""Clauses of each document, or subject, of which one is taken for its nearness to those of the others."""
_TOGETHER = 0.5
"""What that nearness counts for beside the score of the search. Chosen on 300 comparisons; 0.2 to 1 do as well."""
_ONE_CLAUSE = 0.6
"""What a clause counts for as near to itself: two subjects are seldom told by one."""


def gathered(found: Mapping[str, Sequence[Passage]], shelf: Shelf) -> dict[str, list[Passage]]:
    """The clauses of several documents; first of each the one that speaks of what those of the others speak of.

    Of two measures of a plan that the question may mean, the one is meant whose like the other plan has.
    """
    chosen = of_one_matter([own for own in found.values() if own], shelf)
    firsts = {one.chunk.document_id: one for one in chosen}
    return {name: _with_first(own, firsts[name]) if own else [] for name, own in found.items()}


def of_one_matter(found: Sequence[Sequence[Passage]], shelf: Shelf) -> list[Passage]:
    """One of each row of passages, best by its score and by how near it is in meaning to those of the other rows."""
    placed = [(row, one) for row, passages in enumerate(found) for one in passages[:_GATHERED]]
    near = _nearness([one for _, one in placed], shelf)
    choices = (_round(anchor, placed, near[anchor]) for anchor in range(len(placed)))
    return max(choices, key=lambda choice: choice[0], default=(0.0, []))[1]


def _round(anchor: int, placed: Sequence[tuple[int, Passage]], near: Sequence[float]) -> tuple[float, list[Passage]]:
    """Of every row the passage that is best by its score and its nearness to the anchor, which is that of its row."""
    best: dict[int, tuple[float, Passage]] = {}
    for place, (row, one) in enumerate(placed):
        worth = one.score + _TOGETHER * near[place]
        if place == anchor or (row != placed[anchor][0] and (row not in best or worth > best[row][0])):
            best[row] = worth, one
    return sum(worth for worth, _ in best.values()), [best[row][1] for row in sorted(best)]


def _nearness(passages: Sequence[Passage], shelf: Shelf) -> list[list[float]]:
    """How near every two passages are in meaning."""
    alike: list[list[float]] = shelf.alike([_said(one) for one in passages]).tolist() if passages else []
    clauses = [(one.chunk.document_id, one.chunk.start) for one in passages]
    return [
        [_ONE_CLAUSE if own == other else near for other, near in zip(clauses, row, strict=True)]
        for own, row in zip(clauses, alike, strict=True)
    ]


def _said(passage: Passage) -> str:
    """A clause with the headings above it and what people call it."""
    chunk = passage.chunk
    return " ".join((*chunk.headings, chunk.text, chunk.caption))


def _with_first(passages: Sequence[Passage], first: Passage) -> list[Passage]:
    """The passages, one of them first, as near as the nearest; not an item of the clause that is first."""
    if first is passages[0] or first.chunk.path.startswith(f"{passages[0].chunk.path}/"):
        return list(passages)
    return [replace(first, score=passages[0].score), *(one for one in passages if one is not first)]
