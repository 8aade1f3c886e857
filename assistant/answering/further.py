"""The further parts of a double question (由谁办、依据哪一条): what is not yet in the answer is added to it.

A part may seem answered by a value that was meant for another one: 几天内定主持人，通知书提前几天送. So a part that
asks for a value is searched for by itself too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering import Task
from assistant.answering.clauses import best_of, speaking_of
from assistant.answering.deciding import load_decision
from assistant.answering.pieces import cited_by, next_block, quotable, quote
from assistant.answering.sentences import Span, article_of
from assistant.answering.signals import Signals
from assistant.answering.wants import held, strict, wants
from assistant.facts import plain
from assistant.messages import Citation, Text
from assistant.searching import passages_for
from assistant.understanding import Understanding
from index.retrieval import Passage

_MOST = 2
"""Further parts that are answered at most."""
_AS_NEAR = 0.85
"""Share of the best one's score from which a clause found for a part is as likely the one meant."""
_NEWS = 0.5
"""Share of a part's words that an answer must lack for the part to be open, where it asks for no sort of value."""


def further(task: Task, answered: Sequence[Text]) -> Iterator[Text]:
    """What answers the parts of the question that the pieces leave open, each by the clause that speaks of it."""
    block = next_block(answered)
    cited = cited_by(task, answered)
    shown = {(citation.document_id, citation.start_char_index) for citation in cited}
    for document_id, start, end in _added(task, cited) if answered and cited else ():
        if (document_id, start) not in shown:
            yield Text(block, "paragraph", quote(task, document_id, start, end))
            shown.add((document_id, start))
            block += 1


def by_part(task: Task) -> Iterator[Text]:
    """Each part of a double question by itself, where the whole was found nowhere; nothing unless every part is."""
    parts = task.by_parts()
    spans = [list(_answering(part)) for part in parts if part.asked.terms] if len(parts) <= _MOST else []
    if len(spans) == len(parts) and all(spans):
        for block, (document_id, start, end) in enumerate(dict.fromkeys(span for found in spans for span in found)):
            yield Text(block, "paragraph", quote(task, document_id, start, end))


def _added(task: Task, cited: Sequence[Citation]) -> Iterator[tuple[str, int, int]]:
    """What answers the parts whose values, or most of whose words, are not yet there, and those of another article."""
    have = plain("\n".join(citation.cited_text for citation in cited))
    parts = [narrow.asked for narrow in task.by_parts()]
    lacking = [part for part in parts if _is_open(part, have)]
    valued = [part for part in parts if part not in lacking and strict(wants(part.content))]
    for part, others in (*((part, ()) for part in lacking[:_MOST]), *((part, cited) for part in valued[:_MOST])):
        yield from _answering(replace(task, asked=_completed(part, parts[0])), others)


def _is_open(part: Understanding, have: str) -> bool:
    """Whether what is quoted already holds too little of what a part asks for."""
    demanded = strict(wants(part.content))
    if demanded and held(demanded, have) < 1:
        return True
    missing = [term for term in part.terms if plain(term) not in have]
    return len(part.terms) > 1 and len(missing) >= _NEWS * len(part.terms)


def _completed(part: Understanding, first: Understanding) -> Understanding:
    """A part with the words of the first one, which name what all of them are about."""
    return replace(part, terms=tuple(dict.fromkeys((*part.terms, *first.terms))))


def _answering(task: Task, cited: Sequence[Citation] = ()) -> Iterator[tuple[str, int, int]]:
    """The clause that answers; where some are `cited` already, only what of it is not, found before theirs."""
    passages = quotable(task, passages_for(task.asked, task.scope, task.shelf))
    passages = _elsewhere(passages, cited) if cited else passages
    if not passages:
        return
    signals = Signals(task, passages)
    if load_decision().answers(signals.observed()):
        best = best_of(signals)
        name, spans = best.passage.chunk.document_id, speaking_of(signals, best)
        yield from ((name, *span) for span in spans if not _quoted(name, span, cited))


def _elsewhere(passages: Sequence[Passage], cited: Sequence[Citation]) -> list[Passage]:
    """The passages, those of documents cited first among the best ones; none where one of these is cited already.

    Of an article that is found first, a 款 may be wanted that is not among those cited.
    """
    near = [one for one in passages if one.score >= _AS_NEAR * passages[0].score]
    articles = {(one.document_id, article_of(one.clause_path)) for one in cited}
    of_cited = [one for one in near if (one.chunk.document_id, article_of(one.chunk.path)) in articles]
    if of_cited:
        return near[:1] if of_cited[0] is near[0] else []
    documents = {one.document_id for one in cited}
    return [*sorted(near, key=lambda one: one.chunk.document_id not in documents), *passages[len(near) :]]


def _quoted(document_id: str, span: Span, cited: Sequence[Citation]) -> bool:
    """Whether any of a span is quoted already."""
    own = (one for one in cited if one.document_id == document_id)
    return any(one.start_char_index < span[1] and span[0] < one.end_char_index for one in own)
