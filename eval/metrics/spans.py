"""Spans of texts, and measures over them by the character: what was found, what should have been."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of one revision of a document: code points, half-open."""

    document_id: str
    version_id: str
    start: int
    end: int

    @property
    def length(self) -> int:
        """Number of code points."""
        return max(self.end - self.start, 0)


def precision(found: Iterable[Span], gold: Iterable[Span]) -> float | None:
    """Share of the found characters that are gold, each counted once; None where nothing was found."""
    found = tuple(found)
    return shared(found, gold) / covered(found) if covered(found) else None


def recall(found: Iterable[Span], gold: Iterable[Span]) -> float | None:
    """Share of the gold characters that were found, each counted once; None where there is no gold."""
    gold = tuple(gold)
    return shared(found, gold) / covered(gold) if covered(gold) else None


def overlaps(span: Span, gold: Span, share: float = 0.6) -> bool:
    """Whether what both have in common is at least this share of either of them."""
    common = shared([span], [gold])
    return common > 0 and common >= share * min(span.length, gold.length)


def shared(one: Iterable[Span], other: Iterable[Span]) -> int:
    """Number of characters that stand in both."""
    one, other = tuple(one), tuple(other)
    return covered(one) + covered(other) - covered([*one, *other])


def covered(spans: Iterable[Span]) -> int:
    """Number of characters that stand in any of the spans."""
    by_text: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for span in spans:
        by_text[span.document_id, span.version_id].append((span.start, span.end))
    return sum(_length(sorted(pieces)) for pieces in by_text.values())


def _length(pieces: list[tuple[int, int]]) -> int:
    """Length of the union of pieces of one text, sorted by their starts."""
    length = reached = 0
    for start, end in pieces:
        length += max(end - max(start, reached), 0)
        reached = max(reached, end)
    return length
