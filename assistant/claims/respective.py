"""分别: two values and two things, the first to the first and the second to the second."""

import re

from assistant.claims.pairs import pairs_in
from assistant.claims.quantities import Quantity

_LINK = re.compile("[和与及、]|以及")
_LINKED = re.compile("(?:[和与及、，]|以及){1,2}")
_STOP = re.compile("[。；]")
_SHORT = re.compile("[、，；。]|以及|[和与及]")
_THING = 6
"""Characters of a thing beside the word that links it to the other."""


def respective(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether two values stand side by side, in a sentence that says 分别."""
    first, second = sorted((one, other), key=lambda value: value.start)
    begin, end = _sentence(text, first.start)
    return bool(_LINKED.fullmatch(text[first.end : second.start])) and "分别" in text[begin:end]


def crossed(said: str, mine: Quantity, text: str, own: Quantity, other: Quantity) -> bool:
    """Whether a sentence gives the value the thing that belongs to the other one."""
    begin, end = _sentence(text, own.start)
    first, second = sorted((own, other), key=lambda value: value.start)
    told, own_order = _told(said, mine), _order(said, own, other)
    for link in _LINK.finditer(text, begin, end):
        if first.start <= link.start() < second.end:
            continue
        left = _pairs(text[max(begin, link.start() - _THING) : link.start()])
        right = _pairs(text[link.end() : min(end, link.end() + _THING)])
        if own_order is not None:
            if (things := _order_of(said, left - right, right - left)) is not None and things != own_order:
                return True
            continue
        right_one, wrong_one = (left, right) if own is first else (right, left)
        if told & (wrong_one - right_one) and not told & (right_one - wrong_one):
            return True
    return False


def _order(said: str, one: Quantity, other: Quantity) -> bool | None:
    """Whether a sentence that says 分别 itself has two values in the cited order; None where it does not."""
    if "分别" not in said:
        return None
    places = [said.find(value.value) for value in sorted((one, other), key=lambda value: value.start)]
    return None if min(places) < 0 else places[0] < places[1]


def _order_of(said: str, left: frozenset[str], right: frozenset[str]) -> bool | None:
    """The same for two things, told by their pairs."""
    first = min((place for pair in left if (place := said.find(pair)) >= 0), default=-1)
    second = min((place for pair in right if (place := said.find(pair)) >= 0), default=-1)
    return None if min(first, second) < 0 else first < second


def _told(said: str, mine: Quantity) -> frozenset[str]:
    """The pairs of what a sentence gives the value: what follows it, up to the next sign or link."""
    stop = _SHORT.search(said, mine.end)
    return _pairs(said[mine.end : stop.start() if stop else len(said)])


def _sentence(text: str, place: int) -> tuple[int, int]:
    begin = max((match.end() for match in _STOP.finditer(text, 0, place)), default=0)
    stop = _STOP.search(text, place)
    return begin, stop.start() if stop else len(text)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(pair for _, pair in pairs_in(text))
