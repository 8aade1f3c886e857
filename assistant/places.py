"""Places that a question names: those that documents are of, those of which there is none, and why each is named.

A place may be named for its document, or only because somebody is there, something comes from there or its office acts.
What stands around a name in each case is data: `assistant/words.toml`.
"""

import re
from collections.abc import Iterator

from assistant.shelf import Shelf, parent_names
from assistant.words import load_words
from index.references import Reference

_ENDING = "(?:[省市县区](?![省市县区级局域别分间块位场面民政价值容份]))?"
"""What belongs to a name where it follows: not in 枣庄县区, 枣庄市局 nor 枣庄区域, where 枣庄 alone is the place."""


def places_in(text: str, shelf: Shelf, references: tuple[Reference, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Places in the text that documents are of (or lie in), and places of which there is no document."""
    open_text = without(text, tuple(r for r in references if r.text.startswith("《")))
    own = with_documents(shelf).union(*map(parent_names, shelf.editions))
    known, strangers = list[str](), list[str]()
    for name in sorted({*own, *_gazetteer(open_text)}, key=lambda name: (-len(name), name not in own, name)):
        if name in open_text:
            (known if name in own else strangers).append(name)
            open_text = open_text.replace(name, "　" * len(name))
    return tuple(known), tuple(strangers)


def with_documents(shelf: Shelf) -> frozenset[str]:
    """The names of places that documents are of."""
    return frozenset(name for names in shelf.places.values() for name in names)


def _gazetteer(text: str) -> Iterator[str]:
    for name in load_words().places:
        if name in text and (named := re.search(name + _ENDING, text)):
            yield named[0]


def without(text: str, references: tuple[Reference, ...]) -> str:
    """The text with references blanked out; positions stay."""
    for reference in references:
        text = text[: reference.start] + "　" * (reference.end - reference.start) + text[reference.end :]
    return text


def speaks_of_its_document(text: str, place: str) -> bool:
    """Whether a place without a document is named as more than where somebody is or comes from."""
    before, behind = _around(text, place)
    return not (before & {"there"} or behind & {"people", "event"})


def office_acts(text: str, office: str) -> bool:
    """Whether an office after which a plan is called acts itself (国家局驳回了申请): its plan is not meant."""
    before, behind = _around(text, office)
    return office.endswith("局") and bool(before & {"acted on"} or behind & {"acts"})


def of_its_own(text: str, place: str) -> bool:
    """Whether a document is asked for that a place itself has issued (晋城市局那份2024方案)."""
    return "issued" in _around(text, place)[1]


def _around(text: str, place: str) -> tuple[set[str], set[str]]:
    """Of the words of `before_place` and `behind_place` those that stand around a place where it is first named."""
    lists = load_words()
    before, _, behind = text.partition(place)
    return (
        {name for name, words in lists.before_place.items() if words.search(before)},
        {name for name, words in lists.behind_place.items() if words.match(behind)},
    )
