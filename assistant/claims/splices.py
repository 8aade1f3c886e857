"""One part of a sentence from two clauses that have nothing to do with each other: neither says what the two make up.

A sentence may rest on several clauses, each part of it on one of them, or on clauses of which one refers to the other.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from assistant.claims.branches import Part, parts_of
from assistant.claims.pairs import pairs_in
from assistant.claims.sources import mentioned, place_of
from assistant.claims.statements import Statement, statement
from assistant.claims.surroundings import surroundings
from assistant.claims.verdicts import Failure
from assistant.messages import Citation
from assistant.shelf import Shelf

_FEWEST: Final = 4
"""Pairs of characters that a part has at least to tell which clause it is of."""
_RUN, _OWN = 5, 3
"""Pairs in a row in one clause from which a part is taken from it, and how many of them the other has not."""
_HELD: Final = 0.65
"""Share of a part's pairs from which it is of one clause, and from which it is of the other too."""
_OTHER: Final = 0.35
_SHOWN: Final = 24

Group = frozenset[str]
"""The pairs of characters of clauses that belong together."""


def splice_failures(rest: Statement, cited: Sequence[Citation], shelf: Shelf, *, told_apart: bool) -> Iterator[Failure]:
    """The parts of a sentence that no clause says alone, though two that are strangers to each other have the words.

    `told_apart`: the sentence names several sources, so that neighbouring parts may be of different ones.
    """
    groups = _groups(cited, shelf)
    if len(groups) < 2:
        return
    before: Part | None = None
    for part in parts_of(rest.text):
        near = before if before and before.sentence == part.sentence and not told_apart else None
        near = part.conditions[-1] if part.conditions else near
        if _of_two([pair for _, pair in pairs_in(part.text)], groups) or (near and _apart(part, near, groups)):
            yield Failure("binding", part.text[:_SHOWN])
        before = part


def _of_two(pairs: Sequence[str], groups: Sequence[Group]) -> bool:
    """Whether a part takes much from a clause that the one which holds most of it does not say."""
    first = max(groups, key=lambda group: len(group.intersection(pairs)))
    return any(_takes(pairs, group, first) and _takes(pairs, first, group) for group in groups)


def _takes(pairs: Sequence[str], group: Group, other: Group) -> bool:
    """Whether so many pairs in a row stand in one clause, some not in the other, that they are taken from it."""
    length, own = 0, 0
    for pair in pairs:
        length, own = (length + 1, own + (pair not in other)) if pair in group else (0, 0)
        if length >= _RUN and own >= _OWN:
            return True
    return False


def _apart(part: Part, condition: Part, groups: Sequence[Group]) -> bool:
    """Whether a condition, or the part before, is one clause's and what follows another's."""
    if min(len(part.pairs), len(condition.pairs)) < _FEWEST:
        return False
    mine = [len(part.pairs & group) / len(part.pairs) for group in groups]
    its = [len(condition.pairs & group) / len(condition.pairs) for group in groups]
    both = zip(mine, its, strict=True)
    return max(mine) >= _HELD and max(its) >= _HELD and not any(min(pair) >= _OTHER for pair in both)


def _groups(cited: Sequence[Citation], shelf: Shelf) -> list[Group]:
    """The cited clauses, those together of which one refers to the other; a plan's clauses are one text."""
    groups: list[list[Citation]] = []
    for citation in cited:
        near = [group for group in groups if any(_related(citation, other) for other in group)]
        groups = [group for group in groups if group not in near] + [[citation, *(c for group in near for c in group)]]
    return [_pairs(group, shelf) for group in groups]


def _pairs(group: Sequence[Citation], shelf: Shelf) -> Group:
    texts = [text for c in group for text in (c.document_title, c.cited_text, *surroundings(c, shelf).openings)]
    return frozenset[str]().union(*(statement(text).pairs for text in texts))


def _related(one: Citation, other: Citation) -> bool:
    mine, its = place_of(one), place_of(other)
    if one.document_id == other.document_id and (mine is None or its is None or mine[:2] == its[:2]):
        return True
    return _refers(one, other) or _refers(other, one)


def _refers(one: Citation, other: Citation) -> bool:
    """Whether a clause names the other's article."""
    there = place_of(other)
    return there is not None and any(place[:2] == there[:2] for place in mentioned(one))
