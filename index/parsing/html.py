"""Web pages: text of block elements one per line, tables row by row. Menus stay; the outline sets them apart."""

import codecs
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from index.documents import Parsed
from index.errors import FileError
from index.parsing.text import decode

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
        "br",
    }
)
_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "iframe", "svg", "object", "select", "textarea"}
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LONGEST_CELL = 500  # characters; a longer "cell" is a page laid out as a table


def read(data: bytes) -> Parsed:
    """The page's text in reading order; charset by BOM, UTF-8 proof, `<meta>`, in this order."""
    tree = LexborHTMLParser(decode(data, _declared_charset(data)))
    if tree.root is None:
        raise FileError("the HTML page has no content")
    lines = (line.strip(" ") for line in "".join(_pieces(tree.root)).split("\n"))
    return Parsed("\n".join(line for line in lines if line), "html")


def _declared_charset(data: bytes) -> str | None:
    found = _CHARSET.search(data[:8192])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    return "gb18030" if name in {"gb2312", "gbk"} else name  # pages say gb2312 and use characters beyond it


def _pieces(root: LexborNode) -> Iterator[str]:
    """Text and line breaks in document order. A stack instead of recursion: pages nest as deeply as they like."""
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif node.is_text_node:
            yield _SPACE.sub(" ", node.text_content or "")
        elif node.tag == "tr" and (cells := _cells(node)):
            yield "\n" + "\t".join(cells) + "\n"
        elif node.is_element_node and node.tag not in _DROPPED:
            edge = "\n" if node.tag in _BLOCKS else ""
            yield edge
            stack += [edge, *reversed(list(node.iter(include_text=True)))]


def _cells(row: LexborNode) -> list[str]:
    """The cells of a data row; none where the table only lays out the page, so that its paragraphs stay lines."""
    if row.css_first("table"):
        return []
    cells = [_SPACE.sub(" ", "".join(_pieces(cell))).strip(" ") for cell in row.iter() if cell.tag in {"td", "th"}]
    return cells if len(cells) > 1 and max(map(len, cells)) <= _LONGEST_CELL else []
