"""The law of the whole country, where a question names a place only because something happens there.

在许昌开店卖假酒罚多少 names the place of a plan, and asks for what no plan rules. Plan and law are each searched: the
law is asked where its best clause comes before the plan's by far; or clearly, if it answers about as surely.
"""

import re
from dataclasses import replace
from typing import Final

from assistant.answering import Task, headings, particulars
from assistant.answering.clauses import weighed
from assistant.answering.deciding import load_decision
from assistant.notices import notice
from assistant.ordering import rated
from assistant.searching import passages_for
from assistant.understanding import Understanding, understand
from assistant.words import load_words
from index.retrieval import Passage

_LESS: Final = 0.1
"""How much less sure of an answer the law may be than the plan."""
_CLEARLY, _BY_FAR = 5.0, 9.0
"""How far, as a logarithm of chances, the law's best clause comes before the plan's; by far: whatever the plan says."""
_COMPARED: Final = 4
"""Passages of each side that are compared."""


def nationwide(task: Task) -> Task:
    """The task as one of the law, where the place is no more than where it happens; else as it was."""
    if not _names_only_a_place(task) or not task.passages:
        return task
    law = _of_the_law(task)
    return law if law.passages and _is_the_laws(task, law) else task


def _names_only_a_place(task: Task) -> bool:
    """Whether the documents in question were chosen by a place alone: by no title, year, clause or conversation."""
    asked, scope = task.asked, task.scope
    filtered = any((scope.filters.region, scope.filters.document_id, scope.filters.kind))
    if filtered or scope.required or not scope.document_ids or not _names_one_place(asked):
        return False
    return all(task.shelf.by_id[name].metadata.region for name in scope.document_ids)


def _names_one_place(asked: Understanding) -> bool:
    """Whether a question names one place, and nothing else that tells a document or asks what is planned."""
    if len(asked.places) != 1 or asked.years or asked.articles or asked.heard or asked.groups:
        return False
    place, groups = asked.places[0], load_words().groups
    titled = any(one.document_ids and one.text not in place for one in asked.titles)
    acts = any(f"{place}{word}" in asked.text for word in groups["acting"])
    of_document = particulars.asked_for(asked) or headings.asked_for(asked)  # 鄂尔多斯的通知发给谁, 后头附了几张表
    return not (titled or acts or of_document) and not any(word in asked.text for word in groups["planned"])


def _of_the_law(task: Task) -> Task:
    """The same question without its place, asked of all that is no plan of a place."""
    place, told = task.asked.places[0], task.asked
    asked = understand(_without(place, told.text), (), task.shelf, task.as_of)
    asked = replace(asked, asked=told.asked, english=told.english)
    opening = notice("law_holds", asked=place)
    scope = replace(task.scope, document_ids=(), refusal=(), openings=(opening,))
    found = passages_for(asked, scope, task.shelf)
    return replace(task, asked=asked, scope=scope, passages=[one for one in found if not one.edition.metadata.region])


def _without(place: str, text: str) -> str:
    """The text without the place: 我是许昌的, 在许昌市, 许昌这边, 许昌市场局.

    >>> _without("许昌市", "许昌市场局查封我的货"), _without("许昌", "我是许昌的，在许昌市买的鞋")
    ('市场局查封我的货', '，买的鞋')
    """
    name = re.escape(place.rstrip("市县区"))
    return re.sub(rf"(?:我?是|在)?{name}(?:市(?!场)|县|区)?(?:[这那][边里])?的?", "", text)


def _is_the_laws(plan: Task, law: Task) -> bool:
    """Whether the law comes first, by far; or clearly, where it answers about as surely as the plan."""
    lead = _lead(plan, law)
    if not _CLEARLY <= lead < _BY_FAR:
        return lead >= _BY_FAR
    return _certainty(law) >= max(load_decision().threshold, _certainty(plan) - _LESS)


def _certainty(task: Task) -> float:
    found = weighed(task)
    return load_decision().certainty(found[0]) if found else 0.0


def _lead(plan: Task, law: Task) -> float:
    """How far the best clause of the law comes before the best of the plan, both read side by side."""
    both = sorted([*plan.passages[:_COMPARED], *law.passages[:_COMPARED]], key=lambda passage: -passage.score)
    sums = rated(both, law.asked, law.scope.day, law.shelf)
    return _best(sums, both, of_plan=False) - _best(sums, both, of_plan=True)


def _best(sums: list[float], passages: list[Passage], *, of_plan: bool) -> float:
    pairs = zip(sums, passages, strict=True)
    return max(value for value, one in pairs if bool(one.edition.metadata.region) is of_plan)
