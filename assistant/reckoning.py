"""When a period of time ends: the day, by the rules of counting that the law itself prints.

What a law says of counting differs: whether “五日” means working days, whether the first day counts, and whether a last
day moves that is a holiday. Nothing here is assumed: a rule that is not printed in the texts given does not apply.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from assistant.facts import plain
from assistant.notices import written
from assistant.working_days import Calendar

Moves = Literal["no", "holidays", "days off"]
"""Which last days move to the next day that is worked."""

LENGTH: Final = re.compile(r"(?P<number>\d{1,4})(?P<unit>个?工作日|日|个?月|年)")
"""A length of time in plain spelling: 90日, 3个月, 5个工作日."""
_WEEKDAYS: Final = "一二三四五六日"
_FIRST_OUT: Final = re.compile(r"(?:开始|第1|第一)[^，。；]{0,6}日[^，。；]{0,4}不(?:计|算)")
_NAMED: Final = re.compile(r"(?:[“\"]\d+日[”\"][、和]?)+的?规定是指工作日")
_UP_TO: Final = re.compile(r"(\d+)日以内(?:的?期限)?的?规定是指工作日")
_MOVES: Final = re.compile(r"(?:最后(?:1|一)日|届满日)(?:是|为)(?P<legal>法定)?(?P<kind>节假日|休假日|休息日)")


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as a law prints it, in plain spelling."""

    number: int
    unit: Literal["日", "工作日", "月", "年"]
    text: str

    @classmethod
    def of(cls, text: str) -> "Length | None":
        """From 90日, 5个工作日, 3个月, 1年; None from anything else."""
        match = LENGTH.fullmatch(text)
        return cls(int(match["number"]), match["unit"].removeprefix("个"), text) if match else None  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Counting:
    """How days are counted."""

    first_out: bool = False
    """The day on which it begins does not count."""
    working: frozenset[int] = frozenset()
    """Numbers of 日 that mean working days."""
    moves: Moves = "no"

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Counting":
        """The rules that some texts print."""
        text = plain("\n".join(texts))
        named = {int(number) for match in _NAMED.finditer(text) for number in re.findall(r"\d+", match[0])}
        up_to = {number for match in _UP_TO.finditer(text) for number in range(1, int(match[1]) + 1)}
        moves = _MOVES.search(text)
        legal = bool(moves and moves["legal"] and moves["kind"] == "节假日")
        kind: Moves = "no" if moves is None else "holidays" if legal else "days off"
        return cls(bool(_FIRST_OUT.search(text)), frozenset(named | up_to), kind)

    def in_working_days(self, length: Length) -> bool:
        """Whether a length is one of working days."""
        return length.unit == "工作日" or (length.unit == "日" and length.number in self.working)


def end_of(start: date, lengths: Sequence[Length], counting: Counting, calendar: Calendar) -> date:
    """The last day, before it moves: the lengths one after another, from the day that does not count."""
    if not counting.first_out and lengths:
        start -= timedelta(days=1)
    for length in lengths:
        start = _later(start, length, counting, calendar)
    return start


def told(start: date, lengths: Sequence[Length], counting: Counting, calendar: Calendar) -> str:
    """The end of a period in a sentence that begins with it; all but the first length are extensions."""
    day = end_of(start, lengths, counting, calendar)
    parts = [f"自{written(start)}起{lengths[0].text}", *(f"延长{length.text}" for length in lengths[1:])]
    parts += ["起始当日不计入"] * counting.first_out
    parts += ["按工作日计算"] * any(map(counting.in_working_days, lengths))
    unknown = not calendar.knows(start, calendar.first_worked(day))
    years = "；其中有的年份的放假安排没有载入，请以当年的放假通知核对" if unknown else ""
    return f"{_on(day)}届满{_moved(day, counting, calendar)}（{'，'.join(parts)}{years}）。"


def ending(inputs: Sequence[str], texts: Sequence[str], calendar: Calendar) -> str | None:
    """The sentence on the end of a period: from `inputs` (start, lengths) and the clauses cited for it.

    None where a length stands in none of the clauses, or an input is none.
    """
    said = plain("\n".join(texts))
    lengths = [Length.of(text) for text in inputs[1:]]
    try:
        start = date.fromisoformat(inputs[0])
    except (IndexError, ValueError):
        return None
    known = [length for length in lengths if length and length.text in said]
    return told(start, known, Counting.of(texts), calendar) if known and len(known) == len(lengths) else None


def _moved(day: date, counting: Counting, calendar: Calendar) -> str:
    """Where the last day moves to, where it does, or may."""
    later = calendar.first_worked(day)
    if counting.moves == "no" or later == day:
        return ""
    if calendar.is_holiday(day):
        return f"，当日放假，顺延到{_on(later)}"
    if counting.moves == "days off":
        return f"，当日休息，顺延到{_on(later)}"
    return f"；当日是休息日，按节假日顺延的，到{_on(later)}"


def _later(day: date, length: Length, counting: Counting, calendar: Calendar) -> date:
    if counting.in_working_days(length):
        return calendar.after(day, length.number)
    if length.unit == "日":
        return day + timedelta(days=length.number)
    year, month = divmod(day.year * 12 + day.month - 1 + length.number * (12 if length.unit == "年" else 1), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _on(day: date) -> str:
    return f"{written(day)}（星期{_WEEKDAYS[day.weekday()]}）"
