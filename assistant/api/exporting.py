"""A conversation as a file for the case: Markdown or DOCX, with its citations, days, versions and the AI label."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final

from assistant.api.schemas import AnswerOut, BlockOut, SegmentOut
from assistant.pasting import pasted

AI_LABEL: Final = "本回答的文字由人工智能模型生成，依据所引条文核对过；请以条文原文为准。"
_ABOUT: Final = "由知识产权执法问答助手根据已装入的文件作答；引用前请核对原文。"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is exported: a name and the answers in order."""

    title: str
    answers: Sequence[AnswerOut]
    exported: date


def as_markdown(sheet: Sheet) -> str:
    """The conversation as Markdown."""
    parts = [f"# {_plain(sheet.title)}", f"{_ABOUT}导出日期：{sheet.exported}。"]
    for answer in sheet.answers:
        parts += [f"## {_plain(answer.question)}", answer.answer, *(f"※ {note.text}" for note in answer.notes)]
        parts += ["\n".join(f"- [{one.n}] {pasted(one)}" for one in answer.citations)] if answer.citations else []
        parts += [f"*{line}*" for line in about(answer)]
    return "\n\n".join(parts) + "\n"


def as_docx(sheet: Sheet) -> bytes:
    """The conversation as a DOCX file."""
    from docx import Document  # noqa: PLC0415 slow, and needed by exports only

    document = Document()
    document.core_properties.title = _xml(sheet.title)
    document.add_heading(_xml(sheet.title), 0)
    document.add_paragraph(f"{_ABOUT}导出日期：{sheet.exported}。")
    for answer in sheet.answers:
        document.add_heading(_xml(answer.question), 1)
        for block in answer.blocks:
            _add(document, block)
        for line in (*(f"※ {note.text}" for note in answer.notes), *(f"[{c.n}] {pasted(c)}" for c in answer.citations)):
            document.add_paragraph(_xml(line))
        for line in about(answer):
            document.add_paragraph().add_run(_xml(line)).italic = True
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def about(answer: AnswerOut) -> Iterator[str]:
    """The lines below an answer: the day it is right for, what it came from, and who wrote it."""
    conduct = f"，行为日 {answer.conduct_date}" if answer.conduct_date else ""
    yield f"截至 {answer.as_of}{conduct}；索引 {answer.versions.index}；程序 {answer.versions.code}"
    if answer.versions.model:
        yield f"{AI_LABEL}（模型：{answer.versions.model}）"


def _add(document: Any, block: BlockOut) -> None:
    if block.kind == "table":
        _add_table(document, block.header, block.rows)
        return
    if block.kind == "paragraph":
        document.add_paragraph(_xml("".join(map(_marked, block.segments))))
        return
    style = "List Bullet" if block.kind == "list" else "Intense Quote"
    for segment in block.segments:
        document.add_paragraph(_xml(_marked(segment)), style=style)


def _add_table(document: Any, header: Sequence[SegmentOut], rows: Sequence[Sequence[SegmentOut]]) -> None:
    table = document.add_table(rows=0, cols=len(header), style="Table Grid")
    for line in (header, *rows):
        for cell, segment in zip(table.add_row().cells, line, strict=True):
            cell.text = _xml(_marked(segment))


def _marked(segment: SegmentOut) -> str:
    return segment.text + "".join(f"[{number}]" for number in segment.citations)


def _plain(text: str) -> str:
    """A question on one line, in which no sign is Markdown's own."""
    return "".join(f"\\{sign}" if sign in "\\`*_<>#[]!|" else sign for sign in " ".join(text.split()))


def _xml(text: str) -> str:
    """The text without the control characters that no XML may hold."""
    return "".join(sign for sign in text if sign in "\n\t" or (sign >= " " and sign not in "\ufffe\uffff"))
