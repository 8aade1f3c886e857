"""Objects and nouns: what ends an object, and when a verb is a part of a noun."""

import re
from typing import Final

from index.registers.words import any_of, register_words

_QUANTITY: Final = re.compile(
    r"[0-9一二两三四五六七八九十]+(?:[-—－~至到][0-9一二两三四五六七八九十]+)?[次个项场期家件份篇轮批]+(?:以上)?$"
)
NAMES: Final = re.compile(r"[化性者率]|力(?![度量])|书(?![面])|人(?![民员才大工])")
"""What makes a noun of the verb before it: 规范化, 申请人, 申请书."""
_CLOSING: Final = re.compile(r"[”》。，、；：]+$")
_BRACKETS: Final = re.compile(r"（[^（）]*）$|\([^()]*\)$")
_JOINING: Final = frozenset(["等", "的", "、", "和", "与", "及", "以及", "或", "，", "。"])
_HEAD: Final = re.compile(r"[的、和及与或]")


def head(words: str) -> str:
    """The last noun of an object, without number, brackets and marks: 全市业务培训会1-2次 -> 业务培训会."""
    last = _HEAD.split(plain_object(words))[-1]
    return last or plain_object(words)


def plain_object(words: str) -> str:
    """An object without what may follow its noun: a number of times, brackets, 等."""
    before = ""
    while before != words:
        before = words
        words = _CLOSING.sub("", _QUANTITY.sub("", _BRACKETS.sub("", words))).removesuffix("等")
    return words


def is_noun(rest: str) -> bool:
    """Whether the verb before is a part of a noun (宣传力度), or of a row of nouns (宣传、培训)."""
    noun = any_of("nouns").match(rest)
    return noun is not None and (noun.end() == len(plain_object(rest)) or noun[0] in _JOINING)


def inside(words: str) -> bool:
    """Whether a bracket or a quotation is open at the end of words."""
    return any(words.count(first) > words.count(last) for first, last in ("《》", "“”", "（）", "()"))


def hands_over(verb: str) -> bool:
    """Whether a verb hands something to somebody: 报送, 移送; 通报 only ends like 报."""
    known = register_words()
    words = (*known.disposal, *known.reporting)
    return verb in words or verb.endswith(tuple(word for word in words if len(word) > 1))


def hands_upwards(verb: str) -> bool:
    """Whether a verb reports to somebody above."""
    words = register_words().reporting
    return verb in words or verb.endswith(tuple(word for word in words if len(word) > 1))


def opens_object(rest: str, verb: str) -> bool:
    """Whether words behind a verb are its object, and the verb no part of a noun."""
    if len(rest) < 2 or NAMES.match(rest) or is_noun(rest):
        return False
    if verb in register_words().chained or (
        verb in register_words().bare_objects and any_of("closers").fullmatch(rest)
    ):
        return True
    return not any_of("closers").match(rest)
