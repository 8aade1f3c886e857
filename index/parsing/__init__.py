"""From a file's bytes to its text: one module per format, chosen by what the bytes are, then by the suffix."""

from dataclasses import replace
from pathlib import PurePath

from index.documents import Parsed
from index.errors import FileError
from index.parsing import docx, html, pdf, text
from index.parsing.contents import KINDS, NOT_YET, content_of

_READERS = {"text": text.read, "html": html.read, "docx": docx.read, "pdf": pdf.read}
_CONTENT_OF_SUFFIX = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
_NOT_YET_SUFFIXES = frozenset({".doc", ".wps", ".ofd", ".xls", ".xlsx", ".et"})


def parse(name: str, data: bytes, *, max_bytes: int) -> Parsed:
    """The text of one file. The bytes decide over the suffix; a disagreement comes back as a warning.

    Raises:
        FileError: one line with the name, what is wrong with the file and what to do.
    """
    try:
        return _parsed(PurePath(name).suffix.lower(), data, max_bytes)
    except FileError as error:
        raise FileError(f"{name}: {error}") from error


def _parsed(suffix: str, data: bytes, max_bytes: int) -> Parsed:
    _check_size(data, max_bytes)
    content = _readable_content(suffix, data)
    parsed = _READERS[content](data)
    if not parsed.text.strip("\ufeff \t\r\n\f\v\u00a0\u3000\u200b"):
        raise FileError("there is no text in the file, only blanks")
    if suffix == ".md" and content == "text":
        parsed = replace(parsed, format="md")
    if _CONTENT_OF_SUFFIX.get(suffix) != content:
        warning = f"the file is {KINDS[content]}, not what its suffix {suffix or '(none)'} says; read as such"
        parsed = replace(parsed, warnings=(warning, *parsed.warnings))
    return parsed


def _check_size(data: bytes, max_bytes: int) -> None:
    if not data:
        raise FileError("the file is empty (0 bytes)")
    if len(data) > max_bytes:
        sizes = f"{_megabytes(len(data))} MB is more than the {_megabytes(max_bytes)} MB that are taken"
        raise FileError(f"{sizes}; raise INDEX_MAX_FILE_MB to add it")


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.4g}"


def _readable_content(suffix: str, data: bytes) -> str:
    """Which reader the bytes need.

    Raises:
        FileError: for bytes that none can read, and for text under a suffix that nobody knows (a program, a log …).
    """
    content = content_of(data)
    if content == "text" and _CONTENT_OF_SUFFIX.get(suffix) == "html":
        return "html"  # a fragment without <html>
    if content in NOT_YET:
        raise FileError(NOT_YET[content])
    if content == "text" and suffix not in _CONTENT_OF_SUFFIX and suffix not in _NOT_YET_SUFFIXES:
        known = " ".join(_CONTENT_OF_SUFFIX)
        raise FileError(f"unknown suffix {suffix or '(none)'}; files that can be read: {known}")
    return content
