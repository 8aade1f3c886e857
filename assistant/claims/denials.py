"""Denials of a sentence beside those of the cited text: neither may one be lost, nor one be put in."""

import re
from collections.abc import Collection, Iterator, Sequence

from assistant.claims.alignment import fit
from assistant.claims.pairs import pairs_in
from assistant.claims.quantities import Quantity
from assistant.claims.statements import Mark, Statement, opens_list
from assistant.claims.verdicts import Failure
from assistant.claims.words import claim_words

_BESIDE = 2
"""Characters on either side of a denial that tell it from another."""
_DENIED, _FURTHER = 5, 7
"""Characters behind a denial in which stands what it denies; more where it goes on with who or what."""
_TARGET = 2
"""Characters behind a denial in which what it denies begins."""
_SCOPE = 16
"""Characters over which a denial governs what is listed behind it."""
_CLAUSE = re.compile("[，。；：！？的]")
_ROUNDABOUT = frozenset("由向对把被因在给以会是要")
"""Signs behind a denial that put who or what before the verb."""
_CLEARLY = 0.75
"""By how much one place must fit better than another to be taken for the one that is meant."""
_SAME_MATTER = 2.0
"""How well the only place must fit to be what the sentence speaks of: 收到 alone is not 未收到起诉的通知."""
_GRANTS = re.compile("(?<![不免给准授])予(?!警)")
_PART = re.compile("[，。；：！？、]")
_STOPS = frozenset("，。；：！？、和或与及")


def denial_failures(said: Statement, there: Sequence[Statement], excused: Collection[Quantity]) -> Iterator[Failure]:
    """What is denied is denied there too, and what is denied there is not affirmed; denying the question is free."""
    for mark in said.denials:
        if any(0 <= value.start - mark.end <= _DENIED for value in excused):
            continue
        if _bare_there(said, mark, there) or not _denied_there(said, mark, there):
            yield Failure("negation", said.text[mark.start : mark.end + 4])
    granted = _GRANTS.search(said.text)
    if granted and any("不予" in one.text for one in there) and not any(_GRANTS.search(one.text) for one in there):
        yield Failure("negation", said.text[granted.start() : granted.start() + 4], "不予")
    for one in there:
        for mark in one.denials:
            if _bare_here(one, mark, said, there):
                yield Failure("negation", one.text[mark.end : mark.end + 4], one.text[mark.start : mark.end + 4])
            pair = _targets(one, mark, said)
            if pair and _affirmed(pair, said, there):
                yield Failure("negation", pair[1], one.text[mark.start : mark.end + 4])


def _bare_there(said: Statement, mark: Mark, there: Sequence[Statement]) -> bool:
    """Whether the cited text has the very words around a denial without it, and never with it."""
    bare, whole = _beside(said, mark)
    return bool(bare) and any(bare in one.text for one in there) and not any(whole in one.text for one in there)


def _bare_here(one: Statement, mark: Mark, said: Statement, there: Sequence[Statement]) -> bool:
    """Whether the sentence has the words around a denial of the cited text without it: 逾期采取 for 逾期未采取."""
    bare, whole = _beside(one, mark)
    return _affirmed_as(bare, whole, said, there) or _affirmed_as(
        f"{mark.word[1:]}{one.text[mark.end : mark.end + _BESIDE]}"
        if mark.word.startswith("不") and len(mark.word) > 1
        else "",
        f"{mark.word}{one.text[mark.end : mark.end + _BESIDE]}",
        said,
        there,
    )


def _affirmed_as(bare: str, whole: str, said: Statement, there: Sequence[Statement]) -> bool:
    """Whether the sentence has the bare words and not the whole ones, and the cited text the whole ones only."""
    place = said.text.find(bare) if bare else -1
    if (
        place < 0
        or whole in said.text
        or any(other.text.count(bare) > other.text.count(whole) for other in there if bare in whole)
    ):
        return False
    if bare not in whole and any(bare in other.text for other in there):
        return False
    if bare not in whole[1:]:
        return not _under_denial(said, place)
    return not any(mark.end == place for mark in said.denials)


def _beside(one: Statement, mark: Mark) -> tuple[str, str]:
    """The words around a denial without it and with it; empty where a sign is too near."""
    before, behind = one.text[max(0, mark.start - _BESIDE) : mark.start], one.text[mark.end : mark.end + _BESIDE]
    if len(before) < _BESIDE or _STOPS & {*before, *behind}:
        return "", ""
    return before + behind, before + mark.word + behind


def _denied_there(said: Statement, mark: Mark, there: Sequence[Statement]) -> bool:
    """Whether the words that a denial denies stand right behind a denial of the cited text."""
    sign = said.text[mark.end : mark.end + 1]
    denied = [(one, other) for one in there for other in one.denials]
    known = False
    for place, pair in pairs_in(said.text, mark.end, _reach(said.text, mark.end)):
        found = [(one, other) for one in there for other in one.pairs.get(pair, ())]
        known = known or bool(found)
        if any(_listed(one, other) for one, other in found):
            return True
        if any(_in_scope(one, other) for one, other in found) and not any(_denied(one, other) for one, other in found):
            return True
        if any(_denied(one, other) for one, other in found):
            times = max(_times_denied(one, other) for one, other in found)
            return _times_denied(said, place) <= times and _best_is(said, place, found, denied=True)
    if any(one.text[other.end : other.end + 1] == sign for one, other in denied) or _alike(said, mark, denied):
        return True
    if known:
        return False
    return any(sign in one.text[other.end : other.end + 3] or not _said(one, other, said) for one, other in denied)


def _alike(said: Statement, mark: Mark, denied: Sequence[tuple[Statement, Mark]]) -> bool:
    """Whether a verb that says the same is denied there: 不属于 for 不能算; or there is a refusal for a refusal."""
    refusals = claim_words().refusals
    if mark.word in refusals and any(other.word in refusals for _, other in denied):
        return True
    for verbs in claim_words().denied_alike:
        if said.text.startswith(verbs, mark.end) and any(o.text.startswith(verbs, m.end) for o, m in denied):
            return True
    return False


def _said(one: Statement, mark: Mark, said: Statement) -> bool:
    """Whether any of what a denial of the cited text denies stands in the sentence."""
    return any(pair in said.pairs for _, pair in pairs_in(one.text, mark.end, _reach(one.text, mark.end)))


def _targets(one: Statement, mark: Mark, said: Statement) -> tuple[int, str] | None:
    """The first pair that a denial denies and that the sentence has too."""
    pairs = pairs_in(one.text, mark.end, _reach(one.text, mark.end))
    last = mark.end + _TARGET + (_FURTHER if one.text[mark.end : mark.end + 1] in _ROUNDABOUT else 0)
    return next(((place, pair) for place, pair in pairs if pair in said.pairs and place <= last), None)


def _reach(text: str, start: int) -> int:
    """Where what stands behind a denial ends: at a sign, at the latest after a few characters."""
    if text[start : start + 1] == "的":
        return start  # 不准的, 未经批准的: it denies what stands before
    length = _DENIED + (_FURTHER if text[start : start + 1] in _ROUNDABOUT else 0)
    return next((n for n in range(start, min(len(text), start + length)) if text[n] in _STOPS), start + length)


def _affirmed(target: tuple[int, str], said: Statement, there: Sequence[Statement]) -> bool:
    """Whether the sentence says without a denial what fits best where the cited text denies it."""
    pair = target[1]
    mine = said.pairs.get(pair, ())
    open_ = [place for place in mine if not _under_denial(said, place)]
    if not open_:
        return False
    found = [(one, place) for one in there for place in one.pairs.get(pair, ())]
    if len({one.text for one, _ in found}) == 1 and len(mine) == len(found):
        spots = [(said.text, own, own + 2) for own in open_]
        near = max(fit(spot, (one.text, place, place + 2)) for spot in spots for one, place in found)
        return near > _SAME_MATTER and sum(_denied(one, place) for one, place in found) > len(mine) - len(open_)
    return any(_best_is(said, place, found, denied=True, strictly=True) for place in open_)


def _best_is(
    said: Statement, place: int, found: Sequence[tuple[Statement, int]], *, denied: bool, strictly: bool = False
) -> bool:
    """Whether the place of the cited text that fits best is denied; `strictly`: no other one fits nearly as well."""
    rated = [
        (fit((said.text, place, place + 2), (one.text, other, other + 2)), _denied(one, other)) for one, other in found
    ]
    yes = max((rating for rating, is_denied in rated if is_denied == denied), default=-1.0)
    no = max((rating for rating, is_denied in rated if is_denied != denied), default=-1.0)
    return yes > no + (2 * _CLEARLY if strictly and no >= 0 else -_CLEARLY if no >= 0 else 0)


def _under_denial(said: Statement, place: int) -> bool:
    """Whether a denial stands anywhere before in the same part of the sentence."""
    return any(mark.end <= place and not _PART.search(said.text, mark.end, place) for mark in said.denials)


def _denied(one: Statement, place: int) -> bool:
    """Whether a denial stands right before, with no sign between."""
    return _times_denied(one, place) > 0


def _in_scope(one: Statement, place: int) -> bool:
    """Whether a denial governs a place from further off: 不得损毁、销毁或者转移."""
    return any(
        mark.end <= place < mark.end + _SCOPE
        and not _CLAUSE.search(one.text, mark.end, place)
        and one.text[place - 1 : place] in "者或、和"
        for mark in one.denials
    )


def _listed(one: Statement, place: int) -> bool:
    """Whether a place is in a list that a denial opens: 不得有下列行为：."""
    return any((opens_list(one.text, mark) or len(one.text)) <= place for mark in one.denials)


def _times_denied(one: Statement, place: int) -> int:
    return sum(mark.end <= place < _reach(one.text, mark.end) for mark in one.denials)
