"""The years by which an outline or a plan wants to have reached its goals, each by the sentence that sets it."""

import re
from collections.abc import Iterator

from assistant.answering import Task
from assistant.answering.particulars import asks_only
from assistant.answering.pieces import quote
from assistant.answering.sentences import Span, sentence_spans
from assistant.messages import Text
from index.documents import Document

_GOAL = re.compile(
    r"(?:第[一二]步|[远近]期?的?那?(?:个|步)?|最[终后]|最?长远|阶段性?|总体|发展|建设)*的?目标|收官|收尾|建成|规划期"
)
_WHEN = re.compile(r"(?:定|放|落|设|管|到)?[在到]?哪(?:一|几|两)?年|几几年|什么时候|何时|到什么年份|年份")
_LATER = re.compile(r"远|最[终后]|第二|收官|收尾|建成")
_NEARER = re.compile(r"近|第一|先|头一")
_SET = re.compile(r"\s*到20\d\d年")


def goals(task: Task) -> list[Text] | None:
    """The sentences with the years of the goals, the nearer or the later one where it says which; None: not asked."""
    asked = task.asked
    if not (_GOAL.search(asked.content) and _WHEN.search(asked.content) and asks_only(asked, _GOAL, _WHEN)):
        return None
    found = [(name, list(_set_in(task.shelf.document(name)))) for name in task.scope.document_ids]
    spans = [(name, *span) for name, of_document in found for span in _which(asked.content, of_document)]
    return [Text(n, "paragraph", quote(task, *span)) for n, span in enumerate(spans)] or None


def _set_in(document: Document) -> Iterator[Span]:
    for node in document.outline:
        if node.parent is None and node.level == "item":
            for span in sentence_spans(document.text, node.start, node.end):
                if _SET.match(document.text, *span):
                    yield span


def _which(said: str, spans: list[Span]) -> list[Span]:
    later, nearer = bool(_LATER.search(said)), bool(_NEARER.search(said))
    return spans if later == nearer else spans[-1:] if later else spans[:1]
