"""What a document says about itself: its number, who issued it and when, shown by the line that says so."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, get_args

from assistant.answering.sentences import Span, children
from assistant.answering.wants import wants
from assistant.parts import asks, pieces
from assistant.understanding import Understanding
from assistant.words import load_words
from index.documents import Document, Node
from index.numerals import to_chinese

Particular = Literal["number", "issuer", "signed", "issued", "state", "addressee", "posted", "site"]

ASKED: dict[Particular, re.Pattern[str]] = {name: load_words().particulars[name] for name in get_args(Particular)}
_PRINTED = tuple(pattern for name, pattern in ASKED.items() if name != "state")
"""How the particulars that a line prints are asked for."""
_PLACES: dict[Particular, tuple[str, ...]] = {
    "number": ("头部", "通知", "落款"),
    "issuer": ("落款", "头部", "印发"),
    "signed": ("落款", "头部"),
    "issued": ("印发", "落款", "头部"),
    "state": (),
    "addressee": ("通知",),
    "posted": ("网页",),
    "site": ("网页", "无关内容"),
}
"""The parts that show each, the most telling first."""
_ADDRESSED = re.compile(r"[^\n]+[：:](?=\s*\n)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MOST_LEFT = 1
"""Signs of content that a question for a particular may hold besides."""
_OPENING = "〔［[（(【"
_CLOSING = "〕］]）)】"


def asked_for(asked: Understanding) -> tuple[Particular, ...]:
    """The particulars that a question asks for and nothing else; a question with other content asks for none."""
    told = load_words().of_particulars
    of_another = told["another"].search(f"{asked.content} {asked.before}")
    if of_another or any(not reference.document_ids for reference in asked.titles):
        return ()
    found = [name for name, pattern in ASKED.items() if pattern.search(asked.content)]
    if "number" in found and _of_no_document(asked):
        found.remove("number")
    if not all(told["own"].fullmatch(term) for term in asked.own_terms):
        # Whether something is past its day (过期了没) may be asked of much else than a document.
        found = [name for name in found if name != "state"] if asks_only(asked, *_PRINTED) else []
    if "signed" in found and told["order"].search(asked.content):  # one may bear its day elsewhere
        found = ["issued", *(name for name in found if name not in {"issued", "signed"})]
    return tuple(name for name in found if name != "issued" or _issued_apart(asked))


def _of_no_document(asked: Understanding) -> bool:
    """Whether of the words for a number only 字号 is said, and not of a document: a company's short name, or a type."""
    said = {*ASKED["number"].findall(asked.content)}
    return said == {"字号"} and "number" not in {want.name for want in wants(f"{asked.text}，{asked.content}")}


def _issued_apart(asked: Understanding) -> bool:
    """Whether a part of the question asks for the day of issue, and not for that of posting or signing."""
    other = (ASKED["posted"], ASKED["signed"])
    return any(ASKED["issued"].search(part) and not any(one.search(part) for one in other) for part in asked.parts)


def asks_only(asked: Understanding, *patterns: re.Pattern[str]) -> bool:
    """Whether each piece of a question that asks, or that matches, says no more than one of the patterns does."""
    said = [piece for piece in pieces(asked.content) if asks(piece) or any(one.search(piece) for one in patterns)]
    return all(_left(piece, patterns) <= _MOST_LEFT for piece in said)


def _left(piece: str, patterns: tuple[re.Pattern[str], ...]) -> int:
    for pattern in patterns:
        piece = pattern.sub("", piece)
    return len(_HAN.findall(load_words().beside_particulars.sub("", piece)))


def shown(document: Document, particular: Particular) -> list[Span]:
    """The line that shows it, as a list of one span; empty where the text does not show it."""
    if particular == "state":
        return _start(document) or shown(document, "issued")
    pattern = _pattern(document, particular)
    found = (span for node in _parts(document, particular) for span in _line(document, node, pattern))
    return [first] if pattern and (first := next(found, None)) else []


def _start(document: Document) -> list[Span]:
    """The 款, or the 条 without any, in which the last 条 says from when the document applies."""
    last = max((node for node in document.outline if node.level == "条"), key=lambda node: node.start, default=None)
    in_force = load_words().of_particulars["force"]
    parts = [] if last is None else [n for n in children(document, last) if n.level == "款"] or [last]
    return [(n.start, n.end) for n in parts if in_force.search(document.text, n.start, n.end)][:1]


def _pattern(document: Document, particular: Particular) -> re.Pattern[str] | None:
    metadata = document.metadata
    printed = {"addressee": _ADDRESSED, "posted": load_words().of_particulars["posted"], "site": ASKED["site"]}
    if particular in printed:
        return printed[particular]
    if particular in {"issued", "signed"}:
        return _written_day(metadata.promulgated) if metadata.promulgated else None
    value = metadata.number if particular == "number" else metadata.issuer
    return re.compile(r"\s*".join(_sign(sign) for sign in value if not sign.isspace())) if value else None


def _sign(sign: str) -> str:
    brackets = next((kind for kind in (_OPENING, _CLOSING) if sign in kind), None)
    return f"[{re.escape(brackets)}]" if brackets else re.escape(sign)


def _written_day(day: date) -> re.Pattern[str]:
    """A day in figures or in Chinese numerals, blanks anywhere."""
    year = "".join("[〇○零]" if digit == "0" else to_chinese(int(digit)) for digit in str(day.year))
    written = (
        rf"(?:{number}|{other})\s*{unit}"
        for number, other, unit in (
            (day.year, year, "年"),
            (f"0?{day.month}", to_chinese(day.month), "月"),
            (f"0?{day.day}", to_chinese(day.day), "日"),
        )
    )
    return re.compile(r"\s*".join(written))


def _parts(document: Document, particular: Particular) -> Iterator[Node]:
    for name in _PLACES[particular]:
        yield from (node for node in document.outline if node.parent is None and node.path.split("（", 1)[0] == name)


def _line(document: Document, node: Node, pattern: re.Pattern[str] | None) -> Iterator[Span]:
    """The whole line round each match."""
    for match in pattern.finditer(document.text, node.start, node.end) if pattern else ():
        start = document.text.rfind("\n", node.start, match.start()) + 1 or node.start
        end = document.text.find("\n", match.end(), node.end)
        yield start, node.end if end < 0 else end
