"""Word documents (.docx): paragraphs with the numbers that Word counts itself, and tables row by row."""

import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from index.documents import Parsed
from index.errors import FileError
from index.parsing.archive import repacked
from index.parsing.numbering import Numbering

_TEXT, _TAB, _BREAK, _HYPHEN = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Deleted text of tracked changes and text boxes (which Word stores twice) are no part of the running text.
_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), _ALTERNATE, qn("w:pict")}
_BLANKS = re.compile(r"\s+")


def read(data: bytes) -> Parsed:
    """Paragraphs one per line, table rows with tabs between cells.

    Raises:
        FileError: for a container that is damaged, protected, too large unpacked, or not Word's.
    """
    try:
        document = docx.Document(repacked(data))
        numbering = Numbering.of(document)
        lines = [line for block in _blocks(document.element.body) for line in _lines(block, document, numbering)]
    except (OpcError, KeyError, ValueError, SyntaxError) as error:  # lxml's XMLSyntaxError is a SyntaxError
        raise FileError(f"the .docx is damaged and cannot be read ({error}); save it again in Word") from error
    boxes = len(document.element.body.findall(f".//{qn('w:txbxContent')}"))
    warnings = numbering.warnings + ((f"{boxes} text boxes were not read",) if boxes else ())
    return Parsed("\n".join(lines), "docx", warnings=warnings)


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, as python-docx's `iter_inner_content`, and also those in content controls."""
    for child in parent.iterchildren():
        if child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            yield from _blocks(child)


def _lines(block: Any, document: Any, numbering: Numbering) -> Iterator[str]:
    if block.tag == qn("w:p"):
        label = numbering.label(block, Paragraph(block, document).style)  # Word counts empty paragraphs too
        text = _text(block)
        if text.strip():
            yield label + text
        return
    for row in block.tr_lst:
        yield "\t".join(_cell(cell, document, numbering) for cell in row.tc_lst)


def _cell(cell: Any, document: Any, numbering: Numbering) -> str:
    lines = (line for block in _blocks(cell) for line in _lines(block, document, numbering))
    return _BLANKS.sub(" ", " ".join(lines)).strip()


def _text(paragraph: Any) -> str:
    """What the paragraph shows: tracked insertions, links and fields included, deletions left out."""
    pieces: list[str] = []
    stack = [paragraph]
    while stack:
        node = stack.pop()
        if node.tag in _SKIPPED:
            continue
        if node.tag == _TEXT:
            pieces.append(node.text or "")
        elif node.tag == _TAB:
            pieces.append("\t")
        elif node.tag == _BREAK:
            pieces.append("\n\f" if node.get(qn("w:type")) == "page" else "\n")
        elif node.tag == _HYPHEN:
            pieces.append("-")
        else:
            stack += reversed(list(node))
    return "".join(pieces)
