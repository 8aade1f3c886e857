"""Tables as files: CSV that Excel opens as UTF-8, and XLSX. No cell of either is ever taken for a formula."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, Final

Cell = str | int | date | None

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM: Final = "\ufeff"
_FORMULA: Final = re.compile(r"^[\s\x00]*[=+\-@]|^[\t\r\n]")
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST: Final = 32_767
"""Signs that a cell of a workbook holds."""
_WIDEST: Final = 60
_SAVED: Final = re.compile(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV (RFC 4180) with the mark by which Excel knows UTF-8; a cell like a formula opens with '."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_guarded(_words(cell)) for cell in row] for row in rows)
    return (_BOM + stream.getvalue()).encode("utf-8")


def as_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], written: date) -> bytes:
    """A table as a workbook of one sheet, its first line fixed; days are days. The same table gives the same bytes."""
    from openpyxl import Workbook  # noqa: PLC0415 slow, and needed by exports only
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 the same
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 the same

    book = Workbook(write_only=True)
    book.properties.created = datetime.combine(written, time())
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    table: list[list[Cell]] = [list(header), *(list(row) for row in rows)]
    for number, column in enumerate(zip(*table, strict=True), start=1):
        widest = max(sum(1 if sign.isascii() else 2 for sign in _words(cell)) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(widest + 2, _WIDEST)
    for row in table:
        sheet.append([_cell(WriteOnlyCell(sheet), value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return _timeless(stream.getvalue())


def _cell(cell: Any, value: Cell) -> Any:
    """Words stay words, also where they begin with =."""
    if isinstance(value, str):
        cell.value, cell.data_type = _UNWRITABLE.sub("", value)[:_LONGEST], "s"
    else:
        cell.value = value
    return cell


def _timeless(content: bytes) -> bytes:
    """The file without the moment at which it was packed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            kept = _SAVED.sub(b"", part) if name == "docProps/core.xml" else part
            new.writestr(zipfile.ZipInfo(name, _EPOCH), kept, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _words(cell: Cell) -> str:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _guarded(words: str) -> str:
    """Excel and its like run what begins with = + - @ or a tab; an apostrophe makes it words."""
    return f"'{words}" if _FORMULA.match(words) else words
