"""How the marks of one document nest: learnt from the marks themselves, in the order in which they come."""

from typing import Final

from index.structure.marks import Mark

_NEEDS_A_SECOND: Final = {"一是", "一要", "第一"}
"""Marks that also open plain sentences; the first of a list counts only where a second one follows."""


class Nesting:
    """The numbered levels that are open at a point of the text, outermost first.

    A mark of an open kind goes on with that level; a new kind opens a level below; numbers that run on through several
    parents (1–14 under （一）…（四）) are recognised by the last number of their kind.
    """

    def __init__(self) -> None:
        self._open: list[tuple[str, int]] = []
        self._last: dict[str, int] = {}
        self._above: set[tuple[str, str]] = set()

    @property
    def top_kind(self) -> str | None:
        """The kind of the outermost open level."""
        return self._open[0][0] if self._open else None

    def expects(self, mark: Mark) -> bool:
        """The mark is the next number of an open level, or of one that may run on."""
        known = next((number for kind, number in self._open if kind == mark.kind), self._last.get(mark.kind, 0))
        return mark.number == known + 1 > 1

    def place(self, mark: Mark, *, followed: bool) -> int | None:
        """The depth (0 outermost) at which the mark numbers a clause, None where it is a mere sentence.

        `followed`: the next number of its kind comes later, before the list starts anew.
        """
        depth = next((depth for depth, (kind, _) in enumerate(self._open) if kind == mark.kind), None)
        accepted = self._continues(mark, depth, followed=followed) if depth is not None else self._opens(mark, followed)
        if not accepted:
            return None
        if depth is None:
            depth = self._depth_of_new(mark.kind)
        self._above |= {(kind, mark.kind) for kind, _ in self._open[:depth]}
        self._open[depth:] = [(mark.kind, mark.number)]
        self._last[mark.kind] = mark.number
        return depth

    def _continues(self, mark: Mark, depth: int, *, followed: bool) -> bool:
        """The next number always; a jump, a repetition or a fresh start only where the list goes on from there."""
        step = mark.number - self._open[depth][1]
        return step == 1 or (followed and (step in {0, 2, 3} or mark.number == 1))

    def _opens(self, mark: Mark, followed: bool) -> bool:  # noqa: FBT001  # named at its only call
        if mark.number == 1:
            return followed or mark.kind not in _NEEDS_A_SECOND
        return mark.number == self._last.get(mark.kind, -1) + 1 or followed

    def _depth_of_new(self, kind: str) -> int:
        """Below everything open, unless the document has shown the kind above some of it, never below."""
        depth = len(self._open)
        while depth and self._is_above(kind, self._open[depth - 1][0]):
            depth -= 1
        return depth

    def _is_above(self, kind: str, other: str) -> bool:
        return (kind, other) in self._above and (other, kind) not in self._above
