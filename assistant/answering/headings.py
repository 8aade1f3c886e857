"""What a document sets out under a heading of its own (主要任务, 工作要求): the headings below it, and how many."""

import re
from collections.abc import Mapping
from typing import Literal, get_args

from assistant.answering.sentences import Span, children
from assistant.segmentation import words
from assistant.understanding import Understanding
from assistant.words import load_words
from index.documents import Document, Node
from index.numerals import to_chinese, to_int

Section = Literal["aims", "tasks", "demands", "attachments"]
_FIRST = re.compile(r"[^。；：\n]+")
_KINDS = frozenset({"which", "count", "what", "duty", "difference"})
_COUNTED = re.compile(r"^[一二三四五六七八九十两\d]+[大项个条]?")
_N = "[一二三四五六七八九十两]{1,3}"
_COUNTED_BY = re.compile(rf"(?<!第)(?P<number>{_N})[大项个]*")
"""What a heading counts itself (“三体系”共建, “十项任务”并抓), in the question's words, before its name."""
_COUNTS = re.compile(rf"哪(?P<number>{_N})[个项件条样块点]|几[个项件条样块点]")
_NUMBER_ASKED = re.compile(r"几[大项个条]*(?P<name>[\u4e00-\u9fff]{2})")
_A_BLOCK = re.compile(rf"第(?P<place>{_N})(?:大?块|个?板块|大部分)")
"""A part of the main tasks; one of the whole plan (第二部分) is asked for by its number."""
_EDGE = re.compile(
    rf"(?P<first>[头前])(?P<f>{_N})[个项件条样]|(?P<last>[最末后]后?)(?P<l>{_N})[个项件条样]"
    rf"|第(?P<from>{_N})[到至]第?(?P<to>{_N})[个项件条样]"
)
"""The first three, the last four, the fourth to the sixth of them."""
_QUOTES = str.maketrans("", "", '“”"‘’「」 \u3000')
_MEASURES = str.maketrans("", "", "大项个")
"""What may stand between a number and the name: 三体系, 三大体系."""
_MOST_OF_IT = 0.6
"""Share of a heading's words that must stand in a question which calls its section by it."""


def asked_for(asked: Understanding) -> Section | None:
    """The section of every plan that a question asks to be listed, if that is all it asks for."""
    named = next(((name, phrase) for phrase, name in _phrases() if phrase in asked.content), None)
    if named is None or not _KINDS & set(asked.kinds):
        return None
    return None if any(_asks_more(term, named[1]) for term in asked.own_terms) else named[0]


def section(document: Document, name: Section) -> Node | None:
    """The first clause at the top of the document whose heading, or name, says that it is this section."""
    top = (node for node in document.outline if node.parent is None)
    return next((node for node in top if _is(node.heading or node.path, name)), None)


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


def counts(asked: Understanding) -> bool:
    """Whether a question counts anything: most do not, and name no group of clauses."""
    content = asked.content.translate(_QUOTES)
    return any(pattern.search(content) for pattern in (_COUNTED_BY, _COUNTS, _A_BLOCK))


def group_asked(asked: Understanding, document: Document) -> tuple[Node, tuple[Node, ...]] | None:
    """A heading that the question counts what is below (十项任务的头三件), with those below it that it asks for."""
    content = asked.content.translate(_QUOTES)
    ways = (_block, announcing, _number_asked, _called)
    named = next((node for way in ways if (node := way(content, document))), None)
    placed = _EDGE.search(content) or _A_BLOCK.search(content)
    if named is None or not (placed or all(_asks_no_more(term, named.heading) for term in asked.own_terms)):
        return None
    return named, _of_the_row(content, children(document, named))


def announcing(said: str, document: Document) -> Node | None:
    """The heading that counts what lies below it by a name, as the text does (三体系, 十项任务)."""
    said = said.translate(_QUOTES)
    for length in (2, 1):
        named = re.finditer(rf"{_COUNTED_BY.pattern}(?P<name>[\u4e00-\u9fff]{{{length}}})", said)
        names = {match["number"] + match["name"]: to_int(match["number"]) for match in named}
        found = (node for node in document.outline if names and _is_counted(node, names, document))
        if node := next(found, None):
            return node
    return None


def _number_asked(content: str, document: Document) -> Node | None:
    """The heading that says the number which the question asks for (几个体系: “三体系”共建)."""
    for match in _NUMBER_ASKED.finditer(content):
        numbers = {f"{to_chinese(number)}{match['name']}": number for number in range(2, 21)}
        if node := next((node for node in document.outline if _is_counted(node, numbers, document)), None):
            return node
    return None


def _is_counted(node: Node, names: Mapping[str, int | None], document: Document) -> bool:
    """Whether a heading holds one of the names, and as many clauses lie below it as the name says, two or more."""
    heading = node.heading.translate(_QUOTES).translate(_MEASURES)
    numbers = {number for name, number in names.items() if name in heading} - {1}
    return bool(numbers) and len(children(document, node)) in numbers


def _block(content: str, document: Document) -> Node | None:
    """The third block of the main tasks."""
    match, tasks = _A_BLOCK.search(content), section(document, "tasks")
    below = children(document, tasks) if tasks and match else ()
    place = to_int(match["place"]) if match else None
    found = below[place - 1] if place and place <= len(below) else None
    return found if found and _COUNTS.search(content) and children(document, found) else None


def _called(content: str, document: Document) -> Node | None:
    """The heading that a question calls by most of its words, and asks how many clauses lie below it."""
    asked = _COUNTS.search(content)
    for node in document.outline if asked else ():
        if asked and node.heading and _says_most_of(content, node.heading.translate(_QUOTES)):
            below = len(children(document, node))
            if below > 1 and (not asked["number"] or to_int(asked["number"]) == below):
                return node
    return None


def _says_most_of(content: str, heading: str) -> bool:
    telling = [word for word in words(heading) if word not in load_words().stops]
    held = sum(word in content for word in telling)
    return held > 1 and held >= _MOST_OF_IT * len(telling)


def _of_the_row(content: str, below: tuple[Node, ...]) -> tuple[Node, ...]:
    match = _EDGE.search(content)
    if match is None:
        return below
    if match["first"]:
        return below[: to_int(match["f"])]
    if match["last"]:
        return below[-(to_int(match["l"]) or 0) :]
    return below[(to_int(match["from"]) or 1) - 1 : to_int(match["to"])]


def _asks_no_more(term: str, heading: str) -> bool:
    """Whether a word asks for nothing but the headings below one."""
    return len(term) == 1 or not _asks_more(term, heading.translate(_QUOTES))


def heading_span(document: Document, node: Node) -> Span:
    """A clause's number and heading; of a clause without one, its number and how it begins."""
    at = document.text.find(node.heading, node.start, node.end) if node.heading else -1
    if at >= 0:
        return node.start, at + len(node.heading)
    begins = _FIRST.match(document.text, node.start, node.end)
    return node.start, begins.end() if begins else node.end


def _asks_more(term: str, phrase: str) -> bool:
    return _COUNTED.sub("", term) not in phrase and not load_words().of_headings.fullmatch(term)


def _is(heading: str, name: Section) -> bool:
    """Longer phrases decide first: 保障措施 is no 措施."""
    return next((section == name for phrase, section in _phrases() if phrase in heading), False)


def _phrases() -> list[tuple[str, Section]]:
    sections: tuple[Section, ...] = get_args(Section)
    return sorted(((phrase, name) for name in sections for phrase in load_words().sections[name]), key=_shortness)


def _shortness(named: tuple[str, Section]) -> int:
    return -len(named[0])
