"""What is searched for a question, and how that is told when there is no answer."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from assistant.answering.wants import Want, asked_branch, held, strict, wants
from assistant.facts import plain
from assistant.messages import NearestClause, Searched
from assistant.ordering import FIRST, ordered
from assistant.scope import Scope
from assistant.shelf import Shelf
from assistant.understanding import Understanding
from assistant.words import how_laws_meet
from index.documents import Edition
from index.editions import counts_on, work_title
from index.retrieval import Passage, fits

_TOP = 40
_PER_DOCUMENT = 40
_NEAREST = 3
_EXCERPT = 120
_HEARD = 12
"""Passages on what was spoken of before whose documents come further up."""
_LIFT = 0.4
"""Share of its score by which a passage of the foremost of those documents gains; 0.3 to 0.7 do as well."""
_AS_NEAR = 0.5
"""Share of a score from which another passage takes its place: of newer rules on the subject of old ones, of a later
law that names the amount, of the branch of law that is asked for."""
_LAW = "法律"
_CARRYING_OUT = frozenset({"部门规章", "规范性文件", "行政法规"})
"""Kinds of rules that carry out a law."""
_AMOUNTS = frozenset({"money", "times", "percent"})
"""Sorts of values of which a law and the rules under it may name different ones."""
_SORT = re.compile("(?:暂行)?(?:办法|规定|条例|规则|细则)$")
_OF_OLD = re.compile(r"(?:19|20)\d\d|[旧老][^，。；？]{0,6}(?:办法|规定|规则|版)")
"""Speaks of a year or of the old rules: these are wanted, or both."""
_FURNITURE = frozenset({"头部", "落款", "印发", "网页", "无关内容"})
"""Parts that no reader looks for an answer in."""
_MANY = 8
"""From so many documents on, one search over all of them is kept to those in question; below, each is searched."""


def passages_for(asked: Understanding, scope: Scope, shelf: Shelf) -> list[Passage]:
    """Passages for a question inside its scope, best first."""
    found = candidates(asked, scope, shelf)
    if asked.articles:
        return found
    best_first = ordered(found, asked, scope.day, shelf)
    if scope.document_ids:
        return best_first
    of_branch = _of_the_branch(best_first, asked)
    if _OF_OLD.search(asked.text):
        return of_branch
    return _law_first(_of_newer_rules(of_branch, scope, shelf), asked)


def _law_first(found: list[Passage], asked: Understanding) -> list[Passage]:
    """The passages, before an older rule of a department the clause of a law that names an amount as well.

    The law of 2026 on trademarks fines where the rules of 2019 only carry out the one before it.
    """
    demanded = [want for want in strict(wants(asked.content)) if want.name in _AMOUNTS]
    if not (found and demanded) or found[0].edition.metadata.kind not in _CARRYING_OUT:
        return found
    law = next((one for one in found[:FIRST] if _is_later_law(one, found[0], demanded)), None)
    rest = [one for one in found if one is not law]
    first = [replace(law, score=found[0].score)] if law else []
    return [replace(one, rank=rank) for rank, one in enumerate([*first, *rest], 1)]


def _is_later_law(one: Passage, rule: Passage, demanded: Sequence[Want]) -> bool:
    """Whether a clause is of a law later than a rule, about as near, and names what is asked for."""
    law, start = one.edition.metadata, rule.edition.metadata.effective_from
    later = law.kind == _LAW and bool(law.effective_from and start and law.effective_from > start)
    return later and one.score >= _AS_NEAR * rule.score and held(demanded, plain(one.chunk.text)) == 1


def _of_the_branch(found: list[Passage], asked: Understanding) -> list[Passage]:
    """Of a question for a fine (罚款) without the clauses on crimes, of one for a sentence without those on none.

    Only where one of the branch that is asked for is about as near as the best.
    """
    branch = asked_branch(asked.text)
    own = [one for one in found if branch is None or branch.holds(one.edition.metadata.title, one.chunk.text)]
    near = own and own[0].score >= _AS_NEAR * found[0].score
    return [replace(one, rank=rank) for rank, one in enumerate(own, 1)] if near else found


def _of_newer_rules(found: list[Passage], scope: Scope, shelf: Shelf) -> list[Passage]:
    """Without the rules of unknown state on a subject that newer ones in force rule anew, where these say it too.

    《集体商标、证明商标注册和管理办法》 of 2003 says one year where the 规定 of 2023 says three months.
    """
    best = {one.chunk.document_id: one.score for one in reversed(found)}
    old = {name for name in best if _ruled_anew(name, best, scope, shelf)}
    return [passage for passage in found if passage.chunk.document_id not in old]


def _ruled_anew(name: str, best: Mapping[str, float], scope: Scope, shelf: Shelf) -> bool:
    """Whether one of the documents found is of a later day and on the same subject; `best`: the score of each."""
    edition = shelf.by_id[name]
    start, subject = edition.metadata.effective_from, _subject(edition)
    if start is None or edition.metadata.region or shelf.state(name, scope.day) != "未知":
        return False
    newer = (shelf.by_id[other] for other, score in best.items() if score >= _AS_NEAR * best[name])
    later = (one for one in newer if _subject(one) == subject and counts_on(one, scope.day))
    return any(one.metadata.effective_from and one.metadata.effective_from > start for one in later)


def _subject(edition: Edition) -> str:
    """A title without the sort of rules it is: 集体商标、证明商标注册和管理, of 办法 and 规定 alike."""
    return _SORT.sub("", work_title(edition.metadata.title))


def candidates(asked: Understanding, scope: Scope, shelf: Shelf) -> list[Passage]:
    """The same in the order of the search."""
    if scope.closed:
        return []
    if not scope.document_ids or len(scope.document_ids) >= _MANY:
        found = shelf.search(f"{_said(asked, scope)} {asked.search_text}", scope.day, scope.filters, _TOP)
        found = _as_heard(found, asked, scope, shelf)
        return [p for p in found if not scope.document_ids or p.chunk.document_id in scope.document_ids]
    several = (within(document_id, asked, scope, shelf) for document_id in scope.document_ids)
    return _ranked(chain.from_iterable(several))


def _said(asked: Understanding, scope: Scope) -> str:
    """The question; of one how laws meet, what these are about and not their names, and how the law speaks of it."""
    text, hint = asked.text, how_laws_meet(asked.text)
    if scope.document_ids or not (hint and asked.titles):
        return text
    for name in asked.titles:
        text = text.replace(name.text, f"{name.text.strip('《》').removesuffix('法')}　")
    return f"{text} {hint}"


def within(document_id: str, asked: Understanding, scope: Scope, shelf: Shelf) -> list[Passage]:
    """Passages of one document. Its own name is left out of the search: it stands in every clause's title."""
    text = asked.text if asked.articles or not asked.terms else asked.search_text
    return shelf.search(text, scope.day, replace(scope.filters, document_id=document_id), _PER_DOCUMENT)


def _as_heard(found: list[Passage], asked: Understanding, scope: Scope, shelf: Shelf) -> list[Passage]:
    """The passages found, those of documents that the conversation was about further up."""
    if not asked.heard:
        return found
    near = _near(shelf.search(asked.heard, scope.day, scope.filters, _HEARD))
    gains = (_LIFT * near.get(passage.chunk.document_id, 0.0) * max(passage.score, 0.0) for passage in found)
    return _ranked(replace(p, score=p.score + gain) for p, gain in zip(found, gains, strict=True))


def _near(passages: Sequence[Passage]) -> dict[str, float]:
    """The documents of passages, each with the best of its scores as a share of the best of all."""
    best = max((passage.score for passage in passages), default=0.0)
    near: dict[str, float] = {}
    for passage in passages if best > 0 else ():
        near.setdefault(passage.chunk.document_id, max(passage.score / best, 0.0))
    return near


def _ranked(passages: Iterable[Passage]) -> list[Passage]:
    best_first = sorted(passages, key=lambda passage: -passage.score)
    return [replace(passage, rank=rank) for rank, passage in enumerate(best_first, 1)]


def searched(scope: Scope, passages: Sequence[Passage], shelf: Shelf, *, abstained: bool) -> Searched:
    """How many documents were searched, narrowed by what; the clauses that came nearest where there is no answer."""
    filters = {name: str(value) for name, value in _narrowed(scope).items() if value is not None}
    speaking = [passage for passage in passages if passage.chunk.part not in _FURNITURE]
    nearest = tuple(_nearest(passage) for passage in speaking[:_NEAREST]) if abstained else ()
    return Searched(documents_searched(scope, shelf), filters, nearest)


def documents_searched(scope: Scope, shelf: Shelf) -> int:
    """How many documents the search went over."""
    if scope.document_ids:
        return len(scope.document_ids)
    day = scope.day
    return sum(fits(edition, scope.filters, day) and counts_on(edition, day) for edition in shelf.editions)


def _narrowed(scope: Scope) -> dict[str, object]:
    filters = scope.filters
    ids = "、".join(scope.document_ids[:_MANY]) or filters.document_id
    return {
        "region": filters.region,
        "year": filters.year,
        "kind": filters.kind,
        "document_id": ids,
        "state": filters.state,
    }


def _nearest(passage: Passage) -> NearestClause:
    chunk = passage.chunk
    return NearestClause(chunk.document_id, passage.edition.metadata.title, chunk.path, chunk.text[:_EXCERPT])
