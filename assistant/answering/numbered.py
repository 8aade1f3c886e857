"""Clauses of a plan by number: 三（六）, 第二部分第（三）项, 第8项任务. Laws are looked up in `articles`."""

import re
from collections.abc import Iterator

from assistant.answering import Task
from assistant.answering.headings import announcing, section
from assistant.answering.pieces import whole_clause
from assistant.answering.sentences import children
from assistant.messages import Text
from assistant.notices import notice
from assistant.understanding import Understanding
from index.documents import Document, Node
from index.numerals import to_int

_N = r"[一二三四五六七八九十百\d]+"
_PATH = re.compile(
    rf"(?<![一二三四五六七八九十百\d第])(?P<first>[一二三四五六七八九十]+)、?\s*[（(](?P<second>{_N})[)）](?:\s*(?P<third>\d+|{_N}(?=是)))?"
    rf"|第(?P<part>{_N})(?:个?部分|大项|大点)(?:的?第?[（(]?(?P<below>{_N})[)）]?[项点条])?"
)
_TASK = re.compile(rf"第(?P<task>{_N})(?:[项条点]|个(?=的?(?:主要|重点|工作|具体)*(?:任务|措施|工作|举措)))")
_NTH = re.compile(
    rf"(?<![到至])第(?P<nth>{_N})[个项件样桩](?![到至])|(?P<first>头一[个项])|(?P<next>下一[个项])|(?P<last>最后那?一?[个项])"
)


def clauses_asked(task: Task) -> list[tuple[Document, Node]]:
    """The clauses of the documents in scope that the question names by number."""
    if task.asked.articles:
        return []
    documents = [task.shelf.document(name) for name in task.scope.document_ids]
    found = ((one, _one_of_several(task.asked, one) or _clause(task.asked.text, one)) for one in documents)
    return [(document, node) for document, node in found if node]


def missing(task: Task, *, by_path: bool = False) -> list[Text]:
    """That the one plan in question lacks the clause of that number; `by_path`: only of a number like 二（九）."""
    path = _PATH.search(task.asked.text)
    named = path or _TASK.search(task.asked.text)
    if named is None or task.asked.articles or len(task.scope.document_ids) != 1:
        return []
    if by_path and not (path and path["first"]):
        return []
    title = task.shelf.title(task.scope.document_ids[0])
    return [Text(0, "notice", notice("no_clause", title=title, asked=named[0]))]


def show(task: Task, clauses: list[tuple[Document, Node]]) -> Iterator[Text]:
    """Each clause, whole."""
    block = 0
    for document, node in clauses:
        for piece in whole_clause(task, document, node, block):
            yield piece
            block = piece.block + 1


def _clause(content: str, document: Document) -> Node | None:
    top = [node for node in document.outline if node.parent is None and node.level == "item"]
    if match := _PATH.search(content):
        numbers = [match["first"] or match["part"], match["second"] or match["below"], match["third"]]
        return _down(document, top, [to_int(number) for number in numbers if number])
    if match := _TASK.search(content):
        number = to_int(match["task"])
        return next((node for nodes in _counted_through(document, top) if (node := _numbered(nodes, number))), None)
    return None


def _counted_through(document: Document, top: list[Node]) -> Iterator[list[Node]]:
    """Nodes among which a bare number is looked for: of the tasks the lowest first, then of the whole document."""
    tasks = section(document, "tasks")
    for above in ([tasks] if tasks else [], top):
        below = [node for one in above for node in children(document, one)]
        yield [node for one in below for node in children(document, one)]
        yield below


def _one_of_several(asked: Understanding, document: Document) -> Node | None:
    """第二个是什么, of 三体系: the clause with that number below the heading that announces so many of them."""
    if not _NTH.search(asked.content):
        return None
    heading = announcing(asked.content, document) or announcing(asked.before, document)
    below = children(document, heading) if heading else ()
    number = _nth(asked.content, asked.before, len(below))
    return _numbered(below, number) if number else None


def _nth(content: str, before: str, count: int) -> int | None:
    """Which of so many is asked for; the next one is counted from the question before."""
    match = _NTH.search(content)
    if match is None:
        return None
    if match["next"]:
        earlier = _nth(before, "", count)
        return earlier + 1 if earlier else None
    return 1 if match["first"] else count if match["last"] else to_int(match["nth"])


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
