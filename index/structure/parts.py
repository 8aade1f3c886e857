"""Which part of a document a line belongs to: the body, or what stands beside it (notice, signature, annex).

One pass from top to bottom. Before the body a line opens a part by its looks; inside the body nothing does while its
numbering still goes on further down; behind it the parts follow each other, and a list that has nothing to do with the
document is set apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from index.structure import lines as line
from index.structure.nesting import Nesting
from index.structure.sheet import Sheet

BODY: Final = ""
Opening = tuple[str, int, bool]
"""The part of a line, the position after the lines that open it, and whether it is a new part of the same name."""
_LISTS: Final = ("附件", "无关内容")
_SIGNING_ORGANS: Final = 8
_LINKS: Final = 6
_LONGEST_LINK: Final = 14
_UNCONFIRMED: Final = {"一是", "一要", "第一"}


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines of one part, `BODY` for the body. `numbered`: it has items. `heading`: the plan's own title."""

    name: str
    lines: range
    numbered: bool = False
    heading: str = ""


@dataclass(slots=True)
class _Walk:
    """Where the pass stands: the parts opened so far, and the numbering that is open in the present one."""

    openings: list[tuple[int, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    nesting: Nesting = field(default_factory=Nesting)
    counted_to: int = 0
    """Up to this line the numbering of the body is known to go on."""

    @property
    def part(self) -> str | None:
        return self.openings[-1][1] if self.openings else None

    @property
    def begun(self) -> bool:
        """The body has begun."""
        return BODY in self.seen

    def has(self, part: str) -> bool:
        return part in self.seen

    def open(self, i: int, part: str, *, anew: bool = False) -> None:
        if part != self.part or anew:
            self.openings.append((i, part))
            self.seen.add(part)
            self.nesting = Nesting()


def segments(sheet: Sheet) -> list[Segment]:
    """The parts of `sheet` in order; together they hold every line."""
    walk = _Walk()
    i = 0
    while i < len(sheet.lines):
        i = _step(sheet, i, walk)
    stops = [start for start, _ in walk.openings[1:]] + [len(sheet.lines)]
    parts = [
        Segment(name, range(start, stop), name in _LISTS, _title_text(sheet, start) if name == "引言" else "")
        for (start, name), stop in zip(walk.openings, stops, strict=True)
    ]
    return _unnumbered(_notice_with_items(sheet, parts))


def _step(sheet: Sheet, i: int, walk: _Walk) -> int:
    """Read the line at `i` (and those that go with it); the position after them."""
    if contents := _contents(sheet, i):
        walk.open(i, "头部")
        return contents
    part, stop, anew = _part_at(sheet, i, walk)
    walk.open(i, part, anew=anew)
    for j in range(i, stop):
        if item := sheet.items.get(j):
            walk.nesting.place(item.mark, followed=j in sheet.followed)
    return stop


def _part_at(sheet: Sheet, i: int, walk: _Walk) -> Opening:
    if walk.part == BODY:
        return _in_body(sheet, i, walk)
    if not walk.begun or walk.part == "引言":
        return _before_body(sheet, i, walk)
    return _after_body(sheet, i, walk)


# Before the body


def _before_body(sheet: Sheet, i: int, walk: _Walk) -> Opening:
    listed = walk.part == "附件" and _goes_on(sheet, i, walk)
    if listed or _begins_body(sheet, i):
        return ("附件" if listed else BODY), i + 1, False
    named = _closing(sheet, i)
    if named and (walk.part not in {None, "头部", "网页", "引言"} or named[0] == "网页"):
        return *named, False
    if walk.part in {None, "头部", "网页"}:
        return _in_head(sheet, i)
    return _after_notice(sheet, i, walk)


def _after_notice(sheet: Sheet, i: int, walk: _Walk) -> Opening:
    """The plan's own title opens 引言; a sentence behind the contacts goes on with the notice."""
    title = _title(sheet, i)
    if title and walk.part != "引言" and not line.is_covering(_joined(sheet, i, title)):
        return "引言", title, False
    if walk.part == "联系方式" and "。" in sheet.plain(i):
        return "通知", i + 1, False
    return walk.part or "头部", i + 1, False


def _in_head(sheet: Sheet, i: int) -> Opening:
    """Red head, number, title and history until someone is addressed or a sentence opens the text."""
    plain = sheet.plain(i)
    if line.is_salutation(plain):
        return "通知", i + 1, False
    if line.is_head(plain):
        return "头部", i + 1, False
    if title := _title(sheet, i):
        own = not sheet.is_law and not line.is_covering(_joined(sheet, i, title)) and not _addressed(sheet, title)
        return ("引言" if own else "头部"), title, False
    return ("引言" if line.is_sentence(plain) else "头部"), i + 1, False


def _addressed(sheet: Sheet, i: int) -> bool:
    """A salutation follows within the next lines of a head."""
    return any(line.is_salutation(sheet.plain(j)) for j in range(i, i + 4))


def _begins_body(sheet: Sheet, i: int) -> bool:
    """The first mark of a numbering, or one from which an excerpt's numbering goes on."""
    item = sheet.items.get(i)
    if item is None or item.start != sheet.lines[i].start:
        return i in sheet.law
    sure = item.mark.number == 1 and item.mark.kind not in _UNCONFIRMED
    return sure or i in sheet.followed


def _contents(sheet: Sheet, i: int) -> int:
    """Behind 目录: where the listed headings come again and the text begins; 0 where there is no table of contents."""
    if sheet.plain(i) not in {"目录", "目次"} or i + 1 >= len(sheet.lines):
        return 0
    entry = sheet.plain(i + 1).rstrip("0123456789.…·-—")
    again = (j for j in range(i + 2, len(sheet.lines)) if sheet.plain(j).startswith(entry))
    return next(again, 0) if entry else 0


# Inside the body


def _in_body(sheet: Sheet, i: int, walk: _Walk) -> Opening:
    if i in sheet.law:
        return BODY, i + 1, False
    if _is_glued(sheet, i) and not _counts_on(sheet, i, walk):
        return "无关内容", i + 1, False
    named = _closing(sheet, i)
    if named and not _counts_on(sheet, i, walk):
        return *named, False
    if stop := _second_document(sheet, i, walk):
        return _name_of_second(walk), stop, False
    return BODY, i + 1, False


def _counts_on(sheet: Sheet, i: int, walk: _Walk) -> bool:
    """The numbering that is open at `i` goes on below: its next number comes before it starts anew."""
    if sheet.law and i > next(iter(sheet.law)):
        return i < next(reversed(sheet.law))
    if i < walk.counted_to:
        return True
    anew: set[str] = set()
    for j in range(i, len(sheet.lines)):
        mark = sheet.items[j].mark if j in sheet.items else None
        if mark and mark.number == 1:
            anew.add(mark.kind)
        elif mark and mark.kind not in anew and walk.nesting.expects(mark):
            walk.counted_to = j
            return True
    return False


def _second_document(sheet: Sheet, i: int, walk: _Walk) -> int:
    """Where the title ends that opens another document: one whose numbering starts anew a few lines further on."""
    if sheet.marked(i):
        return 0
    stop = _title(sheet, i)
    if not stop:
        return 0
    for j in range(stop, min(stop + 8, len(sheet.lines))):
        if sheet.marked(j):
            sent = walk.part != BODY and walk.has("通知") and not walk.has("引言")
            return stop if _begins_document(sheet, j) or (sent and _begins_body(sheet, j)) else 0
    return 0


def _begins_document(sheet: Sheet, i: int) -> bool:
    """The first mark of a numbering that nothing usually stands above: 第一条, 第一章, 一、."""
    mark = sheet.law.get(i)
    if mark is None:
        mark = sheet.items[i].mark if sheet.items[i].mark.kind == "一、" else None
    return mark is not None and mark.number == 1 and mark.kind != "节"


def _name_of_second(walk: _Walk) -> str:
    """Behind a notice it is the plan itself, behind 附件 an attachment; else it does not belong."""
    if walk.part == BODY or (walk.has("通知") and not walk.has("引言")):
        return "引言"
    return "附件" if walk.has("附件") else "无关内容"


# Behind the body


def _after_body(sheet: Sheet, i: int, walk: _Walk) -> Opening:
    part = walk.part or "网页"
    if part == "无关内容" or (part == "附件" and _goes_on(sheet, i, walk)):
        return part, i + 1, False
    if _is_glued(sheet, i):
        return "无关内容", i + 1, False
    if named := _closing(sheet, i):
        return *named, _is_bare_attachment(sheet, i)
    return _behind(sheet, i, part, walk)


def _behind(sheet: Sheet, i: int, part: str, walk: _Walk) -> Opening:
    """A line without looks of its own: another document, a foreign list, or more of the same part."""
    if part not in {"附件", "网页"} and (stop := _second_document(sheet, i, walk)):
        return _name_of_second(walk), stop, False
    foreign_list = i in sheet.items and part not in {"附件", "网页", "联系方式"}
    foreign_text = part == "印发" and "。" in sheet.plain(i)
    return ("无关内容" if foreign_list or foreign_text else part), i + 1, False


def _goes_on(sheet: Sheet, i: int, walk: _Walk) -> bool:
    """The list of the present part counts on at `i`, or begins there, behind a line that names no attachment itself."""
    item = sheet.items.get(i)
    if item is None:
        return False
    opening = line.attachment(sheet.plain(i - 1))
    announced = bool(opening and opening.end() == len(sheet.plain(i - 1)))
    return walk.nesting.expects(item.mark) or (announced and item.mark.number == 1)


def _is_glued(sheet: Sheet, i: int) -> bool:
    """A list begins of which three or more items, and most, name documents of their own."""
    item = sheet.items.get(i)
    if item is None or item.mark.number != 1 or item.start != sheet.lines[i].start:
        return False
    listed = _list_at(sheet, i)
    naming = sum(line.names_a_document(sheet.plain(j)) and "。" not in sheet.plain(j) for j in listed)
    return len(listed) >= 3 and naming * 3 > len(listed) * 2


def _list_at(sheet: Sheet, i: int) -> list[int]:
    """The lines of the list that begins at `i`, up to where its numbering starts anew."""
    kind, listed = sheet.items[i].mark.kind, [i]
    for j in range(i + 1, len(sheet.lines)):
        mark = sheet.items[j].mark if j in sheet.items else None
        if mark and mark.kind == kind and mark.number == 1:
            break
        if mark and mark.kind == kind and mark.number == len(listed) + 1:
            listed.append(j)
    return listed


# Parts that look alike wherever they stand


def _closing(sheet: Sheet, i: int) -> tuple[str, int] | None:
    """The part that opens at `i` by its looks, and where its opening ends."""
    plain = sheet.plain(i)
    if line.is_contact(plain):
        return "联系方式", i + 1
    if _is_attachment(sheet, i):
        return "附件", i + 1
    if stop := _imprint(sheet, i):
        return "印发", stop
    if stop := _signature(sheet, i):
        return "落款", stop
    return ("网页", i + 1) if _is_furniture(sheet, i) else None


def _is_furniture(sheet: Sheet, i: int) -> bool:
    """Furniture by its looks, or the first of a few bare words (links) that lead to such a line."""
    for j in range(i, min(i + _LINKS, len(sheet.lines))):
        plain = sheet.plain(j)
        if line.is_furniture(plain):
            return True
        if sheet.marked(j) or len(plain) > _LONGEST_LINK or not line.could_be_title(plain) or line.ends_title(plain):
            return False
    return False


def _is_attachment(sheet: Sheet, i: int) -> bool:
    plain = sheet.plain(i)
    match = line.attachment(plain)
    return bool(match and "。" not in plain)


def _is_bare_attachment(sheet: Sheet, i: int) -> bool:
    """附件1 alone on its line: the attachment itself, not the list of them."""
    match = line.attachment(sheet.plain(i))
    return bool(match and match.end() == len(sheet.plain(i)) and not sheet.plain(i).endswith("："))


def _imprint(sheet: Sheet, i: int) -> int:
    """The imprint may open with the organ on a line of its own."""
    if line.is_imprint(sheet.plain(i)):
        return i + 1
    return i + 2 if line.is_organ(sheet.plain(i)) and line.is_imprint(sheet.plain(i + 1)) else 0


def _signature(sheet: Sheet, i: int) -> int:
    """Organs, each on its line, and the date; or both on one line; or the date alone."""
    j = i
    while j < i + _SIGNING_ORGANS and line.is_organ(sheet.plain(j)):
        j += 1
    if line.is_date(sheet.plain(j)):
        return j + 1
    return i + 1 if line.is_signed(sheet.plain(i)) else 0


def _title(sheet: Sheet, i: int) -> int:
    """Where a title that begins at `i` ends; 0 where none begins."""
    stop = line.title_end(sheet.lines, i)
    return 0 if any(sheet.marked(j) for j in range(i, stop)) else stop


def _joined(sheet: Sheet, start: int, stop: int) -> str:
    return "".join(sheet.plain(j) for j in range(start, stop))


def _title_text(sheet: Sheet, i: int) -> str:
    return _joined(sheet, i, _title(sheet, i))


# Afterthoughts


def _notice_with_items(sheet: Sheet, parts: list[Segment]) -> list[Segment]:
    """A numbered text between a notice and the plan that it sends is the notice's own: its items lie below it."""
    own = next((n for n, part in enumerate(parts) if part.name == "引言" and part.heading), None)
    if own is None or own + 1 >= len(parts) or parts[own + 1].name != BODY:
        return parts
    before = parts[:own]
    notice = next((n for n, part in enumerate(before) if part.name == "通知"), None)
    if notice is None or notice + 1 >= len(before) or before[notice + 1].name != BODY:
        return parts
    if any(i in sheet.law for i in before[notice + 1].lines):
        return parts
    whole = range(before[notice].lines.start, before[notice + 1].lines.stop)
    return [*before[:notice], replace(before[notice], lines=whole, numbered=True), *parts[notice + 2 :]]


def _unnumbered(parts: Sequence[Segment]) -> list[Segment]:
    """Where nothing is numbered, the text itself is the body: 正文."""
    if any(part.name == BODY for part in parts):
        return list(parts)
    texts = [n for n, part in enumerate(parts) if part.name in {"通知", "引言"}] or [0]
    first = texts[-1] if parts[texts[-1]].name == "引言" else texts[0]
    return [replace(part, name="正文") if n == first else part for n, part in enumerate(parts)]
