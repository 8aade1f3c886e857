"""Clauses of a plan by number: 三（六）, 第二部分第（三）项, 第8项任务. Laws are looked up in `articles`."""

import re
from collections.abc import Iterator

from assistant.answering import Task
from assistant.answering.headings import section
from assistant.answering.pieces import whole_clause
from assistant.answering.sentences import children
from assistant.messages import Text
from index.documents import Document, Node
from index.numerals import to_int
from index.references import Reference

_N = r"[一二三四五六七八九十百\d]+"
_PATH = re.compile(
    rf"(?:(?<![\u4e00-\u9fff\d])|(?<=方案)|(?<=计划)|(?<=文件)|(?<=的))(?P<first>[一二三四五六七八九十]+)、?\s*[（(](?P<second>{_N})[)）](?:\s*(?P<third>\d+|{_N}(?=是)))?"
    rf"|第(?P<part>{_N})(?:个?部分|大项|大点)(?:的?第?[（(]?(?P<below>{_N})[)）]?[项点条])?"
)
_TASK = re.compile(rf"第(?P<task>{_N})[项条个点](?:的?(?:主要|重点|工作|具体)*(?:任务|措施|工作|举措))")

_IN_BRACKETS = re.compile(r"[（(]")
"""第（四）条 is counted anew in every section, 第14条 through all tasks."""


def clauses_asked(task: Task) -> list[tuple[Document, Node]]:
    """The clauses of the documents in scope that the question names by number and asks nothing else about."""
    documents = [task.shelf.document(name) for name in task.scope.document_ids]
    if not task.asked.articles:
        found = [(document, _clause(task.asked.content, document)) for document in documents]
    else:
        own = [document for document in documents if all(node.level != "条" for node in document.outline)]
        found = [(document, _as_article(one, document)) for document in own for one in task.asked.articles]
    return [(document, node) for document, node in found if node]


def _as_article(reference: Reference, document: Document) -> Node | None:
    """The clause of a document without 条 that is called like one of a law: 三（三）, 第14条."""
    article = reference.article
    if article is None or document.document_id not in reference.document_ids:
        return None
    if article.item:
        return _down(document, _top(document), [article.number, article.item])
    tasks = None if _IN_BRACKETS.search(reference.text) else section(document, "tasks")
    deeper = [node for child in (children(document, tasks) if tasks else ()) for node in children(document, child)]
    return _numbered(deeper, article.number)


def _top(document: Document) -> list[Node]:
    return [node for node in document.outline if node.parent is None and node.level == "item"]


def show(task: Task, clauses: list[tuple[Document, Node]]) -> Iterator[Text]:
    """Each clause, whole."""
    block = 0
    for document, node in clauses:
        for piece in whole_clause(task, document, node, block):
            yield piece
            block = piece.block + 1


def _clause(content: str, document: Document) -> Node | None:
    if match := _PATH.search(content):
        numbers = [match["first"] or match["part"], match["second"] or match["below"], match["third"]]
        return _down(document, _top(document), [to_int(number) for number in numbers if number])
    if (match := _TASK.search(content)) and (tasks := section(document, "tasks")):
        below = children(document, tasks)
        deeper = [node for child in below for node in children(document, child)]
        return _numbered(deeper, to_int(match["task"])) or _numbered(below, to_int(match["task"]))
    return None


def _down(document: Document, nodes: list[Node], numbers: list[int | None]) -> Node | None:
    """The node that the numbers lead to, level by level."""
    node = _numbered(nodes, numbers[0])
    for number in numbers[1:]:
        node = _numbered(children(document, node), number) if node else None
    return node


def _numbered(nodes: list[Node] | tuple[Node, ...], number: int | None) -> Node | None:
    """The only clause with this number: 一是 … 十是 begin anew under every heading."""
    found = [node for node in nodes if to_int(node.label.strip("（）()、.．是 第")) == number]
    return found[0] if len(found) == 1 else None
