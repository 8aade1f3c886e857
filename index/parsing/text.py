"""Plain text and Markdown, and the encodings that Chinese offices write them in."""

import codecs
import re

from index.documents import Parsed
from index.errors import FileError

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BINARY = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f]")
_HAN = re.compile("[\u3400-\u9fff]")
_UNREADABLE = "neither UTF-8, UTF-16 (with BOM) nor GB18030 text; save it as UTF-8 and add that"


def read(data: bytes) -> Parsed:
    """The decoded file, character for character; cleaning does the rest."""
    return Parsed(decode(data), "txt")


def decode(data: bytes, declared: str | None = None) -> str:
    """Text by its BOM, else UTF-8, else the `declared` encoding (a page's charset), else GB18030 (and so GBK, GB2312).

    UTF-8 comes before what is declared: it proves itself, pages lie.

    Raises:
        FileError: for binary data, damaged text and other encodings.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(_decode_strictly(data[len(bom) :], encoding))
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error)
    if declared and (text := _decode_or_none(data, declared)):
        return _checked(text)
    if (text := _decode_or_none(data, "gb18030")) and _looks_chinese(text):
        return _checked(text)
    raise FileError(_UNREADABLE)


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileError(f"damaged {encoding.upper()} text at byte {error.start}; save it again as UTF-8") from error


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    """Three Chinese characters read well prove UTF-8: reading on as GB18030 would turn the whole file to nonsense."""
    before = data[max(0, error.start - 3000) : error.start].decode("utf-8", errors="ignore")
    if len(_HAN.findall(before)) >= 3:
        raise FileError(f"damaged UTF-8 text at byte {error.start}; get the file again or save it as UTF-8") from error


def _decode_or_none(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _looks_chinese(text: str) -> bool:
    """Big5, Shift-JIS and Latin-1 often decode as GB18030 too, but then to characters that nobody writes."""
    han = "".join(_HAN.findall(text[:20_000]))
    common = han.encode("gb2312", errors="ignore").decode("gb2312")
    return len(common) > 0.6 * len(han) if han else not text.strip()


def _checked(text: str) -> str:
    binary = len(_BINARY.findall(text))
    if binary > 0.001 * len(text):
        raise FileError(f"binary data, not text ({binary} control characters); add .txt .md .html .docx or .pdf")
    return text
