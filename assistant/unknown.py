"""What a question names that nothing loaded is of: a law by its bare name (公司法), a county and its plan."""

import re
from collections.abc import Iterable, Iterator

from assistant.places import without
from assistant.segmentation import words
from assistant.shelf import Shelf
from assistant.words import load_words
from index.references import Reference
from index.references.words import title_words

_CITED = re.compile(r"《([^《》]+)》")
_LEAST = 2
"""Words of a title by which a document is named that nothing loaded is of."""
_SAME = 0.6
"""Share of those words in one title from which that document may be meant."""
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,4}[县市旗盟]|[\u4e00-\u9fff]{2}区")
_ONE_SIGN = frozenset("税")
"""What a law's name may end with before 法 as a word of its own; any other sign makes an ordinary word (办法, 叫法)."""


def unknown_papers(text: str, references: tuple[Reference, ...], shelf: Shelf) -> Iterator[Reference]:
    """Laws, rules and guides named without 《》 that no loaded title comes near, as references to no document."""
    open_text = without(text, references)
    yield from _unknown_laws(text, open_text, shelf)
    yield from _unknown_rules(open_text, shelf)


def _unknown_laws(text: str, open_text: str, shelf: Shelf) -> Iterator[Reference]:
    """Laws by their bare names (公司法里), each from its first telling word."""
    for match in load_words().unquoted["law"].finditer(open_text):
        kind = match["kind"]
        telling = _telling_law(match["core"], kind)
        titles = (re.split("[（(]", name, maxsplit=1)[0] for name in _loaded_names(shelf))
        if telling and not any(title.endswith(kind) and word in title for title in titles for word in telling):
            start = text.rfind(telling[0], 0, match.end())
            yield Reference(text[start : match.end()], start, match.end())


def _unknown_rules(open_text: str, shelf: Shelf) -> Iterator[Reference]:
    """Measures, rules and guides named in full (专利权质押登记办法：…)."""
    for match in load_words().unquoted["paper"].finditer(open_text):
        telling = _telling_paper(match["core"])
        named = (name for name in _loaded_names(shelf) if match["kind"] in name)
        same = (sum(word in name for word in telling) for name in named)
        if len(telling) >= _LEAST and max(same, default=0) < _SAME * len(telling):
            yield Reference(match["name"], match.start("name"), match.end("name"))


def _loaded_names(shelf: Shelf) -> Iterator[str]:
    """The titles and aliases of what is loaded."""
    return (name for edition in shelf.editions for name in (edition.metadata.title, *edition.metadata.aliases))


def _telling_law(core: str, kind: str) -> list[str]:
    """The words of a law's name that tell it from others; none where it is no name."""
    general = {*load_words().groups["law_words"], *title_words().shared}
    found = list(words(core))
    if not found or (kind == "法" and len(found[-1]) == 1 and found[-1] not in _ONE_SIGN):
        return []
    return [word for word in found if len(word) > 1 and word not in general and word not in load_words().stops]


def _telling_paper(core: str) -> list[str]:
    """The words of a paper's name that tell it from others; none where a word stands in it that no name has."""
    groups = load_words().groups
    general = {*title_words().shared, *title_words().light, *groups["paper_words"]}
    found = [word for word in words(core) if word not in general]
    strange = (len(word) == 1 or word in load_words().stops or _has(word, groups["paper_kinds"]) for word in found)
    return [] if any(strange) else found


def _has(word: str, kinds: Iterable[str]) -> bool:
    return any(kind in word for kind in kinds)


def places_of_documents(text: str, known: tuple[str, ...], references: tuple[Reference, ...]) -> Iterator[str]:
    """County-level places that a question speaks of as of the issuer of a document, and that are not known."""
    open_text, its_document = without(text, references), load_words().behind_place["document"]
    for word in words(open_text):
        if _PLACE.fullmatch(word) and len(word) > 2 and word not in known and word not in load_words().stops:
            behind = open_text[open_text.find(word) + len(word) :]
            named = any(word in one or one in word for one in known)
            if its_document.match(behind) and not (named or _is_ones_own(text, word, known)):
                yield word


def says_elsewhere(text: str, clauses: Iterable[str], shelf: Shelf) -> bool:
    """Whether a question asks what a document says that clauses only cite by title, and that is not loaded.

    许昌诉调对接那份若干意见里限几天: the plan names the 《…若干意见》, whose terms stand in it alone.
    """
    known = [edition.metadata.title for edition in shelf.editions]
    said = [match["name"] for match in load_words().unquoted["said"].finditer(text)]
    named = [name for name in said if not any(_names(name, title) for title in known)]
    titles = {title for clause in clauses for title in _CITED.findall(clause)} if named else set[str]()
    return any(_names(name, title) and not _loaded(title, shelf) for name in named for title in titles)


def _names(name: str, title: str) -> bool:
    """Whether the last words of a name are those of a title, which no verb before them says to be followed."""
    groups = load_words().groups
    behind, told = list(words(name)), list[str]()
    while behind and (behind[-1] in title or behind[-1] in groups["joining"]):
        told.append(behind.pop())
    general = {*title_words().shared, *title_words().light, *groups["joining"]}
    telling = [word for word in told[1:] if word not in general]
    followed = bool(behind) and behind[-1] in groups["followed"]
    return bool(told) and told[0] in title and len(telling) >= _LEAST and not followed


def _loaded(title: str, shelf: Shelf) -> bool:
    return any(reference.document_ids for reference in shelf.names.find(f"《{title}》"))


def _is_ones_own(text: str, place: str, known: tuple[str, ...]) -> bool:
    """Whether it is the asker's own district of a known place (我在枣庄薛城区局), whose document binds him."""
    before = text.partition(place)[0]
    above = next((name for name in known if before.endswith(name)), "")
    return bool(above and load_words().before_place["ones own"].search(before.removesuffix(above)))
