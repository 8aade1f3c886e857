"""Verbs with their objects: what a piece of a sentence tells somebody to do.

A piece stands between two commas, without blanks. Before its verb are adverbs, adverbials (对…, 结合…, 以…为契机) and
objects put in front (将…, 把…); behind it is one object, or a second verb (组织开展, 减少并取消).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from index.registers.adverbials import (
    PUT_FIRST,
    last_light,
    last_reporting,
    main_verb,
    preposition_of,
    reporting_verbs,
    stripped,
    without_adverbs,
)
from index.registers.organs import is_organ
from index.registers.phrases import NAMES, hands_over, inside, is_noun, opens_object, plain_object
from index.registers.words import any_of, register_words, set_of

_COORDINATED: Final = re.compile(r"^(?:和|及|与|、|或者?|并|以及)")
_AND_THEN: Final = re.compile(r"(?<![合兼])并(?![购列案存行轨])")
_TO: Final = re.compile(r"^(?:至|到|给|于|往)")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{4}.")
_PLAIN_OBJECT: Final = 5
"""Signs of an object behind a verb that might be a noun, so that what stands before it may be an adverb."""
_NOT_DISPOSED: Final = re.compile(r"[的、和]|系统|平台|栏")
_JOINERS: Final = frozenset("和及与并或")
_SINGLE: Final = frozenset("让作使令")
_SHORT: Final = 6
"""Signs of 予以记录 and its like at the end of a piece."""
_FINE: Final = re.compile(r"(?:并|可以并)?处以?(?=[^，]{0,40}(?:罚款|罚金|有期徒刑|拘役)|吊销|没收|警告)")
_ONCE: Final = re.compile(r"^一[次批轮份场]")
_FILING: Final = re.compile(r"(?:备案|存档|汇总|审核|审批|办理|处理)$")


@dataclass(frozen=True, slots=True)
class Act:
    """One verb with its object; to whom and on what basis, where the piece says so."""

    verb: str
    object: str
    recipient: str | None = None
    basis: str | None = None
    through: str | None = None
    """The adverbial that says by what means (通过…系统, 以书面形式)."""


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What was read before the verb."""

    fronted: str = ""
    recipient: str | None = None
    basis: str | None = None
    through: str | None = None


def acts(piece: str, *, topic: str = "", expected: bool = True) -> list[Act]:
    """The verbs of a piece with their objects; none where it is an adverbial or a noun.

    `topic` is an object that stands before; `expected` lets a word that is in no list be a verb where one must be.
    """
    return [act for act in _acts(piece, _Ahead(topic), expected=expected) if _told(act)]


def _told(act: Act) -> bool:
    bare = plain_object(act.object)
    known = register_words()
    if bare[:1] in _JOINERS and any_of("verbs").match(bare, 1):
        return False
    first, of, _ = bare.partition("的")
    if act.verb in {"给予", "予以", "加以"} and of and len(first) < _SHORT and "、" not in first:
        return False  # 应当予以处分的行为 names a conduct
    if bare in set_of("verbs") and not act.verb.endswith(known.bare_objects):
        return False
    return len(bare) > 1 and bare[0] not in "的、或" and bare[-1] != "的" and bare not in register_words().goal_tails


def _acts(piece: str, ahead: _Ahead, *, expected: bool) -> Iterator[Act]:
    piece = without_adverbs(piece)
    if len(piece) < 2 or piece[0] == "不":
        return
    if PUT_FIRST.match(piece) and (found := _disposed(piece)):
        yield from found
        return
    preposition = preposition_of(piece)
    if preposition is None:
        yield from _from_verb(piece, ahead, expected=expected)
        return
    begin = last_reporting(piece, fronted=bool(ahead.fronted)) or main_verb(piece, preposition)
    if begin is not None:
        yield from _acts(piece[begin:], _before_verb(piece[:begin], preposition, ahead), expected=expected)


def _from_verb(piece: str, ahead: _Ahead, *, expected: bool) -> Iterator[Act]:
    verb = _verb(piece, expected=expected or bool(ahead.fronted))
    if verb is None:
        return
    begin = 0 if piece.startswith(verb) else 2
    rest = piece[begin + len(verb) :].removeprefix("好")
    if second := _coordinated(rest):
        other, rest = second
        verbs = [other] if other in register_words().light_verbs else [verb, other]
    else:
        verb, rest = _chain(verb, rest)
        verbs = [verb]
    words, behind = _cut(verb, _ONCE.sub("", rest))
    for one in verbs:
        yield _act(one, words, ahead)
    if behind:
        yield from _acts(behind, _Ahead(), expected=False)


def _act(verb: str, words: str, ahead: _Ahead) -> Act:
    """A verb with what stands behind it: an object, or to whom where the object stands before."""
    act = Act(verb, words.rstrip("：:"), ahead.recipient, ahead.basis, ahead.through)
    towards = _TO.match(words)
    if not ahead.fronted:
        handed = words[towards.end() :] if towards and verb in register_words().disposal else None
        return replace(act, object=handed, recipient=handed) if handed else act
    if hands_over(verb):
        return replace(act, object=ahead.fronted, recipient=_FILING.sub("", _TO.sub("", words)) or ahead.recipient)
    alone = len(plain_object(words)) < 2 or is_organ(words)
    return replace(act, object=ahead.fronted) if alone else act


def _disposed(piece: str) -> list[Act]:
    """将X纳入Y, 将X报送Z: the verb of disposal behind at least two signs; the object is X."""
    if (light := last_light(piece)) and len(piece) - light < _SHORT:
        return [Act(piece[light:], stripped(piece[1:light]))]
    found = list(_disposing(piece))
    for match in found:
        rest = piece[match.end() :]
        to = _FILING.sub("", _TO.sub("", rest))
        upwards = match[0] in register_words().reporting or len(match[0]) == 1
        if _still_reported(to):
            continue  # a noun with the verb still to come: 自查报告报送…
        if not upwards or is_organ(to) or _TO.match(rest) or not rest:
            return [Act(match[0], stripped(piece[1 : match.start()]), to or None)]
    if other := next(any_of("closers").finditer(piece, 3), None):
        return [Act(other[0], stripped(piece[1 : other.start()]))]
    return [Act(match[0], piece[1 : match.start()], piece[match.end() :] or None) for match in found[-1:]]


def _disposing(piece: str) -> Iterator[re.Match[str]]:
    """Verbs of disposal that are no part of a noun (公示系统, 举报)."""
    for match in any_of("disposal").finditer(piece, 3):
        alone = len(match[0]) > 1 or piece[match.start() - 1] not in "举通汇申填上情告推"
        if alone and not _NOT_DISPOSED.match(piece, match.end()):
            yield match


def _still_reported(words: str) -> bool:
    verb = any_of("reporting").search(words)
    return verb is not None and len(verb[0]) > 1


def _before_verb(words: str, preposition: str, ahead: _Ahead) -> _Ahead:
    """What an adverbial tells."""
    inner = stripped(words.removeprefix(preposition))
    if preposition == "向":
        return replace(ahead, recipient=inner)
    if preposition in register_words().basis:
        return replace(ahead, basis=stripped(words))
    if preposition in {"通过", "以"}:
        return replace(ahead, through=stripped(words))
    if preposition in {"对", "对于", "就"} and not ahead.fronted:
        return replace(ahead, fronted=re.split(r"及时|向", inner)[0] or inner)
    return ahead


def _verb(piece: str, *, expected: bool) -> str | None:
    """The verb that opens a piece, or stands behind an adverb of two signs that is in no list."""
    if expected and reporting_verbs().fullmatch(piece):
        return piece
    known = _known_verb(piece)
    if known or any_of("verbs").match(piece):  # 申请人 and 规范化 begin with one and are none
        return known
    if expected and _unknown_adverb(piece):
        return _known_verb(piece[2:])
    if not expected or not _HAN.match(piece) or any_of("not_first").match(piece):
        return None
    if piece[1] in "一二三四五六七八九十":
        return piece[0]
    return piece[: 3 if piece[2] in "于为" else 2]


def _known_verb(piece: str) -> str | None:
    match = any_of("verbs").match(piece) or any_of("reporting").match(piece) or any_of("single_verbs").match(piece)
    if match and len(match[0]) > 1 and not NAMES.match(piece, match.end()):
        behind = piece[match.end() : match.end() + 1]
        return match[0] + behind if behind == "为" and match[0] != "作为" else match[0]
    if fine := _FINE.match(piece):
        return fine[0]
    return match[0] if match and len(piece) > 3 and match[0] in _SINGLE else None


def _unknown_adverb(piece: str) -> bool:
    """Whether two signs that nobody lists stand before a verb that has an object: 滚动加大…力度."""
    verb = any_of("verbs").match(piece, 2)
    if verb is None or any_of("not_first").match(piece) or not _HAN.match(piece) or len(piece) < verb.end() + 3:
        return False
    if verb[0] not in register_words().closers and len(piece) < verb.end() + _PLAIN_OBJECT:
        return False
    return opens_object(piece[verb.end() :], verb[0])


def _chain(verb: str, rest: str) -> tuple[str, str]:
    """A verb with those that share its object: 组织 + 开展, 争取 + 申报 + 建设."""
    last = verb
    while last in register_words().chained and (match := any_of("chained_second").match(without_adverbs(rest))):
        rest_after = without_adverbs(rest)[match.end() :].removeprefix("好")
        if any_of("not_chained").match(without_adverbs(rest)):
            break
        amount = last in register_words().amount_verbs and plain_object(rest_after).endswith("力度")
        if amount or len(plain_object(rest_after)) < 2 or is_noun(rest_after):
            break
        last, rest = match[0], rest_after
        verb += last
    return verb, rest


def _coordinated(rest: str) -> tuple[str, str] | None:
    """和改进X behind 加强: the second verb, and the object of both."""
    joined = _COORDINATED.match(rest)
    if joined is None:
        return None
    behind = without_adverbs(rest[joined.end() :])
    verb = any_of("verbs").match(behind)
    if verb is None or len(behind) < verb.end() + 2 or is_noun(behind[verb.end() :]):
        return None
    return verb[0], behind[verb.end() :].removeprefix("好")


def _cut(verb: str, rest: str) -> tuple[str, str]:
    """An object, and a second verb with its own that follows without a comma: 采取…方式｜加强…, 通报批评｜并督促…."""
    patterns = [_AND_THEN, _split()]
    if verb.endswith(register_words().by_means):
        patterns.insert(0, any_of("manners"))
    for pattern in patterns:
        for match in pattern.finditer(rest, 1):
            end = match.start() if pattern in {_AND_THEN, _split()} else match.end()
            behind = rest[match.end() :]
            if end > 1 and not inside(rest[:end]) and _begins_anew(behind, joined=pattern is _AND_THEN):
                return rest[:end], behind
    return rest, ""


def _begins_anew(behind: str, *, joined: bool) -> bool:
    bare = without_adverbs(behind)
    verb = any_of("closers").match(bare)
    if verb:
        return len(bare) > verb.end() + 1 and not is_noun(bare[verb.end() :])
    if not joined:
        return False
    preposition = preposition_of(bare)
    return bool(preposition and main_verb(bare, preposition)) or (bare[:1] in "将把" and bool(_disposed(bare)))


@cache
def _split() -> re.Pattern[str]:
    """、 before a verb that begins a new duty, adverbs between them or not."""
    adverbs, splitters = any_of("adverbs").pattern, any_of("splitters").pattern
    return re.compile(rf"、(?=(?:{adverbs}){{0,2}}(?:{splitters})(?!等))")
