"""Who is told to do something: organs, units and people, at the beginning of a piece and in what leads to it."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from index.registers.words import any_of, set_of

Modal = Literal["must", "may", "must_not"]

_LONGEST: Final = 48
_BRACKETED: Final = re.compile(r"（[^（）]*）|\([^()]*\)")
_MODAL: Final = re.compile(
    r"(?=[不严禁可有应必务须需要负请将])(?:(?P<not>不得|严禁|禁止|不准|不应当?|不能|不可以?|不允许)"
    r"|(?P<may>可以|有权|可(?![能行信见视持靠])(?=[^以]))"
    r"|(?P<must>应当(?!知道|知悉|预见)|必须|务必|须(?!知)|(?<![相对响反适供效回因])应(?![对急用急变答邀聘届诉])|(?<![必所军急])需要?(?![求])"
    r"|(?<![重主必需纲摘概扼紧首只])要(?![求点素件闻害领旨案])|负责(?![人制])|请(?![求示假教客])|(?<!即)将(?![来近军至此])))"
)
"""Looks at the first sign before anything else: few signs of a text are one of these."""
_FILLERS: Final = re.compile(
    r"^(?:由|请(?!求)|对于|其中，?|各自|具体由|原则上)+|(?:都|均|也|还|则|分别|每年|同时|共同|一律|，)+$"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who, by which modal word, and where the rest of the piece begins; `said` is the modal word as written."""

    organ: str
    modal: Modal
    said: str
    rest: int


def named(words: str) -> str:
    """Words before a modal word without what only leads to it: 由, 也, 还."""
    return _FILLERS.sub("", words)


def is_organ(words: str) -> bool:
    """Whether words name an organ, a unit or people: by how they end, and that no verb opens them."""
    plain, not_organs = _BRACKETED.sub("", words), set_of("not_organs")
    if not 1 < len(plain) <= _LONGEST or words in not_organs or plain in not_organs:
        return False
    if any_of("prepositions").match(plain) and not plain.startswith(("会同", "经营", "除")):
        return plain.startswith("各")
    adverb = any_of("adverbs").match(plain)
    if adverb and len(adverb[0]) > 1 and not plain.startswith("各"):
        return False
    if any(sign in plain for sign in "。；：《》“”0123456789") or plain.endswith("的"):
        return False
    last = re.split(r"[、和及与或的]|以及", plain)[-1]
    return last not in not_organs and bool(_ending().search(plain))


def modals(piece: str) -> "list[re.Match[str]]":
    """The modal words of a piece, in order."""
    return list(_MODAL.finditer(piece))


def modal_of(match: re.Match[str]) -> Modal:
    """What a modal word says."""
    return "must_not" if match["not"] else "may" if match["may"] else "must"


def stated(piece: str) -> Subject | None:
    """The organ before a modal word (各县局要…), or before an adverb, a time or a verb (市局适时组织…)."""
    for match in modals(piece):
        before = _FILLERS.sub("", piece[: match.start()])
        if not before:
            continue
        if is_organ(before):
            rest = match.start() if match[0] == "将" else match.end()  # 将 may also put the object in front
            return Subject(before, modal_of(match), match[0], rest)
        break
    return _unmarked(piece)


def _unmarked(piece: str) -> Subject | None:
    if not any_of("organ_starts").match(piece) and (any_of("verbs").match(piece) or not _STRONG.match(piece)):
        return None
    ends = [match.end() for match in _ending_anywhere().finditer(piece[:_LONGEST])]
    ends += [found.end() for found in re.finditer(r"）", piece[:_LONGEST])]
    for end in sorted(set(ends)):
        if is_organ(piece[:end]) and not _acting(piece[:end]) and _goes_on(piece[end:]):
            return Subject(piece[:end], "must", "", end)
    return None


_STRONG: Final = re.compile(
    r"[^，。；：《》“”]{2,30}?(?:局|厅|部门|办公室|科|大队|支队|股|单位|机关|政府|协会|商会|企业|所|小组|专班|中心|人员)"
)


def _acting(words: str) -> bool:
    """Whether a verb with an object stands among words that end like an organ: 逐户督促平台企业."""
    return any(match.start() > 0 and match.end() < len(words) - 1 for match in any_of("pivots").finditer(words))


def _goes_on(rest: str) -> bool:
    """Whether what follows an organ is an adverb, a time, an adverbial or a verb with an object."""
    if len(rest) < 2 or rest.startswith("负责人"):
        return False
    opening = any_of("adverbs").match(rest) or any_of("closers").match(rest) or any_of("disposal").match(rest)
    return bool(opening) or bool(
        re.match(r"每|[于在将把对向以]|通过|按|根据|结合|20\d\d年|\d{1,2}月|牵头|负责|会同", rest)
    )


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(any_of("organ_ends").pattern + r"(?:等)?(?:单位|部门)?$")


@cache
def _ending_anywhere() -> re.Pattern[str]:
    return any_of("organ_ends")


def opening_organ(piece: str) -> str | None:
    """The organ or person that opens a piece of a law: 人民法院审理…, 当事人对决定不服的."""
    subject = _unmarked(piece)
    if subject:
        return subject.organ
    match = _PERSONS.match(piece)
    return match[0] if match else None


_PERSONS: Final = re.compile(
    r"(?:(?:商标)?注册人|(?:专利|商标|著作)?权利?人|申请人|当事人|经营者|投诉人|举报人|被投诉人|利害关系人|行政机关|人民法院|人民检察院|公安机关|"
    r"海关|任何单位和个人|任何人|公民、法人(?:和|或者)其他组织|生产者|销售者|电子商务平台经营者|商标代理机构|专利代理机构|市场监督管理部门|"
    r"国务院[^，。的]{2,16}部门|县级以上[^，。的]{2,20}部门|办案人员|执法人员|专利权人|发明人)"
)
