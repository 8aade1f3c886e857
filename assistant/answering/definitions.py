"""Definitions: the sentence that says what something is (…，是指…), where the question asks just that."""

import re

from assistant.answering import Task
from assistant.answering.enumerated import asks_for_members
from assistant.answering.pieces import enumeration, may_be_quoted, quoted
from assistant.answering.sentences import Sentence, sentences
from assistant.facts import plain
from assistant.messages import Text

_ASKED = (
    re.compile(r"(?:什么是|什么叫做?|何谓|何为|啥是|啥叫)(?P<term>[^，。？?]{1,60})"),
    re.compile(r"(?P<term>[^，。？?]{1,60}?)的(?:定义|含义|概念|意思)"),
    re.compile(r"(?P<term>[^，。？?]{1,60}?)[，是]*(?:指的?是?什么|是什么(?:意思)?$|什么意思|啥意思|是啥)"),
    re.compile(r"(?P<term>[^，。？?]{1,60}?)(?:怎么|如何|怎样|是怎么|是如何)(?:被)?(?:定义|理解|界定)"),
)
_BEFORE_TERM = re.compile(r".*(?:其中的?|[里中]的|规定的|所称的?|所说的|里面的?|解释一下)|^\s+[里中]|^\s*对")
_DEFINES = re.compile(r"(?P<term>[^，。；：]{2,40}?)[，、]?(?:，是|是|，)?(?:指|系指|指的是)")
_BEFORE_DEFINED = re.compile(r".*(?:所称的?|规定的|所指的?|其中|所说的)")
_SURELY = re.compile("什么叫|何谓|何为|啥叫|什么意思|啥意思|定义|含义|概念|是指什么|指的是什么|什么是")
_SIGNS = re.compile(r"[“”\"‘’《》\s、，？?。的]")
_OF_BEFORE = re.compile(r"前[款项述]|上述")
"""Begins a sentence that says nothing without the one before it."""
_MOST = 2
"""Documents whose definitions are shown at most."""


def define(task: Task) -> list[Text] | None:
    """The definitions of what the question asks for, the best document's first; None where it asks for none.

    Empty: it wants something defined that no document defines. Whether “X是什么” wants that cannot be told, nor what
    is compared of several documents.
    """
    if len(task.scope.document_ids) > 1 and task.asked.kind == "difference":
        return None
    term = term_asked(task.asked.content)
    own = [passage for passage in task.passages if may_be_quoted(passage)]
    found = [sentence for passage in own for sentence in sentences(passage) if defines(sentence, term)]
    found = found or [s for passage in own for s in sentences(passage) if term and _says_what_is(s, term)]
    if not found:
        return [] if term and _SURELY.search(task.asked.content) and not asks_for_members(task.asked) else None
    return _arranged(task, list({sentence.document_id: sentence for sentence in reversed(found)}.values())[::-1])


def term_asked(content: str) -> str:
    """What a question wants defined, empty where it asks for no definition.

    >>> term_asked("请问什么是类似商品？")
    '类似商品'
    """
    match = next((found for pattern in _ASKED if (found := pattern.search(content))), None)
    return _bare(_BEFORE_TERM.sub("", match["term"])) if match else ""


def defines(sentence: Sentence, term: str) -> bool:
    """Whether a sentence says what the term is."""
    match = _DEFINES.match(plain(sentence.text)) if term else None
    return bool(match) and _bare(_BEFORE_DEFINED.sub("", match["term"])) == plain(term)  # type: ignore[index]


def _says_what_is(sentence: Sentence, term: str) -> bool:
    """A looser form: …的，是X; X包括…; X，为…."""
    text, name = _bare(plain(sentence.text), keep="，。"), re.escape(plain(term))
    said_of = rf"(?<!不)(?:是|为|属于|称为?)[^，。；不否]{{0,16}}{name}(?:[，。；]|$)"
    said = rf"{name}，?(?:指|包括|系指|是|为)(?![否不保避防])"
    return bool(re.search(f"{said_of}|{said}", text)) and not _OF_BEFORE.match(text)


def _arranged(task: Task, found: list[Sentence]) -> list[Text]:
    pieces: list[Text] = []
    for sentence in found[:_MOST]:
        block = pieces[-1].block + 1 if pieces else 0
        pieces += (sentence.leads and enumeration(task, sentence, block)) or [quoted(task, block, sentence)]
    return pieces


def _bare(text: str, keep: str = "") -> str:
    """The text without signs and 的, by which a term may be written otherwise."""
    return _SIGNS.sub(lambda match: match[0] if match[0] in keep else "", text)
