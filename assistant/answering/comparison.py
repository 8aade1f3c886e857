"""Questions over several documents: a table with a row for each, and 未规定 where a document is silent."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering import Task
from assistant.answering.clauses import speaking_of
from assistant.answering.evidence import Evidence, value_kind
from assistant.answering.headings import heading_span
from assistant.answering.inside import clauses_of
from assistant.answering.old_and_new import rows
from assistant.answering.pieces import joined, not_ruled, row_name
from assistant.answering.plans import asked_over_all
from assistant.answering.sentences import Span
from assistant.answering.sides import side
from assistant.answering.signals import Found, Signals
from assistant.answering.topics import found_for, subjects
from assistant.facts import plain
from assistant.messages import Block, Segment, Text
from assistant.notices import notice
from assistant.scope import plans_in
from assistant.understanding import Kind, narrowed
from index.documents import Edition
from index.retrieval import Passage

_VALUED: frozenset[Kind] = frozenset({"when", "who", "count", "amount", "contact"})
"""Kinds of question that one sentence answers where it surely speaks of it."""
_SPEAKS = 0.3
"""Share of the question's words that the best clause of all documents must hold, where no sentence is sure."""
_AS_MUCH = 0.6
"""Share of that clause's from which another document speaks of it too."""
_ALL = 0.99
"""Share of the question's content in a sentence from which the rest of its clause need not be shown."""
_MOST = 8
"""Documents named by a question up to which each has a row."""
_OF_WRITING = re.compile(
    r"(?:20\d\d年?的?)?(?:[几各这那]|哪[几两三四]?|[两三四五六七八九])[份个](?:方案|计划|文件)?(?:里|中|当中)?(?:只有)?谁?"
    r"|只有谁|谁|都?[写讲提盯]了?没[写讲提盯]了?|都?[写讲提]到?了?(?:没有?|吗)?|(?:专门|单独)?拿?出?来?一条来?|单列出?[来成]?了?|当重点(?:领域)?盯?"
)
"""Words that ask which of the documents write of something, and that no document would say of it."""
_OF_ITS_OWN = re.compile("单列|(?:专门|单独)[^，。？]{0,3}一条|成一条")
"""Asks which of the documents give something a clause of its own."""
_IN_HEADING = 0.5
"""Share of the question's words that the heading of such a clause holds."""
_OTHERS = re.compile("那?(?:别|其他|其余)(?:的|家)?(?:[几各两三四]?[份个家])?(?:方案|地方)?")
"""Begins what is asked of the documents that do not write of it."""
_TWO = 2
_SPOKEN_OF = 0.02
"""Share of the question's words, or pairs of signs, below which a document does not speak of it."""
_SURELY = 0.5
"""The same for a clause that is added for a further part of the question."""
_SURELY_FOUND = 0.93
"""Score of the search from which a clause that is far before the next may hold none of the question's words."""
_FAR_BEHIND = 0.7
"""Share of its score that the next one has at most then."""
_AS_NEAR = 0.9
"""Share of the best clause's score from which one that holds the values asked for is taken before it."""
_WHOLE = 420
"""Characters up to which a cell shows a clause whole."""
_MENTIONED = 0.75
"""Share of the question's content that a sentence must hold for its document to count as speaking of it."""


def documents_compared(task: Task) -> tuple[Edition, ...]:
    """The documents that the question goes over; fewer than two: it is no comparison."""
    asked, ids = task.asked, task.scope.document_ids
    if task.scope.required:
        return ()
    if everywhere := asked_over_all(task):
        return everywhere
    over_all = asked.kind == "difference" or {"which", "count"} & set(asked.kinds[:2])
    if "plan" in asked.groups and over_all and "contact" not in asked.kinds and not ids:
        return plans_in(task.scope, task.shelf)
    return tuple(task.shelf.by_id[name] for name in ids) if 1 < len(ids) <= _MOST else ()


def compare(task: Task, editions: Sequence[Edition]) -> Iterator[Text]:
    """A lead that counts, then the table. Nothing where no document speaks of it."""
    over_all = bool(asked_over_all(task))
    only_speaking = over_all or (not task.scope.document_ids and task.asked.kind in {"which", "count"})
    found = (
        _speaking(task, editions)
        if only_speaking
        else {one.document_id: _best(task, one, editions) for one in editions}
    )
    speaking = [edition for edition in editions if found[edition.document_id]]
    if not speaking:
        return
    kept = [one for one in editions if one in speaking or one.document_id in task.scope.document_ids]
    kept = kept if only_speaking else list(editions)
    rows = [(edition, found[edition.document_id]) for edition in kept]
    yield from _table(task, rows, searched=tuple(edition.document_id for edition in editions))


def _speaking(task: Task, editions: Sequence[Edition]) -> dict[str, list[Span]]:
    """What of each document speaks of the question, or answers what is asked of those that do not."""
    others, first = _of_the_others(task), task
    if others or asked_over_all(task):
        first = _first_part(task)
    found = _headed(first, editions) if _OF_ITS_OWN.search(task.asked.text) else {}
    if not any(found.values()):
        found = {one.document_id: _best(first, one, editions, mentions=True) for one in editions}
    if not any(found.values()):
        found = _speaking_most(first, editions)
    return {name: spans or _of_the_silent(first, others, name) for name, spans in found.items()}


def _of_the_silent(first: Task, others: Task | None, document_id: str) -> list[Span]:
    """Of a document that does not surely speak of it: what it mentions where it is named, else what is asked of it."""
    edition = first.shelf.by_id[document_id]
    if document_id in first.scope.document_ids:
        return _answering(first, edition, mentions=True)
    return _answering(others, edition) if others else []


def _first_part(task: Task) -> Task:
    """The first part of a question over all plans, without words that only ask which of them write of it."""
    text = _OF_WRITING.sub("　", task.asked.parts[0] if task.asked.parts else task.asked.text)
    asked = narrowed(task.asked, text, task.shelf)
    return replace(task, asked=asked) if asked.terms else task


def _of_the_others(task: Task) -> Task | None:
    """What is asked of the plans that do not write of the first part (别家怎么说); None where nothing is."""
    parts = task.asked.parts
    if len(parts) != _TWO or not _OTHERS.match(parts[1]):
        return None
    asked = narrowed(task.asked, _OTHERS.sub("　", parts[1]), task.shelf)
    return replace(task, asked=asked) if asked.terms else None


def _headed(task: Task, editions: Sequence[Edition]) -> dict[str, list[Span]]:
    """The clause of each document whose heading holds most of the question: it is written of by itself there."""
    return {edition.document_id: _of_heading(task, edition.document_id) for edition in editions}


def _of_heading(task: Task, document_id: str) -> list[Span]:
    own, document = clauses_of(task, document_id), task.shelf.document(document_id)
    if not own:
        return []
    signals, headed = Signals(task, own), [node for node in document.outline if node.heading]
    shares = {node.path: signals.share(plain(node.heading)) for node in headed}
    best = max(headed, key=lambda node: shares[node.path], default=None)
    if best is None or shares[best.path] < _IN_HEADING:
        return []
    return [(best.start, best.end if best.end - best.start <= _WHOLE else heading_span(document, best)[1])]


def compare_editions(task: Task, editions: Sequence[Edition]) -> Iterator[Text]:
    """The clause of each edition in one table, the earliest first. Nothing where the search finds none."""
    found = rows(task, editions)
    if any(row.spans for row in found):
        yield from _table(task, [(row.edition, row.spans) for row in found])


def compare_subjects(task: Task) -> Iterator[Text]:
    """What is ruled for each subject that the question sets side by side; nothing unless each has its own clause."""
    found = found_for(task, subjects(task.asked.text)) if len(task.scope.document_ids) < 2 else []
    if len(found) > 1:
        yield from _table(task, [(one.edition, one.spans) for one in found])


def _table(
    task: Task, found: Sequence[tuple[Edition, Sequence[Span]]], searched: tuple[str, ...] = ()
) -> Iterator[Text]:
    """A lead that counts the documents that speak, and a row for each."""
    cells = [_row(task, edition, spans) for edition, spans in found]
    numbers = tuple(number for row in cells for cell in row for number in cell.citations)
    ids = searched or tuple(dict.fromkeys(edition.document_id for edition, _ in found))
    speaking = len({edition.document_id for edition, spans in found if spans})
    yield Text(0, "paragraph", counted(ids, speaking, numbers))
    header = (notice("column_document"), notice("column_text"))
    yield Text(1, "table", table=Block("table", header=header, rows=tuple(cells)))


def _speaking_most(task: Task, editions: Sequence[Edition]) -> dict[str, list[Span]]:
    """Where no sentence surely speaks of it, the best clauses of the documents that speak of it about as much."""
    best: dict[str, Found] = {}
    for edition in editions:
        if own := clauses_of(task, edition.document_id):
            best[edition.document_id] = _best_found(Signals(task, own))
    most = max((one.words for one in best.values()), default=0.0)
    kept = {name: one for name, one in best.items() if most >= _SPEAKS and one.words >= _AS_MUCH * most}
    return {one.document_id: _shown(kept.get(one.document_id)) for one in editions}


def _shown(found: Found | None) -> list[Span]:
    return [(found.passage.chunk.start, found.passage.chunk.end)] if found else []


def counted(searched: tuple[str, ...], speaking: int, numbers: tuple[int, ...]) -> Segment:
    """How many of the documents speak of it, with a citation from each of them."""
    return Segment(f"{len(searched)}份文件中有{speaking}份有相关内容：", "derived", numbers, "count", searched)


def _row(task: Task, edition: Edition, spans: Sequence[Span]) -> tuple[Segment, Segment]:
    name = row_name(task, edition, (edition,))
    return name, joined(task, edition.document_id, spans) if spans else not_ruled(edition.document_id)


def _best(task: Task, edition: Edition, editions: Sequence[Edition], *, mentions: bool = False) -> list[Span]:
    """What of a document answers what is asked of it, and surely answers further parts; empty: it is silent."""
    asked = side(task, edition, editions)
    spans = _answering(replace(task, asked=asked), edition, mentions=mentions)
    for part in asked.parts[1:] if spans and not mentions else ():
        narrow = narrowed(asked, part, task.shelf)
        if len(narrow.terms) > 1:
            spans = [*spans, *_answering(replace(task, asked=narrow), edition, least=_SURELY)]
    return _apart(spans)


def _answering(task: Task, edition: Edition, *, mentions: bool = False, least: float = 0) -> list[Span]:
    """The sentence of a document that answers best, or what its best clause says of it; empty where it is silent."""
    own = clauses_of(task, edition.document_id)
    if not own:
        return []
    sure = [one for one in Evidence(task.asked, own).candidates() if one.in_sentence >= _MENTIONED]
    if sure and (mentions or value_kind(task.asked) in _VALUED or sure[0].in_sentence >= _ALL):
        return [(sure[0].sentence.start, sure[0].sentence.end)]
    if mentions:
        return []
    return _best_clause(task, own, least or _SPOKEN_OF)


def _best_clause(task: Task, own: Sequence[Passage], least: float) -> list[Span]:
    """What of a document's best clause speaks of the question; empty where the document does not speak of it."""
    signals = Signals(task, own)
    best = _best_found(signals)
    if best.words < least and best.pairs < least and not _stands_out(own):
        return []
    chunk = best.passage.chunk
    return [(chunk.start, chunk.end)] if len(chunk.text) <= _WHOLE else speaking_of(signals, best)


def _stands_out(own: Sequence[Passage]) -> bool:
    """Whether the search of a document is sure of one clause, though it holds none of the question's words."""
    scores = [*(one.score for one in own[:2]), 0.0]
    return scores[0] >= _SURELY_FOUND and scores[1] <= _FAR_BEHIND * scores[0]


def _best_found(signals: Signals) -> Found:
    """The clause that the search prefers, unless one about as near holds every value asked for."""
    first = signals.found[0]
    near = (one for one in signals.found if one.passage.score >= _AS_NEAR * first.passage.score)
    return next((one for one in near if one.strict == 1 and one.words >= _AS_NEAR * first.words), first)


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, none inside another one."""
    distinct = sorted(set(spans), key=lambda span: (span[0], -span[1]))
    return [one for n, one in enumerate(distinct) if all(end < one[1] for _, end in distinct[:n])]
