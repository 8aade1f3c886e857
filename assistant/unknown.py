"""What a question names that nothing loaded is of: a law by its bare name (公司法), a county and its plan."""

import re
from collections.abc import Iterable, Iterator

from assistant.places import without
from assistant.segmentation import words
from assistant.shelf import Shelf
from assistant.words import load_words
from index.references import Reference
from index.references.words import title_words

_LAW = re.compile(
    r"(?P<core>[\u4e00-\u9fff]{2,14}?)(?P<sort>(?<![犯违合守枉])法|条例)(?=里|中|第|上|规定|现在|要求|给|能|怎么|如何|怎样|的|对|有|罚|按|，|,|：|:)"
)
_PAPER = re.compile(
    r"(?:(?:^|(?<=[，。；？?：:\s\u3000]))(?:按照?|依照?|根据|照着?)?|按照?|依照?|根据)"
    r"(?P<name>(?P<core>[A-Z\u4e00-\u9fff]{3,24}?)(?P<sort>办法|规定|细则|指南))"
    r"(?=[：:]|里|中(?![\u5fc3\u6b62])|第|罚|(?<=[暂试]行办法|管理办法|实施办法)(?:对|按|最[高多低长]|怎么|如何))"
)
_SAYS = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{4,24}?(?:办法|指南|意见|规程|指引|细则))(?:里|中|上面|把|要求|规定|写|讲|，(?=[^，。；]*(?:几|多少|哪)))"
)
_CITED = re.compile(r"《([^《》]+)》")
_LEAST = 2
"""Words of a title by which a document is named that nothing loaded is of."""
_SAME = 0.6
"""Share of those words in one title from which that document may be meant."""
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,4}[县市旗盟]|[\u4e00-\u9fff]{2}区")
_PAPER_SORT = re.compile("办法|规定|细则|指南|条例")
_ONE_SIGN = frozenset("税")
"""What a law's name may end with before 法 as a word of its own; any other sign makes an ordinary word (办法, 叫法)."""


def unknown_laws(text: str, references: tuple[Reference, ...], shelf: Shelf) -> Iterator[Reference]:
    """Laws named without 《》 that no loaded title comes near, as references to no document."""
    names = (name for edition in shelf.editions for name in (edition.metadata.title, *edition.metadata.aliases))
    titles = [re.split("[（(]", name, maxsplit=1)[0] for name in names]
    for match in _LAW.finditer(without(text, references)):
        sort = match["sort"]
        telling = _telling(match["core"], sort)
        if telling and not any(title.endswith(sort) and word in title for word in telling for title in titles):
            start = text.rfind(telling[0], 0, match.end())
            yield Reference(text[start : match.end()], start, match.end())


def unknown_papers(text: str, references: tuple[Reference, ...], shelf: Shelf) -> Iterator[Reference]:
    """Measures, rules and guides named in full without 《》 that no loaded title comes near (专利权质押登记办法：…)."""
    titles = [name for edition in shelf.editions for name in (edition.metadata.title, *edition.metadata.aliases)]
    for match in _PAPER.finditer(without(text, references)):
        telling = _telling_all(match["core"])
        same = (sum(word in title for word in telling) for title in titles if match["sort"] in title)
        if len(telling) >= _LEAST and max(same, default=0) < _SAME * len(telling):
            yield Reference(match["name"], match.start("name"), match.end("name"))


def _telling_all(core: str) -> list[str]:
    """The words of the name of a paper that tell it from others; none where a word stands in it that no name has."""
    general = {*title_words().shared, *title_words().light, *load_words().groups["in_names"]}
    found = [word for word in words(core) if word not in general]
    named = all(len(word) > 1 and word not in load_words().stops and not _PAPER_SORT.search(word) for word in found)
    return found if named else []


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
    named = [one["name"] for one in _SAYS.finditer(text) if not any(_names(one["name"], title) for title in known)]
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


def _telling(core: str, sort: str) -> list[str]:
    """The words of a law's name that tell it from others; none where it is no name."""
    general = {*load_words().groups["law_words"], *title_words().shared}
    found = list(words(core))
    if not found or (sort == "法" and len(found[-1]) == 1 and found[-1] not in _ONE_SIGN):
        return []
    return [word for word in found if len(word) > 1 and word not in general and word not in load_words().stops]
