"""Files made by hand for the tests of reading: real formats, small, and broken in exactly one way each."""

import io
import struct
import zipfile
from collections.abc import Sequence

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_CMAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    b"100 beginbfrange\n%s\nendbfrange endcmap end end"
)
_FONT = (
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    b"/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4/Ascent 880/Descent -120"
    b"/FontBBox[0 -120 1000 880]/ItalicAngle 0/CapHeight 700/StemV 80>>>>"
)
_ENCRYPT = b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>"


def pdf(pages: Sequence[Sequence[str]], *, encrypt: bool = False, indent: float = 32) -> bytes:
    """A PDF with one line of 16 points per string; a leading U+3000 U+3000 becomes a real indent of the line."""
    rows = b"\n".join(b"<%02X00> <%02XFF> <%02X00>" % (row, row, row) for row in range(256))
    cmap = _CMAP % rows
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(pages), b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(pages)))),
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        _FONT,
        _stream(cmap),
    ]
    for number, lines in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % (7 + 2 * number)
        )
        objects.append(_stream(b"\n".join(_drawn(line, 760 - 28 * row, indent) for row, line in enumerate(lines))))
    return _assembled(objects, b"/Encrypt" + _ENCRYPT + b"/ID[<41><41>]" if encrypt else b"")


def _drawn(line: str, height: float, indent: float) -> bytes:
    left = 60 + (indent if line.startswith("\u3000\u3000") else 0)
    text = line.removeprefix("\u3000\u3000").encode("utf-16-be").hex().encode()
    return b"BT /F 16 Tf 1 0 0 1 %g %g Tm <%s> Tj ET" % (left, height, text)


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)


def _assembled(objects: Sequence[bytes], trailer: bytes) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(body))
    return body + table + end


def saved(document: object) -> bytes:
    """The bytes of a python-docx document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def numbered_docx(levels: Sequence[tuple[str, str]], paragraphs: Sequence[tuple[int | None, str]]) -> bytes:
    """A DOCX whose numbers are Word's own: `levels` are (numFmt, lvlText), `paragraphs` are (depth or None, text)."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    drawn = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text) in enumerate(levels)
    )
    numbering.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{drawn}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for depth, text in paragraphs:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        if depth is not None:
            properties.append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="90"/></w:numPr>')
            )
    return saved(document)


def bomb(size: int, *, lying: bool = False) -> bytes:
    """A .docx whose document.xml unpacks to `size` blanks; `lying` headers declare 1,000 bytes and their checksum."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as member,
    ):
        for _ in range(size // 2**20):
            member.write(b" " * 2**20)
    data = buffer.getvalue()
    if not lying:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("word/document.xml")
    honest = struct.pack("<LLL", info.CRC, info.compress_size, info.file_size)
    return data.replace(honest, struct.pack("<LLL", zipfile.crc32(b" " * 1000), info.compress_size, 1000))


def encrypted_office() -> bytes:
    """The outside of an encrypted DOCX: an OLE container with the stream EncryptedPackage."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def old_office(stream: str) -> bytes:
    """The outside of a .doc (`WordDocument`) or .xls (`Workbook`)."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + stream.encode("utf-16-le") + bytes(512)


def zipped(member: str, content: bytes = b"x") -> bytes:
    """A zip with one member."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
    return buffer.getvalue()
