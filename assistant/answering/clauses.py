"""The clauses that answer, quoted as far as they speak of the question: a 款 with its items, a run of sentences."""

from collections.abc import Iterator, Sequence

from assistant.answering import Task
from assistant.answering.deciding import load_decision
from assistant.answering.evidence import context
from assistant.answering.penalty import punishing_first
from assistant.answering.pieces import led_item, may_be_quoted, quote, whole_clause
from assistant.answering.sentences import Span, children, sentence_spans
from assistant.answering.signals import Found, Signals
from assistant.answering.wants import held, strict
from assistant.facts import plain
from assistant.messages import Text
from index.documents import Chunk, Document, Node
from index.retrieval import Passage

_SHORT = 260
"""Characters up to which a clause is quoted whole."""
_MOST = 2
"""Clauses that an answer quotes at most."""
_AS_GOOD = 0.95
"""Share of the best clause's score from which the search prefers neither: both are quoted."""
_NEWS = 0.25
"""Share of the question's words that a further clause, or sentence, must add."""
_NEWS_HERE = 0.1
"""The same of a further sentence of a clause that is quoted already: it costs less of the reader."""
_MOST_ITEMS = 12
_OF_CHOSEN = 0.25
"""Share of the question's words that must stand in a document that the asker himself chose; that it is about the
question is known then, and what decides among many documents says little within one."""


def by_clause(task: Task, passages: Sequence[Passage], sure: Passage | None = None) -> list[Text]:
    """The best clauses, where they answer; `sure` is one of which that is known. Else nothing."""
    signals = _signals(task, passages, sure)
    if signals is None or not (sure or _answers(signals)):
        return []
    pieces: list[Text] = []
    for found in chosen(signals):
        pieces += _shown(signals, found, pieces[-1].block + 1 if pieces else 0)
    return pieces


def _answers(signals: Signals) -> bool:
    """Whether what was found is an answer."""
    chosen_by_asker = signals.task.scope.filters.document_id
    if chosen_by_asker:
        named = any(chosen_by_asker in reference.document_ids for reference in signals.task.asked.references)
        return signals.holds_what_is_asked and (named or signals.covered >= _OF_CHOSEN)
    return not (signals.lacks_its_topic or signals.strays) and load_decision().answers(signals.features())


def weighed(task: Task) -> tuple[dict[str, float], tuple[Passage, ...]] | None:
    """What the decision is made from, and the clauses that it is about; None where no clause may be quoted."""
    signals = _signals(task, task.passages)
    return (signals.features(), tuple(found.passage for found in chosen(signals))) if signals else None


def _signals(task: Task, passages: Sequence[Passage], sure: Passage | None = None) -> Signals | None:
    """The passages that may be quoted, weighed: the one that surely answers first."""
    required = [plain(word) for word in task.scope.required]
    own = [one for one in passages if may_be_quoted(one) and all(word in context(one) for word in required)]
    ordered = [sure, *(one for one in own if one is not sure)] if sure else punishing_first(task, own)
    return Signals(task, ordered) if own else None


def chosen(signals: Signals) -> list[Found]:
    """The clauses to quote: the best one that holds every value asked for, and one beside it."""
    first = next((found for found in signals.found if found.strict == 1), signals.found[0])
    kept = [first]
    for other in signals.found:
        if len(kept) < _MOST and other is not first and _adds(signals, kept, other):
            kept.append(other)
    return kept


def speaking_of(signals: Signals, found: Found) -> list[Span]:
    """The words of a clause that speak of the question, for the cell of a table: all of a short one."""
    chunk = found.passage.chunk
    if len(chunk.text) <= _SHORT:
        return [(chunk.start, chunk.end)]
    document = signals.task.shelf.document(chunk.document_id)
    spans = [span for span in sentence_spans(document.text, chunk.start, chunk.end) if span[1] - span[0] > 1]
    return _joined(_speaking(signals, document, spans), document)


def _adds(signals: Signals, kept: Sequence[Found], other: Found) -> bool:
    """Whether a clause was found about as surely, or holds values or a good part of the question that others do not."""
    if other is signals.found[1] and other.passage.score >= _AS_GOOD * signals.found[0].passage.score:
        return True
    have = plain("\n".join(found.passage.chunk.text for found in kept))
    own = plain(other.passage.chunk.text)
    demanded = strict(signals.wants)
    if any(want.held_by(own) and not want.held_by(have) for want in demanded):
        return True
    return signals.share(f"{have}\n{own}") - signals.share(have) >= _NEWS


def _shown(signals: Signals, found: Found, block: int) -> list[Text]:
    """What of a clause is quoted."""
    task, chunk = signals.task, found.passage.chunk
    document = task.shelf.document(chunk.document_id)
    node = next((node for node in document.outline if node.path == chunk.path), None)
    if node and node.level in {"项", "目"}:
        return led_item(task, document, node, block)
    if node and chunk.text.endswith(("：", ":")) and (led := _led(signals, document, node, chunk, block)):
        return led
    if node and node.level in {"条", "款"} and node.end - node.start <= _SHORT:
        return list(whole_clause(task, document, node, block))
    if len(chunk.text) <= _SHORT:
        return [Text(block, "paragraph", quote(task, chunk.document_id, chunk.start, chunk.end))]
    return list(_parts(signals, document, node, (chunk.start, chunk.end), block))


def _led(signals: Signals, document: Document, node: Node, chunk: Chunk, block: int) -> list[Text]:
    """Words that lead an enumeration, with its items: all of them, or the most telling of very many."""
    below = [child for child in children(document, node) if child.start >= chunk.end]
    items = _telling(signals, document, below)
    lead = Text(block, "paragraph", quote(signals.task, document.document_id, chunk.start, chunk.end))
    listed = (Text(block + 1, "list", quote(signals.task, document.document_id, n.start, n.end)) for n in items)
    return [lead, *listed] if items else []


def _telling(signals: Signals, document: Document, items: Sequence[Node]) -> list[Node]:
    if len(items) <= _MOST_ITEMS:
        return list(items)
    best = sorted(items, key=lambda node: -signals.share(plain(document.text[node.start : node.end])))
    return sorted(best[:3], key=lambda node: node.start)


def _parts(signals: Signals, document: Document, node: Node | None, span: Span, block: int) -> Iterator[Text]:
    """Of a long clause the paragraphs or sentences that speak of the question, in the order of the text."""
    below = [child for child in children(document, node) if child.level == "款"] if node else []
    nodes = {(child.start, child.end): child for child in below}
    spans = list(nodes) or [s for s in sentence_spans(document.text, *span) if s[1] - s[0] > 1]
    for start, end in _joined(_speaking(signals, document, spans), document):
        child = nodes.get((start, end))
        pieces = (
            list(whole_clause(signals.task, document, child, block))
            if child
            else [Text(block, "paragraph", quote(signals.task, document.document_id, start, end))]
        )
        yield from pieces
        block = pieces[-1].block + 1


def _speaking(signals: Signals, document: Document, spans: Sequence[Span]) -> list[Span]:
    """The best span and, while there is room, those that add to it."""
    texts = {span: plain(document.text[slice(*span)]) for span in spans}
    kept, have = list[Span](), ""
    for _ in spans:
        gains = {span: _gain(signals, have, text) for span, text in texts.items() if span not in kept}
        best = max(gains, key=lambda span: gains[span], default=None)
        room = _SHORT - sum(end - start for start, end in kept)
        if best is None or (kept and (gains[best] < _NEWS_HERE or best[1] - best[0] > room)):
            break
        kept.append(best)
        have += texts[best]
    return sorted(kept)


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
        if (
            joined
            and not document.text[joined[-1][1] : start].strip()
            and "\n" not in document.text[joined[-1][1] : start]
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
