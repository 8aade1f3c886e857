"""The hard facts of a text, each in one spelling: the bench's own second opinion, without the assistant's grounding.

五万元 and 50,000元 are `number 50000元`; 57条(二) is `article 第57条第2项`. Each piece of text belongs to one fact.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from eval.amounts import dates, durations, numbers
from eval.numerals import CHINESE, NUMERAL, number, written
from eval.organs import organs

FactKind = Literal[
    "number", "date", "duration", "article", "document", "organ", "modal", "telephone", "mail", "url", "title", "state"
]
Found = tuple[int, int, str]
"""Where a fact stands in the text without blanks (half-open), and its value."""

_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS: Final = _WIDE | str.maketrans("〔〕【】[]－–—～―−·•", "()()()------..")
_HAN: Final = "\u4e00-\u9fff"


@dataclass(frozen=True, slots=True)
class Fact:
    """A hard fact: `value` in the spelling that all spellings share; `text` is what stands at `start:end`."""

    kind: FactKind
    value: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=8192)
def facts(text: str) -> tuple[Fact, ...]:
    """All hard facts of a text in the order in which they stand.

    >>> [(fact.kind, fact.value) for fact in facts("应当自立案之日起九十日内报市局。")]
    [('modal', 'must'), ('duration', '90日'), ('organ', '市局')]
    """
    plain, places = squeezed(text)
    taken = {place for mark in _MARKER.finditer(plain) for place in range(mark.start(1), mark.end(1))}
    found: list[Fact] = []
    for kind, finder in _FINDERS:
        for start, end, value in finder(plain):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                first, last = places[start], places[end - 1] + 1
                found.append(Fact(kind, value, text[first:last], first, last))
    return tuple(sorted(found, key=lambda fact: fact.start))


def squeezed(text: str) -> tuple[str, list[int]]:
    """The text in half-width signs without blanks, and where each of its characters stood.

    A blank between two ASCII letters or digits of unlike words stays; one inside a spaced-out date (2 0 2 2年) goes.
    """
    text = text.translate(_SIGNS)
    kept = [place for place, sign in enumerate(text) if sign == "\n" or not sign.isspace() or _parts(text, place)]
    return "".join(text[place] for place in kept), kept


def _parts(text: str, place: int) -> bool:
    """Whether a blank parts two ASCII words."""
    return (
        bool(_WORDS_APART.match(text[max(0, place - 2) : place + 3].ljust(5))) if 0 < place < len(text) - 1 else False
    )


_WORDS_APART: Final = re.compile(r"[!-~][!-~]\s[!-~]|.[A-Za-z]\s[!-~]")

# 一、 （二） 3. at the start of a line number it; they say nothing of the matter.
_PLACE_IN_LINE: Final = rf"(?:\d{{1,2}}|[{CHINESE}]{{1,3}})"
_MARKER: Final = re.compile(rf"^[-*>|]*(\({_PLACE_IN_LINE}\)|{_PLACE_IN_LINE}(?:、|[.](?!\d)|是))", re.MULTILINE)

_URL: Final = re.compile(r"(?:https?://|www\.)[A-Za-z0-9._~:/?#@!$&*+;=%-]*[A-Za-z0-9/]")
_MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_TITLE: Final = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_STATE: Final = re.compile(r"现行有效|尚未生效|已被修改|已(?:经|被)?废止|(?<=状态)未知")
_TELEPHONE: Final = re.compile(
    r"(?<![\d.-])(?:(?:\(0\d{2,3}\)|0\d{2,3}-?|\d{3,4}-)\d{7,8}"  # with its area
    r"|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4}"  # mobile, service
    r"|123\d\d(?![\d.]*[万元件个份家人名次项])|(?<=电话:)\d{7,8}|(?<=传真:)\d{7,8})"  # hotline, local number
    r"(?:(?:转|分机)\d{1,6})?(?!\d)"
)


def _urls(text: str) -> Iterator[Found]:
    return ((match.start(), match.end(), match[0].lower()) for match in _URL.finditer(text))


def _mails(text: str) -> Iterator[Found]:
    return ((match.start(), match.end(), match[0].lower()) for match in _MAIL.finditer(text))


def _titles(text: str) -> Iterator[Found]:
    return ((match.start(), match.end(), match[1]) for match in _TITLE.finditer(text))


def _states(text: str) -> Iterator[Found]:
    return (
        (match.start(), match.end(), re.sub("已[经被]?废止", "已废止", match[0])) for match in _STATE.finditer(text)
    )


def _telephones(text: str) -> Iterator[Found]:
    for match in _TELEPHONE.finditer(text):
        yield match.start(), match.end(), re.sub(r"[-()]", "", match[0]).replace("分机", "转")


# Numbers of documents: the sign of the issuer before 〔year〕n号, 令第n号, 第n号令.

_NUMBERED: Final = re.compile(rf"\((\d{{4}})\)第?({NUMERAL})号")
_DECREE: Final = re.compile(rf"(令|公告)第({NUMERAL})号|第({NUMERAL})号(令|公告)")
_ISSUER: Final = re.compile(rf"[{_HAN}]{{0,14}}$")
_NOT_ISSUER: Final = re.compile(
    r".*(?:根据|按照|依据|依照|参照|遵照|文号|文件|编号|印发|公布|发布|写成|最高法|最高检|[为是见以与和及的由至按说于经即])"
)


def _documents(text: str) -> Iterator[Found]:
    for match in _NUMBERED.finditer(text):
        issuer = _issuer(text, match.start())
        yield match.start() - len(issuer), match.end(), f"{issuer}〔{match[1]}〕{_digits(match[2])}号"
    for match in _DECREE.finditer(text):
        issuer, kind = _issuer(text, match.start()), match[1] or match[4]
        yield match.start() - len(issuer), match.end(), f"{issuer}{kind}第{_digits(match[2] or match[3])}号"


def _issuer(text: str, end: int) -> str:
    """The issuer's sign that ends at `end`, without the words before it."""
    before = _ISSUER.search(text[max(0, end - 14) : end])
    return _NOT_ISSUER.sub("", before[0]) if before else ""


def _digits(numeral: str) -> str:
    value = number(numeral)
    return numeral if value is None else written(value)


# Clauses: 第五十七条第（二）项, 57条(二), 第一款、第二款 (of the article before), 第三章第二节.

_N: Final = f"(?:{NUMERAL})"
_COUNT: Final = rf"(?:\({_N}\)|{_N})"
_STEP: Final = rf"第{_COUNT}(?:条(?:之{_N})?|[款项目章节编]|部分)"
_OPEN_STEP: Final = rf"第{_COUNT}(?=(?:[、和至到-]{_COUNT})+[条款项])"
_BARE_ARTICLE: Final = rf"(?<=[法例定准则释])第?{_N}条(?:之{_N})?|\d+条(?=\({_N}\)|第)"
_ARTICLE: Final = re.compile(
    rf"(?:{_STEP}|{_OPEN_STEP}|{_BARE_ARTICLE})(?:{_STEP}|{_OPEN_STEP}|\({_N}\)项?)*|\({_N}\)项"
)
_ONE_STEP: Final = re.compile(rf"第?\(?({_N})\)?(条(?:之({_N}))?|[款项目章节编]|部分)?")
_SHARED_LEVEL: Final = re.compile(rf"((?:[、和至到-]{_COUNT})+)([条款项])")
_JOINT: Final = re.compile(r"[、,和或及与至到]|以及|或者|-{1,2}")
_ORDER: Final = ("编", "章", "节", "条", "款", "项", "目")

Path = tuple[tuple[str, str], ...]
"""Steps of a reference: (number, level), outermost first."""


def _articles(text: str) -> Iterator[Found]:
    last: Path = ()
    end = -1
    for match in _ARTICLE.finditer(text):
        shared = _SHARED_LEVEL.match(text, match.end()) if match[0][-1] not in "条款项目章节编分" else None
        path = _steps(match[0], shared[2] if shared else "项")
        if end >= 0 and _JOINT.fullmatch(text[end : match.start()]):
            path = _below(last, path)
        yield match.start(), match.end(), _path(path)
        if shared:
            yield from _siblings(path, shared)
        last, end = path, shared.end() if shared else match.end()


def _siblings(path: Path, shared: re.Match[str]) -> Iterator[Found]:
    """The second and later numbers of 第一、二款, each with the head of the first."""
    for sibling in re.finditer(_COUNT, shared[1]):
        start = shared.start(1) + sibling.start()
        yield start, start + len(sibling[0]), _path((*path[:-1], (_digits(sibling[0].strip("()")), shared[2])))


def _steps(reference: str, unnamed: str) -> Path:
    """The steps of one reference; a number without a level is of the level `unnamed`."""
    return tuple(
        (_digits(match[1]), f"条之{_digits(match[3])}" if match[3] else match[2] or unnamed)
        for match in _ONE_STEP.finditer(reference)
    )


def _below(last: Path, path: Path) -> Path:
    """A joined reference with the head that it leaves out: 第二款 after 第六十条第一款 is 第60条第2款."""
    if path[0][1][:1] not in _ORDER:
        return path
    rank = _ORDER.index(path[0][1][:1])
    return (*(step for step in last if step[1][:1] in _ORDER[:rank]), *path)


def _path(path: Path) -> str:
    return "".join(f"第{count}{level}" for count, level in path)


# Modal words, by what they do to the one addressed.

_MODALS: Final = (
    ("must", re.compile(r"不得不|应当|应该|必须|务必|(?<![无毋必])须(?!知|要|臾)")),
    ("need not", re.compile(r"可以不(?!经)|无需|[无毋]须|不必|毋需")),
    (
        "must not",
        re.compile(r"不得(?!不)|不可以|(?<!缺一)不可(?![抗分或避逆思撤])|禁止(?!令)|严禁|无权|不准(?!确)|不许|不允许"),
    ),
    ("must not", re.compile(r"不应[当该]?")),
    ("may", re.compile(r"可以(?!说|看|想|见|理解)|(?<![所享具特拥占持专没])有权(?![威益利限属])")),
    # 应 and 可 alone, where they are no part of 相应, 应用, 许可, 可能
    ("must", re.compile(r"(?<![适相反响供对回效呼感理顺])应(?![用急对诉答届邀变激力求试聘声验景付运允税纳有])")),
    (
        "may",
        re.compile(
            r"(?<![许认不无非宁尚])可(?=处|由|在|向|将|按|对|根据|依|并处|申请|予|给予|请|直接|自行|与|就|从|视|采取|要求|委托|责令|提"
            r"|会同|一并|延|减|免|登录|拨|致电|通过|接|查|撤|发(?!展)|进|参照|适用|作为|使用|不|自)"
        ),
    ),
)


def _modals(text: str) -> Iterator[Found]:
    for name, pattern in _MODALS:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), name


def _organs(text: str) -> Iterator[Found]:
    return ((start, end, text[start:end].replace("(", "（").replace(")", "）")) for start, end in organs(text))


_FINDERS: Final[tuple[tuple[FactKind, Callable[[str], Iterator[Found]]], ...]] = (
    ("url", _urls),
    ("mail", _mails),
    ("title", _titles),
    ("document", _documents),
    ("telephone", _telephones),
    ("article", _articles),
    ("date", dates),
    ("duration", durations),
    ("number", numbers),
    ("state", _states),
    ("modal", _modals),
    ("organ", _organs),
)
"""Earlier ones take their text first: a year inside a title is no date."""
