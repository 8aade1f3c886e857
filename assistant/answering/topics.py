"""The clause of each of several subjects that a question sets side by side: each is searched by itself."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from assistant.answering import Task
from assistant.answering.clauses import speaking_of
from assistant.answering.deciding import load_decision
from assistant.answering.pieces import may_be_quoted
from assistant.answering.sentences import Span, article_of
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
_AS_NEAR = 0.8
"""Share of the best clause's score from which one that tells the subject apart from the others is taken before it."""
_ALIKE = 0.95
"""Share of its score from which a clause is found about as soon as the first."""
_NEXT_NEAR = 0.6
"""Share of its score from which the next article is taken for one of two subjects that share the first."""
_LEAST = 0.8
"""Share of the decision's threshold from which a subject that is compared has a row."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject with the clause that was found for it."""

    edition: Edition
    spans: tuple[Span, ...]
    telling: tuple[Span, ...] = ()
    """What of the clause speaks of the subject."""
    leans: int = 0
    """How many more words of this subject than of the others its clause holds."""
    nearness: float = 0.0
    """Score of the next article that was found over that of this one."""
    instead: "Subject | None" = None
    """That next article, for a subject that shares this one with another."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """The words of the question that are only of one subject, and those that are only of the others."""

    own: AbstractSet[str]
    others: AbstractSet[str]

    def leans(self, task: Task, passage: Passage) -> int:
        """How many more words of this subject than of the others a clause holds; where none, the title above it."""
        chunk = passage.chunk
        for text in (plain(chunk.text), plain(task.shelf.title(chunk.document_id))):
            if held := [word for word in self.own | self.others if word in text]:
                return sum(1 if word in self.own else -1 for word in held)
        return 0


def found_for(task: Task, asked: Sequence[str]) -> list[Subject]:
    """The clause of each subject, or the words of a common one that speak of it; of two each must have its own.

    Of three and more those that have none are left out.
    """
    narrow = [task.narrowed(asked_of_one(text)) for text in asked]
    terms = [set(one.asked.terms) for one in narrow]
    found = list[Subject]()
    for place, text in enumerate(asked[:MOST]):
        own, others = terms[place], set().union(*terms[:place], *terms[place + 1 :])
        searched = replace(narrow[place], scope=_scope(task, text))
        if one := _found(searched, task, _Telling(own - others, others - own)):
            found.append(one)
        elif len(asked) == _TWO:
            return []
    distinct = list(dict.fromkeys(_giving_way([_apart(one, found) for one in found])))
    enough = len(distinct) == len(asked) or len(asked) > _TWO <= len(distinct)
    return distinct if enough and not any(_overlap(*pair) for pair in combinations(distinct, 2)) else []


def _giving_way(found: Sequence[Subject]) -> list[Subject]:
    """Of two subjects with one clause the one whose next article is nearer takes that: 代理所 and 代理师 differ.

    Not where no clause tells them apart: 广东 and 浙江 are two places of one rule.
    """
    bare = [replace(one, leans=0, nearness=0.0, instead=None) for one in found]
    if len(found) != _TWO or bare[0] != bare[1]:
        return bare
    place = max((0, 1), key=lambda at: found[at].nearness)
    other = found[place].instead
    if other and found[place].nearness >= _NEXT_NEAR and max(other.leans, found[1 - place].leans) > 0:
        bare[place] = replace(other, leans=0)
    return bare


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


def _found(narrow: Task, whole: Task, telling: _Telling) -> Subject | None:
    """The clause of a subject; `narrow` asks of it alone, `whole` of all of them."""
    found = passages_for(narrow.asked, narrow.scope, narrow.shelf)
    passages = [one for one in found if may_be_quoted(one)]
    if not passages or not narrow.asked.terms:
        return None
    signals, decision = Signals(narrow, passages), load_decision()
    if decision.certainty(signals.observed()) < _LEAST * decision.threshold or not signals.holds_what_is_asked:
        return None
    return _beside_next(signals, whole, telling, _best(signals, whole, telling))


def _beside_next(signals: Signals, whole: Task, telling: _Telling, best: Found) -> Subject:
    """The clause of a subject, with the next article that holds what is asked."""
    one = _subject(signals, best, telling.leans(whole, best.passage))
    following = next((other for other in _holding(signals, whole) if _article(other) != _article(best)), None)
    if following is None:
        return one
    instead = _subject(signals, following, telling.leans(whole, following.passage))
    return replace(one, nearness=following.passage.score / best.passage.score, instead=instead)


def _subject(signals: Signals, found: Found, leans: int) -> Subject:
    """The clause of a subject: a short one whole, of a long one what speaks of the question."""
    spans, chunk = tuple(speaking_of(signals, found)), found.passage.chunk
    clause = ((chunk.start, chunk.end),) if len(chunk.text) <= _WHOLE else spans
    return Subject(found.passage.edition, clause, spans, leans)


def _article(found: Found) -> tuple[str, str]:
    return found.passage.chunk.document_id, article_of(found.passage.chunk.path)


def _best(signals: Signals, whole: Task, telling: _Telling) -> Found:
    """The first clause that holds what is asked; not one that speaks of another subject where one near speaks of this.

    Of two that are alike in nearness the one of the document in which the whole question is found first.
    """
    holding = _holding(signals, whole)
    first = holding[0] if holding else signals.found[0]
    near = [one for one in holding if one.passage.score >= _AS_NEAR * first.passage.score]
    if telling.leans(whole, first.passage) < 0:
        return next((one for one in near if telling.leans(whole, one.passage) > 0), first)
    alike = (one for one in near if one.passage.score >= _ALIKE * first.passage.score)
    return next((one for one in alike if _is_found_first(whole, one.passage)), first)


def _holding(signals: Signals, whole: Task) -> list[Found]:
    """The clauses that hold every value that is asked for, and the kinds of fact that are claimed."""
    claimed = {claim.kind for claim in whole.asked.claims} if whole.asked.kind == "truth" else set()
    kinds = ((one, {fact.kind for fact in facts(one.passage.chunk.text)}) for one in signals.found)
    return [one for one, held in kinds if one.strict == 1 and claimed <= held]


def _is_found_first(whole: Task, passage: Passage) -> bool:
    return bool(whole.passages) and passage.chunk.document_id == whole.passages[0].chunk.document_id
