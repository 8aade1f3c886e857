"""Opens the zip inside a .docx without trusting it: sizes in its headers may lie, and bombs unpack to gigabytes."""

import io
import lzma
import zipfile
import zlib

from index.errors import FileError

LARGEST_UNPACKED = 64 * 2**20
"""Bytes of XML taken from one document. The Civil Code with 1,260 articles has 3 MB."""

_MOST_TAGS = 4_000_000  # each costs about a hundred bytes in memory
_PIECE = 2**16
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, NotImplementedError)


def repacked(data: bytes) -> io.BytesIO:
    """The same archive with honest headers and nothing but its XML; pictures become empty files.

    What reads it later may then read whole members: their sizes are known and bounded.

    Raises:
        FileError: for a zip that is damaged, encrypted or unpacks to too much, before memory fills.
    """
    copy = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(copy, "w") as target:
            _copy(source, target)
    except _DAMAGED as error:
        raise FileError(f"the .docx container is truncated or damaged ({error}); get the file again") from error
    except RuntimeError as error:  # how zipfile reports an encrypted member
        raise FileError("password-protected zip container; save it without the password and add that") from error
    copy.seek(0)
    return copy


def _copy(source: zipfile.ZipFile, target: zipfile.ZipFile) -> None:
    members = {info.filename: info for info in source.infolist()}  # a name twice: the last one counts
    declared = sum(info.file_size for name, info in members.items() if _is_xml(name))
    if declared > LARGEST_UNPACKED:
        raise _too_large()
    left = LARGEST_UNPACKED
    for name, info in members.items():
        content = _unpacked(source, info, left) if _is_xml(name) else b""
        left -= len(content)
        target.writestr(name, content)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _unpacked(source: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """Reads in small pieces: zipfile's own `read()` inflates everything before it looks at the declared size."""
    content = bytearray()
    with source.open(info) as member:
        while piece := member.read(_PIECE):
            content += piece
            if len(content) > limit:
                raise _too_large()
    if content.count(b"<") > _MOST_TAGS:
        raise _too_large()
    return bytes(content)


def _too_large() -> FileError:
    return FileError(f"the .docx unpacks to more than {LARGEST_UNPACKED // 2**20} MB of XML (a zip bomb?); not read")
