"""Contacts: names, telephones, mail and postal addresses, block by block, with the organ that the block names."""

import re
from collections.abc import Iterator
from typing import Final

from index.documents import Document, Node
from index.registers.entries import Contact
from index.registers.reading import behind_heading

_MAIL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*\s?@\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LABEL: Final = re.compile(
    r"(?P<name>(?:业务|工作)?联\s*[系络]\s*人(?:员)?(?:及(?:联系)?(?:电话|方式))?|联\s*络\s*员)"
    r"|(?P<phone>(?:联系|咨询|监督|举报|投诉|办公|服务|值班|报送)*\s*(?:电\s*话|热\s*线|手\s*机)(?:号码)?|传\s*真(?:电话|号码)?)"
    r"|(?P<mail>(?:电\s*子\s*)?邮\s*箱(?:地址)?|E-?mail|电\s*子\s*邮\s*件)"
    r"|(?P<place>(?:联系|通讯|邮寄|办公|单位)?\s*地\s*址)|(?P<post>邮\s*(?:政\s*)?编(?:\s*码)?)"
    r"|(?P<organ>联系(?:单位|部门|科室|处室)|(?:责任|承办|主管)(?:科室|处室|部门))",
    re.IGNORECASE,
)
_COLON: Final = re.compile(r"\s*(?:为|是)?\s*[：:]\s*")
_PHONE: Final = re.compile(
    r"(?<![\d.])(?:\+?86[- ]?)?(?:[（(]?0\d{2,3}[）)]?\s?[-－—–]?\s?)?\d{7,8}(?:[-转]\d{1,5})?(?!\d)"
    r"|(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"
)
_HOTLINE: Final = re.compile(r"(?<!\d)(?:12\d{3}|96\d{3,4})(?!\d)")
_UNIT: Final = re.compile(r"[\u4e00-\u9fff]{2,}(?:科|处|室|股|局|所|大队|支队|司|中心|办公室|办|委员会|部)$")
_NAME: Final = re.compile(r"[\u4e00-\u9fff·]{2,5}")
_APART: Final = re.compile(r"[、，,；;/\s（）()]+|及|和")
_TITLES: Final = frozenset({"先生", "女士", "同志"})
_TO: Final = re.compile(
    r"报(?:送|至|到)?(?P<organ>[^，。；、]{2,20}?(?:司|科|处|室|股|局|办公室|中心|大队|支队))(?=[，。；、备]|$)"
)
_SILENT: Final = ("网页", "无关内容", "附件", "头部")


def contacts_of(document: Document) -> Iterator[Contact]:
    """All blocks of contact data: a clause that has labels of them, or a mail address in the open."""
    parents = {node.parent for node in document.outline}
    for position, node in enumerate(document.outline):
        if node.path.startswith(_SILENT):
            continue
        end = node.end
        if position in parents:
            end = min((one.start for one in document.outline if one.parent == position), default=node.end)
        if "@" in document.text[node.start : end] or _LABEL.search(document.text, node.start, end):
            contact = _contact(document, node, behind_heading(document.text, node), end)
            if contact:
                yield contact


def _contact(document: Document, node: Node, start: int, end: int) -> Contact | None:
    """What the labelled fields of a clause say; None where there is no way to reach anybody."""
    text = document.text[start:end]
    fields = list(_fields(text))
    mails = tuple(dict.fromkeys("".join(found.split()) for found in _MAIL.findall(text)))
    phones = tuple(
        dict.fromkeys(found for kind, words, *_ in fields if kind in {"phone", "name"} for found in _phones(words))
    )
    if not (mails or phones):
        return None
    people = [_people(words) for kind, words, *_ in fields if kind == "name"]
    names = tuple(dict.fromkeys(name for found, _ in people for name in found))
    unit = next((unit for _, unit in people if unit), None)
    unit = unit or next((words.strip() for kind, words, *_ in fields if kind == "organ" and words.strip()), None)
    places = tuple(
        words.strip(" 。；，\n") for kind, words, *_ in fields if kind == "place" and words.strip(" 。；，\n")
    )
    first = min((begin for *_, begin, _ in fields), default=len(text))
    mailed = list(_MAIL.finditer(text))
    first = min([first, *(match.start() for match in mailed)])
    last = max([stop for *_, stop in fields] + [match.end() for match in mailed])
    last = first + len(text[first:last].rstrip())
    organ = unit or _recipient(text, fields) or document.metadata.issuer
    span = (start + first, start + last)
    return Contact(
        document.document_id, document.version_id, node.path, *span, document.text[slice(*span)],
        organ, names, phones, mails, places,
    )  # fmt: skip


def _fields(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Kind, words, and where each labelled field begins and ends: up to the next label or the end of its line."""
    labels = [(match, colon) for match in _LABEL.finditer(text) if (colon := _COLON.match(text, match.end()))]
    for number, (match, colon) in enumerate(labels):
        following = labels[number + 1][0].start() if number + 1 < len(labels) else len(text)
        line = text.find("\n", colon.end())
        end = min(following, line if line > 0 else len(text))
        yield str(match.lastgroup), text[colon.end() : end], match.start(), end


def _phones(words: str) -> list[str]:
    bare = _MAIL.sub(" ", words)
    found = [match[0].strip() for match in _PHONE.finditer(bare)]
    return found or [match[0] for match in _HOTLINE.finditer(bare)]


def _people(words: str) -> tuple[list[str], str | None]:
    """Names, and the unit that stands among them."""
    parts = [part for part in _APART.split(_PHONE.sub(" ", words)) if part and part not in _TITLES]
    units = (part for part in parts if _UNIT.fullmatch(part))
    unit = next((part for part in units if len(part) > 3 or (len(parts) > 1 and part is parts[0])), None)
    return [part for part in parts if part != unit and _NAME.fullmatch(part)], unit


def _recipient(text: str, fields: list[tuple[str, str, int, int]]) -> str | None:
    """To whom the text says to send: where a mail address stands in the open it is his."""
    if fields:
        return None
    match = _TO.search("".join(text.split()))
    return match["organ"] if match else None
