"""What bears out a hard fact: the facts of cited texts and of documents' metadata, whatever their spelling."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final, Self

from eval.facts import Fact, FactKind, facts, squeezed
from index.documents import Edition

_CLAUSE: Final = re.compile(r"(?:[，。；：！？!?\n|;]|(?<!\d)[,:]|[,:](?!\d))+")
_DATE: Final = re.compile(r"(每年|每月|每周)?(\d{4}年)?(?:(\d{1,2})月)?(?:(\d{1,2})日?)?$")
_STEP: Final = re.compile(r"第\d+(?:条(?:之\d+)?|部分|[款项目章节编])")
_MEASURE: Final = re.compile(r"(?:个|项|条|种|类|点|份|篇|家|部|处|方面|大)?$")
"""Measures that people exchange (三项, 3个), and none."""
_ALIKE: Final = 0.5
"""A clause of the evidence speaks of the same matter from this share of its pairs of characters on."""
_SAME: Final = 0.8
"""From here on it is the same sentence, and a fact must stand in it, not merely somewhere near."""
_IN_PLACE: Final[frozenset[FactKind]] = frozenset({"number", "date", "duration", "article", "organ"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a text between two signs of punctuation: what it speaks of, in pairs of characters, and its facts."""

    pairs: frozenset[str]
    facts: tuple[Fact, ...]
    text: str

    @property
    def modals(self) -> tuple[str, ...]:
        """Its modal classes in their order."""
        return tuple(fact.value for fact in self.facts if fact.kind == "modal")

    def like(self, other: "Clause") -> float:
        """The share of its pairs that the other has."""
        return len(self.pairs & other.pairs) / len(self.pairs) if self.pairs else 0.0


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[Clause, ...]:
    """The pieces of a text; a fact belongs to the piece in which it begins."""
    ends = [(match.start(), match.end()) for match in _CLAUSE.finditer(text)]
    bounds = zip([0, *(end for _, end in ends)], [*(start for start, _ in ends), len(text)], strict=True)
    return tuple(_clause(text, start, end) for start, end in bounds if end > start)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a statement may rest on: cited texts, and `known`, the words of their documents' metadata."""

    texts: tuple[str, ...]
    known: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str], known: Iterable[str] = ()) -> Self:
        """The evidence in some texts."""
        return cls(tuple(texts), tuple(known))

    def values(self, kind: FactKind) -> set[str]:
        """The values of one kind."""
        return {fact.value for text in (*self.texts, *self.known) for fact in facts(text) if fact.kind == kind}

    def bears_out(self, fact: Fact, statement: str) -> bool:
        """Whether a fact of a statement stands here, and in the same place where the statement repeats a clause."""
        own = next((clause for clause in clauses(statement) if fact in clause.facts), _clause(statement, 0, 0))
        there = [(own.like(clause), clause) for text in self.texts for clause in clauses(text)]
        if fact.kind == "modal":
            return _obliges(fact, own, there, self.values("modal"))
        placed = fact.kind in _IN_PLACE and len(own.pairs) > 1  # 印发 alone may stand behind any organ
        same = [clause for share, clause in there if share >= _SAME] if placed else []
        if not same:
            return _stands(fact, self.values(fact.kind), _same_words("\n".join((*self.texts, *self.known))))
        known = Evidence.of(self.known)
        values = {other.value for clause in same for other in clause.facts if other.kind == fact.kind}
        words = _same_words("\n".join((*(clause.text for clause in same), *self.known)))
        return _stands(fact, values | known.values(fact.kind), words)


def _clause(text: str, start: int, end: int) -> Clause:
    inside = tuple(fact for fact in facts(text) if start <= fact.start < end)
    cuts = [start, *(place for fact in inside for place in (fact.start, fact.end)), max(end, start)]
    words = [squeezed(text[first:last])[0] for first, last in zip(cuts[::2], cuts[1::2], strict=True)]
    return Clause(frozenset(word[n : n + 2] for word in words for n in range(len(word) - 1)), inside, text[start:end])


def _obliges(fact: Fact, own: Clause, there: Sequence[tuple[float, Clause]], anywhere: set[str]) -> bool:
    """Whether the clause that speaks most of the same matter has the same modal word, and in the same order."""
    best = max((share for share, _ in there), default=0.0)
    if best < _ALIKE:
        return fact.value in anywhere
    place = [other for other in own.facts if other.kind == "modal"].index(fact)
    for share, clause in there:
        if share >= 0.9 * best:
            in_step = len(clause.modals) == len(own.modals)
            if clause.modals[place] == fact.value if in_step else fact.value in clause.modals:
                return True
    return any(
        share >= 0.9 * best and not clause.modals and after.modals[:1] == (fact.value,) and _goes_on(own, clause, after)
        for (share, clause), (_, after) in pairwise(there)
    )


def _goes_on(own: Clause, clause: Clause, after: Clause) -> bool:
    """Whether a clause of a statement is two of the evidence without the comma between them."""
    return bool(own.pairs & after.pairs - clause.pairs)


def _stands(fact: Fact, values: set[str], words: str) -> bool:
    """Whether a fact other than a modal word is among the values, or else in the words, of the evidence."""
    if fact.value in values:
        return True
    if fact.kind == "title":
        return _same_words(_core(fact.value)) in words
    if fact.kind in {"organ", "document"}:
        return _named(_same_words(fact.text), words)
    alike = _ALIKE_VALUES.get(fact.kind)
    return alike is not None and alike(fact.value, values)


def _named(name: str, words: str) -> bool:
    """Whether a name stands in the words, whole or in two parts: 枣庄市局 where a title has 枣庄 and the text 市局."""
    return name in words or any(name[:cut] in words and name[cut:] in words for cut in range(2, len(name) - 1))


def metadata(edition: Edition) -> tuple[str, ...]:
    """What a catalog knows of a document, as texts."""
    known = edition.metadata
    days = (known.effective_from, known.promulgated, edition.effective_to)
    names = (f"《{name}》\n{name}" for name in (known.title, known.short_title, *known.aliases) if name)
    others = (known.number, known.issuer, known.region.name if known.region else None)
    year = f"{known.year}年" if known.year else None
    last = f"第{known.articles}条" if known.articles else None
    return tuple(text for text in (*names, *others, year, last, *map(on_day, days)) if text)


def on_day(day: date | None) -> str | None:
    """A day as Chinese texts write it."""
    return f"{day.year}年{day.month}月{day.day}日" if day else None


def _same_words(text: str) -> str:
    """A text without blanks, its brackets and its longer words in one spelling."""
    return squeezed(text)[0].replace("监督管理", "监管").lower()


def _core(title: str) -> str:
    """A title without its edition: 商标法（2026年修订） is 商标法."""
    return re.sub(r"\([^()]*(?:修订|修正|修改)[^()]*\)$", "", squeezed(title)[0])


def _dated(wanted: str, known: set[str]) -> bool:
    """Whether a day is known as precisely; its year may come from elsewhere in the evidence (a plan's title)."""
    each, year, month, day = _parts(wanted)
    for value in known:
        other = _parts(value)
        same = all(part is None or part == own for part, own in zip((month, day), other[2:], strict=True))
        lone_year = month is None and day is None
        if each == other[0] and same and (year == other[1] or (year is None and not lone_year)):
            return True
        if each == other[0] and same and not lone_year and other[1] is None and f"{year}" in known:
            return True
    return False


def _parts(value: str) -> tuple[str | None, str | None, str | None, str | None]:
    match = _DATE.fullmatch(value)
    return (match[1], match[2], match[3], match[4]) if match else (value, None, None, None)


def _refers(wanted: str, known: str) -> bool:
    """Whether a reference means a known one: 第2项, 第57条第2项 and 第57条 mean 第57条第1款第2项."""
    ours, theirs = _STEP.findall(wanted), _STEP.findall(known)
    if ours[:1] == theirs[:1] and not any(step.endswith("款") for step in theirs):
        ours = [step for step in ours if step != "第1款"]  # the only 款 is seldom named
    rest = iter(theirs)
    return all(step in rest for step in ours)


def _counts_alike(wanted: str, known: str) -> bool:
    """Whether two numbers are one: 3项 and 3个, 15 and 15件; 3倍 and 3份 are two."""
    ours, theirs = _split(wanted), _split(known)
    loose = bool(_MEASURE.fullmatch(ours[1]) and _MEASURE.fullmatch(theirs[1]))
    return ours[0] == theirs[0] and (loose or not ours[1] or not theirs[1])


def _split(value: str) -> tuple[str, str]:
    match = re.match(r"第?[\d./]+", value)
    return (match[0], value[match.end() :]) if match else (value, "")


_ALIKE_VALUES: Final[dict[FactKind, Callable[[str, set[str]], bool]]] = {
    "date": _dated,
    "article": lambda wanted, known: any(_refers(wanted, value) for value in known),
    "number": lambda wanted, known: any(_counts_alike(wanted, value) for value in known),
}
