"""What the conversation leaves out (那许昌呢, 第二款呢, 这个标准呢) is put back, from the questions before it."""

import re

from assistant.messages import Turn
from assistant.places import places_in
from assistant.pointing import clause_put_in
from assistant.shelf import Shelf
from assistant.words import load_words

_PARTIAL = re.compile(r"第?[0-9一二三四五六七八九十百]{1,12}(?:款|项|条)")
_FILLING = "那这条款项的规定要求在对于里中方案是也有没吗呢，, 　"
"""Signs that say nothing beside a place and a pronoun."""
_SHORT = 14
"""A question of at most so many characters without a document or a verb of its own hangs on the one before."""


def standing_alone(asked: str, history: tuple[Turn, ...], shelf: Shelf) -> str:
    """The question with what the ones before it supply; each question may itself hang on an earlier one."""
    whole = ""
    for question in (*(turn.content for turn in history if turn.role == "user"), asked):
        pointed = clause_put_in(question.strip(), whole, shelf)
        whole = _completed(pointed, whole, shelf) if whole and pointed == question.strip() else pointed
    return whole


def _completed(question: str, before: str, shelf: Shelf) -> str:
    pronoun = next((word for word in load_words().pronouns if question.startswith(word)), None)
    if pronoun is None and not _hangs(question):
        return question
    rest = _bare(question)
    if elsewhere := _elsewhere(rest, shelf):
        return _with_scope(elsewhere, before, shelf)
    if _PARTIAL.fullmatch(rest):
        return _with_clause(rest, before, shelf)
    if pronoun or not _names_scope(rest, shelf):
        return _scope_of(before, shelf) + (rest if pronoun is None else question)
    return _with_scope(rest, before, shelf)


def _hangs(question: str) -> bool:
    led = question.startswith(load_words().lead)
    tailed = question.rstrip("？?。 ").endswith(load_words().tail)
    return len(question) <= _SHORT and (led or tailed)


def _bare(question: str) -> str:
    """The question without 那 … 呢 around what it names."""
    lists, rest = load_words(), question.rstrip("？?。 ")
    for word in sorted(lists.lead, key=len, reverse=True):
        rest = rest.removeprefix(word)
    for word in lists.tail:
        rest = rest.removesuffix(word)
    return rest.strip("，, ")


def _elsewhere(rest: str, shelf: Shelf) -> str:
    """上面那条许昌 (也有吗): the place or document, where nothing else is left of the question."""
    pronouns = sorted(load_words().pronouns, key=len, reverse=True)
    for word in pronouns:
        rest = rest.replace(word, "")
    spans = _scope_spans(rest, shelf)
    named = "".join(rest[start:end] for start, end in spans)
    left = rest if not spans else rest[: spans[0][0]] + rest[spans[-1][1] :]
    return named if named and not left.strip(_FILLING) else ""


def _names_scope(text: str, shelf: Shelf) -> bool:
    references = shelf.names.find(text)
    places, strangers = places_in(text, shelf, tuple(references))
    return bool(references or places or strangers)


def _with_clause(clause: str, before: str, shelf: Shelf) -> str:
    """第四条呢: the document that was asked about as a whole, and a clause of it."""
    title = next((reference.text for reference in shelf.names.find(before) if reference.article is None), "")
    return f"{title}{clause}"


def _with_scope(scope: str, before: str, shelf: Shelf) -> str:
    """那许昌呢: the question before, about another place or document."""
    spans = _scope_spans(before, shelf)
    if not spans:
        return scope + before
    (start, _), (_, end) = spans[0], spans[-1]
    return before[:start] + scope + before[end:]


def _scope_of(before: str, shelf: Shelf) -> str:
    spans = _scope_spans(before, shelf)
    return "".join(before[start:end] for start, end in spans)


def _scope_spans(text: str, shelf: Shelf) -> list[tuple[int, int]]:
    """Where the text names its documents and places, without overlap."""
    references = [reference for reference in shelf.names.find(text) if reference.article is None]
    spans = [(reference.start, reference.end) for reference in references]
    places, strangers = places_in(text, shelf, tuple(references))
    for place in (*places, *strangers):
        start = text.find(place)
        if all(end <= start or start + len(place) <= begin for begin, end in spans):
            spans.append((start, start + len(place)))
    return sorted(spans)
