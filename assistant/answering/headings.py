"""What a document sets out under a heading of its own (主要任务, 工作要求): the headings below it, and how many."""

import re
from typing import Literal, get_args

from assistant.answering.sentences import Span, children
from assistant.understanding import Understanding
from assistant.words import load_words
from index.documents import Document, Node

Section = Literal["aims", "tasks", "demands"]
_FIRST = re.compile(r"[^。；：\n]+")
_KINDS = frozenset({"which", "count", "what", "duty", "difference"})
_COUNTED = re.compile(r"^[一二三四五六七八九十两\d]+[大项个条]?")
_OF_A_LIST = re.compile(
    r"\d+|第?[一二三四五六七八九十两几]{1,3}大?[项条块点句类]?|分|列|编|共|标题|名称|叫|啥|头|最后|末|前|分别|部分"
)
"""Words that ask for a list as such: how many it has, what they are called, its first three."""


def asked_for(asked: Understanding) -> Section | None:
    """The section of every plan that a question asks to be listed, if that is all it asks for."""
    named = next(((name, phrase) for phrase, name in _phrases() if phrase in asked.content), None)
    if named is None or not _KINDS & set(asked.kinds):
        return None
    return None if any(_asks_more(term, named[1]) for term in asked.own_terms) else named[0]


def section(document: Document, name: Section) -> Node | None:
    """The first clause at the top of the document whose heading says that it is this section."""
    return next((node for node in document.outline if node.parent is None and _is(node.heading, name)), None)


def listed(document: Document, name: Section) -> list[Span]:
    """The headings directly below a section; of one that nothing lies below, the whole of it."""
    node = section(document, name)
    below = children(document, node) if node else ()
    return [heading_span(document, child) for child in below] or ([(node.start, node.end)] if node else [])


def nested(document: Document, name: Section) -> list[Span]:
    """The headings below a section, and those below each of them."""
    node = section(document, name)
    found = [one for child in children(document, node) for one in (child, *children(document, child))] if node else []
    return [heading_span(document, one) for one in found]


def heading_span(document: Document, node: Node) -> Span:
    """A clause's number and heading; of a clause without one, its number and how it begins."""
    at = document.text.find(node.heading, node.start, node.end) if node.heading else -1
    if at >= 0:
        return node.start, at + len(node.heading)
    begins = _FIRST.match(document.text, node.start, node.end)
    return node.start, begins.end() if begins else node.end


def _asks_more(term: str, phrase: str) -> bool:
    return _COUNTED.sub("", term) not in phrase and not _OF_A_LIST.fullmatch(term)


def _is(heading: str, name: Section) -> bool:
    """Longer phrases decide first: 保障措施 is no 措施."""
    return next((section == name for phrase, section in _phrases() if phrase in heading), False)


def _phrases() -> list[tuple[str, Section]]:
    sections: tuple[Section, ...] = get_args(Section)
    return sorted(((phrase, name) for name in sections for phrase in load_words().sections[name]), key=_shortness)


def _shortness(named: tuple[str, Section]) -> int:
    return -len(named[0])
