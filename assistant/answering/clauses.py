"""The clauses that answer, quoted as far as they speak of the question: a 款 with its items, a run of sentences."""

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.answering import Task
from assistant.answering.deciding import Observed, load_decision
from assistant.answering.paragraphs import speaking, told
from assistant.answering.pieces import in_a_row, led_item, quotable, quote, whole_clause
from assistant.answering.punishing import punishing_first
from assistant.answering.sentences import Span, article_of, children, clause_at, sentence_spans
from assistant.answering.signals import Found, Signals
from assistant.answering.wants import asked_of_scale, held, strict
from assistant.facts import plain
from assistant.messages import Text
from assistant.unknown import says_elsewhere
from index.documents import Document, Node
from index.retrieval import Passage

_SHORT = 260
"""Characters up to which a clause of a law is quoted whole."""
_SHORT_OF_PLAN = 420
"""The same for one of a plan: its sentences set out one measure in words that nobody asks in."""
_MOST = 2
"""Clauses that an answer quotes at most."""
_AS_GOOD = 0.78
"""Share of the best clause's score from which a further one is quoted as well."""
_AS_GOOD_FOR_A_CLAIM = 0.75
"""The same where something is claimed: what corrects it is often the clause beside the one that it echoes."""
_NEWS = 0.1
"""Share of the question's words that a further sentence of a clause must add."""
_MOST_ITEMS = 12
_MUCH = 0.35
"""Share of the question that an item must hold to be quoted without the others of its list."""
_MORE = 2.0
"""How many times as much as any other it must hold."""
_EXCEPT = re.compile("除了?[^，。；？?]{2,}?(?:[，,]?(?:还|另)|之?外)")
"""除了申请表还交什么: the item that is named is the one that is not asked for."""
_LAW = frozenset({"条", "款"})
_OF_CHOSEN = 0.25
"""Share of the question's words that must stand in a document that the asker himself chose; that it is about the
question is known then, and what decides among many documents says little within one."""


def by_clause(task: Task, passages: Sequence[Passage], sure: Passage | None = None) -> list[Text]:
    """The best clauses, where they answer; else nothing.

    `sure` is one of which that is known, by its words; it counts only where it holds every value asked for as well.
    """
    signals = _signals(task, passages, sure)
    surely = bool(sure and signals and signals.found[0].strict == 1)
    if sure and not surely:
        signals = _signals(task, passages)
    if signals is None or signals.lacks_what_is_needed or not (surely or _answers(signals)):
        return []
    if says_elsewhere(task.asked.text, (found.passage.chunk.text for found in signals.found), task.shelf):
        return []
    return list(in_a_row(_shown(signals, found) for found in chosen(signals)))


def _answers(signals: Signals) -> bool:
    """Whether what was found is an answer."""
    chosen_by_asker = signals.task.scope.filters.document_id
    if chosen_by_asker:
        named = any(chosen_by_asker in reference.document_ids for reference in signals.task.asked.references)
        return signals.holds_what_is_asked and (named or signals.covered >= _OF_CHOSEN)
    if signals.strays or signals.lacks_what_is_needed:
        return False
    return load_decision().answers(signals.observed())


def weighed(task: Task) -> tuple[Observed, tuple[Passage, ...]] | None:
    """What the decision is made from, and the clauses that it is about; None where no clause may be quoted."""
    signals = _signals(task, task.passages)
    return (signals.observed(), tuple(found.passage for found in chosen(signals))) if signals else None


def _signals(task: Task, passages: Sequence[Passage], sure: Passage | None = None) -> Signals | None:
    """The passages that may be quoted, weighed: the one that surely answers first."""
    own = quotable(task, passages)
    ordered = [sure, *(one for one in own if one is not sure)] if sure else punishing_first(task, own)
    return Signals(task, ordered) if own else None


def chosen(signals: Signals) -> list[Found]:
    """The clauses to quote: the best one that holds every value asked for, and one beside it."""
    first = best_of(signals)
    kept = [first]
    for other in signals.found:
        if len(kept) < _MOST and other is not first and _adds(signals, kept, other):
            kept.append(other)
    return kept


def best_of(signals: Signals) -> Found:
    """The first clause that holds every value asked for, else the first one."""
    return next((found for found in signals.found if found.strict == 1), signals.found[0])


def speaking_of(signals: Signals, found: Found) -> list[Span]:
    """The words of a clause that speak of the question, for the cell of a table: all of a short one."""
    chunk = found.passage.chunk
    document = signals.task.shelf.document(chunk.document_id)
    node = clause_at(document, chunk.path)
    if node and chunk.text.endswith(("：", ":")):
        items = [child for child in children(document, node) if child.start >= chunk.end]
        return [(chunk.start, chunk.end), *((item.start, item.end) for item in _telling(signals, document, items))]
    if node and (paragraphs := _paragraphs(signals, document, node)):
        return [(one.start, one.end) for one in paragraphs]
    if len(chunk.text) <= _SHORT:
        return [(chunk.start, chunk.end)]
    spans = [span for span in sentence_spans(document.text, chunk.start, chunk.end) if span[1] - span[0] > 1]
    return _joined(_speaking(signals, _plain(document, spans)), document)


def _adds(signals: Signals, kept: Sequence[Found], other: Found) -> bool:
    """Whether a clause answers not much less likely than the best, or holds values that the others do not."""
    best = max(found.passage.score for found in signals.found)
    as_good = _AS_GOOD_FOR_A_CLAIM if signals.task.asked.kind == "truth" else _AS_GOOD
    if other.passage.score >= as_good * best:
        return True
    have = plain("\n".join(found.passage.chunk.text for found in kept))
    own = plain(other.passage.chunk.text)
    return any(want.held_by(own) and not want.held_by(have) for want in strict(signals.wants))


def _shown(signals: Signals, found: Found) -> list[Text]:
    """What of a clause is quoted."""
    chunk = found.passage.chunk
    document = signals.task.shelf.document(chunk.document_id)
    node = clause_at(document, chunk.path)
    if node and node.level in {"项", "目"}:
        return led_item(signals.task, document, node, 0)
    rest = document.text[chunk.end : node.end].strip() if node else ""
    if node and (chunk.text.endswith(("：", ":")) or (node.level in _LAW and not rest)):
        steps = (whole_clause(signals.task, document, one, 0) for one in _step_beside(signals, document, node))
        return list(in_a_row([_clause(signals, document, node), *steps]))
    return _sentences(signals, document, (chunk.start, chunk.end))


def _step_beside(signals: Signals, document: Document, node: Node) -> list[Node]:
    """The 款 beside one that says what the step of a scale is that is asked for, which that one does not."""
    wanted = asked_of_scale(signals.task.asked.text)
    if wanted is None or node.level != "款" or wanted.search(document.text, node.start, node.end):
        return []
    article = clause_at(document, article_of(node.path))
    below = children(document, article) if article else ()
    beside = (one for one in below if one.level == "款" and one.start > node.start)
    return [one for one in beside if wanted.search(document.text, one.start, one.end)][:1]


def _clause(signals: Signals, document: Document, node: Node) -> list[Text]:
    """Of a 条 the 款 that speak of the question, of a list its items, of a long 款 sentences."""
    if paragraphs := _paragraphs(signals, document, node):
        return list(in_a_row(_clause(signals, document, one) for one in paragraphs))
    if below := children(document, node):
        return _listed(signals, document, node, below)
    return _sentences(signals, document, (node.start, node.end))


def _paragraphs(signals: Signals, document: Document, node: Node) -> list[Node]:
    """The 款 of a 条 that speak of the question, while there is room; none where it has no 款."""
    paragraphs, kept = [child for child in children(document, node) if child.level == "款"], list[Node]()
    for one in dict.fromkeys((*speaking(signals, document, paragraphs), *_of_parts(signals, document, paragraphs))):
        if not kept or sum(other.end - other.start for other in (*kept, one)) <= _SHORT:
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _of_parts(signals: Signals, document: Document, paragraphs: Sequence[Node]) -> Iterator[Node]:
    """The one 款 that speaks of each part of a double question; none of a part that any of them might mean."""
    for part in signals.task.by_parts() if len(paragraphs) > 1 else ():
        found = speaking(Signals(part, ()), document, paragraphs)
        if len(found) == 1:
            yield found[0]


def _listed(signals: Signals, document: Document, node: Node, items: Sequence[Node]) -> list[Text]:
    """Words that lead an enumeration, with its items: the one that alone speaks of the question, or all of them."""
    if only := _alone(signals, document, items):
        return led_item(signals.task, document, only, 0)
    if len(items) <= _MOST_ITEMS:
        return list(whole_clause(signals.task, document, node, 0))
    spans = [(node.start, items[0].start), *((one.start, one.end) for one in _telling(signals, document, items))]
    lead, *others = (quote(signals.task, document.document_id, *span) for span in spans)
    return [Text(0, "paragraph", lead), *(Text(1, "list", one) for one in others)]


def _alone(signals: Signals, document: Document, items: Sequence[Node]) -> Node | None:
    """The item that holds much more of the question than any other, where no list is asked for.

    None of a double question, each part of which may be about another item.
    """
    asked = signals.task.asked
    if {"which", "count"} & set(asked.kinds) or len(asked.parts) > 1 or _EXCEPT.search(asked.text):
        return None
    shares = {node: signals.worth(told(signals.task, document, node)) for node in items}
    first, second = sorted(items, key=lambda node: -shares[node])[:2] if len(items) > 1 else (items[0], None)
    rest = shares[second] if second else 0.0
    return first if first.level in {"项", "目"} and shares[first] >= max(_MUCH, _MORE * rest) else None


def _telling(signals: Signals, document: Document, items: Sequence[Node]) -> list[Node]:
    """All items, or of very many the most telling, in their order."""
    if len(items) <= _MOST_ITEMS:
        return list(items)
    best = sorted(items, key=lambda node: -signals.share(told(signals.task, document, node)))
    return sorted(best[:3], key=lambda node: node.start)


def _sentences(signals: Signals, document: Document, span: Span) -> list[Text]:
    """A short span whole, of a long one the sentences that speak of the question, in the order of the text."""
    spans, room = [span], _SHORT if _is_of_law(document) else _SHORT_OF_PLAN
    if span[1] - span[0] > room:
        texts = _plain(document, [one for one in sentence_spans(document.text, *span) if one[1] - one[0] > 1])
        spans = _joined(sorted({*_speaking(signals, texts, room), *_for_parts(signals, texts)}), document)
    quotes = (quote(signals.task, document.document_id, *one) for one in spans)
    return [Text(n, "paragraph", one) for n, one in enumerate(quotes)]


def _is_of_law(document: Document) -> bool:
    return any(node.level == "条" for node in document.outline)


def _speaking(signals: Signals, texts: Mapping[Span, str], most: int = _SHORT) -> list[Span]:
    """The best span and, while there is room, those that add to it."""
    kept, have = list[Span](), ""
    for _ in texts:
        gains = {span: _gain(signals, have, text) for span, text in texts.items() if span not in kept}
        best = max(gains, key=lambda span: gains[span], default=None)
        room = most - sum(end - start for start, end in kept)
        if best is None or (kept and (gains[best] < _NEWS or best[1] - best[0] > room)):
            break
        kept.append(best)
        have += texts[best]
    return sorted(kept)


def _for_parts(signals: Signals, texts: Mapping[Span, str]) -> Iterator[Span]:
    """The sentence that says most of each part of a double question, where it says anything of it."""
    for own in (Signals(part, ()) for part in signals.task.by_parts()):
        gains = {span: _gain(own, "", text) for span, text in texts.items()}
        best = max(gains, key=lambda span: gains[span], default=None)
        if best and gains[best] >= _NEWS:
            yield best


def _plain(document: Document, spans: Sequence[Span]) -> dict[Span, str]:
    return {span: plain(document.text[slice(*span)]) for span in spans}


def _gain(signals: Signals, have: str, text: str) -> float:
    """What a text adds to what is quoted already: words of the question, and values asked for."""
    both = f"{have}\n{text}" if have else text
    words = signals.worth(both) - (signals.worth(have) if have else 0.0)
    demanded = strict(signals.wants) or signals.wants
    values = held(demanded, both) - (held(demanded, have) if have else 0.0)
    return words + values


def _joined(spans: Sequence[Span], document: Document) -> list[Span]:
    """Spans that follow one another on a line as one."""
    joined = list[Span]()
    for start, end in spans:
        between = document.text[joined[-1][1] : start] if joined else "\n"
        if not between.strip() and "\n" not in between:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
