"""What stands before a verb: adverbs, adverbials (对…, 结合…), and where the main verb behind them begins."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from index.registers.organs import is_organ
from index.registers.phrases import inside, is_noun, opens_object
from index.registers.words import any_of, register_words

PUT_FIRST: Final = re.compile(r"[将把](?![对在于根以按会])")
_AS: Final = re.compile(
    r"(?:坚持|自觉)?以[^，]{1,60}?为(?:契机|重点|抓手|指导|基础|目标|主线|导向|核心|引领|突破口|载体|中心|依据|原则|牵引|支撑|主题|主体|准绳|先导|主)"
)
_PLACE: Final = re.compile(r"(?:上|中|下|内|前|后|时|期间|节点|方面|领域|环节|范围|基础)$")
_PLACES: Final = re.compile(r"(?:上|中|下|内|前|后|时|期间|节点|方面|领域|环节|范围|基础)")
_DONE_BY: Final = re.compile(r"作(?=[^为用业者出]{2,})")
_ADVERB: Final = re.compile(r"进行(?=开展)|([\u4e00-\u9fff])对\1|[，：]|逐[\u4e00-\u9fff](?=.{4})")
_RULED: Final = re.compile(r"(?:规定|要求|原则|程序)(?!的)")
_ABOUT: Final = frozenset({"对", "对于", "针对", "就"})
_MEANS_ALONE: Final = re.compile(r"(?:方式|形式|手段|途径|等|活动)$")
_VAGUE: Final = frozenset({"工作", "活动", "任务"})
_BY_WAY: Final = re.compile(r"(?:以书面(?:形式|方式)?|通过[^，]{2,30}?|以[^，]{2,12}(?:形式|方式))?(?:向[^，]{1,12})?$")


def without_adverbs(piece: str) -> str:
    """A piece from its first word on that is no adverb."""
    while match := _adverb(piece):
        piece = piece[match:]
    return piece


def _adverb(piece: str) -> int:
    """How long the adverb is that opens a piece; 0 where none does."""
    if match := _ADVERB.match(piece):
        return match.end()
    if PUT_FIRST.match(piece) and any_of("disposal").search(piece, 3):
        return 0
    adverb, verb, preposition = (any_of(name).match(piece) for name in ("adverbs", "verbs", "prepositions"))
    if adverb is None or (preposition and len(preposition[0]) > len(adverb[0])):
        return 0
    if verb and verb[0] != adverb[0] and len(verb[0]) >= len(adverb[0]):
        return 0
    if adverb[0] in register_words().adverbs_or_verbs and not leads_on(
        piece[adverb.end() :], told=adverb[0] in {"负责", "牵头"}
    ):
        return 0
    return adverb.end()


def leads_on(rest: str, *, told: bool = False) -> bool:
    """Whether a verb follows, so that what stands before is an adverb; `told`: 负责 stands before."""
    rest = rest.removeprefix("地")
    verb = any_of("verbs").match(rest)
    if verb:
        named = rest[verb.end() :]
        return len(named) > 1 and (not is_noun(named) or (told and named not in _VAGUE))
    return bool(any_of("adverbs").match(rest) or any_of("prepositions").match(rest)) and len(rest) > 4


def stripped(words: str) -> str:
    """An object put in front without the adverbs and adverbials before the verb: 将总结书面(报送)."""
    changed = words.endswith(_long_adverbs())
    while changed:
        changed = False
        for adverb in _long_adverbs():
            if words.endswith(adverb) and len(words) > len(adverb) + 1:
                words, changed = words[: -len(adverb)], True
    return _BY_WAY.sub("", words)


def preposition_of(piece: str) -> str | None:
    """The preposition that opens a piece, where no longer verb or adverb does."""
    match, verb, adverb = (any_of(name).match(piece) for name in ("prepositions", "verbs", "adverbs"))
    if match is None or (verb and len(verb[0]) >= len(match[0])):
        return None
    return None if adverb and len(adverb[0]) > len(match[0]) else match[0]


def main_verb(piece: str, preposition: str) -> int | None:
    """Where the main verb behind an adverbial begins; None where there is none."""
    if match := _AS.match(piece):
        rest = piece[match.end() :]
        return match.end() if len(rest) > 2 and not rest.startswith("的") else None
    if preposition == "在":
        return _behind_place(piece)
    if preposition == "通过" and _MEANS_ALONE.search(piece):
        return None
    closed = _closed(piece, preposition)
    if closed is not None:
        return closed
    found = list(_candidates(piece, len(preposition) + 1))
    adverbial = [start for start in found if _adverb_ends(piece[:start]) or _PLACE.search(piece[:start])]
    return next(iter(adverbial or found), None)


def _closed(piece: str, preposition: str) -> int | None:
    """Where a verb begins that belongs to its preposition: 对…进行, 为…提供, 向…报告, 按…规定; or 将 with its own."""
    if preposition in _ABOUT and (light := last_light(piece)):
        return light
    if preposition == "为" and (found := list(any_of("for_whom").finditer(piece, 2))):
        return found[-1].start()
    put_first = next((match.start() for match in PUT_FIRST.finditer(piece, 3)), None)
    if put_first and any_of("disposal").search(piece, put_first + 3):
        return put_first
    if preposition == "向":
        told = (match.start() for match in any_of("reporting").finditer(piece, 2) if len(match[0]) > 1)
        return next((start for start in told if is_organ(piece[1:start])), None)
    rule = _RULED.search(piece, 2) if preposition in register_words().basis else None
    return rule.end() if rule and leads_on(piece[rule.end() :]) else None


def _behind_place(piece: str) -> int | None:
    """What follows 在…中, 在…期间: a verb, or another adverbial with one."""
    for match in _PLACES.finditer(piece, 2):
        rest = piece[match.end() :]
        if len(rest) > 3 and (leads_on(rest) or any_of("closers").match(rest)):
            return match.end()
    return None


def _candidates(piece: str, first: int) -> Iterator[int]:
    """Verbs that may be the main one: with an object, not inside a noun, not before a 的 that another one follows."""
    starts = [
        match
        for match in any_of("closers").finditer(piece, first)
        if opens_object(piece[match.end() :], match[0])
        and not any_of("not_chained").match(piece, match.start())
        and not inside(piece[: match.start()])
    ]
    for number, match in enumerate(starts):
        of = piece.find("的", match.end())
        if of < 0 or not any(later.start() > of for later in starts[number + 1 :]):
            yield match.start()


def last_light(piece: str) -> int | None:
    """Where the last verb begins that closes 对… (进行, 予以, 作)."""
    found = [match.start() for match in any_of("light_verbs").finditer(piece, 2) if len(match[0]) > 1]
    found = [start for start in found if len(piece) - start > 3 and piece[start + 2] != "的"]
    if not found and (match := _DONE_BY.search(piece, 3)) and piece[match.start() - 1] not in "工合运操动协":
        return match.start()
    return found[-1] if found else None


def last_reporting(piece: str, *, fronted: bool) -> int | None:
    """Where the verbs of reporting begin that end a piece, the object being before: 对问题…向上级部门汇报请示."""
    match = reporting_verbs().search(piece)
    if match is None or match.start() < 2 or not ((fronted and piece[0] == "向") or "向" in piece[1 : match.start()]):
        return None
    return match.start()


@cache
def reporting_verbs() -> re.Pattern[str]:
    """Verbs of handing upwards at the end, one or several: 汇报请示."""
    return re.compile(f"(?:{any_of('reporting').pattern})+$")


def _adverb_ends(words: str) -> bool:
    return words.endswith(_long_adverbs())


@cache
def _long_adverbs() -> tuple[str, ...]:
    """Adverbs of more than one sign: one sign may belong to the word before it."""
    return tuple(adverb for adverb in register_words().adverbs if len(adverb) > 1)
