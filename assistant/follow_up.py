"""What the conversation leaves out (那许昌呢, 第二款呢, 这个标准呢) is put back, from the questions before it.

A question that names no document, place or topic of its own hangs on the one before: it takes over its scope, and the
words of its topic are searched too. One that opens a new topic (换个话题, 不问许昌了) takes over nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.messages import Turn
from assistant.places import places_in, without
from assistant.pointing import clause_beside, clause_put_in, clause_told
from assistant.segmentation import words
from assistant.shelf import Shelf
from assistant.words import load_words

_PARTIAL = re.compile(r"第?[0-9一二三四五六七八九十百]{1,12}(?:款|项|条)")
_FILLING = "那这条款项的规定要求在对于里中方案是也有没吗呢边跟和它一样同家处份个头，, 　"
"""Signs that say nothing beside a place and a pronoun."""
_SHORT = 14
"""A question of at most so many characters without a document or a verb of its own hangs on the one before."""
_NEW_TOPIC = re.compile(
    r"^(?:[好行嗯]的?[，,。]?)?(?:换个?(?:话题|问题)|(?:另外|再)(?:再)?问(?:一?个|下)?(?:别的|问题|事)?|问(?:一?个|下)?别的|(?:先)?不(?:问|说|谈|管)[^，。,]{1,12}了"
    r"|另外(?=[，, ]))[，。,：: ]*"
)
"""Words that leave what was spoken of before."""
_TELLING = 3
"""Words of content from which a question that points at nothing stands alone."""
_TELLING_OF_PLACE = 2
"""The same beside the name of a place, whose plan is asked what another one was."""
_LEADING_ON = re.compile(r"[^，,。？?]{1,10}呢[，,]")
"""人手上呢，至少几个: goes on from what was asked before."""
_OF_DOCUMENT = re.compile(r"方案|计划|文件|通知|[那这]份|第[0-9一二三四五六七八九十]+")
"""Says that a place's document itself is asked about, not what was asked of another."""
_WRITES = re.compile(r"[那这]份(?:里|上)?(?:又|也)?(?:写|说|讲|定)的?是?(?:几|多少|哪|什么|啥)")
"""… but this asks what it says of the thing that was spoken of."""
_WHICH_DOCUMENT = re.compile("哪一?(?:[个份部家]|个?地方|[省市县])")
"""Asks which of the documents, or whose, it is."""
_COUNTRY, _PLAN = "全国", "方案"
_MOST_CARRIED = 60
"""Characters of the questions before that are carried on at most, the newest first."""
_MOST_HEARD = 120
"""Characters of an answer that tell what was spoken of: it opens with what was asked."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A question with what was put back. `own`: the part that is asked now, as it governs what sort of answer it wants.

    `carried`: the topic of the questions before, without the documents and places that they name. `heard`: the
    question before and what was answered to it, whose documents are the likely ones; empty for a new topic.
    """

    text: str
    own: str
    carried: str = ""
    heard: str = ""
    clause: str = ""
    """The clause that the answers before told of."""


def standing_alone(asked: str, history: tuple[Turn, ...], shelf: Shelf) -> Standing:
    """The question with what the ones before it supply; each question may itself hang on an earlier one."""
    whole = Standing("", "")
    said = ""
    for turn in history:
        if turn.role == "user":
            whole, said = _after(turn.content.strip(), whole, said, shelf), ""
        else:
            said = turn.content
    return _after(asked.strip(), whole, said, shelf)


def _after(question: str, before: Standing, said: str, shelf: Shelf) -> Standing:
    """A question after another; `said` is what was answered to that one."""
    clause = clause_told(said[:_MOST_HEARD], before.text, shelf) or before.clause
    pointed = clause_put_in(question, before.text, shelf)
    if pointed == question and clause:
        pointed = clause_beside(question, clause, shelf)
    if not before.text or pointed != question:
        return Standing(pointed, pointed)
    if fresh := _NEW_TOPIC.match(question):
        return Standing(question[fresh.end() :], question[fresh.end() :])
    named = _told_apart(before, said, shelf)
    heard = f"{before.text} {said[:_MOST_HEARD]}"
    return replace(_completed(question, named, shelf), heard=heard, clause=clause)


def _told_apart(before: Standing, said: str, shelf: Shelf) -> Standing:
    """A question for a document with the one that was answered to it: 哪个方案有十项任务, 枣庄的."""
    if not _WHICH_DOCUMENT.search(before.text) or _names_scope(before.text, shelf):
        return before
    opening = said[:_MOST_HEARD]
    named = dict.fromkeys(opening[start:end] for start, end in _scope_spans(opening, shelf))
    return replace(before, text=f"{next(iter(named))}{before.text}") if len(named) == 1 else before


def _completed(question: str, before: Standing, shelf: Shelf) -> Standing:
    rest = _bare(question)
    pronoun = next((word for word in load_words().pronouns if question.startswith(word)), None)
    pointing = pronoun is not None or _leads(question)
    if (pointing or _short(question)) and (elsewhere := _elsewhere(rest, shelf)):
        whole = _with_scope(elsewhere, before.text, shelf)
        return Standing(whole, whole, before.carried)
    if pointing and _PARTIAL.fullmatch(rest):
        whole = _with_clause(rest, before.text, shelf)
        return Standing(whole, whole)
    if not (pointing or _hangs(question, shelf)):
        return Standing(question, question)
    carried = _carried(before, shelf)
    if _names_scope(rest, shelf):
        return Standing(question, question, carried)
    kept = question if pronoun else rest
    return Standing(_scope_of(before.text, shelf) + kept, kept, carried)


def _leads(question: str) -> bool:
    """Whether a question opens or ends as one that goes on (那 …, … 呢), or speaks of something named before."""
    lists = load_words()
    tailed = _short(question) and question.rstrip("？?。 ").endswith(lists.tail)
    if question.startswith(lists.lead) or _LEADING_ON.match(question):
        return True
    return tailed or bool(lists.anew.search(question)) or any(word in question for word in lists.back)


def _short(question: str) -> bool:
    return len(question) <= _SHORT


def _hangs(question: str, shelf: Shelf) -> bool:
    """Whether a question that points at nothing says too little to be understood alone (陵川的怎么写)."""
    telling = sum(1 for _ in _content_words(question))
    if not _names_scope(question, shelf):
        return telling < _TELLING
    places = places_in(question, shelf, ())[0]
    if any(one.text not in places for one in shelf.names.find(question)):
        return False
    if _OF_DOCUMENT.search(question) and not _WRITES.search(question):
        return False
    return telling - len(places) < _TELLING_OF_PLACE


def _content_words(text: str) -> Iterator[str]:
    stops = load_words().stops
    return (word for word in dict.fromkeys(words(text)) if len(word) > 1 and word.isalnum() and word not in stops)


def _carried(before: Standing, shelf: Shelf) -> str:
    """The topic of a question and of those that it hung on itself, without what they name."""
    references = tuple(shelf.names.find(before.own))
    topic = without(before.own, references)
    for place in places_in(topic, shelf, references)[0]:
        topic = topic.replace(place, "　")
    return f"{topic.strip('　 ？?。')} {before.carried}".strip()[:_MOST_CARRIED]


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
    """What a text names, with the word that makes 全国 the place of a plan rather than how far something reaches."""
    named = "".join(before[start:end] for start, end in _scope_spans(before, shelf))
    return f"{named}{_PLAN}" if named == _COUNTRY and _PLAN in before else named


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
