"""Finds line breaks that cut a sentence, a heading or a word: a page or a screen ended there, not the author's line.

Two kinds of files need it. In most, a paragraph is one long line, cut only where the printed page ended. In others
(PDF, mail) every line is as wide as the page, and only a paragraph's last one ends where the author ended it.
Each break is judged by what stands on its two sides:

- A line of digits only stands on one side: real. It may be a page's number that nobody removed; a sentence must not
  swallow it.
- The line after it begins something of its own (a number, 第X条, 附件, a label, a date or an organ that signs): real.
- A bracket or a title mark is open and closes after the break: broken, even before a label.
- It comes after a sign or word that leads on (，、的和与), or before one that no line begins with: broken.
- The line before ends a sentence: real, unless the page is filled and the next line lacks the indent of paragraphs.
- The next line is indented by two wide blanks, or a note in brackets ends the line before: real.
- Filled lines in a text of page-wide lines: broken.
- Running prose without its full stop, or a cut inside a word that the document uses elsewhere: broken.
- A long numbered heading, then a fragment, then the next number: the heading was cut.
- Everything else (headings, list items, lines of a letter's head, menus of a page): real.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

_N = "[一二三四五六七八九十百零〇]"
_HAN = "[\u3400-\u9fff]"

# A number at the start of a line. 第五十七条规定 or （三）项 there is a reference that the line's end cut off.
_NUMBERED = re.compile(
    rf"""第{_N}{{1,7}}条(?:之{_N})?(?![的、，,和或至及到中第规所款项（(])
    | 第[{_N[1:-1]}\d]{{1,5}}(?:编|分编|章|节|部分)(?![的、，和或至及中规所])
    | 第{_N}{{1,3}}[，,、：:]
    | {_N}{{1,4}}[、．.](?!{_N}{{1,3}}[、项条款])
    | [（(](?:{_N}{{1,4}}|\d{{1,3}})[）)](?![项目款、，和或至])
    | \d{{1,3}}(?:[.．](?![\d%])|、(?!\d)|[)）])
    | \d{{1,2}}(?:\.\d{{1,2}}){{1,3}}[ \u3000]*{_HAN}
    | {_N}{{1,3}}是
    | [①-⑳㈠-㈩⑴-⒇⒈-⒛●○■□◆◇▪•·★※](?!\d)
    | ——|[-*][ ]
    """,
    re.VERBOSE,
)
_ARTICLE = re.compile(rf"第{_N}{{1,7}}条(?:之{_N})?")
_SPACED_ARTICLE = re.compile(rf"^[^\S\n]*{_ARTICLE.pattern}[ \u3000]", re.MULTILINE)
_LABEL = re.compile(
    rf"""(?:抄\s?[送报]|主\s?送)\s?[:：]|此件
    | 附\s?[件表注录]?\s?(?:\d{{1,2}}|{_N})?\s?(?:[:：]|$)
    | {_HAN}(?:{_HAN}|\s){{0,4}}{_HAN}[ ]?[:：]\s*\S
    """,
    re.VERBOSE,
)
_UP_TO_31 = rf"(?:\d{{1,2}}|{_N}{{1,3}})"
_DAY = rf"(?:\d{{4}}|[〇○零一二三四五六七八九]{{4}})\s*年\s*{_UP_TO_31}\s*月\s*{_UP_TO_31}\s*日"
_DATE = re.compile(rf"[（(]?{_DAY}\s*(?:印发)?[）)]?")
_SUFFIXES = "局|厅|部|委|院|署|处|科|室|会|府|中心|支队|总队|小组|党组|公司"
_ORGAN = re.compile(rf"[{_HAN[1:-1]} （）()\u3000]{{2,40}}(?:{_SUFFIXES})(?:[（(]盖?章[）)])?")
# Lines of a law's history, one event each, and a notice's title before those whom it addresses.
_PASSED = re.compile("(?:通过|批准|修正|修订|公布|发布|施行)$")
_NEXT_EVENT = re.compile(rf"(?:根据\s?)?{_DAY}")
_TITLE = re.compile("的(?:通知|通报|公告|意见|决定|批复|函)$")
_ADDRESSED = re.compile("各|.{0,60}[：:]$")

_CLOSED = re.compile(r"[。！？!?；;：:…][”’」』）)》]*$")
# A bracket behind a full stop, a line in brackets, and （责任单位：……） end the paragraph as a full stop would.
_CLOSED_BY_NOTE = re.compile(r"(?:^|[。；])[（(][^（）()]*[）)]$|[（(][^（）()：:]{2,8}[：:][^（）()]*[）)]$")
_LEADS_ON = re.compile(r"(?:[，,、（(《〈“‘〔\[【]|[的和与及或]|依照|按照|根据)$")
_CONTINUES = re.compile(r"[，。、；：！？）》〉”’〕】,;!?)\]%％]|的")
_DIGITS = re.compile(r"\d+")
_PROSE = re.compile(r"[。；！？]")
_PAIRS = {"《": "》", "（": "）", "(": ")", "“": "”", "〔": "〕", "〈": "〉", "【": "】"}
_BRACKET = re.compile("[" + re.escape("".join([*_PAIRS, *_PAIRS.values()])) + "]")

# Widths are in Chinese characters; an ASCII character counts half.
_SHORTEST_WIDE_LINE = 15
_WIDTHS_OF_PAGES = (18, 60)
_RAGGED = 2.5
_FEWEST_FILLED = 5
_SHORTEST_CUT_HEADING = 24
_LONGEST_HEADING = 45  # characters, as are the others below
_LONGEST_FRAGMENT = 20
_SHORTEST_CUT_LINE = 20
_MOST_PIECES = 20  # lines looked back on; time stays linear in a text that never ends a sentence
_DICTIONARY = 200_000  # characters of the document that serve as its dictionary


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank, without the blanks around it; `width` counts those before it."""

    start: int
    end: int
    text: str
    indented: bool
    two_blanks: bool
    """Indented by two wide blanks, as only paragraphs are."""
    width: float


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the document's lines lie."""

    words: Counter[str]
    """How often each one, two and three characters follow each other: the document is its own dictionary."""
    width: float | None
    """Width of a filled line where lines are cut at the page's edge, None where a paragraph is one line."""
    indents: bool
    """Paragraphs show their beginning by an indent, so a line without one goes on."""
    spaced_articles: bool
    """A blank follows 第X条 where an article begins, so 第X条 without one is a reference."""

    def filled(self, line: _Line) -> bool:
        """The line reaches the page's edge."""
        return self.width is not None and line.width >= self.width - _RAGGED

    def knows(self, before: str, after: str) -> bool:
        """The characters on the two sides of a break belong together elsewhere."""
        pair = before[-1] + after[0]
        if not re.fullmatch(f"{_HAN}{{2}}", pair) or pair not in self.words:
            return False
        together = self.words[pair]
        if together >= 2 and together >= 0.3 * min(self.words[pair[0]], self.words[pair[1]]):
            return True
        return before[-2:] + after[:1] in self.words or before[-1:] + after[:2] in self.words

    def numbers(self, text: str) -> bool:
        """A number of its own opens the line."""
        found = _NUMBERED.match(text)
        if found and self.spaced_articles and (article := _ARTICLE.match(text)):
            return text[article.end() : article.end() + 1] in {" ", "\u3000", ""}
        return bool(found)


def find(text: str) -> list[tuple[int, int]]:
    """Spans of line breaks (blank lines and blanks around them included) to remove, so that broken lines close up."""
    lines = _lines(text)
    layout = _layout(text, lines)
    spans = []
    begin = 0  # where the line that is being put together begins
    for number in range(1, len(lines)):
        before, after = lines[number - 1], lines[number]
        pieces = [lines[begin], *lines[max(begin + 1, number - _MOST_PIECES) : number]]
        whole = "".join(line.text for line in pieces)
        if _is_broken(whole, before, lines[number : number + 2], layout):
            spans.append((before.end, after.start))
        else:
            begin = number
    return spans


def _lines(text: str) -> list[_Line]:
    lines = []
    for found in re.finditer(r"[^\n]+", text):
        stripped = found[0].strip()
        if not stripped:
            continue
        indent = found[0][: found[0].index(stripped)]
        start = found.start() + len(indent)
        indented = indent.startswith(("\u3000", "    ", "\t"))
        two_blanks = indent.startswith("\u3000\u3000")
        lines.append(_Line(start, start + len(stripped), stripped, indented, two_blanks, _width(indent + stripped)))
    return lines


def _width(text: str) -> float:
    """In Chinese characters."""
    return len(text) - len(text.encode("ascii", "ignore")) / 2


def _layout(text: str, lines: Sequence[_Line]) -> _Layout:
    share = sum(line.indented for line in lines) / max(len(lines), 1)
    spaced = len(_SPACED_ARTICLE.findall(text)) >= 2
    return _Layout(_words(text[:_DICTIONARY]), _page_width(lines), 0.1 <= share <= 0.7, spaced)


def _words(text: str) -> Counter[str]:
    """Counted once, so that a text of many short lines is not searched at each of them."""
    threes = zip(text, text[1:], text[2:], strict=False)
    return Counter(chain(text, map("".join, pairwise(text)), map("".join, threes)))


def _page_width(lines: Sequence[_Line]) -> float | None:
    """Lines are page-wide where next to none is wider and most that end in mid-sentence are just as wide."""
    widths = sorted(line.width for line in lines)
    width = widths[int(0.97 * (len(widths) - 1))] if widths else 0
    if not _WIDTHS_OF_PAGES[0] <= width <= _WIDTHS_OF_PAGES[1]:
        return None
    unfinished = [line for line in lines if line.width >= _SHORTEST_WIDE_LINE and not _CLOSED.search(line.text)]
    filled = [line for line in unfinished if line.width >= width - _RAGGED]
    prose = [line for line in filled if "，" in line.text]  # a list of titles can be as even, but has no commas
    enough = len(filled) >= max(_FEWEST_FILLED, 0.6 * len(unfinished)) and len(prose) >= 0.4 * len(filled)
    return width if enough else None


def _is_broken(whole: str, before: _Line, following: Sequence[_Line], layout: _Layout) -> bool:
    """`whole` is the line so far (already put together), `before` its last piece, `following` what comes after."""
    after = following[0]
    if "\t" in before.text or "\t" in after.text or _DIGITS.fullmatch(before.text) or _DIGITS.fullmatch(after.text):
        return False
    if layout.numbers(after.text):
        return _closes(whole, after.text, "《〈")
    if _closes(whole, after.text, "".join(_PAIRS)):
        return True
    if _begins(after, following[1:]) or _is_complete(whole, after):
        return False
    return _goes_on(whole, before, after, layout) or _is_cut(whole, before, following, layout)


def _goes_on(whole: str, before: _Line, after: _Line, layout: _Layout) -> bool:
    """The two lines show it themselves: a word or sign that leads on, or the page's edge reached."""
    if _LEADS_ON.search(whole) or _CONTINUES.match(after.text):
        return True
    if _opens_paragraph(after, layout):
        return False
    return layout.filled(before) and (layout.indents or not _is_closed(whole))


def _opens_paragraph(line: _Line, layout: _Layout) -> bool:
    """Its indent says so: any where indents part the paragraphs, two wide blanks where a paragraph is one line."""
    return line.indented if layout.indents else line.two_blanks and layout.width is None


def _is_closed(whole: str) -> bool:
    return bool(_CLOSED.search(whole) or _CLOSED_BY_NOTE.search(whole))


def _closes(whole: str, after: str, brackets: str) -> bool:
    """One of the brackets is open at the break and closed behind it, within one sentence."""
    waiting: list[str] = []
    for character in _BRACKET.findall(whole):
        if character in _PAIRS:
            waiting.append(character)
        elif waiting and character == _PAIRS[waiting[-1]]:
            waiting.pop()
    if not waiting or waiting[-1] not in brackets or whole.endswith("。"):
        return False
    closing, opening = after.find(_PAIRS[waiting[-1]]), after.find(waiting[-1])
    return closing >= 0 and not 0 <= opening < closing


def _begins(line: _Line, following: Sequence[_Line]) -> bool:
    """A label, a date alone, or an organ that signs: its date comes next or in the same line."""
    if _LABEL.match(line.text) or _DATE.fullmatch(line.text):
        return True
    name = _DATE.sub("", line.text).strip()
    signed = name != line.text or (bool(following) and bool(_DATE.match(following[0].text)))
    return signed and bool(_ORGAN.fullmatch(name))


def _is_complete(whole: str, after: _Line) -> bool:
    """Nothing is missing: a date, a signature above its date, an event of a law's history, a title, a label's line."""
    return bool(
        _DATE.fullmatch(whole)
        or (_ORGAN.fullmatch(whole) and _DATE.match(after.text))
        or (_PASSED.search(whole) and _NEXT_EVENT.match(after.text))
        or (_TITLE.search(whole) and _ADDRESSED.match(after.text))
        or (_LABEL.match(whole) and not re.search("[，。、]", whole))
    )


def _is_cut(whole: str, before: _Line, following: Sequence[_Line], layout: _Layout) -> bool:
    """A line without closing sign where a paragraph is one line, or a last line that ends inside a word."""
    after = following[0].text
    if _is_closed(whole) or _opens_paragraph(following[0], layout):
        return False
    if before.width >= _SHORTEST_WIDE_LINE and layout.knows(whole, after):
        return True
    return layout.width is None and (_is_prose(whole, layout) or _is_heading(whole, before, following, layout))


def _is_prose(whole: str, layout: _Layout) -> bool:
    """Running text: a sentence ended in it, or it has a comma and is too long for a heading, or it is an article's."""
    if _PROSE.search(whole):
        return True
    if _ARTICLE.match(whole) and layout.spaced_articles:
        return len(whole) >= _SHORTEST_CUT_LINE
    return "，" in whole and len(whole) >= (_LONGEST_HEADING if layout.numbers(whole) else _SHORTEST_CUT_LINE)


def _is_heading(whole: str, before: _Line, following: Sequence[_Line], layout: _Layout) -> bool:
    """A heading that a page's end cut: long, then only a fragment, then the next number."""
    after = following[0].text
    fragment = len(after) <= _LONGEST_FRAGMENT and not _CLOSED.search(after)
    next_is_numbered = len(following) > 1 and layout.numbers(following[1].text)
    return layout.numbers(whole) and before.width >= _SHORTEST_CUT_HEADING and fragment and next_is_numbered
