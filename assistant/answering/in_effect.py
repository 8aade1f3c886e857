"""Whether a document that the question names is in force, and from which day: its own clause, its state that day."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.answering import Task, particulars
from assistant.answering.pieces import in_a_row, quote
from assistant.answering.sentences import Span
from assistant.messages import Text
from assistant.notices import notice
from assistant.scope import editions_meant
from assistant.standing import state_told
from index.documents import Edition
from index.references import Reference

_ASKS = re.compile(r"生效|施行|实施|算数|作数|能不?能?(?:引用|适用|用)|有效(?!期)|失效|废止|作废|过期|现行|起用|启用")
_BESIDE = re.compile(
    r"听说|请问|今天|今日|现在|目前|如今|当前|办案|执法|版本|那[部份个]|这[部份个]|哪[天年日]|几号|什么时候|何时|是不是|是否|已经?|有没有"
    r"|没有?|修订?|修改|改[后过了]?|新|旧|老|又|还|能|可以|了|的|吗|么|呢|起|算|用|开始|从|年|在|到|不|是|直接|继续"
)
_MOST_LEFT = 3
"""Signs of content that may be left: with more the question is about something else than the document itself."""
_NEW = re.compile(r"新|修订|修改|改[后过了]")
_MOST = 2


def in_effect(task: Task) -> list[Text] | None:
    """The clause from which a document takes effect, behind its state; None where that is not asked."""
    asked = task.asked
    left = _BESIDE.sub("", _ASKS.sub("", re.sub(r"[^\u4e00-\u9fff]", "", asked.content)))
    if asked.articles or not _ASKS.search(asked.content) or len(left) > _MOST_LEFT:
        return None
    named = dict.fromkeys(name for reference in asked.titles for name in _meant(task, reference))
    return list(in_a_row(_told(task, task.shelf.by_id[name]) for name in list(named)[:_MOST])) or None


def _meant(task: Task, reference: Reference) -> tuple[str, ...]:
    """The edition of a year that is named, the newest of those called new, else the one of the day."""
    editions = [task.shelf.by_id[name] for name in reference.document_ids if name in task.shelf.by_id]
    starts = {one.document_id: one.metadata.effective_from for one in editions if one.metadata.effective_from}
    if _NEW.search(task.asked.text) and not task.asked.years and len(starts) > 1:
        return (max(starts, key=lambda name: starts[name]),)
    return editions_meant(reference, task.asked, task.shelf, task.scope.day)


def _told(task: Task, edition: Edition) -> Iterator[Text]:
    """The state of a document; the clause that says from when it is in force, or of an ended one what ended it."""
    title, day = task.shelf.title(edition.document_id), task.scope.day
    document = task.shelf.document(edition.document_id)
    name, spans = _ending(task, edition, day) or (edition.document_id, particulars.shown(document, "state"))
    if not spans:
        return
    lead = list(state_told(edition, task.shelf, day)) if name != edition.document_id else []
    if (state := task.shelf.state(edition.document_id, day)) == "现行有效":
        lead.append(notice("in_force", title=title, state=state))
    yield from (Text(n, "notice", one) for n, one in enumerate(lead))
    yield from (Text(n, "paragraph", quote(task, name, *one)) for n, one in enumerate(spans, len(lead)))


def _ending(task: Task, edition: Edition, day: date) -> tuple[str, list[Span]] | None:
    """The clause by which another document has ended this one by the day."""
    relation = next((one for one in task.shelf.relations if one.old == edition.document_id), None)
    if edition.effective_to is None or day <= edition.effective_to or relation is None:
        return None
    outline = task.shelf.document(relation.document).outline
    return relation.document, [(node.start, node.end) for node in outline if node.path == relation.clause]
