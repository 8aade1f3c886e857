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
    r"(?P<core>[\u4e00-\u9fff]{2,14}?)(?P<sort>(?<![犯违合守枉])法|条例)(?=里|中|第|上|规定|现在|要求|给|能|怎么|如何|怎样|的|对|有|，|,)"
)
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,4}[县市旗盟]|[\u4e00-\u9fff]{2}区")
_ITS_DOCUMENT = re.compile(r"(?:市?局|那份|20\d\d年|[^，。？?]{0,14}(?:方案|措施|计划|文件|通知))")
_ONE_SIGN = frozenset("税")
"""What a law's name may end with before 法 as a word of its own; any other sign makes an ordinary word (办法, 叫法)."""
_PASSED_BY = re.compile(r"(?:[在到从于住]|来自|是)$")
_OF_PEOPLE = re.compile(r"那[边邊](?!也|的?(?:方案|文件|通知))|人|的?货|来的|企业|公司|注册|出产|口岸")
_EVENT = re.compile("世博|世界博览|奥运|冬奥|夏奥|残奥|亚运|大运会|全运|进博")
"""Behind a place: it is part of the name of an event (上海世博会), whose signs a law protects."""
_SOMEBODY_THERE = re.compile(
    "[市县区旗]?(?:那[边邊]|这[边邊])?(?:有(?:一?[家位名户]|个?(?:作坊|合作社|企业|公司|商|老板|店|厂|摊))|[一某][家位名户])"
)
_HIS_OFFICE = re.compile("(?:我|俺|咱)们?(?:在|是|这)?$")
_ACTED_ON = re.compile("(?:被|找|向|到|去|惊动)$")
_ACTS = re.compile("(?:撤|驳|注销|受理|审|办的|出面|形式审查)")
_OF_ITS_OWN = re.compile(
    r"(?:[市省县州盟]级?)?(?:[^，。；？?的]{0,8}局)?的?(?:那份|20\d\d)[^，。；？?]{0,16}(?:方案|计划|要点|通知)"
)
"""Behind a place: a document that the place itself issued (晋城市局那份2024方案)."""


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


def places_of_documents(text: str, known: tuple[str, ...], references: tuple[Reference, ...]) -> Iterator[str]:
    """County-level places that a question speaks of as of the issuer of a document, and that are not known."""
    open_text = without(text, references)
    for word in words(open_text):
        if _PLACE.fullmatch(word) and len(word) > 2 and word not in known and word not in load_words().stops:
            behind = open_text[open_text.find(word) + len(word) :]
            named = any(word in one or one in word for one in known)
            if _ITS_DOCUMENT.match(behind) and not (named or _is_ones_own(text, word, known)):
                yield word


def _is_ones_own(text: str, place: str, known: tuple[str, ...]) -> bool:
    """Whether it is the asker's own district of a known place (我在枣庄薛城区局), whose document binds him."""
    before = text.partition(place)[0]
    above = next((name for name in known if before.endswith(name)), "")
    return bool(above and _HIS_OFFICE.search(before.removesuffix(above)))


def speaks_of_its_document(text: str, place: str) -> bool:
    """Whether a place without a document is named as more than where somebody is or comes from."""
    before, _, behind = text.partition(place)
    return not (_PASSED_BY.search(before) or _OF_PEOPLE.match(behind) or _EVENT.match(behind))


def without_bystanders(text: str, places: Iterable[str]) -> str:
    """A question without the places of documents where somebody only is (许昌有家作坊问), blanked out."""
    for place in sorted(places, key=len, reverse=True):
        text = re.sub(f"{place}(?={_SOMEBODY_THERE.pattern})", "\u3000" * len(place), text)
    return text


def acts(text: str, office: str) -> bool:
    """Whether an office after which a plan is called acts itself (国家局驳回了申请): its plan is not meant."""
    before, _, behind = text.partition(office)
    return office.endswith("局") and bool(_ACTED_ON.search(before) or _ACTS.match(behind))


def is_of_its_own(text: str, place: str) -> bool:
    """Whether a document is asked for that a place itself has issued."""
    return bool(_OF_ITS_OWN.match(text.partition(place)[2]))


def _telling(core: str, sort: str) -> list[str]:
    """The words of a law's name that tell it from others; none where it is no name."""
    general = {*load_words().groups["law_words"], *title_words().shared}
    found = list(words(core))
    if not found or (sort == "法" and len(found[-1]) == 1 and found[-1] not in _ONE_SIGN):
        return []
    return [word for word in found if len(word) > 1 and word not in general and word not in load_words().stops]
