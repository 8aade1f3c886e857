"""Numbers of documents: 国知发保字〔2020〕23号 and 国务院令第651号, in any brackets, with 号 or without it.

An order may be called by its number and its matter (代理机构的63号令), others without a year (国知局5号文, 鄂知发2号).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from index.numerals import to_int

_DIGIT: Final = "0-9〇零○一二三四五六七八九"
_COUNT: Final = f"[{_DIGIT}十百千]{{1,9}}"
_BLANK: Final = r"[^\S\n]*"
_LETTERED: Final = re.compile(
    rf"(?P<open>（?){_BLANK}(?P<year>(?:19|20|一九|二〇|二零|二○)[{_DIGIT}]{{2}}){_BLANK}(?P<close>）?)"
    rf"{_BLANK}(?:年|-)?{_BLANK}第?{_BLANK}(?P<count>{_COUNT})(?:{_BLANK}(?P<sign>号))?(?![{_DIGIT}年月日条款项个件元万])"
)
_ORDER: Final = re.compile(
    rf"(?P<issuer>[\u4e00-\u9fff]{{0,24}}?)(?:令{_BLANK}第?{_BLANK}(?P<count>{_COUNT}){_BLANK}号"
    rf"|第?(?P<before>{_COUNT}){_BLANK}号令)"
)
_LETTERS: Final = re.compile(r"[^\W\d份的和与及据按照是了由看查问这那在见、，。：；？！《》“”（）]{2,12}$")
_INTERPRETED: Final = re.compile("(?:司法)?解释|批复")
"""两高2025年5号解释: the kind behind a number says what its letters would."""
_SPOKEN: Final = re.compile(r"第?(?P<count>[0-9]{1,4})号(?P<sign>文(?![章化物字本]))?")
_COURTS: Final = "释"
"""Ends the letters of interpretations, which nobody calls a 号文."""
_YEAR_BEFORE: Final = re.compile(r"(?P<year>(?:19|20)\d\d)年?的?$")
_OFFICE: Final = re.compile(r"[\u4e00-\u9fff]{0,9}[局厅院府委部会办省市县区旗央里司处发函字政监规通]的?$")
"""Ends with an office, or with letters: only its own document is called by a number behind it."""
_OWN_END: Final = re.compile(r"（[^（）]*）$")
_ISSUED: Final = re.compile(r"(?:19|20)\d\d年$")
_UNKNOWN: Final = re.compile(r"[\u4e00-\u9fff]{0,8}(?:发|办|函|字|释|监|通|规|文|知|政|公告|保)[\u4e00-\u9fff]?$")
"""Letters of numbers end like this: only such a number is one of a document that is not loaded."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number at `start:end` of a text, and the documents that have it."""

    start: int
    end: int
    document_ids: tuple[str, ...]


class Numbers:
    """The numbers of the loaded documents, in one spelling."""

    def __init__(
        self,
        numbers: Iterable[tuple[str, str]],
        titles: Mapping[str, str] | None = None,
        issuers: Mapping[str, str] | None = None,
    ) -> None:
        """`numbers`: pairs of a number in one spelling (`spelled`) and its document; the rest is of documents."""
        self._titles = titles or {}
        self._issuers = issuers or {}
        self._lettered: dict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
        self._orders: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for number, document_id in numbers:
            self._add(_OWN_END.sub("", "".join(number.split())), document_id)

    def find(self, text: str) -> Iterator[Numbered]:
        """All numbers of a text in one spelling; those that no loaded document has come without documents."""
        for match in _LETTERED.finditer(text):
            if found := self._lettered_at(text, match):
                yield found
        for match in _ORDER.finditer(text):
            if found := self._order_at(match):
                yield found
        for match in _SPOKEN.finditer(text):
            if found := self._spoken_at(text, match):
                yield found

    def _add(self, number: str, document_id: str) -> None:
        if lettered := _LETTERED.search(number):
            key = (to_int(lettered["year"]) or 0, to_int(lettered["count"]) or 0)
            if letters := number[: lettered.start()]:
                self._lettered[key].append((letters, document_id))
        elif order := _ORDER.fullmatch(_year_left_out(number)):
            self._orders[to_int(order["count"] or order["before"]) or 0].append((order["issuer"], document_id))

    def _lettered_at(self, text: str, match: re.Match[str]) -> Numbered | None:
        key = (to_int(match["year"]) or 0, to_int(match["count"]) or 0)
        before = text[: match.start()].rstrip()
        known = self._lettered.get(key, [])
        for letters, _ in known:
            if before.endswith(letters):
                ids = tuple(name for own, name in known if own == letters)
                return Numbered(len(before) - len(letters), match.end(), ids)
        if known and match["sign"] and not match["open"] and _INTERPRETED.match(text, match.end()):
            return Numbered(match.start(), match.end(), tuple(name for own, name in known if own.endswith("释")))
        said = _LETTERS.search(before) if match["open"] and match["close"] and match["sign"] else None
        return Numbered(said.start(), match.end(), ()) if said and _UNKNOWN.search(said[0]) else None

    def _spoken_at(self, text: str, match: re.Match[str]) -> Numbered | None:
        """A number without its year: behind letters of a loaded one, or called 文 where one document alone has it."""
        before, count = text[: match.start()].rstrip(), int(match["count"])
        dated = _YEAR_BEFORE.search(before)
        known = [
            one
            for (year, number), ones in self._lettered.items()
            if number == count and (dated is None or int(dated["year"]) == year)
            for one in ones
        ]
        for letters, name in known:
            if before.endswith(letters):
                return Numbered(len(before) - len(letters), match.end(), (name,))
        ids = {name for letters, name in known if not letters.endswith(_COURTS)} if match["sign"] else set[str]()
        before = before[: dated.start()] if dated else before
        own = tuple(name for name in ids if _may_be_of(before, self._issuers.get(name, "")))
        return Numbered(dated.start() if dated else match.start(), match.end(), own) if len(own) == 1 else None

    def _order_at(self, match: re.Match[str]) -> Numbered | None:
        """An issuer may be shortened (总局令第31号); the longest part of what stands before that is one decides."""
        number, said = to_int(match["count"] or match["before"]), match["issuer"]
        known = self._orders.get(number or 0, [])
        for start in range(len(said)):
            if ids := tuple(name for issuer, name in known if _shortens(said[start:], issuer)):
                return Numbered(match.start() + start, match.end(), ids)
        if known and not said:
            return Numbered(match.start(), match.end(), tuple(name for _, name in known))
        matters = {name: start for _, name in known if (start := _matter(said, self._titles.get(name, ""))) >= 0}
        if len(matters) == 1:
            return Numbered(match.start() + min(matters.values()), match.end(), tuple(matters))
        return Numbered(match.start(), match.end(), ()) if match["count"] or "第" in match[0] else None


def _shortens(said: str, issuer: str) -> bool:
    """Whether every sign of a shortened name stands in the whole one, in order, from its last word on."""
    signs = iter(issuer)
    return len(said) > 1 and said[-1] == issuer[-1] and all(sign in signs for sign in said)


def _may_be_of(before: str, issuer: str) -> bool:
    """Whether no other office stands before a number than the one that issued the document."""
    office = _OFFICE.search(before)
    said = office[0].removesuffix("的") if office else ""
    return not said or any(_shortens(said[start:], issuer) for start in range(len(said) - 1))


def _matter(said: str, title: str) -> int:
    """Where two signs in a row of a title first stand in what is said before a number; -1 where none do."""
    return next((n for n in range(len(said) - 1) if said[n : n + 2] in title), -1)


def _year_left_out(number: str) -> str:
    """…令2006年第1号 counts like …令第1号."""
    return re.sub(r"令(?:19|20)\d\d年", "令", number)
