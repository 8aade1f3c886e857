"""Values of a sentence beside those of the cited text: there, on the same side, and of the same matter."""

import re
from collections.abc import Iterator, Sequence

from assistant.claims.alignment import fit
from assistant.claims.quantities import Quantity
from assistant.claims.respective import crossed, respective
from assistant.claims.spelling import spelt
from assistant.claims.statements import Statement
from assistant.claims.verdicts import Failure
from assistant.messages import Citation
from assistant.shelf import Shelf

_CLEARLY = 1.5
"""By how much the words around another value must fit better before the value is taken for that one's."""
_EXCHANGED = 1.0
"""By how much two values must fit better in each other's place."""
_NEARLY = 0.75
"""By how much another place of the same value may fit better and its bound still counts."""

_DAY_OF = re.compile("[^，。；]{0,6}(?:施行|公布|发布|印发|生效|修订|修正|通过|实施)")
_DENIES = re.compile("(?:不是|并非|而非|不为|没有|并不|不等于)[^，。；\\d]{0,6}$")
_WRONG = re.compile("[^，。；]{0,12}(?:有误|不正确|不对|不准确|不属实|错误|没有依据)")
Found = tuple[Statement, Quantity]


def value_failures(
    said: Statement, there: Sequence[Statement], cited: Sequence[Citation], shelf: Shelf, asked: Statement
) -> Iterator[Failure]:
    """The values that stand nowhere, on another side of their bound, or at something else."""
    told, excused = catalog_words(cited, shelf), denied_values(said, asked)
    for value in said.quantities:
        if value.value.startswith("第") and value.value[-1] in "条款项":
            continue
        same = [(one, other) for one in there for other in one.quantities if _same(value, other)]
        if not same:
            if not _known(said, value, told) and value not in excused and not _passing(value, there):
                yield Failure(value.kind, _words(said, value), _nearest(value, there))
        elif (other := _otherwise_bounded(said, value, same)) is not None:
            yield Failure("bound", _words(said, value), _words(*other))
        elif _elsewhere(said, value, same, there) or _exchanged(said, value, same, there):
            yield Failure("binding", _words(said, value))


def _same(mine: Quantity, other: Quantity) -> bool:
    """The same value; a date may leave out its year."""
    if mine.kind == "date" and other.kind == "date":
        shorter = len(mine.value) > 4 and not mine.value.startswith("每") and other.value.endswith(mine.value)
        year = mine.value.endswith("年") and other.value.startswith(mine.value)
        return mine.value == other.value or shorter or year or other.value.endswith(f"年{mine.value}")
    return mine.value == other.value


def _passing(mine: Quantity, there: Sequence[Statement]) -> bool:
    """Whether it counts nothing that the cited text counts: 再一次, 一起."""
    counted = (other.unit for one in there for other in one.quantities)
    return not mine.bound and mine.value in {"1次", "1起"} and mine.unit not in counted


def _bounded(mine: Quantity, other: Quantity) -> bool:
    """The same side; 内 and 前 may be left out of a length or a date, 以上 and 以下 of nothing."""
    if mine.bound == other.bound:
        return True
    loose = {"date": {"", "before", "after"}, "duration": {"", "<=", "after"}}.get(mine.kind, set())
    return "" in {mine.bound, other.bound} and {mine.bound, other.bound} <= loose


def _otherwise_bounded(said: Statement, mine: Quantity, same: Sequence[Found]) -> Found | None:
    """The place of the value that fits best, where none that fits nearly as well is on the same side."""
    rated = [(_fit(said, mine, found), found) for found in same]
    best = max(rating for rating, _ in rated)
    fitting = [found for rating, found in rated if rating >= best - _NEARLY]
    return None if any(_bounded(mine, other) for _, other in fitting) else fitting[0]


def _elsewhere(said: Statement, mine: Quantity, same: Sequence[Found], there: Sequence[Statement]) -> bool:
    """Whether the words around the value stand around another value of its unit in the cited text."""
    rivals = [
        (one, other) for one in there for other in one.quantities if other.unit == mine.unit and not _same(mine, other)
    ]
    best, own = max(((_fit(said, mine, found), found) for found in same), key=lambda rated: rated[0])
    for one, other in rivals:
        if one is own[0] and respective(one.text, own[1], other):
            if crossed(said.text, mine, one.text, own[1], other):
                return True
        elif any(_same(value, other) for value in said.quantities):
            continue  # it has a place of its own: whether the two are exchanged is asked apart
        elif _fit(said, mine, (one, other)) > best + _CLEARLY:
            return True
    return False


def _exchanged(said: Statement, mine: Quantity, same: Sequence[Found], there: Sequence[Statement]) -> bool:
    """Whether another value of the sentence and this one would fit better in each other's place."""
    straight = max(_fit(said, mine, found) for found in same)
    for two in said.quantities:
        others = [(one, q) for one in there for q in one.quantities if _same(two, q)]
        if two.unit != mine.unit or _same(two, mine) or not others:
            continue
        if any(one is own and respective(one.text, a, q) for one, q in others for own, a in same):
            continue
        best = straight + max(_fit(said, two, found) for found in others)
        crossed_over = max(_fit(said, mine, found) for found in others) + max(_fit(said, two, found) for found in same)
        if crossed_over > best + _EXCHANGED:
            return True
    return False


def _fit(said: Statement, mine: Quantity, found: Found) -> float:
    one, other = found
    return fit((said.text, mine.start, mine.end), (one.text, other.start, other.end))


def catalog_words(cited: Sequence[Citation], shelf: Shelf) -> str:
    """What the catalog knows of the cited documents: titles, numbers, issuer, years, days."""
    words: list[object] = []
    for citation in cited:
        known = shelf.by_id[citation.document_id].metadata
        days = [day for day in (known.promulgated, known.effective_from) if day]
        words += [known.title, known.short_title, known.number, known.issuer, f"{known.year}年"]
        words += [f"{day.year}年{day.month}月{day.day}日" for day in days]
    return spelt(" ".join(str(word) for word in words if word))


def _known(said: Statement, value: Quantity, told: str) -> bool:
    """Whether the catalog knows the day: a year of the document, or a whole day where the sentence says of what."""
    if value.kind != "date" or value.value.startswith("每") or value.value not in told:
        return False
    return value.value.endswith("年") or bool(_DAY_OF.match(said.text, value.end))


def denied_values(said: Statement, asked: Statement) -> frozenset[Quantity]:
    """The values of the question that the sentence repeats to deny them: 不是60日, 而是90日."""
    named = {value.value for value in asked.quantities}
    return frozenset(
        value
        for value in said.quantities
        if value.value in named and (_DENIES.search(said.text, 0, value.start) or _WRONG.match(said.text, value.end))
    )


def _nearest(value: Quantity, there: Sequence[Statement]) -> str:
    """What the cited text has of the same unit, or else of the same kind."""
    others = [(one, other) for one in there for other in one.quantities if other.kind == value.kind]
    others.sort(key=lambda pair: pair[1].unit != value.unit)
    return _words(*others[0]) if others else ""


def _words(one: Statement, value: Quantity) -> str:
    """A value as it stands there, with its bound."""
    return one.text[value.start : value.end]
