"""From the beginnings of clauses to nodes: paths made unique, ends and parents found from the order and the depths."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.documents import Level, Node, Outline
from index.numerals import to_chinese

_WRITTEN: Final = 100
"""Up to here a repetition is counted in Chinese; further on no document is read by people."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A clause of which the beginning is known. Drafts come in reading order; `depth` says what lies inside what.

    `element` is its step in the path; where `rooted` it is the whole path (articles do not carry their chapter).
    `end` is given only where the clause ends before the next one begins.
    """

    element: str
    level: Level
    depth: int
    label: str = ""
    heading: str = ""
    start: int = 0
    end: int | None = None
    rooted: bool = False

    def starting_at(self, start: int) -> "Draft":
        """The same clause, beginning elsewhere."""
        return replace(self, start=start)


def finish(drafts: Sequence[Draft], length: int) -> Outline:
    """The nodes of a text of `length` characters."""
    ends = _ends(drafts, length)
    nodes: list[Node] = []
    taken: dict[str, int] = {}
    open_: list[int] = []
    for position, draft in enumerate(drafts):
        while open_ and drafts[open_[-1]].depth >= draft.depth:
            open_.pop()
        parent = open_[-1] if open_ else None
        prefix = "" if parent is None or draft.rooted else nodes[parent].path + "/"
        path = _unique(prefix + draft.element, taken)
        end = ends[position] if parent is None else min(ends[position], nodes[parent].end)
        nodes.append(Node(path, draft.level, draft.label, draft.heading, draft.start, end, parent))
        open_.append(position)
    return tuple(nodes)


def _ends(drafts: Sequence[Draft], length: int) -> list[int]:
    """A clause ends where the next one of its depth or above begins, or where its draft says."""
    ends = [length] * len(drafts)
    following: list[tuple[int, int]] = []
    for position in range(len(drafts) - 1, -1, -1):
        draft = drafts[position]
        while following and following[-1][0] > draft.depth:
            following.pop()
        natural = following[-1][1] if following else length
        ends[position] = natural if draft.end is None else min(draft.end, natural)
        following.append((draft.depth, draft.start))
    return ends


def _unique(path: str, taken: dict[str, int]) -> str:
    """`path`, or with （二）, （三） … behind it where the document repeats a number."""
    if path not in taken:
        taken[path] = 1
        return path
    while True:
        taken[path] += 1
        count = taken[path]
        candidate = f"{path}（{to_chinese(count) if count < _WRITTEN else count}）"
        if candidate not in taken:
            taken[candidate] = 1
            return candidate
