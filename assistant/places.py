"""Places that a question names: those that documents are of, those of which there is none, and why each is named.

A place may be named for its document, or only because somebody is there, something comes from there or its office acts.
What stands around a name in each case is data: `assistant/words.toml`.
"""

import re
from collections.abc import Iterator

from assistant.shelf import Shelf, lower_names, parent_names
from assistant.words import load_words
from index.documents import Edition
from index.references import Reference

_THEME = re.compile("(?:保护|执法|监管|服务|工作)([\u4e00-\u9fff]{4,6}年)(?:活动|行动)?方案$")
"""The year of something that a plan is of (能力提升年), at the end of its title: people call it so."""
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


def below_plans(text: str, shelf: Shelf) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a text names that lies below the place of a plan (薛城区), or is called otherwise than by name (县里).

    The second are those of which a document of their own is asked for (薛城区的方案).
    """
    known = with_documents(shelf)
    names = {name for edition in shelf.editions for name in lower_names(edition)} - known
    lower = next((name for name in sorted(names, key=len, reverse=True) if name in text), "")
    if lower and speaks_of_its_document(text, lower):
        return ((), (lower,)) if "its own" in _around(text, lower)[1] else ((lower,), ())
    themes = {theme for edition in shelf.editions for theme in _theme(edition) if theme in text}
    words = (word for words in load_words().sorts_of_places.values() for word in words if word in text)
    spoken = (word for word in words if word.endswith("方案") or "plans" in _around(text, word)[1])
    said = [*themes, *spoken][:1]
    if not said:
        return (), ()
    meant = {_own(edition) for edition in shelf.editions if by_sort(edition) & set(said)}
    return tuple(said) if len(meant) == 1 else (), ()


def by_sort(edition: Edition) -> frozenset[str]:
    """How a plan is called but by its place's name: 县里 for a county, 旗里 for a city of banners, 能力提升年."""
    own, lower = _own(edition), lower_names(edition)
    sorts = load_words().sorts_of_places
    fitting = (end for end in sorts if own.endswith(end) or 2 * sum(name.endswith(end) for name in lower) > len(lower))
    return frozenset((*_theme(edition), *(word for end in fitting for word in sorts[end])))


def _theme(edition: Edition) -> list[str]:
    return _THEME.findall(edition.metadata.short_title or edition.metadata.title) if edition.metadata.region else []


def _own(edition: Edition) -> str:
    return edition.metadata.region.name if edition.metadata.region else ""


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
