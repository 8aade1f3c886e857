"""When a time limit of procedure ends: the clause that sets it, the day that the question names, the rules of counting.

Several clauses bear one date: the one that sets the limit, and those by which its law counts days, or where it prints
no such rule, those of a regulation made on the same law. Each is cited; where there are none, nothing is computed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from assistant.answering import Task
from assistant.answering.pieces import may_be_quoted, quote
from assistant.answering.sentences import Span, sentence_spans
from assistant.answering.signals import Signals
from assistant.facts import plain
from assistant.messages import Segment, Text
from assistant.notices import notice
from assistant.periods import absolute, blanked, periods
from assistant.reckoning import LENGTH, Counting, Length, ending
from assistant.working_days import calendar_for
from index.documents import NO_FILTERS, Document
from index.retrieval import Passage

_ASKS: Final = re.compile(
    r"到期|届满|截止|期满|过期|超期|超时|哪天|哪一天|几号|几月|什么时候|啥时候|何时|多会|最[晚迟]|来得及"
)
"""A question that wants the day on which a period ends."""
_MONTH_AND_DAY: Final = re.compile(r"(?<![\d年])(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")
_TODAY: Final = re.compile(r"今[天日]|刚刚?(?=立案|收到|受理)")
_NUMBER: Final = r"[一二两三四五六七八九十百\d]{1,5}"
_UNIT: Final = "个?工作日|日|个?月|年"
_LIMITS: Final = (
    re.compile(rf"自(?P<event>[^，。；]{{1,40}}?)(?:之日|之?次日)?起(?P<length>{_NUMBER}(?:{_UNIT}))以?内"),
    re.compile(rf"在(?P<event>[^，。；]{{2,20}}?)后的?(?P<length>{_NUMBER}(?:{_UNIT}))以?内"),
    re.compile(rf"(?P<event>[^，。；]{{2,12}}?)的?期[限间](?:不得超过|为)(?P<length>{_NUMBER}(?:{_UNIT}))"),
    re.compile(rf"(?P<event>[^，。；]{{2,20}})的，[^，。；]{{0,14}}?应当[在于](?P<length>{_NUMBER}(?:{_UNIT}))内"),
)
_LABEL: Final = re.compile(r"^第[^条]+条\s*")
_EXTENDED: Final = re.compile(rf"延长(?:的?期限)?(?:不得?超过)?(?P<length>{_NUMBER}(?:{_UNIT}))")
_TITLE: Final = re.compile("《([^《》]+)》")
_COUNTS: Final = "期间开始 日不计算在内 最后一日 节假日 顺延 规定是指工作日"
_SAME_EVENT: Final = 0.4
"""Share of the pairs of characters of the event in a clause (立案, 收到处罚决定书) that the question must hold."""
_LOOKED_AT: Final = 20


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as a clause sets it: where it stands, from what event on, how long, and by how much it may grow."""

    document_id: str
    span: Span
    """The sentence."""
    event: str
    length: str
    extension: str = ""
    extension_span: Span | None = None


def time_limit(task: Task) -> list[Text]:
    """The day on which the limit ends that the question asks for, then the clause; else nothing."""
    start = day_named(task.asked.text, task.as_of) if _ASKS.search(task.asked.text) else None
    limit = _asked_for(task) if start else None
    if not (start and limit):
        return []
    lengths = [limit.length, limit.extension] if limit.extension else [limit.length]
    spans = [(limit.document_id, span) for span in (limit.span, limit.extension_span) if span]
    clause = [quote(task, name, *span) for name, span in dict.fromkeys(spans)]
    rules = _rules(task, limit)
    ends = [_ends(task, start, lengths[: n + 1], [*spans[: n + 1], *rules]) for n in range(len(lengths))]
    unruled = notice("days_not_ruled", title=task.shelf.title(limit.document_id))
    if not rules:
        return [*_paragraphs(clause), Text(len(clause), "notice", unruled)]
    return _paragraphs([*ends, *clause])


def _paragraphs(segments: Sequence[Segment]) -> list[Text]:
    return [Text(block, "paragraph", segment) for block, segment in enumerate(segments)]


def day_named(text: str, today: date) -> date | None:
    """The one day that a question names, that of today where it says so; a day without a year is of this one."""
    text = plain(absolute(text, today))
    named = [one.period.first for one in periods(text) if one.period.first == one.period.last]
    others = [] if named else [_of_this_year(match, today) for match in _MONTH_AND_DAY.finditer(text)]
    days = {day for day in (*named, *others) if day} or ({today} if _TODAY.search(text) else set())
    return days.pop() if len(days) == 1 else None


def _ends(task: Task, start: date, lengths: Sequence[str], cited: Sequence[tuple[str, Span]]) -> Segment:
    """The derived sentence, with what it rests on."""
    citations = [task.citations.cite(name, *span) for name, span in dict.fromkeys(cited)]
    inputs = (start.isoformat(), *lengths)
    text = ending(inputs, [one.cited_text for one in citations], calendar_for(task.shelf.generation.data)) or ""
    return Segment(text, "derived", tuple(one.n for one in citations), "time limit", inputs)


def _of_this_year(match: re.Match[str], today: date) -> date | None:
    try:
        return date(today.year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _asked_for(task: Task) -> Limit | None:
    """The limit whose event the question speaks of, and whose sentence holds most of the rest of it."""
    text = blanked(task.asked.text)
    found = task.shelf.search(text, task.scope.day, task.scope.filters, _LOOKED_AT)
    own = [passage for passage in (*task.passages[:_LOOKED_AT], *found) if _may_set_limits(passage)]
    if task.scope.document_ids:
        own = [passage for passage in own if passage.chunk.document_id in task.scope.document_ids]
    signals, said = Signals(task, own), plain(text)
    limits = [limit for passage in own for limit in _limits(task.shelf.document(passage.chunk.document_id), passage)]
    speaking = [limit for limit in limits if _alike(limit.event, said) >= _SAME_EVENT]

    def fit(limit: Limit) -> float:
        sentence = task.shelf.document(limit.document_id).text[slice(*limit.span)]
        return signals.worth(plain(sentence)) + _alike(limit.event, said)

    return max(speaking, key=fit, default=None)


def _may_set_limits(passage: Passage) -> bool:
    """Whether a passage is of a law: what a plan sets are days of its own."""
    return may_be_quoted(passage) and passage.edition.metadata.region is None


def _limits(document: Document, passage: Passage) -> Iterator[Limit]:
    """The limits that a passage sets, each with the extension that its article allows."""
    for start, end in sentence_spans(document.text, passage.chunk.start, passage.chunk.end):
        sentence = document.text[start:end]
        for match in (found for pattern in _LIMITS for found in pattern.finditer(sentence)):
            length = plain(match["length"])
            if LENGTH.fullmatch(length):
                yield Limit(
                    document.document_id, (start, end), match["event"], length, *_extension(document, passage, end)
                )


def _extension(document: Document, passage: Passage, position: int) -> tuple[str, Span | None]:
    """The extension in the rest of the sentence or in the next one, and where it stands."""
    for start, end in sentence_spans(document.text, passage.chunk.start, passage.chunk.end):
        if end >= position and (match := _EXTENDED.search(document.text, start, end)):
            return plain(match["length"]), (start, end)
    return "", None


def _alike(event: str, said: str) -> float:
    """How many of the pairs of characters of an event stand in the question, as a share; of several events the best."""
    return max(_share(one, said) for one in re.split("、|或者?", plain(_LABEL.sub("", event))))


def _share(event: str, said: str) -> float:
    pairs = [event[n : n + 2] for n in range(len(event) - 1)]
    return sum(pair in said for pair in pairs) / len(pairs) if pairs else 0.0


def _rules(task: Task, limit: Limit) -> list[tuple[str, Span]]:
    """The clauses by which the limit is counted: of its document, and where that says too little, of a related one."""
    document = task.shelf.document(limit.document_id)
    own = list(_counting(document, limit))
    if any(_full(task, rule) for rule in own):
        return own
    bases = {_bare(task.shelf.by_id[limit.document_id].metadata.title), *_bases(document)}
    found = task.shelf.search(_COUNTS, task.scope.day, NO_FILTERS, _LOOKED_AT)
    for name in dict.fromkeys(one.chunk.document_id for one in found):
        related = name != limit.document_id and bases & set(_bases(task.shelf.document(name)))
        rules = [rule for rule in _counting(task.shelf.document(name), limit) if _full(task, rule)] if related else []
        if rules:
            return [*own, *rules]
    return []


def _full(task: Task, rule: tuple[str, Span]) -> bool:
    """Whether a clause says whether the first day counts."""
    return Counting.of([task.shelf.document(rule[0]).text[slice(*rule[1])]]).first_out


def _counting(document: Document, limit: Limit) -> Iterator[tuple[str, Span]]:
    """The clauses of a document that say how days are counted, as far as they bear on the limit."""
    lengths = [length for length in map(Length.of, (limit.length, limit.extension)) if length]
    parents = {node.parent for node in document.outline if node.level == "款"}
    for position, node in enumerate(document.outline):
        if node.level in {"条", "款"} and position not in parents:
            counting = Counting.of([document.text[node.start : node.end]])
            working = any(length.unit == "日" and counting.in_working_days(length) for length in lengths)
            if counting.first_out or working or counting.moves != "no":
                yield document.document_id, (node.start, node.end)


def _bases(document: Document) -> Iterator[str]:
    """The laws that a document names in its first article, on which it is made."""
    first = next((node for node in document.outline if node.level == "条"), None)
    if first:
        yield from map(_bare, _TITLE.findall(document.text[first.start : first.end]))


def _bare(title: str) -> str:
    return title.removeprefix("中华人民共和国")
