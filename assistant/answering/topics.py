"""The clause of each of several subjects that a question sets side by side: each is searched by itself."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from assistant.answering import Task
from assistant.answering.clauses import speaking_of
from assistant.answering.deciding import load_decision
from assistant.answering.one_matter import of_one_matter
from assistant.answering.pieces import quotable
from assistant.answering.sentences import Span
from assistant.answering.signals import Found, Signals
from assistant.answering.subjects import MOST, asked_of_one
from assistant.facts import facts, plain
from assistant.scope import Scope
from assistant.searching import passages_for
from index.documents import Edition
from index.retrieval import Passage

_TWO = 2
_WHOLE = 300
"""Characters up to which a clause is shown whole."""
_AS_NEAR = 0.7
"""Share of the best clause's score from which another one may be that of a subject."""
_ALIKE = 0.95
"""Share of its score from which a clause is found about as soon as the first."""
_LEANING = 0.08
"""What it counts for beside that score that a clause speaks of its subject, and not of the others."""
_LEAST = 0.8
"""Share of the decision's threshold from which a subject that is compared has a row."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject with the clause that was found for it."""

    edition: Edition
    spans: tuple[Span, ...]
    telling: tuple[Span, ...] = ()
    """What of the clause speaks of the subject."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """The words of the question that are only of one subject, and those that are only of the others."""

    own: AbstractSet[str]
    others: AbstractSet[str]

    def leaning(self, task: Task, passage: Passage) -> int:
        """Whether a clause holds more words of this subject (1) or of the others (-1); where none, the title above."""
        chunk = passage.chunk
        for text in (plain(chunk.text), plain(task.shelf.title(chunk.document_id))):
            if held := [word for word in self.own | self.others if word in text]:
                more = sum(1 if word in self.own else -1 for word in held)
                return (more > 0) - (more < 0)
        return 0


@dataclass(frozen=True, slots=True)
class _Near:
    """A clause that may be that of a subject, and whether it leans to this subject (1) or to the others (-1)."""

    found: Found
    leaning: int

    @property
    def passage(self) -> Passage:
        """The clause, with a score that counts whether it speaks of this subject."""
        found = self.found.passage
        return replace(found, score=found.score + _LEANING * self.leaning)


@dataclass(frozen=True, slots=True)
class _Searched:
    """What was found for a subject: the clauses that may be its own, the likeliest first."""

    signals: Signals
    near: tuple[_Near, ...]

    def place(self, passage: Passage) -> int:
        """Which of the clauses a passage is."""
        return next(n for n, one in enumerate(self.near) if one.found.passage.chunk is passage.chunk)

    def tells(self, place: int) -> bool:
        """Whether a clause is of this subject alone: it speaks of it, or is of another text than the first, as near."""
        first, one = self.near[0].found.passage, self.near[place].found.passage
        other = one.chunk.document_id != first.chunk.document_id
        return self.near[place].leaning > 0 or (other and one.score >= _ALIKE * first.score)


def found_for(task: Task, asked: Sequence[str]) -> list[Subject]:
    """The clause of each subject, or the words of a common one that speak of it; of two each must have its own.

    Of three and more those that have none are left out.
    """
    searched = list(_searches(task, asked))
    found = [_subject(one, place) for one, place in zip(searched, _places(searched, task), strict=True)]
    distinct = list(dict.fromkeys(_apart(one, found) for one in found))
    enough = len(distinct) == len(asked) or len(asked) > _TWO <= len(distinct)
    return distinct if enough and not any(_overlap(*pair) for pair in combinations(distinct, 2)) else []


def _searches(task: Task, asked: Sequence[str]) -> Iterator[_Searched]:
    """What is found for each subject that surely has a clause; of two, no further than the first that has none."""
    narrow = [task.narrowed(asked_of_one(text)) for text in asked]
    terms = [set(one.asked.terms) for one in narrow]
    for place, text in enumerate(asked[:MOST]):
        own, others = terms[place], set().union(*terms[:place], *terms[place + 1 :])
        alone = replace(narrow[place], scope=_scope(task, text))
        if one := _search(alone, task, _Telling(own - others, others - own)):
            yield one
        elif len(asked) == _TWO:
            return


def _places(searched: Sequence[_Searched], task: Task) -> list[int]:
    """Which of its clauses each subject has: those that speak of one matter.

    Subjects that no clause tells apart share the first one: 广东 and 浙江 are two places of one rule.
    """
    chosen = of_one_matter([[near.passage for near in one.near] for one in searched], task.shelf)
    places = [one.place(passage) for one, passage in zip(searched, chosen, strict=True)]
    firsts = [one.near[0].found.passage.chunk for one in searched]
    shared = [firsts.count(first) > 1 for first in firsts]
    apart = any(one.tells(place) for one, place, both in zip(searched, places, shared, strict=True) if both)
    return [place if apart or not both else 0 for place, both in zip(places, shared, strict=True)]


def _apart(one: Subject, found: Sequence[Subject]) -> Subject:
    """Of a clause that several subjects share what its own words tell, if those of the others tell another part."""
    sharing = [other for other in found if other.edition is one.edition and other.spans == one.spans]
    ends = sorted(span for telling in {other.telling for other in sharing} for span in telling)
    parted = len(ends) > 1 and all(before[1] <= after[0] for before, after in pairwise(ends))
    return replace(one, spans=one.telling, telling=()) if parted else replace(one, telling=())


def _overlap(one: Subject, two: Subject) -> bool:
    """Whether two subjects are told by some of the same words."""
    same = one.edition is two.edition
    return same and any(a[0] < b[1] and b[0] < a[1] for a in one.spans for b in two.spans)


def _scope(task: Task, text: str) -> Scope:
    """Where one of the subjects is looked for: where only another one's document is named, its own may be any."""
    named = {reference.text: reference.document_ids for reference in task.asked.titles}
    own = {name for title, ids in named.items() if title in text for name in ids}
    if own or all(title in text for title in named):
        return task.scope
    return replace(task.scope, document_ids=())


def _search(narrow: Task, whole: Task, telling: _Telling) -> _Searched | None:
    """What is found for a subject that surely has a clause; `narrow` asks of it alone, `whole` of all of them."""
    passages = quotable(narrow, passages_for(narrow.asked, narrow.scope, narrow.shelf))
    if not passages or not narrow.asked.terms:
        return None
    signals, decision = Signals(narrow, passages), load_decision()
    if decision.certainty(signals.observed()) < _LEAST * decision.threshold or not signals.holds_what_is_asked:
        return None
    holding = _holding(signals, whole) or signals.found[:1]
    least = _AS_NEAR * holding[0].passage.score
    near = [_Near(one, telling.leaning(whole, one.passage)) for one in holding if one.passage.score >= least]
    return _Searched(signals, tuple(sorted(near, key=lambda one: -one.passage.score)))


def _subject(searched: _Searched, place: int) -> Subject:
    """The clause of a subject: a short one whole, of a long one what speaks of the question."""
    found = searched.near[place].found
    spans, chunk = tuple(speaking_of(searched.signals, found)), found.passage.chunk
    clause = ((chunk.start, chunk.end),) if len(chunk.text) <= _WHOLE else spans
    return Subject(found.passage.edition, clause, spans)


def _holding(signals: Signals, whole: Task) -> list[Found]:
    """The clauses that hold every value that is asked for, and the kinds of fact that are claimed."""
    claimed = {claim.kind for claim in whole.asked.claims} if whole.asked.kind == "truth" else set()
    kinds = ((one, {fact.kind for fact in facts(one.passage.chunk.text)}) for one in signals.found)
    return [one for one, held in kinds if one.strict == 1 and claimed <= held]
