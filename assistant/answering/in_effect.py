"""Whether a document that the question names is in force, and from which day: its own clause, its state that day."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.answering import Task
from assistant.answering.pieces import whole_clause
from assistant.messages import Text
from assistant.notices import notice, written
from assistant.scope import editions_meant
from assistant.standing import state_told
from index.documents import Document, Edition, Node
from index.references import Reference

_ASKS = re.compile(r"生效|施行|实施|算数|作数|能不?能?(?:引用|适用|用)|有效(?!期)|失效|废止|作废|过期|现行|起用|启用")
_BESIDE = re.compile(
    r"听说|请问|今天|今日|现在|目前|如今|当前|办案|执法|版本|那[部份个]|这[部份个]|哪[天年日]|几号|什么时候|何时|是不是|是否|已经?|有没有"
    r"|没有?|修订?|修改|改[后过了]?|新|旧|老|又|还|能|可以|了|的|吗|么|呢|起|算|用|开始|从|年|在|到|不|是|直接|继续"
)
_MOST_LEFT = 3
"""Signs of content that may be left: with more the question is about something else than the document itself."""
_NEW = re.compile(r"新|修订|修改|改[后过了]")
_CLAUSE = re.compile(r"起(?:施行|实行|执行|生效)")
_MOST = 2
_LEVELS = frozenset({"条", "款"})


def in_effect(task: Task) -> list[Text] | None:
    """The clause from which a document takes effect, behind its state; None where that is not asked."""
    asked = task.asked
    left = _BESIDE.sub("", _ASKS.sub("", re.sub(r"[^\u4e00-\u9fff]", "", asked.content)))
    if asked.articles or not _ASKS.search(asked.content) or len(left) > _MOST_LEFT:
        return None
    named = dict.fromkeys(name for reference in asked.titles for name in _meant(task, reference))
    pieces: list[Text] = []
    for name in list(named)[:_MOST]:
        block = pieces[-1].block + 1 if pieces else 0
        pieces += _told(task, task.shelf.by_id[name], block)
    return pieces or None


def _meant(task: Task, reference: Reference) -> tuple[str, ...]:
    """The edition of a year that is named, the newest of those called new, else the one of the day."""
    editions = [task.shelf.by_id[name] for name in reference.document_ids if name in task.shelf.by_id]
    starts = {one.document_id: one.metadata.effective_from for one in editions if one.metadata.effective_from}
    if _NEW.search(task.asked.text) and not task.asked.years and len(starts) > 1:
        return (max(starts, key=lambda name: starts[name]),)
    return editions_meant(reference, task.asked, task.shelf, task.scope.day)


def _told(task: Task, edition: Edition, block: int) -> Iterator[Text]:
    """That a document is in force; the clause that says from when, or of an ended one the clause that ended it."""
    title, start, day = task.shelf.title(edition.document_id), edition.metadata.effective_from, task.scope.day
    clause = _ending(task, edition, day) or _beginning(task, edition)
    if clause is None:
        return
    lead = [] if clause[0].document_id == edition.document_id else list(state_told(edition, task.shelf, day))
    if start and task.shelf.state(edition.document_id, day) == "现行有效":
        lead.append(notice("in_effect", title=title, date=written(start)))
    yield from (Text(block + n, "notice", segment) for n, segment in enumerate(lead))
    yield from whole_clause(task, *clause, block + len(lead))


def _beginning(task: Task, edition: Edition) -> tuple[Document, Node] | None:
    """The last clause that says from when the document is in force."""
    document = task.shelf.document(edition.document_id)
    saying = [node for node in document.outline if node.level in _LEVELS and _CLAUSE.search(_text(document, node))]
    smallest = [node for node in saying if not any(other.parent == document.outline.index(node) for other in saying)]
    return (document, smallest[-1]) if smallest else None


def _ending(task: Task, edition: Edition, day: date) -> tuple[Document, Node] | None:
    """The clause by which another document has ended this one by the day."""
    relation = next((one for one in task.shelf.relations if one.old == edition.document_id), None)
    if edition.effective_to is None or day <= edition.effective_to or relation is None:
        return None
    document = task.shelf.document(relation.document)
    node = next((node for node in document.outline if node.path == relation.clause), None)
    return (document, node) if node else None


def _text(document: Document, node: Node) -> str:
    return document.text[node.start : node.end]
