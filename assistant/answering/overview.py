"""Points that every plan has, shown for one document, or for several side by side.

Number, day of issue, tasks, demands, what is reported and how to reach its authors: each cell is the document's own
words, and 未规定 where it is silent.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Literal, get_args

from assistant.answering import Task, headings, particulars, reports
from assistant.answering.pieces import joined, not_ruled, quote, row_name, whole_clause
from assistant.answering.plans import asked_over_all
from assistant.answering.sentences import Span, children, sentence_spans
from assistant.messages import Block, Segment, Text
from assistant.notices import notice
from assistant.scope import plans, plans_in
from assistant.words import load_words
from index.documents import Document, Edition, Node

Point = particulars.Particular | headings.Section | Literal["reports", "contact", "basis"]
_WHOLE: tuple[Point, ...] = ("number", "issued", "tasks", "demands", "reports", "contact")
"""What is shown of documents that are compared, or asked for, as a whole."""
_LISTED: tuple[Point, ...] = ("number", "issued")
"""What is shown of all plans where only they are asked for."""
_AS_A_WHOLE = re.compile(r"[讲说写]了?(?:些|的是|的)?(?:什么|啥)|内容|概括|归纳|总结一下|介绍|要点|梗概|概况")
_FEW = 2
"""Up to so many points make the columns of a table; more make its rows."""


def _shown(name: particulars.Particular, _: Task, document: Document) -> list[Span]:
    return particulars.shown(document, name)


def _listed(name: headings.Section, _: Task, document: Document) -> list[Span]:
    return headings.listed(document, name)


def _contact(task: Task, document: Document) -> list[Span]:
    either = "或" in task.asked.content  # 电话或邮箱: any of them will do
    return reports.contact(document, reports.ways_asked(task.asked), every=not either)


_SECTIONS: dict[Point, headings.Section] = {name: name for name in get_args(headings.Section)}


def _basis(_: Task, document: Document) -> list[Span]:
    """The sentence of the introduction that names a paper which the plan rests on."""
    opening = (node for node in document.outline if node.path == "引言")
    told = (span for node in opening for span in sentence_spans(document.text, node.start, node.end))
    said, rests_on = ((span, document.text[slice(*span)]) for span in told), load_words().of_particulars["rests_on"]
    return [span for span, text in said if "《" in text and rests_on.search(text)][:1]


_SPANS: dict[Point, Callable[[Task, Document], list[Span]]] = {
    **{name: partial(_shown, name) for name in particulars.ASKED},
    **{name: partial(_listed, name) for name in _SECTIONS.values()},
    "reports": lambda task, document: reports.told(document, reports.things(task.asked) or ()),
    "contact": _contact,
    "basis": _basis,
}


def points_asked(task: Task) -> tuple[Point, ...]:
    """The points that a question asks for; none: it asks for something else."""
    asked = task.asked
    if asked.articles or task.scope.required:
        return ()
    if section := headings.asked_for(asked):
        return (section,)
    if asked.kind == "which" and "plan" in asked.groups and not (asked.own_terms or asked.titles or asked.places):
        return _LISTED
    basis = load_words().of_particulars["basis"]
    if len(task.scope.document_ids) > 1 and basis.search(asked.content):
        return ("basis",) if particulars.asks_only(asked, basis) else ()
    whole = not asked.own_terms and (asked.kind == "difference" or _AS_A_WHOLE.search(asked.text))
    return particulars.asked_for(asked) or reports.asked_for(asked) or (_WHOLE if whole else ())


def documents_asked(task: Task, points: Sequence[Point]) -> tuple[Edition, ...]:
    """The documents that the points are asked of: those named, else all plans; laws have particulars only."""
    if over_all := asked_over_all(task):
        return over_all
    ids = task.scope.document_ids
    named = tuple(task.shelf.by_id[name] for name in ids)
    if set(points) <= set(particulars.ASKED):
        return named or (plans_in(task.scope, task.shelf) if "plan" in task.asked.groups else ())
    general = "reports" in points and reports.asks_nothing_else(task.asked)
    everywhere = not ids and ("plan" in task.asked.groups or general)
    known = plans(task.shelf)
    return plans_in(task.scope, task.shelf) if everywhere else tuple(edition for edition in named if edition in known)


def overview(task: Task, points: Sequence[Point], editions: Sequence[Edition]) -> Iterator[Text]:
    """The points of one document one after another, of several as a table."""
    if len(editions) == 1 and len(points) <= _FEW:
        yield from _of_one(task, task.shelf.document(editions[0].document_id), points)
    elif len(points) <= _FEW:
        yield from _by_document(task, points, editions)
    else:
        yield Text(0, "table", table=_by_point(task, points, editions))


def _of_one(task: Task, document: Document, points: Sequence[Point]) -> Iterator[Text]:
    block = 0
    for point in points:
        pieces = list(_point(task, document, point, block))
        if not pieces and point == "reports":
            return  # how to reach the authors is no answer to whom they want a report from
        yield from pieces
        block += 2 * bool(pieces)
        if any(piece.segment and reports.gives_address(piece.segment.text) for piece in pieces):
            return


def _point(task: Task, document: Document, point: Point, block: int) -> Iterator[Text]:
    if section := _SECTIONS.get(point):
        yield from _counted(task, document, section, block)
        return
    found = _SPANS[point](task, document)
    if point == "state" and (state := task.shelf.state(document.document_id, task.scope.day)) == "现行有效":
        yield Text(block, "notice", notice("in_force", title=task.shelf.title(document.document_id), state=state))
        block += 1
    for start, end in found:
        yield Text(block, "list" if len(found) > 1 else "paragraph", quote(task, document.document_id, start, end))
    if not found and point in particulars.ASKED:
        yield Text(block, "notice", notice(f"{point}_absent", title=task.shelf.title(document.document_id)))


def _counted(task: Task, document: Document, name: headings.Section, block: int) -> Iterator[Text]:
    """How many headings a section has, and each of them."""
    found = headings.nested(document, name)
    node = headings.section(document, name)
    if node is None:
        return
    if found:
        yield from _numbered(task, document, node, found, block)
    else:
        yield from whole_clause(task, document, node, block)


def _numbered(task: Task, document: Document, node: Node, spans: Sequence[Span], block: int = 0) -> Iterator[Text]:
    """How many clauses lie below one, then what is shown of them."""
    items = [quote(task, document.document_id, *span) for span in spans]
    top = len(children(document, node))
    numbers = tuple(number for item in items for number in item.citations)
    below = f"，下分{len(items) - top}项" if len(items) > top else ""
    lead = Segment(f"共{top}项{below}：", "derived", numbers, "items", (document.document_id, node.path))
    yield Text(block, "paragraph", lead)
    yield from (Text(block + 1, "list", item) for item in items)


def group(task: Task) -> list[Text]:
    """The headings below one whose members the question counts (十项任务, 三体系); nothing unless one plan has it."""
    if task.scope.required or not headings.counts(task.asked):
        return []
    found = [(one, named) for one in _own_plans(task) if (named := headings.group_asked(task.asked, one))]
    return list(_members(task, *found[0])) if len(found) == 1 else []


def _own_plans(task: Task) -> list[Document]:
    """The plans in question; where the question names no document, all that it may be about."""
    known = plans(task.shelf)
    named = [task.shelf.by_id[name] for name in task.scope.document_ids]
    own = [edition for edition in named if edition in known] if named else plans_in(task.scope, task.shelf)
    return [task.shelf.document(edition.document_id) for edition in own]


def _members(task: Task, document: Document, named: tuple[Node, tuple[Node, ...]]) -> Iterator[Text]:
    """The headings of the clauses that are asked for, counted where they are all that lie below theirs."""
    node, members = named
    spans = [headings.heading_span(document, one) for one in members]
    if members == children(document, node):
        yield from _numbered(task, document, node, spans)
        return
    yield from (Text(0, "list", quote(task, document.document_id, *span)) for span in spans)


def _by_point(task: Task, points: Sequence[Point], editions: Sequence[Edition]) -> Block:
    header = (notice("column_point"), *(row_name(task, edition, editions) for edition in editions))
    rows = tuple(
        (notice(f"point_{point}"), *(_cell(task, edition.document_id, point) for edition in editions))
        for point in points
    )
    return Block("table", header=header, rows=rows)


def _by_document(task: Task, points: Sequence[Point], editions: Sequence[Edition]) -> Iterator[Text]:
    """A row a document; nothing where all are silent, unless the documents themselves are asked for."""
    rows = tuple(
        (row_name(task, edition, editions), *(_cell(task, edition.document_id, point) for point in points))
        for edition in editions
    )
    if points == _LISTED or any(cell.citations for row in rows for cell in row):
        header = (notice("column_document"), *(notice(f"point_{point}") for point in points))
        yield Text(0, "table", table=Block("table", header=header, rows=rows))


def _cell(task: Task, document_id: str, point: Point) -> Segment:
    document = task.shelf.document(document_id)
    spans = _SPANS[point](task, document)
    return joined(task, document_id, spans) if spans else not_ruled(document_id)
