"""Sees through the noise of real files: page marks, Markdown, stray blanks, sentences cut by a page or a line.

Nothing is lost: each change is recorded, and `restore` replays the records backwards to the parsed text.
Cleaning runs in passes; each sees the text that the pass before left.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index import broken_lines, page_marks
from index.documents import Cleaned, Edit, EditKind, Parsed

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Change:
    """`parsed[start:end]` becomes `replacement`."""

    start: int
    end: int
    replacement: str
    kind: EditKind


@dataclass(frozen=True, slots=True)
class _Draft:
    """The parsed text and what the passes so far change in it, in order and without overlap."""

    parsed: str
    changes: tuple[_Change, ...] = ()

    def text(self) -> str:
        """The text as the next pass sees it."""
        pieces, position = [], 0
        for change in self.changes:
            pieces += [self.parsed[position : change.start], change.replacement]
            position = change.end
        return "".join([*pieces, self.parsed[position:]])

    def edits(self) -> tuple[Edit, ...]:
        """The changes seen from the cleaned text."""
        edits, shift = [], 0
        for change in self.changes:
            original = self.parsed[change.start : change.end]
            edits.append(Edit(change.start + shift, change.replacement, original, change.kind))
            shift += len(change.replacement) - len(original)
        return tuple(edits)


_LINE_ENDINGS = "\r\n|[\r\v\x85\u2028\u2029]"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_ZERO_WIDTH = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb\ufffe\uffff"
_CHARACTERS = re.compile(f"(?P<ending>{_LINE_ENDINGS})|[{_CONTROLS}{_ZERO_WIDTH}]+")
_HEADER = re.compile(
    r"\s*# +(?P<title>[^\n]+)\n(?=\s*- )(?P<lines>(?:[ \t]*\n|- [^\n：:]{1,20}[：:][^\n]*\n)+)-{3,}[ \t]*(?:\n+|\Z)"
)
_HEADER_LINE = re.compile(r"^- ([^\n：:]+)[：:](.*)$", re.MULTILINE)
_HEADING_MARK = re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+(?=附\s?件)", re.MULTILINE)
_BOLD = re.compile(r"(\*\*)(?=[^\s*])[^*]{1,300}(?<=[^\s*])(\*\*)")
_BLANKS = " \u00a0\u2002\u2003\u3000"
# A tab that opens a line is an indent only where no other follows: else it is an empty first cell of a table row.
_LINE_BLANKS = re.compile(rf"^(?:[{_BLANKS}]+|\t+(?=[^\t\n]+$))|(?<![{_BLANKS}])[{_BLANKS}]+$", re.MULTILINE)
_HAN = "\u3400-\u9fff"
_DIGITS_HAN = re.compile(
    rf"(?P<edge>^|(?<=[A-Za-z–－-]))?(?<![0-9０-９.])(?P<number>[0-9０-９]+(?:[.\-–—~～/·][0-9０-９]+)*)"
    rf"%?(?P<blank>[ \u00a0]+)(?P<next>[{_HAN}])",
    re.MULTILINE,
)
_HAN_DIGITS = re.compile(rf"[{_HAN}](?P<blank>[ \u00a0]+)(?P<digits>[0-9０-９]+)(?P<dot>[.．、)）](?![0-9]))?")
_UNITS_OF_TIME = "年月日号时"
_SHORTEST_PHONE = 7  # digits; "王某某 3286031" stays apart
_SHORTEST_CODE = 6  # digits; "461000 联系人" stays apart


def clean(parsed: Parsed) -> Cleaned:
    """Text without noise. Numbers, names and wording stay exactly as they are, misprints included."""
    draft = _characters(_Draft(parsed.text))
    header = _HEADER.match(draft.text())
    if header:
        draft = _without(draft, [header.span()], "file header")
    pages = _cleaned_offsets(parsed.page_starts, draft)
    draft = _without(draft, page_marks.find(draft.text(), pages), "page mark")
    feeds = [found.span() for found in re.finditer("\f", draft.text())]
    draft = _without(draft, feeds, "page mark", "\n")  # between words: broken_lines says whether a sentence goes on
    draft = _without(draft, _markup(draft.text()), "markup")
    draft = _without(draft, broken_lines.find(draft.text()), "broken line")
    draft = _without(draft, [found.span() for found in _LINE_BLANKS.finditer(draft.text())], "blank")
    draft = _without(draft, _inner_blanks(draft.text()), "blank")
    fields = _header_fields(header) if header else {}
    return Cleaned(draft.text(), draft.edits(), _cleaned_offsets(parsed.page_starts, draft), fields)


def restore(text: str, edits: Sequence[Edit]) -> str:
    """The parsed text, character for character, from the cleaned text and its edits."""
    pieces, position = [], 0
    for edit in edits:
        pieces += [text[position : edit.offset], edit.original]
        position = edit.offset + len(edit.replacement)
    return "".join([*pieces, text[position:]])


def _characters(draft: _Draft) -> _Draft:
    """One line ending for all, and no character that nobody sees. Form feeds stay until page marks are found."""
    found = _CHARACTERS.finditer(draft.parsed)
    changes = [
        _Change(*match.span(), "\n", "line ending")
        if match["ending"]
        else _Change(*match.span(), "", "control character")
        for match in found
    ]
    return _Draft(draft.parsed, tuple(changes))


def _without(draft: _Draft, spans: Iterable[Span], kind: EditKind, replacement: str = "") -> _Draft:
    """The draft with `spans` of its text removed or replaced. Earlier changes inside a span are swallowed by it."""
    edits = draft.edits()
    starts = [edit.offset for edit in edits]
    ends = [edit.offset + len(edit.replacement) for edit in edits]
    changes: list[_Change] = []
    position = 0  # the first earlier change not yet taken over
    for start, end in spans:
        # Where nothing is left of an earlier change, it stays outside: at both ends of the span.
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        changes += draft.changes[position:first]
        changes.append(
            _Change(start + _shift(draft, edits, first), end + _shift(draft, edits, last), replacement, kind)
        )
        position = last
    return _Draft(draft.parsed, (*changes, *draft.changes[position:]))


def _shift(draft: _Draft, edits: Sequence[Edit], count: int) -> int:
    """How far the text lies behind the parsed one after the first `count` changes."""
    if not count:
        return 0
    return draft.changes[count - 1].end - edits[count - 1].offset - len(edits[count - 1].replacement)


def _cleaned_offsets(offsets: Sequence[int], draft: _Draft) -> tuple[int, ...]:
    """Parsed offsets as offsets of the draft's text; what lies inside a change moves to its end."""
    edits = draft.edits()
    starts = [change.start for change in draft.changes]
    cleaned = []
    for offset in offsets:
        before = bisect_left(starts, offset)
        end = draft.changes[before - 1].end if before else 0
        cleaned.append(max(offset, end) - _shift(draft, edits, before))
    return tuple(cleaned)


def _header_fields(header: re.Match[str]) -> dict[str, str]:
    lines = {key.strip(): value.strip() for key, value in _HEADER_LINE.findall(header["lines"])}
    return {"标题": header["title"].strip(), **lines}


def _markup(text: str) -> list[Span]:
    """Markdown marks that officers' files carry without being Markdown: #, **, and the dash before 附件."""
    marks = [found.span() for pattern in (_HEADING_MARK, _BULLET) for found in pattern.finditer(text)]
    marks += [found.span(side) for found in _BOLD.finditer(text) for side in (1, 2)]
    return sorted(marks)


def _inner_blanks(text: str) -> list[Span]:
    """Blanks between digits and Chinese characters (2022 年, 会 1-2 次); they come from the typesetter, not the author.

    A number that opens a line (1 总则) or an item (附件 1. 名单) keeps its blank, as do a telephone number, a code and
    a code's end (号-14 京公网安备).
    """
    after = [
        found.span("blank")
        for found in _DIGITS_HAN.finditer(text)
        if found["next"] in _UNITS_OF_TIME or (found["edge"] is None and len(found["number"]) < _SHORTEST_CODE)
    ]
    before = [
        found.span("blank")
        for found in _HAN_DIGITS.finditer(text)
        if not found["dot"] and len(found["digits"]) < _SHORTEST_PHONE
    ]
    return sorted(after + before)
