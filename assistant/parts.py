"""The parts of a question: its pieces between signs, which of them ask, and what stands around them.

A double question (由谁办、依据哪一条) has several parts. A piece that asks nothing (a case, a condition) belongs to the
part behind it, a piece that only wants a yes (…，对吗) to the one before.
"""

import re
from itertools import pairwise

from assistant.words import load_words

_PIECE = re.compile(r"[^，。；？！,;?!\n]+[，。；？！,;?!\n]*")
_LISTED = re.compile(r"、(?!.*《[^》]*$)")
_ASKS = re.compile(
    r"谁|[哪几怎咋啥]|何(?![人]|[时]?效)|多[少久长大快高]|什么|能否|可否|[能会可要算罚是][^，]{0,3}不[能会可要算罚是]|[吗么呢]\s*[？?]?$|吗[，,；;]$|有没有|行不行|是否"
)
_ONLY_CONFIRMS = re.compile(
    r"^(?:是不是|对[吗吧么不]?对?|没错[吧吗]?|是[吗吧]|正确吗|是这样(?:规定的)?吗|属实吗|真的吗|我没说错吧|没记错吧"
    r"|行吗|可以吗|好吗|可不可以|行不行|允许吗)[？?。!！ ]*$"
)
_BARE_TALK = re.compile(r"^(?:请问|你好|您好|想问一?下|麻烦问?一?下?|问一?下)[，,：: ]*$")


def pieces(text: str) -> list[str]:
    """The text between signs, each piece with its sign; what is listed by 、 is parted where both sides ask.

    >>> pieces("贴牌加工由谁办、依据哪一条？")
    ['贴牌加工由谁办、', '依据哪一条？']
    """
    found: list[str] = []
    for match in _PIECE.finditer(text):
        found += _between_listed(match[0])
    return found


def parts(text: str) -> tuple[str, ...]:
    """The parts that a question asks, each with the pieces that belong to it; the whole text where it asks but one.

    >>> parts("假冒专利由哪个部门查处，罚多少")
    ('假冒专利由哪个部门查处，', '罚多少')
    """
    found: list[str] = []
    waiting = ""
    for piece in pieces(text):
        if _ONLY_CONFIRMS.match(piece) and (found or waiting):
            if waiting:
                found, waiting = [*found, waiting + piece], ""
            else:
                found[-1] += piece
        elif _ASKS.search(piece):
            found, waiting = [*found, waiting + piece], ""
        else:
            waiting += "" if _BARE_TALK.match(piece) else piece
    if waiting:
        found = [*found[:-1], found[-1] + waiting] if found else [waiting]
    return tuple(found) or (text,)


def asks(piece: str) -> bool:
    """Whether a piece of a question asks for something."""
    return bool(_ASKS.search(piece)) and not _ONLY_CONFIRMS.match(piece)


def negated(text: str) -> bool:
    """Whether the question is about something that is not, must not be or has not been done."""
    return bool(re.search("|".join(load_words().negations), load_words().no_negation.sub("", text)))


def _between_listed(piece: str) -> list[str]:
    at = [match.end() for match in _LISTED.finditer(piece)]
    cuts = [place for place in at if _ASKS.search(piece[:place]) and _ASKS.search(piece[place:])]
    bounds = [0, *cuts, len(piece)]
    return [piece[start:end] for start, end in pairwise(bounds)]
