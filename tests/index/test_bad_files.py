import tracemalloc

import docx
import pytest

from index.errors import FileError
from index.parsing import parse
from tests.index import made_files

MB = 2**20


def refused(name: str, data: bytes, max_bytes: int = 8 * MB) -> str:
    """The one line that refuses the file."""
    with pytest.raises(FileError) as caught:
        parse(name, data, max_bytes=max_bytes)
    line = str(caught.value)
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    return line.removeprefix(f"{name}: ")


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf", "a.html"])
def test_empty_file(name: str) -> None:
    """Nothing at all is said to be nothing, whatever the suffix."""
    assert refused(name, b"") == "the file is empty (0 bytes)"


@pytest.mark.parametrize(
    "data", [b" \r\n\t\n", b"\xef\xbb\xbf\n", "\u3000\u3000\n".encode("gb18030"), b"\xff\xfe \x00"]
)
def test_only_blanks(data: bytes) -> None:
    """Blanks, line ends and a BOM are no text."""
    assert refused("a.txt", data) == "there is no text in the file, only blanks"


def test_page_and_document_without_text() -> None:
    """An HTML page with scripts only and a DOCX with empty paragraphs have no text either."""
    assert "no text" in refused("a.html", b"<html><script>x()</script></html>")
    assert "no text" in refused("a.docx", made_files.saved(docx.Document()))


def test_larger_than_allowed() -> None:
    """The line names both sizes and the setting."""
    line = refused("a.txt", b"a" * (3 * MB), max_bytes=2 * MB)
    assert line == "3 MB is more than the 2 MB that are taken; raise INDEX_MAX_FILE_MB to add it"


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"\x00" * 100, b"\x7fELF\x02\x01\x01" + bytes(500)])
def test_binary_data_named_txt(data: bytes) -> None:
    """Bytes that are no text in any encoding are refused, not shown as rubbish."""
    assert refused("a.txt", data).startswith(("binary data, not text", "neither UTF-8"))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("為了保護智慧財產權，特制定本法", "big5"),
        ("知的財産の保護に関する法律", "shift-jis"),
        ("déjà vu à la plage", "latin-1"),
    ],
)
def test_other_encodings(text: str, encoding: str) -> None:
    """What only happens to decode as GB18030 is refused, with the encodings that are read."""
    assert refused("a.txt", text.encode(encoding)).startswith("neither UTF-8, UTF-16 (with BOM) nor GB18030 text")


def test_damaged_utf8() -> None:
    """UTF-8 cut inside a character names the byte: five characters of three bytes stand before it."""
    assert refused("a.txt", "知识产权保护".encode()[:-1]).startswith("damaged UTF-8 text at byte 15")


def test_damaged_utf16() -> None:
    """Half a character at the end of a UTF-16 file is not dropped silently."""
    assert refused("a.txt", "知识".encode("utf-16")[:-1]).startswith("damaged UTF-16-LE text")


def test_truncated_docx() -> None:
    """Half a container, and one byte less than all of it."""
    data = made_files.numbered_docx([("decimal", "%1.")], [(None, "第一条")])
    for part in (data[: len(data) // 2], data[:-1], data[:10]):
        assert refused("a.docx", part).startswith("the zip container (.docx) is truncated or damaged")


def test_docx_with_a_damaged_member() -> None:
    """A flipped byte in the compressed text is caught by its checksum."""
    data = bytearray(made_files.numbered_docx([("decimal", "%1.")], [(None, "第一条" * 2000)]))
    data[data.index(b"word/document.xml") + 200] ^= 0xFF
    assert "damaged" in refused("a.docx", bytes(data))


def test_truncated_and_damaged_pdf() -> None:
    """A missing end is named; an end without a document is damage."""
    data = made_files.pdf([["第一条"]])
    assert refused("a.pdf", data[:-300]) == "the PDF is truncated (its end mark is missing); get the file again"
    assert refused("a.pdf", b"%PDF-1.4\nrubbish\n%%EOF").startswith("the PDF is damaged and cannot be opened")


def test_password_protected() -> None:
    """PDF and Office say that it is the password that is in the way."""
    assert refused("a.pdf", made_files.pdf([["第一条"]], encrypt=True)).startswith("password-protected PDF")
    assert refused("a.docx", made_files.encrypted_office()).startswith("password-protected Office document")
    locked = made_files.zipped("word/document.xml").replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
    locked = locked.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    assert refused("a.docx", locked).startswith("password-protected zip container")


def test_pdf_without_text() -> None:
    """A scan is told apart from an empty file."""
    assert "scanned pages cannot be read yet" in refused("a.pdf", made_files.pdf([[], []]))


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.doc", made_files.old_office("WordDocument"), "a Word 97 or WPS document"),
        ("a.docx", made_files.old_office("WordDocument"), "a Word 97 or WPS document"),
        ("a.wps", made_files.old_office("WordDocument"), "a Word 97 or WPS document"),
        ("a.et", made_files.old_office("Workbook"), "a spreadsheet"),
        ("a.xlsx", made_files.zipped("xl/workbook.xml"), "a spreadsheet"),
        ("a.ofd", made_files.zipped("OFD.xml"), "an OFD document"),
        ("a.docx", made_files.zipped("OFD.xml"), "an OFD document"),
        ("a.rtf", b"{\\rtf1 x}", "an RTF document"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "a picture"),
    ],
)
def test_formats_that_come_later(name: str, data: bytes, what: str) -> None:
    """Each is called by its name, under its own suffix and under a wrong one."""
    line = refused(name, data)
    assert line.startswith(what)
    assert "cannot be read yet" in line


def test_zip_that_is_no_document() -> None:
    """A plain zip named .docx is told to be unpacked."""
    assert refused("a.docx", made_files.zipped("方案.txt")).startswith("a zip archive without a Word document in it")


@pytest.mark.parametrize("lying", [False, True], ids=["honest", "lying"])
def test_zip_bomb_is_refused_in_little_memory(*, lying: bool) -> None:
    """200 MB in 200 KB: refused by its declared size, or cut off at it where the header lies, and never held."""
    data = made_files.bomb(200 * MB, lying=lying)
    tracemalloc.start()
    line = refused("a.docx", data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert line.startswith("the .docx is damaged" if lying else "the .docx unpacks to more than 64 MB of XML")
    assert peak < 8 * MB


def test_bomb_of_elements_is_refused() -> None:
    """Few bytes of XML can be many elements: their number is limited before they become objects."""
    data = made_files.zipped("word/document.xml", b"<a/>" * 5_000_000)
    assert "unpacks to more than" in refused("a.docx", data)


def test_xml_with_entities_does_not_grow() -> None:
    """An entity that stands for many others is not resolved."""
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<!DOCTYPE x [<!ENTITY e0 "lol">{lines}]><w:document xmlns:w="w">&e9;</w:document>'
    assert "damaged" in refused("a.docx", made_files.zipped("word/document.xml", xml.encode()))
