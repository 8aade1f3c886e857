"""What is reported upwards (实施方案, 总结 …): to whom, by when and how, in the document's own sentences."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from assistant.answering.particulars import asks_only
from assistant.answering.sentences import Span, sentence_spans
from assistant.facts import plain
from assistant.understanding import Understanding
from assistant.words import load_words
from index.documents import Document, Node

_VERB = "(?:报送|上报|报至|报到|报给|提交|呈报|发送|递交|(?<![汇通请举播上])报(?=[^告名道刊纸送]))(?!的)"
_REPORTED = re.compile(_VERB)
_TO = re.compile(
    r"(?:报送?|交|送|发|寄|递)(?:(?:给|到|至|往)\w{0,4}?)?(?:谁|哪(?!天|一天|[日月年])|什么(?:部门|单位|地方|科))|(?:向|给)(?:谁|哪\w{0,3}|什么部门)\w{0,2}(?:报|交|送)"
    r"|(?:哪|什么)\w{0,2}(?:部门|单位|机关|科室?|处室?|局)\w{0,2}(?:报|交|送|收)|(?:谁|哪\w{0,4})(?:来|负责)?(?:接收|收取|收)"
)
_HOW = re.compile(
    r"(?:怎么|如何|怎样|怎)\w{0,2}(?:报|交|送)|(?:报送?|提交|交|送)的?(?:方式|渠道|途径|办法)|(?:方式|渠道|途径|形式)\w{0,2}(?:报|交|送)|用什么(?:方式|渠道|形式)"
)
_RECEIVER = re.compile(r"报送?(?:至|到|给)?[^，。；、]{0,14}(?:局|司|科|处|室|委|中心|支队|部门|厅)")
_DAY = re.compile(r"\d月|\d日|季度|半年|每[年月周季]")
_OFTEN = re.compile(r"定期|及时|随时|适时")
_ADDRESS = re.compile(r"[\w.]+@[\w.]+\w|(?<!\d)(?:0\d{2,3}-)?\d{7,11}(?!\d)")
_PIECE = re.compile(r"[^，。；\n]+")
_WAYS: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "fax": (re.compile("传真号?码?"), re.compile("传真")),
    "mobile": (re.compile("手机号?码?"), re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")),
    "telephone": (
        re.compile("座机号?码?|固话|固定电话|(?:联系|办公)?电话号?码?"),
        re.compile(r"电\s*话|(?<!\d)0\d{2,3}-\d{7,8}"),
    ),
    "mailbox": (re.compile("(?:电子)?[邮信]箱(?:地址)?|电子邮件|e-?mail", re.IGNORECASE), re.compile("@")),
    "person": (re.compile("联系人|联络人|经办人|找(?:哪位|谁|哪个(?:科室?|处室?))"), re.compile(r"联\s*[系络]\s*人")),
    "post": (re.compile("邮编|邮政编码"), re.compile(r"邮\s*(?:政\s*)?编")),
    "any": (re.compile("联系方式"), re.compile(r"\d{7}|@")),
}
"""How each way to reach somebody is asked for, and how a line shows it."""
_SILENT = ("无关内容", "网页", "附件", "头部")
_MOST = 2
"""Sentences that an overview shows at most."""


def asked_for(asked: Understanding) -> tuple[Literal["reports", "contact"], ...]:
    """`reports`, with `contact` where the question is how; nothing where it asks neither whom nor how to report."""
    if ways_asked(asked):
        return ("contact",)
    if things(asked) is None or "contact" in asked.kinds:
        return ()
    how = bool(_HOW.search(asked.content))
    if how:
        return ("reports", "contact")
    return ("reports",) if _TO.search(asked.content) else ()


def asks_nothing_else(asked: Understanding) -> bool:
    """Whether a question that names no document is about reports of plans alone, not about what a law has reported."""
    lists = load_words()
    known = {word for words in lists.reports.values() for word in words} | set(lists.reported)
    return all(
        any(term in word or word in term for word in known) or _REPORTED.search(term) for term in asked.own_terms
    )


def things(asked: Understanding) -> tuple[str, ...] | None:
    """What the question wants to report, in all the words that documents have for it; () anything, None nothing."""
    lists = load_words()
    named = next((words for words in lists.reports.values() if any(word in asked.content for word in words)), None)
    return () if named is None and any(word in asked.content for word in lists.reported) else named


def told(document: Document, wanted: tuple[str, ...]) -> list[Span]:
    """The sentence that says best to whom and by when one of the things is reported; a few where any will do."""
    found = [(_tells(text), span) for text, span in _sentences(document) if _speaks_of(text, wanted)]
    ordered = [span for rank, span in sorted(found, key=lambda pair: -pair[0]) if rank or wanted]
    return ordered[:1] if wanted else sorted(ordered[:_MOST])


def ways_asked(asked: Understanding) -> tuple[str, ...]:
    """By which ways a question asks to reach somebody (电话, 邮箱 …), where that is all it asks."""
    named = tuple(way for way, (asks_for, _) in _WAYS.items() if asks_for.search(asked.content))
    return named if named and asks_only(asked, *(asks_for for asks_for, _ in _WAYS.values())) else ()


def contact(document: Document, ways: tuple[str, ...] = (), *, every: bool = True) -> list[Span]:
    """The lines that give telephone numbers and mailboxes, or the piece of a sentence that does; of some ways only.

    Nothing where one of the ways is not shown, unless any will do (电话或邮箱).
    """
    lines = _contact_lines(document)
    showing = [{line for line in lines if _WAYS[way][1].search(document.text[slice(*line)])} for way in ways]
    if not ways:
        return lines
    return sorted(set().union(*showing)) if all(showing) or not every else []


def _contact_lines(document: Document) -> list[Span]:
    parts = [node for node in document.outline if node.path == "联系方式"]
    pattern = re.compile(r"[^\n]+") if parts else _PIECE
    return [
        match.span()
        for node in parts or _speaking(document)
        for match in pattern.finditer(document.text, node.start, node.end)
        if match[0].strip() and (parts or _ADDRESS.search(match[0]))
    ]


def gives_address(text: str) -> bool:
    """Whether a text holds a mailbox or a telephone number."""
    return bool(_ADDRESS.search(text))


def _sentences(document: Document) -> Iterator[tuple[str, Span]]:
    for node in _speaking(document):
        for start, end in sentence_spans(document.text, node.start, node.end):
            yield plain(document.text[start:end]), (start, end)


def _speaking(document: Document) -> list[Node]:
    return [node for node in document.outline if node.parent is None and not node.path.startswith(_SILENT)]


def _speaks_of(text: str, wanted: tuple[str, ...]) -> bool:
    return bool(_REPORTED.search(text)) and (not wanted or any(word in text for word in wanted))


def _tells(text: str) -> int:
    """How much of whom, when and where a sentence tells; a day counts twice."""
    return sum(bool(pattern.search(text)) for pattern in (_RECEIVER, _DAY, _DAY, _OFTEN, _ADDRESS))
