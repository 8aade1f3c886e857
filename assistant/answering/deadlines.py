"""What a plan wants handed in by when, from the register of deadlines, where no clause was surely the answer.

The register knows every deadline of a plan: a question for a day is answered where it names what is due, or asks for
the deadlines as such, and says nothing else. A thing for which the plan sets no day stays unanswered.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.answering import Task
from assistant.answering.pieces import in_a_row, quote
from assistant.answering.sentences import Span
from assistant.answering.sides import side
from assistant.facts import plain
from assistant.messages import Text
from assistant.words import load_words
from index.documents import Edition
from index.registers import Deadline

_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")
_FIRST = re.compile("头一?[个份道样]|第一[个份道样]|最早")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEVELS = "省市县区旗镇乡"
_LEFT = 6
"""Signs of content that a question may say besides what is due; of one that names nothing, half as many."""


def deadlines(task: Task) -> list[Text]:
    """The deadlines that the question asks for, plan by plan; nothing unless every plan in question has one."""
    words, content = load_words(), plain(task.asked.content)
    if task.scope.required or not task.scope.document_ids or not words.due_asked.search(content):
        return []
    if words.due_not.search(content):
        return []
    found = [_fitting(task, task.shelf.by_id[name]) for name in task.scope.document_ids]
    return list(in_a_row(_shown(task, one) for one in found)) if all(found) else []


def due_in(task: Task, editions: Sequence[Edition]) -> dict[str, list[Span]]:
    """By document the sentences that set the days which a comparison asks of each plan, of 头一份材料 the earliest.

    Empty where one that is named has none, or all of them.
    """
    content = plain(task.asked.content)
    if task.scope.required or not load_words().due_asked.search(content) or load_words().due_not.search(content):
        return {}
    found = {one.document_id: _fitting(replace(task, asked=side(task, one, editions)), one) for one in editions}
    if _FIRST.search(content):
        found = {name: sorted(rows, key=lambda row: row.due or date.max)[:1] for name, rows in found.items()}
    spans = {name: list(dict.fromkeys((row.start, row.end) for row in rows)) for name, rows in found.items()}
    silent = [name for name in spans if not spans[name]]
    return {} if len(silent) == len(spans) or set(silent) & set(task.scope.document_ids) else spans


def _fitting(task: Task, edition: Edition) -> list[Deadline]:
    """The deadlines of a plan that fit what the question names, or a day in it."""
    content = plain(task.asked.content)
    named = [things for things in load_words().due_things.values() if any(one in content for one in things)]
    if not edition.metadata.year or _left(content, named) > (_LEFT if named else _LEFT // 2):
        return []
    _, rows = task.shelf.generation.registers.deadlines(task.shelf.access, documents=[edition.document_id])
    fitting = [row for row in rows if not named or any(_is_one(row, things) for things in named)]
    fitting = [row for row in fitting if _levels(content) <= set(row.organ or _LEVELS)]
    days = {(int(month), int(day)) for month, day in _DAY.findall(content)}
    return [row for row in fitting if row.due and (row.due.month, row.due.day) in days] or fitting


def _is_one(row: Deadline, things: Sequence[str]) -> bool:
    return any(one in row.what for one in things)


def _left(content: str, named: Sequence[Sequence[str]]) -> int:
    """Signs of content beside what is due and what asks for its day."""
    words = load_words()
    rest = words.due_asked.sub("", content)
    for thing in sorted((one for things in named for one in things), key=len, reverse=True):
        rest = rest.replace(thing, "")
    return len(_HAN.findall(words.beside_due.sub("", rest)))


def _levels(content: str) -> set[str]:
    """Who is to hand something in, by level (各旗区, 市县的); the office of the plan itself is no such."""
    return {level for level in _LEVELS if re.search(rf"(?:各|[{_LEVELS}]){level}|{level}(?:里|[{_LEVELS}])", content)}


def _shown(task: Task, rows: Sequence[Deadline]) -> Iterator[Text]:
    spans = dict.fromkeys((row.document_id, row.start, row.end) for row in rows)
    yield from (Text(n, "paragraph", quote(task, *span)) for n, span in enumerate(spans))
