import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from index.cleaning import clean, restore
from index.documents import Parsed
from index.errors import FileError
from index.parsing import parse
from tests.index import made_files


def read(name: str, data: bytes) -> Parsed:
    """What is read from a file of at most 1 MB."""
    return parse(name, data, max_bytes=2**20)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_is_read_in_every_encoding_that_offices_use(encoding: str) -> None:
    """The same words come back from UTF-8 with and without BOM, GB18030, GBK and UTF-16."""
    assert read("方案.txt", "一、总体要求\r\n2022年".encode(encoding)).text == "一、总体要求\r\n2022年"


def test_utf16_of_both_byte_orders_is_read() -> None:
    """A BOM tells little-endian from big-endian."""
    little, big = b"\xff\xfe" + "附件".encode("utf-16-le"), b"\xfe\xff" + "附件".encode("utf-16-be")
    assert read("a.txt", little).text == read("b.txt", big).text == "附件"


def test_markdown_is_named_as_such_and_kept_as_it_stands() -> None:
    """Marks and header lines are cleaning's business, so that they can be put back."""
    parsed = read("法.md", "# 某法\n\n- 文种：法律\n\n---\n".encode())
    assert (parsed.format, parsed.text) == ("md", "# 某法\n\n- 文种：法律\n\n---\n")


def test_html_gives_blocks_as_lines_and_drops_what_is_no_text() -> None:
    """Scripts and styles vanish, inline marks do not split words, a line break splits lines, menus stay."""
    page = "<html><head><title>t</title><style>p{}</style></head><body><ul><li>首页<li>公开</ul><script>x()</script>"
    page += "<p>一、总<b>体</b>\n要求</p><div>（一）甲<br>（二）乙</div></body></html>"
    assert read("a.html", page.encode()).text == "首页\n公开\n一、总体 要求\n（一）甲\n（二）乙"


def test_html_tables_keep_their_rows() -> None:
    """Cells of a row stand in one line with tabs, an empty cell keeps its place."""
    page = "<table><tr><th>单位<th>数量<th>备注<tr><td>市局<td><p>12</p><td></td></table>"
    assert clean(read("a.html", page.encode())).text == "单位\t数量\t备注\n市局\t12\t"


def test_html_laid_out_as_a_table_keeps_its_paragraphs() -> None:
    """A table within a cell, or a very long cell, is layout: its paragraphs stay lines of their own."""
    page = "<table><tr><td>菜单<td><table><tr><td>第一条</td></tr></table><p>甲</p><p>乙</p></table>"
    assert read("a.html", page.encode()).text == "菜单\n第一条\n甲\n乙"


def test_html_charset_of_the_page_is_honoured() -> None:
    """A page that says gb2312 or big5 is read so; a page that says gb2312 and is UTF-8 is read as UTF-8."""
    page = "<html><meta charset={}><body>侵犯專利權</body>"
    assert read("a.htm", page.format("big5").encode("big5")).text == "侵犯專利權"
    assert read("b.htm", page.format("gb2312").encode("gb18030")).text == "侵犯專利權"
    assert read("c.htm", page.format("gb2312").encode("utf-8")).text == "侵犯專利權"


def test_html_may_nest_without_end() -> None:
    """Ten thousand unclosed elements do not exhaust the stack."""
    assert read("a.html", b"<html>" + b"<div><span>" * 10_000 + "知识".encode()).text == "知识"


def test_docx_gives_paragraphs_and_tables_in_order() -> None:
    """A table stands where it stands in the document, one line per row, line breaks in cells closed up."""
    document = docx.Document()
    document.add_paragraph("一、任务分工")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["任务", "单位", "商标\n保护", "市局"], strict=True):
        cell.text = text
    document.add_paragraph("二、要求")
    assert read("表.docx", made_files.saved(document)).text == "一、任务分工\n任务\t单位\n商标 保护\t市局\n二、要求"


def test_docx_numbers_that_word_counts_are_written_out() -> None:
    """第一条, （一） and 1. are counted per level, and a deeper level begins anew under the next number."""
    levels = [("chineseCountingThousand", "第%1条"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
    paragraphs = [(None, "总则"), (0, "甲"), (1, "乙"), (1, "丙"), (0, "丁"), (1, "戊"), (2, "己")]
    lines = read("法.docx", made_files.numbered_docx(levels, paragraphs)).text.split("\n")
    assert lines == ["总则", "第一条\u3000甲", "（一）乙", "（二）丙", "第二条\u3000丁", "（一）戊", "1.己"]


@pytest.mark.parametrize(
    ("kind", "text", "twelfth"),
    [
        ("chineseCounting", "%1、", "十二、"),
        ("japaneseCounting", "第%1章", "第十二章\u3000"),
        ("decimalEnclosedCircleChinese", "%1", "⑫"),
        ("decimalFullWidth", "（%1）", "（１２）"),
        ("upperRoman", "%1.", "XII."),
        ("lowerLetter", "%1)", "l)"),
        ("bullet", "•", ""),
    ],
)
def test_docx_numbers_of_every_common_format(kind: str, text: str, twelfth: str) -> None:
    """The twelfth paragraph shows each format beyond ten."""
    data = made_files.numbered_docx([(kind, text)], [(0, "项")] * 12)
    assert read("a.docx", data).text.split("\n")[11] == f"{twelfth}项"


def test_docx_number_format_that_is_unknown_is_said() -> None:
    """A format that is not counted as Word does comes back as a warning and as plain figures."""
    parsed = read("a.docx", made_files.numbered_docx([("hebrew1", "%1.")], [(0, "项")]))
    assert parsed.text == "1.项"
    assert parsed.warnings == ("automatic numbers of format hebrew1 are written as 1, 2, 3",)


def test_pdf_gives_pages_and_indents() -> None:
    """Lines stay as printed, page starts point to them, and the indent that opens a paragraph comes back."""
    lines = ["为落实关于全面加强知识产权保护的决策部", "署和安排，按照省局和市政府的有关工作要求"]
    parsed = read("a.pdf", made_files.pdf([["\u3000\u3000" + lines[0], lines[1]], ["第二页", "第三行"]]))
    assert parsed.text == f"\u3000\u3000{lines[0]}\r\n{lines[1]}\n\f第二页\r\n第三行"
    assert [parsed.text[start : start + 3] for start in parsed.page_starts] == ["\u3000\u3000为", "第二页"]


def test_pdf_radicals_become_the_characters_they_stand_for() -> None:
    """Look-alikes of both radical blocks are mapped; brackets, circled numbers and full-width signs are left alone."""
    assert read("a.pdf", made_files.pdf([["⽤⼯⾏⻔⺠⻢⻋⻓，（①）"]])).text == "用工行门民马车长，（①）"


def test_pdf_page_without_text_is_said() -> None:
    """One scanned page among others is a warning, not a failure."""
    parsed = read("a.pdf", made_files.pdf([["有字"], [], ["有字"]]))
    assert parsed.warnings == ("no text on page 2: scanned or empty",)


@pytest.mark.parametrize(
    ("name", "data", "format_", "kind"),
    [
        ("a.txt", made_files.pdf([["第一条"]]), "pdf", "a PDF"),
        ("a.pdf", made_files.numbered_docx([("decimal", "%1.")], [(None, "第一条")]), "docx", "a Word document"),
        ("a.txt", "<!DOCTYPE html><p>第一条".encode(), "html", "an HTML page"),
        ("a.doc", "<html><p>第一条".encode(), "html", "an HTML page"),
        ("a.docx", "第一条".encode(), "txt", "plain text"),
    ],
)
def test_content_counts_more_than_the_suffix(name: str, data: bytes, format_: str, kind: str) -> None:
    """A file with a wrong suffix is read as what it is, and says so."""
    parsed = read(name, data)
    assert (parsed.text, parsed.format) == ("第一条", format_)
    assert parsed.warnings[0].startswith(f"the file is {kind}")


def test_suffix_that_nobody_knows_is_refused() -> None:
    """Text under an unknown suffix may be anything: the line names the suffixes that are read."""
    with pytest.raises(FileError, match=r"^a\.log: unknown suffix \.log; files that can be read: \.txt \.md"):
        read("a.log", b"started")


@pytest.mark.browser
def test_pdf_printed_by_a_browser_comes_back_as_its_paragraphs(tmp_path: Path) -> None:
    """A real PDF with an embedded font: after cleaning, each paragraph is one line again, word for word."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("needs Chromium on the path")
    paragraphs = [
        "一、总体要求",
        "为深入贯彻落实关于知识产权保护的决策部署，进一步提升能力和水平，制定本方案。" * 4,
        "（一）见车马",
    ]
    style = "<meta charset=utf-8><style>p{font-size:16pt;text-indent:2em;margin:0}</style>"
    (tmp_path / "a.html").write_text(style + "".join(f"<p>{text}</p>" for text in paragraphs), encoding="utf-8")
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    flags += " --disable-component-update --disable-sync --no-pdf-header-footer"
    target = [
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--print-to-pdf={tmp_path / 'a.pdf'}",
        str(tmp_path / "a.html"),
    ]
    subprocess.run([chromium, *flags.split(), *target], check=True, capture_output=True, timeout=120)
    assert clean(read("a.pdf", (tmp_path / "a.pdf").read_bytes())).text.split("\n") == paragraphs


@pytest.mark.corpus
def test_whole_corpus_is_read_and_restored(corpus: Path) -> None:
    """All 109 files parse without warning, and cleaning can be undone for each."""
    files = [path for folder in ("plans", "regulations") for path in sorted((corpus / folder).iterdir())]
    for path in files:
        parsed = parse(path.name, path.read_bytes(), max_bytes=50 * 2**20)
        cleaned = clean(parsed)
        assert parsed.warnings == ()
        assert restore(cleaned.text, cleaned.edits) == path.read_bytes().decode("utf-8")
    assert len(files) == 109
