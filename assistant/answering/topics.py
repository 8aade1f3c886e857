"""Several subjects side by side (投诉和举报有什么区别, 三家各是几天): each is searched by itself, and has a row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering import Task
from assistant.answering.clauses import speaking_of
from assistant.answering.deciding import load_decision
from assistant.answering.pieces import may_be_quoted
from assistant.answering.sentences import Span
from assistant.answering.signals import Found, Signals
from assistant.facts import facts
from assistant.parts import asks, pieces
from assistant.searching import passages_for
from assistant.understanding import narrowed
from index.documents import Edition

_CUE = re.compile(
    r"[各分]别|各(?:是|按|要|有|为|多|几|怎么|自|算)|哪个更?[\u4e00-\u9fff]|一样|不同|区别|差别|差异|出入|相比|对比|两样"
)
"""Says that the subjects named are asked about one by one."""
_JOINED = re.compile(r"、|(?<![总温缓调饱])和(?!解|平|谐)|与(?!否)|跟|以及")
_BEGINS = re.compile(r"^(?:和|与|跟|同|还是|而)")
_HEAD = re.compile(r"^[\u4e00-\u9fff]{2,12}?(?=的|[，。；：？]|$)")
_MOST = 4
_WHOLE = 300
"""Characters up to which a clause is shown whole."""
_LEAST = 0.8
"""Share of the decision's threshold from which a subject that is compared has a row."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject with the clause that was found for it."""

    edition: Edition
    spans: tuple[Span, ...]


def subjects(text: str) -> tuple[str, ...]:
    """The question as it is asked of each subject that it sets side by side; nothing where it names but one.

    >>> subjects("果树新品种和发明专利，保护年限哪个长")
    ('果树新品种，保护年限哪个长', '发明专利，保护年限哪个长')
    """
    if not _CUE.search(text):
        return ()
    said = pieces(text)
    for place, piece in enumerate(said):
        before, behind = "".join(said[:place]), "".join(said[place + 1 :])
        if place and _BEGINS.match(piece) and not asks(said[place - 1]):
            others = "".join(said[: place - 1])
            return (f"{others}{said[place - 1]}{behind}", f"{others}{_BEGINS.sub('', piece)}{behind}")
        if members := _members(piece):
            return tuple(f"{before}{member}{behind}" for member in members)
    return ()


def found_for(task: Task, asked: Sequence[str]) -> list[Subject]:
    """The clause of each subject; nothing unless each has one of its own."""
    found = [_found(task, text) for text in asked[:_MOST]]
    kept = [one for one in found if one]
    distinct = {(one.edition.document_id, one.spans) for one in kept}
    return kept if len(kept) == len(found) == len(distinct) else []


def _members(piece: str) -> tuple[str, ...]:
    """A和B的保护期哪个长: each of the two, with what is asked of both."""
    joints = list(_JOINED.finditer(piece))
    if not joints or any(asks(piece[: joint.start()]) for joint in joints[:1]):
        return ()
    bounds = [0, *(edge for joint in joints for edge in joint.span()), len(piece)]
    names = [piece[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    last = _HEAD.match(names[-1])
    if last is None or len(names) > _MOST or any(len(name) < 2 for name in names):
        return ()
    rest = names[-1][last.end() :]
    return tuple(f"{name}{rest}" for name in (*names[:-1], last[0]))


def _found(task: Task, text: str) -> Subject | None:
    narrow = replace(task, asked=narrowed(task.asked, text, task.shelf))
    passages = [one for one in passages_for(narrow.asked, task.scope, task.shelf) if may_be_quoted(one)]
    if not passages or not narrow.asked.terms:
        return None
    signals, decision = Signals(narrow, passages), load_decision()
    if decision.certainty(signals.observed()) < _LEAST * decision.threshold:
        return None
    claimed = {claim.kind for claim in task.asked.claims} if task.asked.kind == "truth" else set()
    holding = [one for one in signals.found if claimed <= {fact.kind for fact in facts(one.passage.chunk.text)}]
    best = next((one for one in holding if one.strict == 1), signals.found[0])
    return Subject(best.passage.edition, tuple(_spans(signals, best)))


def _spans(signals: Signals, best: Found) -> Iterator[Span]:
    chunk = best.passage.chunk
    yield from [(chunk.start, chunk.end)] if len(chunk.text) <= _WHOLE else speaking_of(signals, best)
