"""PDF with text, page by page, lines as printed; cleaning joins what the page width cut.

PDFium is not thread-safe: one file at a time in a process.
"""

import unicodedata
from collections import Counter
from dataclasses import dataclass

import pypdfium2

from index.documents import Parsed
from index.errors import FileError

# Fonts that browsers embed map characters to look-alike radicals, so that no search finds the word. NFKC knows the
# Kangxi block and two of the supplement; these are the others that stand for whole characters in running text.
_SUPPLEMENT = dict(
    zip(
        "⺁⺇⺊⺌⺒⺗⺜⺝⺠⺧⺩⺫⺬⺮⺳⺶⺹⺼⺽⻁⻄⻅⻆⻇⻉⻊⻋⻏⻑⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻞⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱",
        "厂几卜小巳心日月民牛王目示竹网羊老肉臼虎西见角角贝足车邑長长门阜雨青韦页风飞食食首马骨鬼鱼鸟卤麦黄黾齐齿龙龜",
        strict=True,
    )
)
_RADICALS = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FE0)} | _SUPPLEMENT
)
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_INDENT = "\u3000\u3000"


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line: where it begins and the size of its first character, in points; 0 where unknown."""

    text: str
    left: float
    size: float


def read(data: bytes) -> Parsed:
    """Text of all pages, a form feed between two. A line set in from the margin keeps its indent as two U+3000.

    Raises:
        FileError: for a PDF that is truncated, damaged, protected or has no text (a scan).
    """
    if b"%%EOF" not in data[-2048:]:
        raise FileError("the PDF is truncated (its end mark is missing); get the file again")
    pages = _pages(data)
    empty = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(empty) == len(pages):
        raise FileError("the PDF has no text: scanned pages cannot be read yet (no text recognition)")
    text = "\n\f".join(pages)
    starts = [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page) + 2)
    missing = ", ".join(map(str, empty))
    return Parsed(text, "pdf", tuple(starts), (f"no text on page {missing}: scanned or empty",) if empty else ())


def _pages(data: bytes) -> list[str]:
    try:
        with pypdfium2.PdfDocument(data) as document:
            pages = [_lines(page) for page in document]
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise FileError("password-protected PDF; save it without the password and add that") from error
        raise FileError(f"the PDF is damaged and cannot be opened ({error}); get the file again") from error
    margin = _margin([line for lines in pages for line in lines])
    return ["\r\n".join(_indented(line, margin) for line in lines).translate(_RADICALS) for lines in pages]


def _lines(page: pypdfium2.PdfPage) -> list[_Line]:
    """The page's lines; their places show the indents of paragraphs, the only sign of where one begins."""
    textpage = page.get_textpage()
    text: str = textpage.get_text_range()
    is_aligned = len(text) == textpage.count_chars()  # characters beyond the BMP shift the positions
    lines, position = [], 0
    for line in text.split("\r\n"):
        left, bottom, right, top = textpage.get_charbox(position, loose=True) if line and is_aligned else (0, 0, 0, 0)
        lines.append(_Line(line, left, max(right - left, top - bottom)))  # 一 is flat but as wide as others are high
        position += len(line) + 2
    return lines


def _margin(lines: list[_Line]) -> float | None:
    """The leftmost place where a fifth of the lines begin; a running head may begin further left."""
    placed = [line for line in lines if line.size]
    lefts = Counter(2 * round(line.left / 2) for line in placed)
    return min((left for left, count in lefts.items() if count >= max(2, len(placed) / 5)), default=None)


def _indented(line: _Line, margin: float | None) -> str:
    """A line that begins one and a half to four characters right of the margin gets its indent back."""
    is_indented = margin is not None and line.size and 1.4 < (line.left - margin) / line.size < 4
    return _INDENT + line.text if is_indented else line.text
