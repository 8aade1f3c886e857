"""RGB (arXiv 2309.01431): noise robustness, negative rejection, integration, counterfactual errors.

An answer is given as words, or as a list of groups that must all occur; a group that is itself a list names words of
which one is enough. A reply that rejects is not right, whatever else it says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Answers = str | Sequence[str | Sequence[str]]
"""As in the files: `"70"`, `["6.4%", "18%"]` (both), `[["187万", "186.35万"], "18%"]` (one of two, and another)."""
REJECTION = "信息不足"
ERROR = "事实性错误"
"""Phrases that RGB's prompt asks for; other systems say it in their own way and are told apart by the caller."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one reply is worth."""

    right: bool
    rejected: bool
    error_detected: bool = False


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Of replies to passages with a planted error: share that detects it, and of those the share that is right."""

    detection: float | None
    correction: float | None
    accuracy: float | None


def reply(text: str, answers: Answers, *, abstained: bool | None = None, detected: bool | None = None) -> Reply:
    """Judge one reply. `abstained` and `detected`, where known, stand for the phrases."""
    rejected = REJECTION in _joined(text) if abstained is None else abstained
    error = ERROR in _joined(text) if detected is None else detected
    return Reply(not rejected and holds_all(text, answers), rejected, error)


def holds_all(text: str, answers: Answers) -> bool:
    """Whether every group of accepted answers occurs; case and blanks do not count."""
    text, wanted = _joined(text), groups(answers)
    return bool(wanted) and all(any(_joined(words) in text for words in group) for group in wanted)


def groups(answers: Answers) -> tuple[tuple[str, ...], ...]:
    """Answers of any of the files' shapes as groups of alternatives."""
    listed = [answers] if isinstance(answers, str) else answers
    return tuple((group,) if isinstance(group, str) else tuple(group) for group in listed)


def accuracy(replies: Iterable[Reply]) -> float | None:
    """Share of right replies: noise robustness at one share of noise, or integration; None without replies."""
    return _mean([one.right for one in replies])


def rejection_rate(replies: Iterable[Reply]) -> float | None:
    """Share of rejecting replies where all passages are negative; None without replies."""
    return _mean([one.rejected for one in replies])


def counterfactual(replies: Iterable[Reply]) -> Counterfactual:
    """Error detection rate, and the error correction rate among the replies that detected it."""
    replies = tuple(replies)
    corrected = [one.right for one in replies if one.error_detected]
    return Counterfactual(_mean([one.error_detected for one in replies]), _mean(corrected), accuracy(replies))


def _joined(text: str) -> str:
    return "".join(text.lower().split())


def _mean(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None
