"""Articles by number: the clauses that a question names, whole, one after another; what does not exist is said."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from assistant.answering import Task
from assistant.answering.pieces import in_a_row, led_item, whole_clause
from assistant.answering.sentences import children
from assistant.messages import Segment, Text
from assistant.notices import notice
from assistant.scope import as_said, editions_meant
from index.documents import Document, Node, Outline
from index.references import Article, Reference, last_article, locate

_MOST = 12
"""Clauses of a range that are shown; how many more there are is said."""
_EXCERPT = re.compile("节选|摘录")


def look_up(task: Task, references: tuple[Reference, ...]) -> Iterator[Text]:
    """The clauses named, one after another; the clauses of a range (第57条至第60条) together."""
    groups = groupby(references, key=lambda reference: (reference.start, reference.title, reference.through))
    yield from in_a_row(_written(task, list(group)) for _, group in groups)


def named_documents(task: Task, references: tuple[Reference, ...]) -> Iterator[tuple[Reference, Document]]:
    """Each reference with the document of the day that it means: the question's only one where it names none."""
    for reference in references:
        for document_id in _meant(task, reference):
            yield reference, task.shelf.document(document_id)


def _meant(task: Task, reference: Reference) -> tuple[str, ...]:
    """The documents of a reference. One that names a document that is not loaded means no other instead."""
    if reference.document_ids:
        return editions_meant(reference, task.asked, task.shelf, task.scope.day) or task.scope.document_ids
    return task.scope.document_ids if not reference.title and len(task.scope.document_ids) == 1 else ()


def _written(task: Task, group: list[Reference]) -> Iterator[Text]:
    """What a question names in one place: the clauses that exist, and that the others do not."""
    documents = [task.shelf.document(document_id) for document_id in _meant(task, group[0])]
    if not documents:
        yield _notice(_no_document(group[0]))
    yield from in_a_row(_of_document(task, document, group) for document in documents)


def _of_document(task: Task, document: Document, group: list[Reference]) -> Iterator[Text]:
    nodes = _nodes(group, document.outline)
    runs = [_clause(task, document, node) for node in nodes[:_MOST]]
    yield from in_a_row([*runs, map(_notice, _left_out(task, document, group, nodes))])


def _no_document(reference: Reference) -> Segment:
    """The document that is not loaded, or the question of which one is meant."""
    if reference.title:
        return notice("no_document", asked=as_said(reference.title))
    return notice("which_document", asked=reference.text)


def _nodes(group: list[Reference], outline: Outline) -> list[Node]:
    """The clauses of one place in their order; those of a range with what was put in between (第三条之一)."""
    found = [node for reference in group if reference.article and (node := locate(reference.article, outline))]
    if len(found) < 2 or any(node.level != "条" for node in found):
        return found
    return [node for node in outline if node.level == "条" and found[0].start <= node.start <= found[-1].start]


def _clause(task: Task, document: Document, node: Node) -> Iterator[Text]:
    """The clause; a 项 comes with the words that lead it."""
    if led := led_item(task, document, node, 0):
        yield from led
    else:
        yield from whole_clause(task, document, node, 0)


def _left_out(task: Task, document: Document, group: list[Reference], nodes: list[Node]) -> Iterator[Segment]:
    """What is said of the clauses that are not shown: they do not exist, or there are too many."""
    title = task.shelf.title(document.document_id)
    if not nodes:
        yield from _missing(task, document, group[0])
    elif len(nodes) > _MOST:
        yield notice("range_cut", asked=group[0].text, number=str(_MOST))
    elif len(nodes) < len(group) and (last := last_article(document.outline)):
        yield notice("last_clause", title=title, clause=last)


def _missing(task: Task, document: Document, reference: Reference) -> Iterator[Segment]:
    """That a clause does not exist, and what does."""
    title, asked = task.shelf.title(document.document_id), reference.text
    article, labels = reference.article or Article(0), [n.label for n in document.outline if n.level == "条"]
    if (
        article.label not in labels
        and labels
        and _EXCERPT.search(task.shelf.by_id[document.document_id].metadata.title)
    ):
        yield notice("not_in_excerpt", title=title, first=labels[0], last=labels[-1], asked=asked)
        return
    yield notice("no_clause", title=title, asked=asked)
    node = _nearest_above(article, document.outline)
    below = children(document, node) if node else ()
    if node and below and below[-1].level in {"款", "项"}:
        last = below[-1].label or below[-1].path.rsplit("/", 1)[-1]
        yield notice("items_to", title=title, clause=node.path.replace("/", ""), last=last)
    elif labels:
        yield notice("last_clause", title=title, clause=labels[-1])


def _nearest_above(article: Article, outline: Outline) -> Node | None:
    """The lowest clause above one that does not exist: its 款 where that exists, else its 条."""
    whole = Article(article.number, article.branch)
    above = (replace(article, point=None), replace(article, item=None, point=None), whole)
    return next((node for one in above if one != article and (node := locate(one, outline))), None)


def _notice(segment: Segment) -> Text:
    return Text(0, "notice", segment)
