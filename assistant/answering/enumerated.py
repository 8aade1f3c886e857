"""Enumerations in laws: which clause lists what the question wants listed (哪几种情形可以终止听证), shown whole.

How much of the question stands in such a clause says little, for people tell the case in their own words. How much of
the words that lead the list stands in the question says more: 有下列情形之一的，可以终止听证.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering import Task
from assistant.answering.clauses import weighed
from assistant.answering.deciding import load_decision
from assistant.answering.pieces import may_be_quoted, quote, whole_clause
from assistant.answering.sentences import children, clause_at
from assistant.facts import plain
from assistant.messages import Segment, Text
from assistant.segmentation import words
from assistant.understanding import Understanding
from assistant.words import load_words
from index.documents import Document, Node
from index.numerals import to_int
from index.retrieval import Passage

_LABEL = re.compile(r"^第\d+条(?:之\d+)?\s*")
_SENTENCES = re.compile(r"[。\n]")
_LOOKED_AT = 20
_ENOUGH = 0.5
"""Share of the leading words, by rarity, that the question must hold."""
_FOUND_SURELY = 0.75
"""Score of the search from which a clause is near enough to the question."""
_AS_NEAR = 0.95
"""Share of the best listing's score that one needs: by its leading words alone none is chosen over a nearer one."""
_NEAR = 0.45
"""The same for a list of the document that is found first, where the members of a list are wanted as such."""
_LEADING_SCORE, _LEADING_SHARE = 0.93, 0.2
"""Score of the first clause found, and share of its leading words, from which its list is shown whole."""
_FAR_BEHIND = 0.7
"""Share of its score below which another list is not preferred to it."""
_ALMOST = (0.9, 0.5)
"""Score of the first clause found, and share of the decision's threshold, from which its list is shown rather than
nothing where the members of a list are wanted as such: lists are led by words that nobody asks in."""
_PART = 0.6
"""What half a word counts for."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A clause with items below it, and how much of its leading words stands in the question."""

    document: Document
    node: Node
    share: float
    score: float


def enumerated(task: Task) -> list[Text] | None:
    """The clause that lists what the question wants listed; None where it wants no list or none is surely it."""
    members = asks_for_members(task.asked)
    listed = load_words().listing["wanted"].search(task.asked.content)
    wanted = bool(listed and {"which", "count"} & set(task.asked.kinds))
    if task.scope.required or not (members or wanted):
        return None
    every = [one for one in _listings(task) if _has_as_many(task, one)]
    refused = _of_what_is_refused(task, every) if members else []
    best = _best(task, refused or every, wanted=wanted, members=members)
    if best is None and len(refused) == 1:
        best = refused[0]
    return list(_shown(task, best)) if best else None


def _of_what_is_refused(task: Task, listings: Sequence[Listing]) -> list[Listing]:
    """Where it is asked what is not let through, the lists that say so in the document that is found first."""
    if not (task.passages and load_words().listing["refused"].search(task.asked.content)):
        return []
    first = task.passages[0].chunk.document_id
    near = (one for one in listings if one.document.document_id == first and one.score >= _NEAR)
    return [one for one in near if load_words().listing["refuses"].search(_lead(one.document, one.node))]


def _best(task: Task, listings: Sequence[Listing], *, wanted: bool, members: bool) -> Listing | None:
    """The list that is led by the question's words, unless it is far behind one that the search finds first."""
    led = _best_led(task, listings, wanted=wanted, members=members)
    leading = _leading(task, listings) if members else None
    return leading if leading and (led is None or led.score < _FAR_BEHIND * leading.score) else led


def _best_led(task: Task, listings: Sequence[Listing], *, wanted: bool, members: bool) -> Listing | None:
    """The list whose leading words stand in the question most, of those found as near as the nearest.

    Where members of a list are wanted as such, else one of the document that is found first.
    """
    least = max(_FOUND_SURELY, _AS_NEAR * max((one.score for one in listings), default=0.0))
    fitting = [one for one in listings if one.share >= _ENOUGH]
    sure = [one for one in fitting if wanted and one.score >= least]
    first = task.passages[0].chunk.document_id if members and task.passages else ""
    near = [one for one in fitting if one.document.document_id == first and one.score >= _NEAR]
    return max(sure or near, key=lambda one: one.share + one.score, default=None)


def _leading(task: Task, listings: Sequence[Listing]) -> Listing | None:
    """The list of the clause that the search finds first and that surely answers, though few of its words are asked."""
    first = listings[0] if listings and task.passages else None
    if first is None or first.score < max(_LEADING_SCORE, task.passages[0].score) or first.share < _LEADING_SHARE:
        return None
    found, decision = weighed(task), load_decision()
    return first if found and decision.answers(found[0]) else None


def asks_for_members(asked: Understanding) -> bool:
    """Whether a question wants the members of a list as such (共几种), and no single fact."""
    return bool(load_words().listing["members"].search(asked.content))


def listed_first(task: Task) -> list[Text]:
    """The list that the search finds first, where its members are wanted and nothing else was sure enough."""
    least, certainty = _ALMOST
    if task.scope.required or not asks_for_members(task.asked) or not task.passages:
        return []
    found, decision = weighed(task), load_decision()
    first = next((one for one in _listings(task) if _has_as_many(task, one)), None)
    best = task.passages[0]
    if found is None or first is None or first.score < max(least, best.score):
        return []
    return list(_shown(task, first)) if decision.certainty(found[0]) >= certainty * decision.threshold else []


def _has_as_many(task: Task, listing: Listing) -> bool:
    """Whether a list has as many members as the question says, or one more, which is a general clause."""
    said = load_words().listing["numbered"].search(task.asked.content)
    items = sum(child.level == "项" for child in children(listing.document, listing.node))
    return said is None or to_int(said[1]) in {items, items - 1}


def _listings(task: Task) -> Iterator[Listing]:
    bridged = task.shelf.generation.bridges.expand(task.asked.text).added
    said = f"{plain(task.asked.text)} {' '.join(bridged)}"
    seen = set[tuple[str, str]]()
    for passage in task.passages[:_LOOKED_AT]:
        document = task.shelf.document(passage.chunk.document_id)
        leading = _leading_lists(passage, document)
        shares = {node.path: _share(task, _lead(document, node), said) for node in leading}
        node = max(leading, key=lambda node: shares[node.path], default=None)
        if node and may_be_quoted(passage) and (document.document_id, node.path) not in seen:
            seen.add((document.document_id, node.path))
            yield Listing(document, node, shares[node.path], passage.score)


def _leading_lists(passage: Passage, document: Document) -> list[Node]:
    """The clauses that lead the list in which a passage stands: itself, or its 款 (正卷…，副卷…); no plan's section."""
    node = clause_at(document, passage.chunk.path)
    if node and (below := [child for child in children(document, node) if _leads(document, child)]):
        return below
    while node is not None and not _leads(document, node):
        node = document.outline[node.parent] if node.parent is not None else None
    return [node] if node else []


def _leads(document: Document, node: Node) -> bool:
    return any(child.level == "项" for child in children(document, node))


def _lead(document: Document, node: Node) -> str:
    """The words that lead a list, of its clause the last sentence before the items."""
    first = next(child.start for child in children(document, node) if child.level == "项")
    said = plain(document.text[node.start : first]).strip().rstrip("：:")
    return _LABEL.sub("", _SENTENCES.split(said)[-1].strip())


def _share(task: Task, lead: str, said: str) -> float:
    lexical = task.shelf.generation.lexical_for(task.shelf.access)
    general = load_words().stops | load_words().leading
    telling = [word for word in dict.fromkeys(words(lead)) if word.isalnum() and word not in general]
    weights = {word: lexical.rarity(word) / (2 * len(word) - 1) for word in telling}
    total = sum(weights.values())
    return sum(weight * _held(word, said) for word, weight in weights.items()) / total if total else 0.0


def _held(word: str, said: str) -> float:
    if word in said:
        return 1.0
    return _PART if any(word[i : i + 2] in said for i in range(len(word) - 1)) else 0.0


def _shown(task: Task, listing: Listing) -> Iterator[Text]:
    """The clause whole, behind how many items it has where that is asked."""
    document, node = listing.document, listing.node
    items = [child for child in children(document, node) if child.level == "项"]
    counted = len(items) == len(children(document, node)) and not any(children(document, item) for item in items)
    lead = bool(load_words().listing["how_many"].search(task.asked.content)) and counted
    if lead:
        cited = [quote(task, document.document_id, item.start, item.end) for item in items]
        numbers = tuple(number for one in cited for number in one.citations)
        inputs = (document.document_id, node.path)
        yield Text(0, "paragraph", Segment(f"共{len(items)}项：", "derived", numbers, "items", inputs))
    yield from whole_clause(task, document, node, int(lead))
