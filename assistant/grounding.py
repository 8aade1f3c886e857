"""Nothing is shown that cannot be shown to be true: each segment is checked against what it cites, or it is dropped.

A quote stands word for word in a cited span; a sentence of a chat model says in its own words only what its spans
say (`assistant.claims`). A derived segment is computed again by its rule. A notice is a template
from the closed set, filled with the catalog's metadata or the question's own words. Whatever a segment says in hard
facts (numbers, dates, amounts, articles, organs, modal words …) stands in its cited spans, in any spelling.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.citations import Citations
from assistant.claims import check
from assistant.facts import Fact, facts, plain
from assistant.messages import Block, Citation, Segment, Text
from assistant.notices import notice
from assistant.reckoning import ending
from assistant.remaining import days_left
from assistant.shelf import Shelf
from assistant.working_days import calendar_for
from prompts.loader import PromptError, load_notices

_CLAUSE = re.compile(
    r"第[\u4e00-\u9fff〇]+条(?:之[\u4e00-\u9fff]+)?(?:第[\u4e00-\u9fff]+款)?(?:第（[\u4e00-\u9fff]+）项)?|第[\u4e00-\u9fff〇]+[条款项](?:之[\u4e00-\u9fff]+)?|第?[（(][\u4e00-\u9fff\d]+[）)]项?|[\u4e00-\u9fff\d]{1,6}[、.．]?"
)
_DENIED = re.compile(r"(?:[不未没无非]|不得|不予|不能|禁止|严禁|没有)$")
_VALUE = re.compile(r"[\d一二三四五六七八九十百千万][元日年月天%％倍岁件次]$")
_BOUND = re.compile(r"以[上下内]|之[内外]")
_STATES = frozenset({"现行有效", "尚未生效", "已被修改", "已废止", "未知"})


class Grounding:
    """Checks the segments of one answer to one question."""

    def __init__(self, question: str, shelf: Shelf, citations: Citations) -> None:
        self._asked = question
        self._question = plain(question)
        self._shelf = shelf
        self._citations = citations

    def passed(self, piece: Text) -> Text | None:
        """The piece as it may be shown: a table without the rows that fail, None where nothing is left."""
        if piece.table is None:
            return piece if piece.segment and self.holds(piece.segment) else None
        table = piece.table
        rows = tuple(row for row in table.rows if all(self.holds(cell) for cell in row))
        headed = all(self.holds(cell) for cell in table.header)
        return replace(piece, table=Block("table", header=table.header, rows=rows)) if rows and headed else None

    def holds(self, segment: Segment) -> bool:
        """Whether a segment may be shown."""
        cited = self._citations.numbered(segment.citations)
        if segment.model and segment.kind == "quote":
            return check(segment.text, cited, self._shelf, asked=self._asked).holds
        if segment.kind == "quote":
            return any(quoted(segment.text, c.cited_text) for c in cited) and not unsupported(segment.text, cited)
        if segment.kind == "derived":
            rule = RULES.get(segment.rule or "")
            return rule is not None and rule(segment.inputs, cited, self._shelf) == segment.text
        return not segment.citations and self._is_notice(segment)

    def _is_notice(self, segment: Segment) -> bool:
        try:
            template = load_notices()[segment.rule or ""]
            values = dict(zip(template.variables, segment.inputs, strict=True))
            same = notice(template.name, **values).text == segment.text
        except (PromptError, ValueError):
            return False
        return same and all(self._allowed(template.variables[name], value) for name, value in values.items())

    def _allowed(self, kind: str, value: str) -> bool:
        """Whether a value is what its type says: metadata of a document that the asker may see, or his own words."""
        if kind == "asked":
            return plain(value) in self._question
        if kind == "clause":
            return bool(_CLAUSE.fullmatch(value))
        if kind == "number":
            return value.isdecimal()
        return value in (_STATES if kind == "state" else self._shelf.metadata_words[kind])


def quoted(text: str, span: str) -> bool:
    """Whether a text stands in a span without losing what turns its meaning: a 不 or 未 before it, 以下 behind it."""
    places = (match.start() for match in re.finditer(re.escape(text), span)) if text else ()
    return any(not _DENIED.search(span, 0, place) and not _cut(text, span[place + len(text) :]) for place in places)


def _cut(text: str, behind: str) -> bool:
    """Whether a text ends with a value whose bound it leaves out."""
    return bool(_VALUE.search(text) and _BOUND.match(behind))


def unsupported(text: str, cited: Sequence[Citation]) -> tuple[Fact, ...]:
    """The hard facts of a text that stand in none of the cited spans, whatever their spelling."""
    there = {fact for citation in cited for fact in facts(citation.cited_text)}
    spans = [plain(citation.cited_text) for citation in cited]
    return tuple(fact for fact in facts(text) if fact not in there and not any(fact.value in span for span in spans))


def _count(searched: tuple[str, ...], cited: Sequence[Citation], _: Shelf) -> str | None:
    """How many of the documents searched are cited; each citation must be of one that was searched."""
    speaking = {citation.document_id for citation in cited}
    return f"{len(searched)}份文件中有{len(speaking)}份有相关内容：" if speaking <= set(searched) else None


def _silent(searched: tuple[str, ...], cited: Sequence[Citation], _: Shelf) -> str | None:
    """Silence cites nothing, and names what was searched."""
    return "未规定" if searched and not cited else None


def join(texts: Iterable[str]) -> str:
    """Several quotes as one run of text: on one line, with ； between them instead of their full stops."""
    return "；".join(" ".join(text.split()).rstrip("。；") for text in texts)


def _join(inputs: tuple[str, ...], cited: Sequence[Citation], _: Shelf) -> str | None:
    """The cited spans one after another, whole."""
    return join(citation.cited_text for citation in cited) if cited and not inputs else None


def _items(section: tuple[str, ...], cited: Sequence[Citation], shelf: Shelf) -> str | None:
    """How many clauses lie right below a section, and how many below those; each is cited, once, and nothing else."""
    document_id, parent = section
    outline = shelf.document(document_id).outline
    top = [n for n, node in enumerate(outline) if node.parent is not None and outline[node.parent].path == parent]
    below = [n for n, node in enumerate(outline) if node.parent in top]
    paths = sorted(outline[n].path for n in (*top, *below))
    if not top or paths != sorted(c.clause_path for c in cited if c.document_id == document_id):
        return None
    return f"共{len(top)}项" + (f"，下分{len(below)}项：" if below else "：")


def _time_limit(inputs: tuple[str, ...], cited: Sequence[Citation], shelf: Shelf) -> str | None:
    """The end of a period, counted again by the clauses cited and the office's calendar."""
    return ending(inputs, [citation.cited_text for citation in cited], calendar_for(shelf.generation.data))


RULES: dict[str, Callable[[tuple[str, ...], Sequence[Citation], Shelf], str | None]] = {
    "count": _count,
    "days left": days_left,
    "items": _items,
    "join": _join,
    "time limit": _time_limit,
    "未规定": _silent,
}
"""How derived segments are computed again, from their inputs, their citations and the outlines."""
