"""What a question wants of a clause, and whether a text holds it: sorts of values (a length of time, an amount …).

A question may want several: “罚多少、几天内交”. It may also want steps of a penalty, a step of a scale of fines, or a
branch of law. All their patterns are data: `assistant/wants.toml`.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from index.numerals import to_int

_PAIR = 2
"""Members of an enumeration that may stand without a sign that parts them: the last two (甲、乙以及丙)."""


@dataclass(frozen=True, slots=True)
class Want:
    """One sort of value that a question asks for. `strict`: a clause without such a value does not answer.

    `needed`: where no clause that was found has one, nothing answers.
    """

    name: str
    answer: re.Pattern[str]
    strict: bool
    needed: bool = False

    def held_by(self, text: str) -> bool:
        """Whether a text in plain spelling holds such a value."""
        return bool(self.answer.search(text))


@dataclass(frozen=True, slots=True)
class _Sort:
    """A sort of value as the data file describes it; `answer` may leave open the unit, or the count, that is named."""

    name: str
    question: re.Pattern[str]
    answer: str
    strict: bool
    needed: bool

    def asked_in(self, question: str) -> Want | None:
        match = self.question.search(question)
        if match is None:
            return None
        named = next(filter(None, match.groupdict().values()), "")
        return Want(self.name, re.compile(self._written(named)), self.strict, self.needed)

    def _written(self, named: str) -> str:
        """The pattern with the unit that the question names, or with how many signs part as many members as it says."""
        unit = "|".join((*_units().get(named, ""), named))
        return self.answer.replace("{unit}", unit).replace("{parted}", f"{{{(to_int(named) or _PAIR) - _PAIR}}}")


def wants(question: str) -> tuple[Want, ...]:
    """The sorts of value that a question asks for; none where it cannot be told.

    >>> [want.name for want in wants("罚款几天内要交，交到哪个银行账户")]
    ['duration']
    >>> [want.name for want in wants("用了好几年的牌子")]
    []
    """
    question = _spoken_of().sub("　", _indefinite().sub("数", question))
    return tuple(want for sort in _sorts() if (want := sort.asked_in(question)))


def sorts() -> tuple[str, ...]:
    """The names of all sorts, in order."""
    return tuple(sort.name for sort in _sorts())


def held(asked: Sequence[Want], text: str) -> float:
    """Share of the values asked for that a text in plain spelling holds; 1 where none is asked for."""
    return sum(want.held_by(text) for want in asked) / len(asked) if asked else 1.0


def strict(asked: Sequence[Want]) -> tuple[Want, ...]:
    """Those without which a clause is no answer."""
    return tuple(want for want in asked if want.strict)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a penalty that a question asks for. `search`: what is searched for where no clause found takes it."""

    name: str
    answer: re.Pattern[str]
    search: str

    def held_by(self, text: str) -> bool:
        """Whether a text in plain spelling takes it."""
        return bool(self.answer.search(text))


def asked_steps(question: str) -> tuple[Step, ...]:
    """The steps of a penalty that a question asks for, in their order.

    >>> [step.name for step in asked_steps("卖假货怎么处罚，要不要移送公安")]
    ['penalty', 'transfer']
    """
    return tuple(step for asked, step in _steps() if asked.search(question))


def penalty_step() -> Step:
    """The step that punishes."""
    return next(step for _, step in _steps() if step.name == "penalty")


def asked_of_scale(question: str) -> re.Pattern[str] | None:
    """How the law calls the step of a scale that a question asks for; None where it asks for none.

    >>> bool(asked_of_scale("最重那一档怎么划线").search("情节特别严重的"))
    True
    """
    return next((step for asked, step in _scale() if asked.search(question)), None)


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of law, by how its clauses look."""

    clause: re.Pattern[str]

    def holds(self, title: str, text: str) -> bool:
        """Whether a clause of a document is of it."""
        return bool(self.clause.search(f"{title}\n{text}"))


def asked_branch(question: str) -> Branch | None:
    """The branch of law that a question is about; None where it may be any.

    >>> asked_branch("卖假货多少钱够判刑").holds("商标法", "处五倍以下的罚款")
    False
    """
    asked = (branch for asks, others, branch in _branches() if asks.search(question) and not others.search(question))
    return next(asked, None)


@cache
def _branches() -> tuple[tuple[re.Pattern[str], re.Pattern[str], Branch], ...]:
    rows = _data()["branches"].values()
    return tuple((re.compile(r["question"]), re.compile(r["not"]), Branch(re.compile(r["clause"]))) for r in rows)


@cache
def _scale() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(row["question"]), re.compile(row["answer"])) for row in _data()["scale"].values())


@cache
def _indefinite() -> re.Pattern[str]:
    return re.compile(_data()["indefinite"]["number"])


@cache
def _spoken_of() -> re.Pattern[str]:
    return re.compile("|".join(_data()["spoken_of"].values()))


@cache
def _steps() -> tuple[tuple[re.Pattern[str], Step], ...]:
    rows = _data()["steps"].items()
    made = ((row, Step(name, re.compile(row["answer"]), row.get("search", ""))) for name, row in rows)
    return tuple((re.compile(row["question"]), step) for row, step in made)


@cache
def _sorts() -> tuple[_Sort, ...]:
    rows = _data()["wants"]
    return tuple(_sort(row) for row in rows)


def _sort(row: dict[str, Any]) -> _Sort:
    marks = (bool(row.get(name)) for name in ("strict", "needed"))
    return _Sort(row["name"], re.compile(row["question"]), row["answer"], *marks)


@cache
def _units() -> dict[str, str]:
    return {unit: str(written) for unit, written in _data()["units"].items()}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("assistant") / "wants.toml").read_text(encoding="utf-8"))
