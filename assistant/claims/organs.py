"""Organs of a sentence beside those of the cited text: named there, and doing what they do there."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.claims.alignment import fit
from assistant.claims.pairs import pairs_in
from assistant.claims.statements import Mark, Statement
from assistant.claims.values import catalog_words
from assistant.claims.verdicts import Failure
from assistant.claims.words import claim_words
from assistant.messages import Citation
from assistant.shelf import Shelf

_CLEARLY = 1.0
_ANOTHER_ROLE = 2.0
"""What counts against a place where the organ plays another part: 向公安机关移送 is not 公安机关移送."""
_ROLES = ("会同", "请求", "向", "由", "经", "报", "送", "对", "与", "请", "给", "被", "从", "到")
_SAME = (
    ("市场监督管理", "市场监管"),
    ("工商行政管理", "工商"),
    ("行政主管", "主管"),
    ("主管部门", "部门"),
    ("人民法院", "法院"),
    ("人民检察院", "检察院"),
    ("检察机关", "检察院"),
    ("执法相关部门", "执法部门"),
)
"""Long and short names of one organ."""
_PLAIN = frozenset({"公安", "检察", "海关", "司法"})
"""What names an organ with and without 机关 or 部门 behind it."""
_DESCRIPTION, _MOST = 6, 0.6
"""Signs before the last word of an organ that tell which one, and the share of their pairs that must be found."""
_ANY, _SPECIAL = frozenset({"执法部门", "主管部门", "行政机关"}), re.compile("公安|法院|检察|海关|人民政府|党委")
"""What any department that enforces may be called, and what no such one is."""
_STATE_COUNCIL = re.compile(r"国务院(?![\u4e00-\u9fff]{1,14}(?:部门|机关|机构|局))")
"""国务院 itself, not 国务院专利行政部门."""
_GENERAL = re.compile("机关|部门|机构")
_BRACKETS = re.compile("[（）、的]|(?<!主)负责(?!人)|有关|相关|当地|地方")
_NAMELESS = re.compile(
    r"(?:[该本其各原两由向报经送与和对在把将使让请为及或是等]|上述|前述|所属|所在|任何|双方|一个|多个|另)$"
)
_ISSUES = re.compile(
    "(?:关于)?(?:印发|发布|制定|公布|要求|规定|部署|明确|提出|负责解释|的[^，。；]{0,12}(?:方案|通知|标准|规定|办法|要求))"
)
"""What follows an organ of which only the catalog knows: it issued the document."""
_BEFORE = 2


def organ_failures(
    said: Statement, there: Sequence[Statement], cited: Sequence[Citation], shelf: Shelf
) -> Iterator[Failure]:
    """The organs that stand nowhere in the cited text, nor issued the document, or that do what another one does."""
    texts, known = [bare(one.text) for one in there], bare(catalog_words(cited, shelf))
    named = list[tuple[int, int]]()
    for organ in said.organs:
        named.append((organ.start, organ.end))
        if _ISSUES.match(said.text, organ.end) and _named(organ.word, known):
            continue
        if not any(_named(organ.word, text) for text in texts):
            if organ.word in _ANY and _has_department(there):
                continue
            yield Failure("organ", organ.word, next((mark.word for one in there for mark in one.organs), ""))
        elif _does_anothers(organ, said, there):
            yield Failure("binding", organ.word)
    yield from (Failure("binding", organ.word) for organ in _exchanged(said, there))
    yield from _unlisted(said, there, named, texts)


def _unlisted(
    said: Statement, there: Sequence[Statement], named: Sequence[tuple[int, int]], texts: Sequence[str]
) -> Iterator[Failure]:
    """Organs that no list knows: the last word of an organ with the two signs before it stands in the cited text."""
    for match in claim_words().organ_head.finditer(said.text):
        if any(start <= match.start() < end for start, end in named):
            continue
        before = bare(said.text[: match.start()])
        if _NAMELESS.search(before) or not before or not "\u4e00" <= before[-1] <= "\u9fff":
            continue
        word = before[-_BEFORE:] + match[0]
        if not any(word in text for text in texts) and not _described(said, match.start(), match[0], there):
            yield Failure("organ", said.text[max(0, match.start() - 4) : match.end()])


def _described(said: Statement, start: int, head: str, there: Sequence[Statement]) -> bool:
    """Whether the organ is told by what it does (收到协助调查函的部门), and the cited text tells one so."""
    if said.text[start - 1 : start] != "的":
        return False
    pairs = [pair for _, pair in pairs_in(said.text, max(0, start - _DESCRIPTION), start)]
    held = sum(any(pair in one.pairs for one in there) for pair in pairs)
    return held >= _MOST * len(pairs) and any(head in one.text for one in there)


def _does_anothers(organ: Mark, said: Statement, there: Sequence[Statement]) -> bool:
    """Whether the words around an organ stand around another organ in the cited text."""
    places = [(_beside(organ, said, mark, one), bare(mark.word)) for one in there for mark in one.organs]
    own = max((rating for rating, other in places if _one(bare(organ.word), other)), default=-1.0)
    named = {bare(mark.word) for mark in said.organs}
    strangers = (rating for rating, other in places if not any(_one(name, other) for name in named))
    return own >= 0 and max(strangers, default=-1.0) > own + _CLEARLY


def _exchanged(said: Statement, there: Sequence[Statement]) -> Iterator[Mark]:
    """The organs of a sentence that would fit clearly better in each other's place."""
    for first, second in combinations(said.organs, 2):
        if _one(bare(first.word), bare(second.word)):
            continue
        straight = _best(first, said, first, there) + _best(second, said, second, there)
        if _best(first, said, second, there) + _best(second, said, first, there) > straight + _CLEARLY:
            yield first


def _best(place: Mark, said: Statement, organ: Mark, there: Sequence[Statement]) -> float:
    """How well the place of one organ fits where the cited text has another one."""
    own = ((one, mark) for one in there for mark in one.organs if _one(bare(organ.word), bare(mark.word)))
    return max((_beside(place, said, mark, one) for one, mark in own), default=0.0)


def _beside(organ: Mark, said: Statement, mark: Mark, one: Statement) -> float:
    """How well the places of two organs fit, less where the organ plays another part."""
    rating = fit((said.text, organ.start, organ.end), (one.text, mark.start, mark.end))
    return rating - _ANOTHER_ROLE * (_role(said, organ) != _role(one, mark))


def _one(word: str, other: str) -> bool:
    """Whether two names may be one organ's."""
    return word in other or other in word


def _has_department(there: Sequence[Statement]) -> bool:
    """Whether the cited text names a department that enforces."""
    return any(not _SPECIAL.search(mark.word) for one in there for mark in one.organs)


def _role(one: Statement, organ: Mark) -> str:
    """The word before an organ that says what part it plays; empty where it acts itself."""
    before = one.text[max(0, organ.start - 2) : organ.start]
    return next((word for word in _ROLES if before.endswith(word)), "")


def _named(organ: str, text: str) -> bool:
    """Whether a text names the organ; what is plainly an organ (公安) may be called 公安机关."""
    word = bare(organ)
    short = _GENERAL.sub("", word)
    if word == "国务院":
        return bool(_STATE_COUNCIL.search(text))
    return (
        word in text
        or (short in _PLAIN and short in text)
        or (word == "国家局" and "国家知识产权局" in text)
        or (word == "法院" and "本院" in text)
    )


def bare(text: str) -> str:
    """A text with the short names of organs, without brackets and empty words."""
    text = _BRACKETS.sub("", text)
    for long, short in _SAME:
        text = text.replace(long, short)
    return text
