"""What a chat model has written so far: each sentence with its citations and its verdict, laid out in blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answering import Task
from assistant.answering.sources import Source
from assistant.chat.marks import marked
from assistant.claims import check
from assistant.messages import Citation, Segment, Text

_LINE_START = re.compile(
    r"\s*(?:(?P<heading>#{1,6}\s)|(?P<item>(?:[-•·●▪+]|\*(?!\*))\s*|\d{1,2}\s*[.、)）]\s*(?!\d)|[①-⑳]\s*)|>\s*)"
)
_STYLE = re.compile(r"\*\*|__|~~|\*(?=\S)|(?<=\S)\*")
_CODE = re.compile(r"`")
_CUT_LABEL = re.compile(r"[条款]第(?![一二三四五六七八九十百\d（(])")
"""A clause's number that breaks off: 第六十条第的."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_SMALL_TALK = re.compile(
    r"^(?:综上|总之|以上|希望|如需|如有|好的|您好|你好|请注意|需要注意|需要说明|注[:：]|答[:：]|答案[:：]?|根据(?:以上|上述|所给|提供)"
    r"|具体如下|如下|相关规定如下)|[:：]$|建议(?:您|你)|仅供参考"
)
_SHORT = 60

Status = Literal["shown", "failed", "empty"]


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence. `line` counts the lines of the reply; `faults` say in Chinese what the clauses do not."""

    line: int
    item: bool
    raw: str
    text: str
    citations: tuple[int, ...]
    status: Status
    faults: tuple[str, ...] = ()


class Manuscript:
    """The sentences of one reply, in order. Its first block has the number `start`."""

    def __init__(self, task: Task, sources: Sequence[Source], start: int) -> None:
        self._task, self._sources, self._start = task, sources, start
        self._line, self._item, self._fenced = 0, False, False
        self.sentences: list[Written] = []

    def read(self, raw: str) -> Text | None:
        """Adds a sentence; the piece that shows it, where it may be shown."""
        if raw.startswith("\n"):
            self._line, self._item = self._line + 1, False
        text = raw.strip()
        if text.startswith("```"):
            self._fenced = not self._fenced
            return None
        if begun := _LINE_START.match(text):
            self._item = self._item or bool(begun["item"])
            text = text[begun.end() :]
        self.sentences.append(self._written(text, code=self._fenced, heading=bool(begun and begun["heading"])))
        return self._pieces()[-1] if self.sentences[-1].status == "shown" else None

    def mend(self, position: int, raw: str) -> None:
        """Puts another wording in place of a sentence, if it may be shown."""
        before = self.sentences[position]
        text = _LINE_START.sub("", raw.strip(), count=1)
        again = replace(self._written(text, code=False, heading=False), line=before.line, item=before.item)
        if again.status == "shown":
            self.sentences[position] = again

    def restart(self) -> None:
        """All so far was thinking."""
        self.sentences.clear()

    @property
    def shown(self) -> list[Written]:
        """The sentences that may be shown."""
        return [sentence for sentence in self.sentences if sentence.status == "shown"]

    @property
    def failed(self) -> dict[int, Written]:
        """The sentences that may not, by their position."""
        return {n: sentence for n, sentence in enumerate(self.sentences) if sentence.status == "failed"}

    @property
    def pieces(self) -> tuple[Text, ...]:
        """All that may be shown, in blocks without gaps: a line is a paragraph, lines of items are one list."""
        return tuple(self._pieces())

    def _pieces(self) -> list[Text]:
        pieces: list[Text] = []
        before: Written | None = None
        for sentence in self.shown:
            same = before is not None and (before.line == sentence.line or (before.item and sentence.item))
            block = self._start if not pieces else pieces[-1].block + (not same)
            segment = Segment(sentence.text, "quote", sentence.citations, model=True)
            pieces.append(Text(block, "list" if sentence.item else "paragraph", segment))
            before = sentence
        return pieces

    def _written(self, text: str, *, code: bool, heading: bool) -> Written:
        read = marked(text, len(self._sources))
        plain = _STYLE.sub("", read.text).strip()
        cited = tuple(self._sources[number - 1].citation for number in read.numbers)
        made = Written(self._line, self._item, text, plain, tuple(c.n for c in cited), "failed")
        if not _LETTER.search(plain) or heading or (not read.numbers and not read.unknown and _is_talk(plain)):
            return replace(made, status="empty")
        if faults := tuple(_unreadable(plain, read.unknown, code=code or bool(_CODE.search(plain)))):
            return replace(made, faults=faults)
        cited = cited or self._inferred(plain)
        faults = self._faults(plain, cited)
        return replace(made, citations=tuple(c.n for c in cited), status="failed" if faults else "shown", faults=faults)

    def _faults(self, text: str, cited: Sequence[Citation]) -> tuple[str, ...]:
        verdict = check(text, cited, self._task.shelf, asked=self._task.asked.text)
        return () if verdict.holds else tuple(failure.text for failure in verdict.failures) or ("与所引条文不一致",)

    def _inferred(self, text: str) -> tuple[Citation, ...]:
        """For a sentence without a citation: what its neighbour cites, or the only clause that bears it out."""
        near = [s for s in self.sentences[-1:] if s.status == "shown" and s.line == self._line]
        for sentence in near:
            cited = tuple(one.citation for one in self._sources if one.citation.n in sentence.citations)
            if not self._faults(text, cited):
                return cited
        bearing = [one.citation for one in self._sources if not self._faults(text, (one.citation,))]
        return tuple(bearing) if len(bearing) == 1 else ()


def _unreadable(text: str, unknown: Sequence[str], *, code: bool) -> Iterator[str]:
    """What is wrong with a sentence before its facts are looked at."""
    if unknown:
        yield f"资料中没有编号{'、'.join(unknown)}"
    if code:
        yield "不要用代码格式"
    if "\ufffd" in text or text.count("《") != text.count("》") or _CUT_LABEL.search(text):
        yield "文字残缺"
    if text.endswith(("？", "?")):
        yield "不要提问，请写成陈述句"
    if text.startswith("|"):
        yield "不要用表格，请写成句子"
    if len(_HAN.findall(text)) * 2 < len(_LETTER.findall(text)):
        yield "请用中文写"


def _is_talk(text: str) -> bool:
    """Whether a sentence without a citation says nothing that anyone would miss."""
    return len(text) <= _SHORT and bool(_SMALL_TALK.search(text)) and not re.search(r"\d", text)
