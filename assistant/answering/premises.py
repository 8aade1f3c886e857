"""Questions that claim something (六十日内必须结案，对吗): the clause that speaks of it, and whether it says so."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering import Task
from assistant.answering.pieces import cited_by
from assistant.facts import Fact, FactKind, facts
from assistant.messages import Text
from assistant.notices import notice
from index.retrieval import Passage

_JUDGED: frozenset[FactKind] = frozenset({"date", "duration", "amount", "number"})
"""Kinds of fact in a question that a clause of the same kind can correct."""
_AS_NEAR = 0.85
"""Share of the best passage's score from which one that speaks of the same sort of fact is looked at before it."""


def speaking_of_claims(task: Task, passages: Sequence[Passage]) -> list[Passage]:
    """The passages, those about as near as the best one first that hold a fact of each sort that is claimed."""
    claimed = {claim.kind for claim in _judged(task)}
    least = _AS_NEAR * passages[0].score if passages else 0.0
    holding = [one for one in passages if one.score >= least and claimed <= {f.kind for f in facts(one.chunk.text)}]
    return [*holding, *(one for one in passages if one not in holding)] if claimed else list(passages)


def judged(task: Task, pieces: Sequence[Text]) -> list[Text]:
    """The pieces behind whether what the question claims stands in the clauses that they quote."""
    there = [fact for citation in cited_by(task, pieces) for fact in facts(citation.cited_text)]
    told = list(_told(task, there))
    return [*told, *(replace(piece, block=piece.block + 1) for piece in pieces)] if told else list(pieces)


def _told(task: Task, there: Sequence[Fact]) -> Iterator[Text]:
    for claim in _judged(task):
        if claim.kind in {fact.kind for fact in there}:
            name = "asked_value_present" if claim in there else "asked_value_absent"
            yield Text(0, "notice", notice(name, asked=claim.value))


def _judged(task: Task) -> Iterator[Fact]:
    claims = (claim for claim in task.asked.claims if claim.kind in _JUDGED)
    return (claim for claim in claims if not _is_an_article(claim, task.asked.text))


def _is_an_article(claim: Fact, text: str) -> bool:
    """Whether a number is only the 一 of 一个, 一次, which claims no count."""
    return claim.kind == "number" and claim.value[0] == "1" and f"一{claim.value[1:]}" in text
