"""`/api/suggestions`: questions that the page offers, at the start and after an answer."""

from functools import lru_cache

from fastapi import APIRouter

from assistant.api.caller import TheCaller
from assistant.api.desk import Desk, TheDesk
from assistant.api.documents import AsOf
from assistant.api.schemas import Ask, Out, to_question
from assistant.days import today
from assistant.messages import Question, Role
from assistant.suggestions import nexts, starts

router = APIRouter(prefix="/api/suggestions", tags=["chat"])


class Suggestions(Out):
    """Questions that are answered."""

    questions: tuple[str, ...]


@router.get("")
def at_the_start(desk: TheDesk, caller: TheCaller, as_of: AsOf = None) -> Suggestions:
    """What one may ask of the loaded documents."""
    with desk.library.pin() as generation:
        name = generation.name
    question = Question("", as_of or today(), role=caller.role)
    return Suggestions(questions=_starts(desk, name, question, caller.role))


@router.post("")
def after_an_answer(ask: Ask, desk: TheDesk, caller: TheCaller) -> Suggestions:
    """What one may ask next; the body is that of the question that was answered."""
    question = to_question(ask, caller.role, today())
    with desk.library.pin() as generation:
        editions = generation.catalog.editions(caller.access)
    answer = desk.extracted(question)
    return Suggestions(questions=tuple(nexts(editions, question, answer, desk.extracted)))


@lru_cache(maxsize=64)
def _starts(desk: Desk, generation: str, question: Question, role: Role) -> tuple[str, ...]:
    """Asked once for each generation, day and role: a dozen questions take a tenth of a second."""
    del generation, role
    with desk.library.pin() as pinned:
        editions = pinned.catalog.editions(question.access)
    return tuple(starts(editions, question, desk.extracted))
