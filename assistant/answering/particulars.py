"""What a document says about itself: its number, who issued it and when, shown by the line that says so."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from assistant.answering.sentences import Span, children
from assistant.parts import asks, pieces
from assistant.understanding import Understanding
from assistant.words import load_words
from index.documents import Document, Node
from index.numerals import to_chinese

Particular = Literal["number", "issuer", "signed", "issued", "state", "addressee", "posted", "site"]

_ISSUING = "印发|签发|印出|印的|发布|公布|颁布|下发|出台|发文|成文|制定"
_PASSING = "(?:修订|修正|表决|审议)?通过|定下来|敲定|拍板"
"""How a law comes about, and how people call it; its head tells the day."""
_WHO = "谁|哪个[局单机部]|哪家|哪一?级|什么[单机部]"
_WHEN = "什么时候|什么时间|啥时候?|何时|哪[天日]|哪一[天日]|几号|几月(?:几[号日])?|哪年|哪一年"
_OFFICE = "[\u4e00-\u9fff]{1,10}[局院厅署部府委会]"
"""Who is claimed to have issued it: 是国务院印的."""
_ONLINE = "官网|网站|网页|网上|上的?网"
_WHOM = "(?:哪[些几]?[类个家]?)?(?:单位|部门|机关)"
ASKED: dict[Particular, re.Pattern[str]] = {
    "number": re.compile("文号|发文字号|字号|文件编?号|第?几号[令文]|什么号"),
    "issuer": re.compile(
        rf"(?:{_WHO})[^，。]{{0,4}}(?:{_ISSUING}|发的|发出)|(?:{_ISSUING}|制定)的?(?:机关|单位|部门)|(?:{_ISSUING})的?是?(?:{_WHO})"
        rf"|(?:(?:不?是|由|跟|和|与){_OFFICE}(?:一起|一同|联合)?)+(?:{_ISSUING}|发的)的?"
    ),
    "signed": re.compile("落款|落的款?"),
    "issued": re.compile(
        rf"(?:{_WHEN})(?:由(?:{_WHO}))?[^，。]{{0,3}}(?:{_ISSUING}|{_PASSING}|发的|发出)|(?:{_ISSUING})的?(?:时间|日期|日子|年份)"
        rf"|(?:{_ISSUING}|发出?)[的于是]{{0,2}}(?:{_WHEN})"
        rf"|(?:不?是)?\d{{1,2}}月(?:份|\d{{1,2}}[日号])?(?:就|才|已经?)?(?:{_ISSUING}|发)[的了]"
        rf"|哪[个份家]更?最?[先早晚后](?:{_ISSUING}|发)|谁[先早](?:{_ISSUING}|发)"
    ),
    "state": re.compile("有效|失效|废止|作废|效力|过期|现行"),
    "addressee": re.compile(
        rf"(?:发|写|印发|下发)给了?(?:{_WHO}|哪[些几]?(?:单位|部门|机关|局)?)"
        rf"|(?:主送|抬头|名头)(?:[给的是了写]{{0,2}}{_WHOM})?"
    ),
    "posted": re.compile(
        rf"(?:{_ONLINE})[^，。]{{0,6}}(?:{_WHEN}|日期|时间|日子)[^，。]{{0,4}}(?:挂|贴|放|登|公布|发布)?(?:出来|上去|出)?"
        rf"|(?:{_WHEN})(?:{_ONLINE})"
        rf"|(?:挂|贴|放|登|公布|发布)[^，。]{{0,3}}(?:{_ONLINE})[^，。]{{0,4}}(?:{_WHEN}|日期|时间|日子)"
    ),
    "site": re.compile("网站标识码|标识码|ICP备案号?|网站备案号?", re.IGNORECASE),
}
_PRINTED = tuple(pattern for name, pattern in ASKED.items() if name != "state")
"""How the particulars that a line prints are asked for."""
_OF_ANOTHER = re.compile("上级|依据|根据|提到|引用|提及|转发|按照|照着|照[^，。]{0,4}哪")
"""The question is about another document, of which this one speaks."""
_OWN_WORDS = re.compile(
    rf"{_ISSUING}|通过|表决|敲定|拍板|发|发出|最?[先早晚后]|先后|第几|字号|编号|号令|令|机关|落款|年份|日期|文件|通知|时间|有效|失效|废止|作废|效力|过期|现行|状态"
)
_ORDER = re.compile("最[先早晚后]|谁更?[先早晚后]|先后|哪份更?[先早晚后]")
"""Asks which of several documents came first or last."""
_IN_FORCE = re.compile(r"施行|实施|生效|执行")
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
_POSTED = re.compile(r"发布(?:时间|日期)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MOST_LEFT = 1
"""Signs of content that a question for a particular may hold besides."""
_OPENING = "〔［[（(【"
_CLOSING = "〕］]）)】"


def asked_for(asked: Understanding) -> tuple[Particular, ...]:
    """The particulars that a question asks for and nothing else; a question with other content asks for none."""
    of_another = _OF_ANOTHER.search(f"{asked.content} {asked.before}")
    if of_another or any(not reference.document_ids for reference in asked.titles):
        return ()
    found = [name for name, pattern in ASKED.items() if pattern.search(asked.content)]
    if not all(_OWN_WORDS.fullmatch(term) for term in asked.own_terms):
        # Whether something is past its day (过期了没) may be asked of much else than a document.
        found = [name for name in found if name != "state"] if asks_only(asked, *_PRINTED) else []
    if "signed" in found and _ORDER.search(asked.content):  # one may bear its day elsewhere
        found = ["issued", *(name for name in found if name not in {"issued", "signed"})]
    return tuple(name for name in found if name != "issued" or _issued_apart(asked))


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
    parts = [] if last is None else [n for n in children(document, last) if n.level == "款"] or [last]
    return [(n.start, n.end) for n in parts if _IN_FORCE.search(document.text, n.start, n.end)][:1]


def _pattern(document: Document, particular: Particular) -> re.Pattern[str] | None:
    metadata = document.metadata
    printed = {"addressee": _ADDRESSED, "posted": _POSTED, "site": ASKED["site"]}
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
