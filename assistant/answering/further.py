"""The further parts of a double question (由谁办、依据哪一条): what is not yet in the answer is added to it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering import Task
from assistant.answering.clauses import best_of, speaking_of
from assistant.answering.deciding import load_decision
from assistant.answering.pieces import cited_by, may_be_quoted, quote
from assistant.answering.signals import Signals
from assistant.answering.wants import held, strict, wants
from assistant.facts import plain
from assistant.messages import Text
from assistant.searching import passages_for
from assistant.understanding import Understanding, narrowed

_MOST = 2
"""Further parts that are answered at most."""
_NEWS = 0.5
"""Share of a part's words that an answer must lack for the part to be open, where it asks for no sort of value."""


def further(task: Task, answered: Sequence[Text]) -> Iterator[Text]:
    """What answers the parts of the question that the pieces leave open, each by the clause that speaks of it."""
    block = max((piece.block for piece in answered), default=-1) + 1
    cited = cited_by(task, answered)
    have = plain("\n".join(citation.cited_text for citation in cited))
    shown = {(citation.document_id, citation.start_char_index) for citation in cited}
    for asked in _open(task, have) if answered and cited else ():
        for document_id, start, end in _answering(replace(task, asked=asked)):
            if (document_id, start) not in shown:
                yield Text(block, "paragraph", quote(task, document_id, start, end))
                shown.add((document_id, start))
                block += 1


def by_part(task: Task) -> Iterator[Text]:
    """Each part of a double question by itself, where the whole was found nowhere; nothing unless every part is."""
    parts = [replace(task, asked=narrowed(task.asked, part, task.shelf)) for part in task.asked.parts]
    spans = [list(_answering(part)) for part in parts if part.asked.terms] if 1 < len(parts) <= _MOST else []
    if len(spans) == len(parts) and all(spans):
        for block, (document_id, start, end) in enumerate(dict.fromkeys(span for found in spans for span in found)):
            yield Text(block, "paragraph", quote(task, document_id, start, end))


def _open(task: Task, have: str) -> list[Understanding]:
    """The parts whose values, or most of whose words, the answer does not hold."""
    parts = [narrowed(task.asked, part, task.shelf) for part in task.asked.parts]
    return [_completed(part, parts[0]) for part in parts if len(parts) > 1 and _is_open(part, have)][:_MOST]


def _is_open(part: Understanding, have: str) -> bool:
    demanded = strict(wants(part.content))
    if demanded and held(demanded, have) < 1:
        return True
    missing = [term for term in part.terms if plain(term) not in have]
    return len(part.terms) > 1 and len(missing) >= _NEWS * len(part.terms)


def _completed(part: Understanding, first: Understanding) -> Understanding:
    """A part with the words of the first one, which name what all of them are about."""
    return replace(part, terms=tuple(dict.fromkeys((*part.terms, *first.terms))))


def _answering(task: Task) -> Iterator[tuple[str, int, int]]:
    passages = [one for one in passages_for(task.asked, task.scope, task.shelf) if may_be_quoted(one)]
    if not passages:
        return
    signals = Signals(task, passages)
    if load_decision().answers(signals.observed()):
        best = best_of(signals)
        for start, end in speaking_of(signals, best):
            yield best.passage.chunk.document_id, start, end
