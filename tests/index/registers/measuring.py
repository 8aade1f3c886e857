"""How registers are compared with labels: rows match on organ, verb, object head and date."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from index.registers.phrases import plain_object

T = TypeVar("T")


@dataclass(frozen=True)
class Score:
    """How many rows were wanted, found and right."""

    wanted: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.wanted + other.wanted, self.found + other.found, self.right + other.right)

    @property
    def f1(self) -> float:
        """Of precision and recall, 1 where nothing was wanted nor found."""
        return 2 * self.right / (self.wanted + self.found) if self.wanted + self.found else 1.0

    def figures(self) -> dict[str, float | int]:
        """For a results file."""
        return {
            "wanted": self.wanted,
            "found": self.found,
            "right": self.right,
            "precision": round(self.right / (self.found or 1), 4),
            "recall": round(self.right / (self.wanted or 1), 4),
            "f1": round(self.f1, 4),
        }


def score(
    wanted: Iterable[T], found: Iterable[Any], same: Callable[[T, Any], bool]
) -> tuple[Score, list[T], list[Any]]:
    """The score, and what was missed and what was too much; each row counts once."""
    labels, left, missed = list(wanted), list(found), []
    total = len(left)
    for label in labels:
        match = next((row for row in left if same(label, row)), None)
        if match is None:
            missed.append(label)
        else:
            left.remove(match)
    return Score(len(labels), total, len(labels) - len(missed)), missed, left


def same_verb(one: str, other: str) -> bool:
    """组织开展 is 开展: a second verb that shares the object."""
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


def same_object(head: str, words: str) -> bool:
    """Whether an object ends with its head."""
    return _bare(plain_object(words)).endswith(_bare(plain_object(head)))


def same_organ(one: str | None, other: str | None) -> bool:
    """Up to blanks and the width of brackets."""
    return _bare(one or "") == _bare(other or "")


def when(row: Any) -> str:
    """The day or the rule of a row, empty where it has none."""
    return row.due.isoformat() if row.due else row.rule or ""


def _bare(words: str) -> str:
    return "".join(words.split()).translate(str.maketrans("()", "（）"))


def listed(rows: Sequence[object], limit: int = 12) -> str:
    """Rows for the message of a failing test."""
    return "\n".join(map(str, rows[:limit]))
