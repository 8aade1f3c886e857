"""Finds page numbers that stand alone on a line of a text which does not say where its pages begin.

A bare 3 may as well be a cell of a table, the number of a list's item, or a figure that a sentence needs. So one number
proves nothing: the numbers have to count up by one from 1 or 2 through the text, as far apart as pages are, and more
than one of them has to cut a sentence in two that goes on without it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_BARE = re.compile(r"[1-9１-９][0-9０-９]{0,2}")
_FIRST_COLUMN = re.compile(r"[序编]\s*号")  # numbers behind a line that opens so are cells of a table
_SHORTEST_PROSE = 20  # characters of the two neighbours together; shorter ones may be cells of a table
_SHORTEST_HALF = 8  # characters of a sentence before its cut; a shorter line may be a name
_SHORTEST_PAGE = 100  # characters from number to number, in the mean; rows of a table are shorter
_APART = 200  # characters; two numbers so far apart may have a single line between them
_TALLEST_ROW = 6  # lines from number to number; where all are alike and so few, they are a table's
_FEWEST_CUTS = 2
_NUMBERS_PER_CUT = 3  # the last line of a page ends its paragraph in at most two of three pages
_LINES_OF_A_SENTENCE = 3
_HAN = "[\u3400-\u9fff]"
# The line stops in the middle of a sentence, not with an organ or a date, with which a cell of a table may end.
_UNFINISHED = re.compile(rf"(?:{_HAN}(?<![局厅委部院所队科室处会府门位司企年月日底])|[，、])$")
# A sentence goes on and comes to its end: not a unit that needs the number (3 家), nor an item with its own number.
_GOES_ON = re.compile(
    r"(?![家件个户次批起条项款人份期年月日届号万亿元余多度]|名(?![录册称单义]))(?!第?[一二三四五六七八九十]+[是、，章节条])"
    rf"(?:{_HAN}|[，、。；）》”]).*[。；！？]"
)


@dataclass(frozen=True, slots=True)
class _Chain:
    """Bare numbers that count up by one, as far as the one in `row`; `cuts` of them cut a sentence."""

    row: int
    cuts: int
    before: "_Chain | None"

    def rows(self) -> list[int]:
        """All its rows, in order."""
        rows, chain = [self.row], self.before
        while chain:
            rows.append(chain.row)
            chain = chain.before
        return rows[::-1]


def rows(lines: Sequence[str]) -> list[int]:
    """The rows of `lines` (none blank, no blanks around them) that hold nothing but the number of a page."""
    best: dict[int, _Chain] = {}  # by its last number, the chain that cuts most sentences
    for row in _bare(lines):
        number = int(lines[row])
        before = best.get(number - 1)
        if before and not _are_apart(lines, before.row, row):
            before = None
        cuts = _cuts(lines, row) + (before.cuts if before else 0)
        if (before or number <= 2) and (number not in best or cuts >= best[number].cuts):
            best[number] = _Chain(row, cuts, before)
    # Behind the last cut a number that counts on may be anything, unless the text ends with it.
    chosen = max(best.values(), key=lambda chain: (chain.cuts, chain.row == len(lines) - 1), default=None)
    return chosen.rows() if chosen and _are_pages(lines, chosen) else []


def _bare(lines: Sequence[str]) -> Iterator[int]:
    """Rows that may be numbers of pages."""
    for row, line in enumerate(lines):
        if _FIRST_COLUMN.match(line):
            return
        neighbours = [*lines[max(row - 1, 0) : row], *lines[row + 1 : row + 2]]
        if _BARE.fullmatch(line) and sum(map(len, neighbours)) >= _SHORTEST_PROSE:
            yield row


def _are_apart(lines: Sequence[str], first: int, second: int) -> bool:
    """More than an item of a list lies between two rows."""
    return second - first > 2 or sum(map(len, lines[first + 1 : second])) >= _APART


def _cuts(lines: Sequence[str], row: int) -> bool:
    """The line before it and the lines behind it are one sentence."""
    before = lines[row - 1] if row else ""
    behind = []
    for line in lines[row + 1 : row + 1 + _LINES_OF_A_SENTENCE]:
        if _BARE.fullmatch(line):
            break
        behind.append(line)
    unfinished = len(before) >= _SHORTEST_HALF and bool(_UNFINISHED.search(before))
    return unfinished and bool(_GOES_ON.match("".join(behind)))


def _are_pages(lines: Sequence[str], chain: _Chain) -> bool:
    """Enough sentences are cut, and what lies between the numbers is as long as pages are, and as uneven."""
    rows = chain.rows()
    if chain.cuts < max(_FEWEST_CUTS, len(rows) / _NUMBERS_PER_CUT):
        return False
    heights = [second - first for first, second in pairwise(rows)]
    regular = len(heights) > 1 and len(set(heights)) == 1 and heights[0] <= _TALLEST_ROW
    return not regular and sum(map(len, lines[rows[0] : rows[-1]])) >= _SHORTEST_PAGE * len(heights)
