"""What a file is by its first bytes: suffixes are wrong too often in what offices send around."""

import io
import re
import zipfile

from index.errors import FileError

KINDS = {"text": "plain text", "html": "an HTML page", "docx": "a Word document (.docx)", "pdf": "a PDF"}
"""What each readable kind is called in messages."""

_LATER = "cannot be read yet; save it as .docx, .pdf (with text) or .txt and add that"

NOT_YET = {
    "doc": f"a Word 97 or WPS document (.doc, .wps) {_LATER}",
    "xls": f"a spreadsheet (.xls, .et) {_LATER}",
    "xlsx": f"a spreadsheet (.xlsx) {_LATER}",
    "pptx": f"a presentation (.pptx) {_LATER}",
    "ofd": f"an OFD document {_LATER}",
    "rtf": f"an RTF document {_LATER}",
    "xml": f"an XML file {_LATER}",
    "mht": f"a web archive (.mht) {_LATER}",
    "picture": "a picture cannot be read yet (no text recognition); add a PDF or DOCX with text",
    "zip": "a zip archive without a Word document in it; unpack it and add the files",
    "archive": "a packed archive cannot be read; unpack it and add the files",
}
"""Kinds that are recognised and refused, with the one line that says so."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE = rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*|BM.{4}\x00{4}|RIFF.{4}WEBP"
_COMMENTS = rb"(?:<!--(?:(?!-->).){0,2000}-->\s*){0,9}"
_HTML = rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?" + _COMMENTS + rb"<(?:!doctype\s+html|html)[\s>]"
_STARTS = tuple(
    (re.compile(start, re.IGNORECASE | re.DOTALL), content)
    for start, content in (
        (rb".{0,1019}?%PDF-", "pdf"),  # readers allow rubbish before the header
        (rb"\{\\rtf", "rtf"),
        (_PICTURE, "picture"),
        (rb"Rar!|7z\xbc\xaf\x27\x1c|\x1f\x8b", "archive"),
        (rb"MIME-Version:", "mht"),
        (_HTML, "html"),
        (rb"(?:\xef\xbb\xbf)?\s*<\?xml", "xml"),
    )
)
_ZIP_MEMBERS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
)


def content_of(data: bytes) -> str:
    """One of `KINDS` or `NOT_YET`; whatever nothing else claims is "text", and decoding says whether it is.

    Raises:
        FileError: for a damaged zip and for Office files with a password.
    """
    if data.startswith(b"PK\x03\x04"):
        return _zip_content(data)
    if data.startswith(_OLE):
        return _ole_content(data)
    return next((content for start, content in _STARTS if start.match(data)), "text")


def _zip_content(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileError("the zip container (.docx) is truncated or damaged; get the file again") from error
    return next((content for member, content in _ZIP_MEMBERS if member in names), "zip")


def _ole_content(data: bytes) -> str:
    """An OLE container: old Office formats, or an encrypted new one. Stream names are UTF-16 in its directory."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise FileError("password-protected Office document; save it without the password and add that")
    is_sheet = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book\x00"))
    return "xls" if is_sheet else "doc"
