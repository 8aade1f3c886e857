"""Finds what belongs to the page and not to the text: page numbers, running heads and feet, form feeds.

The danger is a table's cell or a line of its own that only looks like one, so a bare number needs a run of pages that
count up, a fraction needs text around it, and a repeated line has to stand at the edge of most pages. Where the file
does not say where its pages begin, `page_counts` judges bare numbers.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import page_counts

_DASH = r"[-—–―－‐─~～·•・]{1,3}"
_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
_COUNT = rf"共\s*{_NUMBER}\s*页"
_CERTAIN = re.compile(rf"{_DASH}\s*\d{{1,4}}\s*{_DASH}|(?:{_COUNT}\s*)?第\s*{_NUMBER}\s*页(?:\s*[,，/／]?\s*{_COUNT})?")
_FRACTION = re.compile(r"(\d{1,3})\s*[/／]\s*(\d{1,3})")
_PAGE_NUMBER = re.compile(rf"{_CERTAIN.pattern}|{_FRACTION.pattern}")
_BARE = re.compile(r"\d{1,4}")
_LONGEST_RUNNING_LINE = 60  # characters
_FEWEST_PAGES = 3
_SHORTEST_PROSE = 15  # characters; shorter neighbours may be cells of a table


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: `text` without the blanks around it; `end` behind its line break."""

    start: int
    end: int
    text: str
    page: int


def find(text: str, page_starts: Sequence[int]) -> list[tuple[int, int]]:
    """Spans to remove: lines with their line break, and form feeds between lines.

    Pages begin at `page_starts` and behind form feeds.
    """
    feeds = [place for place, character in enumerate(text) if character == "\f"]
    starts = sorted({0, *page_starts, *(feed + 1 for feed in feeds)})
    lines = list(_lines(text, starts))
    marks = {line for before, line, after in _with_neighbours(lines) if _is_mark(before, line, after)}
    marks |= _counting(_pages(lines, marks))
    marks |= _repeated(_pages(lines, marks), 0.5)
    # A PDF may draw head and foot before the text, so a second line can follow; forms that are alike must not.
    marks |= _repeated(_pages(lines, marks), 0.8)
    marks |= _counting(_pages(lines, marks))
    left = [line for line in lines if line not in marks]
    marks |= {left[row] for row in page_counts.rows([line.text for line in left])}
    spans = {line.end: (line.start, line.end) for line in marks}
    between = [(feed, feed + 1) for feed in feeds if feed in spans or _is_between_lines(text, feed)]
    return sorted([*spans.values(), *between])


def _is_between_lines(text: str, place: int) -> bool:
    """Nothing closes up when the character there goes."""
    return text[place - 1 : place] in {"\n", "\f", ""} or text[place + 1 : place + 2] in {"\n", ""}


def _lines(text: str, starts: Sequence[int]) -> Iterator[_Line]:
    for found in re.finditer(r"[^\n\f]+\n?", text):
        if stripped := found[0].strip():
            yield _Line(found.start(), found.end(), stripped, bisect_right(starts, found.start()))


def _with_neighbours(lines: Sequence[_Line]) -> Iterator[tuple[_Line | None, _Line, _Line | None]]:
    yield from zip([None, *lines], lines, [*lines[1:], None], strict=False)


def _is_mark(before: _Line | None, line: _Line, after: _Line | None) -> bool:
    """A page number that shows itself: — 3 —, 第3页, or 3/9 where it is no cell of a table."""
    if _CERTAIN.fullmatch(line.text):
        return True
    found = _FRACTION.fullmatch(line.text)
    if not found or int(found[1]) > int(found[2]):
        return False
    neighbours = [other for other in (before, after) if other and other.page == line.page]
    return len(neighbours) < 2 or any(len(other.text) >= _SHORTEST_PROSE for other in neighbours)


def _pages(lines: Sequence[_Line], marks: set[_Line]) -> list[list[_Line]]:
    """What is left of each page."""
    pages: dict[int, list[_Line]] = {}
    for line in lines:
        if line not in marks:
            pages.setdefault(line.page, []).append(line)
    return list(pages.values())


def _edges(pages: Sequence[Sequence[_Line]]) -> tuple[list[_Line], list[_Line]]:
    """First lines and last lines."""
    return [page[0] for page in pages], [page[-1] for page in pages if len(page) > 1]


def _counting(pages: Sequence[Sequence[_Line]]) -> set[_Line]:
    """Bare numbers at the edges that count up with the pages."""
    marks: set[_Line] = set()
    for edge in _edges(pages):
        numbers = [line for line in edge if _BARE.fullmatch(line.text)]
        offsets = Counter(int(line.text) - line.page for line in numbers)
        marks |= {line for line in numbers if offsets[int(line.text) - line.page] >= 2}
    return marks


def _repeated(pages: Sequence[Sequence[_Line]], share: float) -> set[_Line]:
    """The same words at the edge of this share of the pages, whatever page number stands in them."""
    marks: set[_Line] = set()
    for edge in _edges(pages):
        words = {line: _PAGE_NUMBER.sub("#", line.text) for line in edge if len(line.text) <= _LONGEST_RUNNING_LINE}
        counts = Counter(words.values())
        needed = max(_FEWEST_PAGES, share * len(edge))
        marks |= {line for line, text in words.items() if counts[text] >= needed}
    return marks - _title(pages)


def _title(pages: Sequence[Sequence[_Line]]) -> set[_Line]:
    """A running head repeats the title: where page one does not have it a second time, its head is the title itself."""
    first = [line.text for line in pages[0]] if pages else []
    return {pages[0][0]} if first and first.count(first[0]) == 1 else set()
