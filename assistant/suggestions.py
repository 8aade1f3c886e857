"""Questions worth asking: at the start from what is loaded, after an answer from what it cited.

Only what is answered is offered, so every candidate is asked before it is shown.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any, Final, Literal

from assistant.errors import SettingsError
from assistant.messages import Answer, Question, Turn
from assistant.pasting import titled
from assistant.shelf import short_place
from index.documents import Edition
from index.editions import counts_on

Of = Literal["plan", "plans", "law", "laws"]
STARTS: Final = 4
NEXTS: Final = 3
_TRIED: Final = 12
"""Candidates that are asked at most: some ten milliseconds each."""
_LAWS: Final = 3


@dataclass(frozen=True, slots=True)
class Template:
    """A question with blanks, and of what documents they are filled."""

    of: Of
    text: str


def starts(editions: Sequence[Edition], question: Question, answered: Callable[[Question], Answer]) -> list[str]:
    """Questions for the start: one of each sort in turn, so that the first are not all alike."""
    current = [edition for edition in editions if counts_on(edition, question.as_of)]
    kinds = [list(_filled(template, current)) for template in _templates("start")]
    mixed = (text for round_ in zip_longest(*kinds) for text in round_ if text)
    return _answered(mixed, STARTS, question, answered)


def nexts(
    editions: Sequence[Edition], question: Question, answer: Answer, answered: Callable[[Question], Answer]
) -> list[str]:
    """Follow-ups to an answer; `question` is the one that was asked, with its history."""
    if answer.abstained or not answer.citations:
        return []
    turns = (*question.history, Turn("user", question.text), Turn("assistant", answer.answer))
    followed = replace(question, history=turns)
    return _answered(_after(editions, answer), NEXTS, followed, answered)


def _answered(
    texts: Iterable[str], wanted: int, question: Question, answered: Callable[[Question], Answer]
) -> list[str]:
    kept: list[str] = []
    for _, text in zip(range(_TRIED), dict.fromkeys(texts), strict=False):
        if len(kept) < wanted and not answered(replace(question, text=text)).abstained:
            kept.append(text)
    return kept


def _filled(template: Template, editions: Sequence[Edition]) -> Iterator[str]:
    """The template for each document of its sort, the newest plans first; once where it speaks of all of them."""
    plans = sorted((one for one in editions if one.metadata.region), key=lambda one: -(one.metadata.year or 0))
    laws = sorted((one for one in editions if not one.metadata.region), key=_is_elsewhere)
    if template.of in {"plans", "laws"}:
        yield from [template.text] if (len(plans) > 1 if template.of == "plans" else laws) else []
    elif template.of == "plan":
        yield from (template.text.format(place=_place(one)) for one in plans)
    else:
        yield from (template.text.format(title=_title(one)) for one in laws[:_LAWS])


def _after(editions: Sequence[Edition], answer: Answer) -> Iterator[str]:
    """Candidates behind an answer: the same elsewhere, or more of the clause that it cited first."""
    by_id = {edition.document_id: edition for edition in editions}
    first = answer.citations[0]
    cited = by_id.get(first.document_id)
    if cited is None:  # removed while the answer was read
        return
    for template in _templates("next"):
        if cited.metadata.region and template.of == "plan":
            places = dict.fromkeys(_place(one) for one in editions if one.metadata.region)
            yield from (template.text.format(other=place) for place in places if place not in answer.question)
        elif not cited.metadata.region and template.of == "law" and first.clause_path.startswith("第"):
            article = first.clause_path.split("/")[0]
            yield template.text.format(title=_title(cited), article=article)


def _place(edition: Edition) -> str:
    region = edition.metadata.region
    own = region.name if region else ""
    for parent in sorted(region.parents if region else (), key=len, reverse=True):
        own = own.removeprefix(parent) or own
    return short_place(own)


def _is_elsewhere(edition: Edition) -> bool:
    """Whether a document is of another field of law than ours."""
    return not any(word in edition.metadata.title for word in _read()["field"])


def _title(edition: Edition) -> str:
    return titled(edition.metadata.short_title or edition.metadata.title)


@cache
def _templates(group: str) -> tuple[Template, ...]:
    """The templates of a group.

    Raises:
        SettingsError: the file that ships is broken.
    """
    try:
        return tuple(Template(row["of"], row["text"]) for row in _read()[group])
    except KeyError as error:
        raise SettingsError(f"assistant/suggestions.toml: {group}: {error} is missing") from error


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((files("assistant") / "suggestions.toml").read_text(encoding="utf-8"))
