"""All names of the documents, and the references that a text makes by them: documents, and clauses of documents."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.documents import Edition
from index.editions import COUNTRY, work_title
from index.references.boundaries import (
    clause_begins,
    glued_before,
    place_first,
    plan_place,
    says_nothing,
    title_before,
)
from index.references.clauses import Article, Clause, clauses_in
from index.references.editions_named import YEAR, EditionsNamed
from index.references.near import NearTitles
from index.references.numbers import Numbers
from index.references.plans import Plans, own_place
from index.references.short_names import ShortName, ShortNames, work_of
from index.references.spelling import spelled
from index.references.words import national_laws, title_words
from index.references.year_names import YearNames

_FORM: Final = re.compile(
    r"(?<![白蓝绿])书$|笔录$|回执$|回证$|[凭证]证$|[册记]证$|通知单$|(?:申请|登记|审批|统计|报送)表$|合同$|协议$"
)
"""Papers of a case (《通知立案书》, 《送达回证》): in 《》, but no document that could be loaded."""
_QUOTED: Final = re.compile(r"《([^《》]{2,80}(?:[〈《][^〈〉《》]*[〉》][^《》]*)?)》")
_CLAUSE_IN_TITLE: Final = re.compile(r"第?\s*[0-9〇零一二两三四五六七八九十百千]{1,12}\s*条.*$")
_ADDED: Final = re.compile(r"（(?:(?:节选|摘录|选段)[^（）]*|(?:19|20)\d\d年?)）$")
"""What a catalog adds to a title to tell its texts apart; people leave it out."""
_OF_ONE_EDITION: Final = re.compile(r"\d|[新旧老原]|现行|修[订改正]|[一二三四五]$|（|第.+节")
_CLAUSED: Final = re.compile(r"第\s*[0-9〇零一二三四五六七八九十百千]+\s*条")
"""An alias that names clauses (刑法第213条至第220条) is a reference, no name."""
_BARE_YEAR: Final = re.compile(rf"(?<!\d)({YEAR})\s*年?(?:(?:的|修订|修正|修改|版|文本)[版本的]{{0,2}}|(?=[和与跟、]))")
_BARE_AGE: Final = re.compile(r"(?P<age>[新旧老])(?:法|条例|办法|规定)(?!律)")
_AGED: Final = re.compile(r"[和与跟比按]?(?P<age>[新旧老原])(?:的)?(?:法|条例|办法|规定|细则|解释|标准)")
_CONTINUED: Final = re.compile(
    r"(?:的)?(?:(?:实施|施行)(?:条例|细则|办法|规定|意见|规则|规程|指南|标准|规范|准则|解释)"
    r"|司法解释|释义|修正案|修订草案|(?:若干)?(?:条例|细则|解释|规则)(?!的))"
)
_AFTER_QUOTED: Final = re.compile(
    r"的?(?:若干)?(?:问题的)?(?:(?:实施|施行|适用)?(?:条例|细则|办法|解释|意见|规则|通知|批复|决定)|实施规定|若干规定)"
)
"""What goes on with a title whose law is in 《》 (实施《商标法》办法); 《商标法》规定 does not."""
_SURE_CONTINUED: Final = re.compile(r"(?:的)?(?:实施|施行)(?:条例|细则|办法|规定)")
_EDITED: Final = re.compile(r"(?:新修[订正改]?|修[订正改]后)的?(?P<title>[\u4e00-\u9fff]{2,8}?法)(?![律院定则规得])")
_OF_ADMINISTRATION: Final = re.compile("行政(?P<short>[\u4e00-\u9fff]{2}法)")
"""Laws that people call without 行政 (处罚法, 强制法)."""
_MOST_ENDING_SO: Final = 2
"""Laws, itself among them, that may end like one called so: 处罚法 two (治安管理处罚法), 诉讼法 three, too many."""
_GOES_ON: Final = re.compile("[定律院官规则人]|的?哪")
"""Makes other words of 法 (强制法定代表人), or asks which clause of the law goes with something else (处罚法哪条)."""
_ENDS_ALONE: Final = re.compile("标准|条例|办法|规定|规则|细则|法")
_SHORT: Final = 500
"""Only in a text as short as a question are titles in the open sought that are near a known one but stand alone."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a text refers to, as written (`text`, at `start:end`) and as resolved.

    `document_ids` are all editions that the name fits (none: no such document); which of them counts is a matter of
    dates. `approximate`: the title was written otherwise than any known one. `article` is None where only a document
    is named. `title` is the name, as written, of the document that an article belongs to; empty where none is named.
    The articles of one range share their span, and `through` is the last as written.
    """

    text: str
    start: int
    end: int
    document_ids: tuple[str, ...] = ()
    article: Article | None = None
    approximate: bool = False
    title: str = ""
    through: Article | None = None
    candidates: tuple[str, ...] = ()
    """Documents of several works that a short name fits alike: which one is meant must be asked."""


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    document_ids: tuple[str, ...]
    approximate: bool = False
    shown: bool = True
    """Whether it is a reference of its own; a law that is not loaded counts only before a clause."""
    all_editions: tuple[str, ...] = ()
    """The editions among which a year or 新, 旧 beside the name chose."""
    candidates: tuple[str, ...] = ()


class Names:
    """All names under which the documents are known: title, short title, aliases, number."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        known: dict[str, list[str]] = defaultdict(list)
        self._editions = {edition.document_id: edition for edition in editions}
        self._places = {name: own_place(edition) for name, edition in self._editions.items()}
        for edition in self._editions.values():
            for name in _names_of(edition):
                known[name].append(edition.document_id)
        for edition in self._editions.values():
            for name in _ageless(self._latest(edition)):
                known[name].append(edition.document_id)
        self._known = {name: tuple(dict.fromkeys(ids)) for name, ids in known.items()}
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for name in sorted({*self._known, *national_laws()}, key=len, reverse=True):
            self._by_start[name[:2]].append(name)
        self._shortened = {short: ids for name, ids in self._known.items() if (short := _without_administration(name))}
        self._near = NearTitles(name for name in self._known if len(name) > 2 and name not in title_words().kinds)
        numbered = [(spelled(e.metadata.number), name) for name, e in self._editions.items() if e.metadata.number]
        titles = {name: e.metadata.title for name, e in self._editions.items()}
        self._numbers = Numbers(numbered, titles, {name: e.metadata.issuer or "" for name, e in self._editions.items()})
        self._editions_named = EditionsNamed(self._editions)
        self._plans = Plans(self._editions.values())
        self._short_names = ShortNames(self._editions.values())
        self._year_names = YearNames(self._editions.values())

    def _latest(self, edition: Edition) -> Edition:
        return self._editions[work_of(edition, self._editions)]

    def find(self, text: str) -> list[Reference]:
        """All references in the order they are written; an article belongs to the document named before it."""
        plain = spelled(text)
        names = self._with_open_titles(plain, self._documents(plain))
        ends = sorted(name.end for name in names)
        free = clauses_in(_masked(plain, names), lambda start: _behind(plain, ends, start))
        told = [name for name in names if name.shown or _owns(name, names, free)]
        references = [self._named(text, name) for name in told]
        references += [self._claused(text, clause, _owner(clause.start, told)) for clause in free]
        return sorted(references, key=lambda reference: reference.start)

    def resolve_title(self, title: str) -> tuple[tuple[str, ...], bool]:
        """Documents of a title and whether it was only nearly theirs; nothing where no known title is close."""
        plain = spelled("".join(title.split()))
        if ids := self._known.get(plain) or self._known.get(work_title(plain)):
            marked = re.findall(YEAR, plain.removeprefix(work_title(plain)))
            return (
                ids if plain in self._known or not marked else self._editions_named.of_year(ids, int(marked[0]))
            ), False
        return self._nearly(work_title(plain))

    def _nearly(self, wanted: str) -> tuple[tuple[str, ...], bool]:
        """A plan's title is near only where it names the plan's place, any title only where its telling words agree."""
        elsewhere = place_first(wanted)
        for name in self._near.alike(wanted):
            ids = tuple(found for found in self._known[name] if self._places[found] in wanted)
            if ids and (elsewhere in name or any(self._places[found] for found in ids)):
                return ids, True
        short = None if elsewhere else self._near.shortened(wanted)
        return (self._known[short], True) if short else ((), False)

    def _documents(self, plain: str) -> list[_Name]:
        """Titles in 《》 (near ones too), numbers and known names in the open, longest first, without overlap."""
        found: list[_Name] = []
        taken = 0
        quoted = {match.start(): match for match in _QUOTED.finditer(plain)}
        numbers = {number.start: number for number in self._numbers.find(plain)}
        for start in range(len(plain)):
            if start < taken:
                continue
            if match := quoted.get(start):
                name: _Name | None = self._quoted(match)
            elif number := numbers.get(start):
                name = _Name(start, number.end, number.document_ids)
            else:
                plan = self._plans.at(plain, start)
                name = _Name(start, *plan) if plan else self._open(plain, start)
            if name:
                name = self._marked(plain, name)
                taken = name.end
                found = [*(other for other in found if other.end <= name.start), name]
        return found

    def _quoted(self, match: re.Match[str]) -> _Name | None:
        """A title in 《》; a clause inside the marks (《商标法第57条》) stays outside the name."""
        ids, near = self.resolve_title(match[1])
        if not ids and _FORM.search(match[1]):
            return None
        title = match[1] if ids and not near else self._before_clause(match)
        if title and title != match[1]:
            ids, near = self.resolve_title(title)
            return _Name(match.start(), match.start(1) + len(title), ids, near)
        if (longer := _AFTER_QUOTED.match(match.string, match.end())) and clause_begins(match.string, longer.end()):
            ids, near = self.resolve_title(match[1] + longer[0].removeprefix("的"))
            return _Name(match.start(), longer.end(), ids, near)
        foreign = plan_place(match.string, match.start(), nameless=self._without_place(match[1], ids))
        return _Name(match.start(), match.end(), () if foreign else ids, near)

    def _before_clause(self, match: re.Match[str]) -> str:
        """What stands in 《》 without the clause at its end; a known name keeps its number (司法解释一 十条)."""
        name = self._name_at(match.string, match.start(1))
        if name and _CLAUSE_IN_TITLE.match(match[1], len(name)):
            return name
        return _CLAUSE_IN_TITLE.sub("", match[1])

    def _open(self, plain: str, start: int) -> _Name | None:
        """A known name in the open, with what follows it in a longer title (商标法 实施细则)."""
        name = self._name_at(plain, start)
        if name is None:
            return None
        end, ids = start + len(name), self._known.get(name, ())
        longer = _CONTINUED.match(plain, end)
        if longer and (clause_begins(plain, longer.end()) or _SURE_CONTINUED.match(plain, end)):
            known, near = self.resolve_title(name + longer[0].removeprefix("的"))
            return _Name(start, longer.end(), known, near)
        if name in title_words().kinds and (whole := title_before(plain, 0, end)) and whole.text != name:
            return None
        before = glued_before(plain, start, name) or plan_place(plain, start, nameless=self._without_place(name, ids))
        if before and ids:
            return _Name(start - before, end, ())
        return _Name(start, end, ids, shown=bool(ids))

    def _without_place(self, name: str, ids: Sequence[str]) -> bool:
        """Whether a name is of plans and says no place, so that a place before it may make it another one's."""
        places = [self._places[found] for found in ids]
        return bool(places) and all(place and place not in name for place in places)

    def _name_at(self, plain: str, start: int) -> str | None:
        names = self._by_start.get(plain[start : start + 2], ())
        return next((name for name in names if plain.startswith(name, start)), None)

    def _marked(self, plain: str, name: _Name) -> _Name:
        """A name with what chooses among its editions beside it."""
        if one := self._editions_named.beside(plain, name.start, name.end, name.document_ids):
            ids = one.document_ids
            return replace(name, start=one.start, end=one.end, document_ids=ids, all_editions=name.document_ids)
        return name

    def _other_editions(self, plain: str, names: list[_Name]) -> Iterator[_Name]:
        """2019年商标法和2026年修订版: further years of editions of a work of which one was named by its year."""
        told = [name for name in names if name.all_editions]
        for match in (*_BARE_YEAR.finditer(plain), *_BARE_AGE.finditer(plain)) if told else ():
            work = next((name for name in reversed(told) if name.end <= match.start()), told[0])
            aged = match.groupdict().get("age")
            among = work.all_editions
            ids = (
                self._editions_named.of_age(among, aged) if aged else self._editions_named.of_year(among, int(match[1]))
            )
            if ids and ids != work.document_ids:
                yield _Name(match.start(), match.end(), ids)

    def _with_open_titles(self, plain: str, names: list[_Name]) -> list[_Name]:
        """The names with those that stand in the open before a clause (or alone in a question) and are not known."""
        clauses = clauses_in(_masked(plain, names), lambda _: True)
        floors = [*(name.end for name in names), *(clause.end for clause in clauses)]
        found = [self._title_before(plain, _last(floors, c.start), c.start, names) for c in clauses]
        if len(plain) <= _SHORT:
            found += [self._alone(plain, match.end(), names) for match in _ENDS_ALONE.finditer(plain)]
            found += [self._edited(plain, match) for match in _EDITED.finditer(plain)]
            found += [self._short(plain, one) for one in self._short_names.find(plain)]
            called = list(self._of_years(plain, names))
            found += [*called, *self._other_editions(plain, called)]
            found += self._of_administration(plain)
        kept = list(names)
        for name in (*self._other_editions(plain, names), *found):
            across = [other for other in kept if name and other.start < name.end and name.start < other.end]
            if name and all(_covers(plain, name, other) for other in across):
                kept = [*(other for other in kept if other not in across), name]
        return sorted(kept, key=lambda name: name.start)

    def _short(self, plain: str, one: ShortName) -> _Name | None:
        """A short name with the year or 新, 旧 beside it; before a clause also one that fits several works."""
        if one.works == 1:
            ids = self._editions_named.of_age(one.document_ids, one.age) if one.age else one.document_ids
            name = _Name(one.start, one.end, ids or one.document_ids, approximate=not one.exact)
            marked = self._marked(plain, name)
            return name if "后" in plain[one.start : one.end] and not marked.document_ids else marked
        return _Name(one.start, one.end, (), candidates=one.document_ids) if clause_begins(plain, one.end) else None

    def _of_years(self, plain: str, names: list[_Name]) -> Iterator[_Name]:
        """Documents called by year and kind (03年那个老办法), where no known name stands."""
        exact = [name for name in names if name.document_ids and not name.approximate]
        for one in self._year_names.find(plain):
            if all(name.end <= one.start or one.end <= name.start for name in exact):
                among = self._all_editions(one.document_ids)
                yield _Name(one.start, one.end, one.document_ids, approximate=True, all_editions=among)

    def _all_editions(self, ids: Iterable[str]) -> tuple[str, ...]:
        """All editions of the works that some documents are of."""
        works = {self._editions[name].work_id for name in ids}
        return tuple(name for name, own in self._editions.items() if own.work_id in works)

    def _title_before(self, plain: str, floor: int, clause: int, names: list[_Name]) -> _Name | None:
        """The title that ends where a clause begins: near a known one, shortened, or of a document not loaded."""
        run = title_before(plain, floor, clause)
        if run is None:
            return None
        end = run.start + len(run.text)
        before = next((name for name in names if name.end == floor and run.whole == plain[floor:end]), None)
        if near := self._near_end(plain[before.start : end] if before else run.whole) or self._near_end(run.whole):
            return _Name(end - len(near[1]), end, near[0], approximate=True)
        owner = _owner(run.start, names)
        if owner and (ids := self._relative(owner, run.text)):
            return _Name(run.start, end, ids)
        if owner and (aged := _AGED.fullmatch(run.text)):
            ids = self._editions_named.of_age(self._all_editions(owner.document_ids), aged["age"])
            return _Name(run.start, end, ids) if ids else None
        ids, _ = self._nearly(run.text) if run.text not in title_words().kinds else ((), False)
        if ids:
            return _Name(run.start, end, ids, approximate=True)
        goes_on = before and not run.empty and run.text.endswith(("办法", "条例", "细则", "解释"))
        return None if run.generic and not goes_on else _Name(run.start, end, ())

    def _alone(self, plain: str, end: int, names: list[_Name]) -> _Name | None:
        """A title of some length that is near a known one and stands in the open."""
        floor = _last([name.end for name in names], end)
        if any(name.start < end <= name.end for name in names) or end - floor < 6:
            return None
        run = re.search(r"[\u4e00-\u9fff、]{6,40}$", plain[floor:end])
        near = self._near_end(run[0]) if run else None
        return _Name(end - len(near[1]), end, near[0], approximate=True) if near and len(near[1]) > 5 else None

    def _edited(self, plain: str, said: re.Match[str]) -> _Name | None:
        """A shortened law that is said to be of an edition, where no clause follows (2021年新修的处罚法)."""
        ids, _ = self._nearly(said["title"])
        name = _Name(said.start("title"), said.end(), ids, approximate=True)
        return self._marked(plain, name) if ids else None

    def _of_administration(self, plain: str) -> Iterator[_Name]:
        """A law called without 行政 before it: 处罚法和听证办法各给几天."""
        for short, ids in self._shortened.items():
            for match in re.finditer(short, plain):
                if not (_GOES_ON.match(plain, match.end()) or glued_before(plain, match.start(), short)):
                    yield self._marked(plain, _Name(match.start(), match.end(), ids, approximate=True))

    def _near_end(self, run: str) -> tuple[tuple[str, ...], str] | None:
        """Documents of the known title that a run of words ends nearly like, with that end of it."""
        found = self._near.ending(run)
        ids = tuple(name for name in self._known[found[0]] if self._places[name] in run) if found else ()
        return (ids, found[1]) if found and ids and not glued_before(run, len(run) - len(found[1]), found[1]) else None

    def _relative(self, owner: _Name, title: str) -> tuple[str, ...]:
        """商标法第60条和实施条例第78条: the document of the law named before."""
        works = {work_title(self._editions[name].metadata.title) for name in owner.document_ids}
        ids = (found for work in sorted(works) for found in self._known.get(spelled(work) + title, ()))
        return tuple(dict.fromkeys(ids))

    @staticmethod
    def _named(text: str, name: _Name) -> Reference:
        said = text[name.start : name.end]
        return Reference(
            said, name.start, name.end, name.document_ids, None, name.approximate, candidates=name.candidates
        )

    @staticmethod
    def _claused(text: str, clause: Clause, owner: _Name | None) -> Reference:
        whole = Reference(text[clause.start : clause.end], clause.start, clause.end, (), clause.article)
        if owner is None:
            return replace(whole, through=clause.through)
        title, ids = text[owner.start : owner.end], owner.document_ids
        return replace(whole, document_ids=ids, approximate=owner.approximate, title=title, through=clause.through)


def cited_titles(text: str, names: Names) -> list[Reference]:
    """Every 《title》 of a text once, in order: as written, and the documents it resolves to (none: not loaded)."""
    found = {reference.text: reference for reference in reversed(names.find(text)) if reference.text.startswith("《")}
    return sorted(found.values(), key=lambda reference: reference.start)


def _names_of(edition: Edition) -> set[str]:
    metadata = edition.metadata
    work = work_title(metadata.title)
    whole = COUNTRY + work if metadata.title.startswith(COUNTRY) else None
    written = [metadata.title, work, whole, metadata.short_title, metadata.number, *metadata.aliases]
    plain = {spelled("".join(name.split())) for name in written if name}
    cut = {_ADDED.sub("", name) for name in plain if _ADDED.search(name)}
    return {name for name in plain | cut if len(name) > 1 and not _CLAUSED.search(name)}


def _without_administration(name: str) -> str:
    """What a law is called for short without 行政; empty where it is not, or where too many laws end so."""
    said = _OF_ADMINISTRATION.fullmatch(name)
    if said and sum(law.endswith(said["short"]) for law in national_laws()) <= _MOST_ENDING_SO:
        return said["short"]
    return ""


def _ageless(latest: Edition) -> set[str]:
    """The aliases that all editions of a work share with its latest (反法): those that say nothing of one edition."""
    plain = {spelled("".join(name.split())) for name in latest.metadata.aliases}
    return {name for name in plain & _names_of(latest) if not _OF_ONE_EDITION.search(name)}


def _covers(plain: str, name: _Name, other: _Name) -> bool:
    """Whether a name may take another one's place: all of it, or what is left of one not known points at nothing."""
    sure = other.document_ids and not other.approximate
    if name.start <= other.start and other.end <= name.end and not (sure and name.candidates):
        return True
    lead = plain[other.start : name.start]
    return not other.document_ids and other.end <= name.end and says_nothing(lead)


def _masked(plain: str, names: Iterable[_Name]) -> str:
    """The text with its names covered, so that a number in a title (司法解释二) is no part of a clause."""
    for name in names:
        plain = plain[: name.start] + "|" * (name.end - name.start) + plain[name.end :]
    return plain


def _behind(plain: str, ends: list[int], start: int) -> bool:
    """Whether the nearest name before a position leads right up to it."""
    n = bisect_right(ends, start)
    return bool(n) and clause_begins(plain, ends[n - 1], start)


def _last(ends: Iterable[int], position: int) -> int:
    """The last of some ends that is not behind a position, 0 where there is none."""
    return max((end for end in ends if end <= position), default=0)


def _owner(position: int, names: list[_Name]) -> _Name | None:
    return next((name for name in reversed(names) if name.end <= position), None)


def _owns(name: _Name, names: list[_Name], clauses: list[Clause]) -> bool:
    return any(_owner(clause.start, names) is name for clause in clauses)
