"""A message in the words of the texts: simplified signs, typing errors mended, English and pinyin put in Chinese."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.addressed import question_in
from assistant.segmentation import words
from assistant.shelf import Shelf
from assistant.words import load_words
from index.bridges import Expanded, Reason
from index.references.spelling import spelled

_HAN = re.compile(r"[\u3400-\u9fff]")
_CHINESE = re.compile(r"《[^《》]*》|[\u3400-\u9fff〔〕（）0-9]*[\u3400-\u9fff][\u3400-\u9fff〔〕（）0-9]*")
_LAWS = re.compile(
    "(?P<names>(?:(?![和与跟])[\u4e00-\u9fff]){2,8}(?:(?:、|[和与跟])(?:(?![和与跟])[\u4e00-\u9fff]){2,4}?)+)[这那]?[两三四五]部法(?!律)"
)
"""Several laws of which 法 is said but once."""
_LETTERS_PER_SIGN = 2
"""From so many Latin letters for each Chinese sign on a message is an English one."""
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 '’&“”\"-]*")
_SENTENCE = re.compile(r"(?:[^.?!;\n]|\.(?!\s))+[.?!;\n]*")
_OF_NEIGHBOURS = re.compile(r"[\u3041-\u309f\uac00-\ud7a3]")
_LEAST_OF_NEIGHBOURS = 4
"""Signs of Japanese (brands are in others: ソニー) or Korean from which a message is in one of them."""
_EMPTY = re.compile("何|中国$")
"""Begins a word that asks in Japanese; and where the law is of, which every text is."""
_MOST_ASKED = 2
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True)
class Worded:
    """A message as it is understood. `rendered`: Chinese words for those in Latin letters among Chinese ones."""

    text: str
    rendered: tuple[str, ...] = ()
    said: frozenset[str] = frozenset()
    """The words that `rendered` and other bridges stand for."""
    english: bool = False
    """Whether it was put in English, of which `text` is a rendering: its words of content and what it asks for."""


def worded(message: str, shelf: Shelf) -> Worded:
    """What a message asks, in the words of the texts; empty where it asks for nothing."""
    asked = _LAWS.sub(_each_law, question_in(message))
    pairs = shelf.generation.lexical_for(shelf.access).pairs
    found = shelf.generation.bridges.expand(asked, pairs)
    if any(_splits_a_word(asked, reason) for reason in found.reasons):
        found = shelf.generation.bridges.expand(asked)
    if _is_of_neighbours(found.text) and found.added:
        return Worded(_rendering_of_neighbours(found), english=True)
    if _is_english(found.text) and found.added:
        return Worded(_rendering(found.text, shelf), english=True)
    said = frozenset(word for reason in found.reasons for word in reason.said.split())
    return Worded(_own_signs(asked, found.text), tuple(_rendered(found.reasons, shelf)), said)


def _each_law(said: re.Match[str]) -> str:
    """专利、版权、商标三部法 as 专利法、著作权法、商标法: 版权 is what the law calls 著作权, too."""
    return re.sub("(?=、|[和与跟]|$)", "法", said["names"]).replace("版权法", "著作权法")


def _own_signs(asked: str, spelled_alike: str) -> str:
    """The signs that are no words as they were typed: what is said not to exist is named as the asker wrote it."""
    if len(asked) != len(spelled_alike):
        return spelled_alike
    return "".join(new if _HAN.match(old) else old for old, new in zip(asked, spelled_alike, strict=True))


def _splits_a_word(asked: str, reason: Reason) -> bool:
    """Whether what was mended as a typing error is no error.

    It may be the end of one word and the beginning of another (一样|长), or end in a verb of its own (假冒专利罚多少).
    """
    mended = len(reason.means) == 1 and len(reason.means[0]) == len(reason.said) and reason.means[0] not in asked
    start = spelled(asked).find(reason.said) if mended and _HAN.match(reason.said) else -1
    if start >= 0 and any(
        a != b and a in load_words().verbs for a, b in zip(reason.said, reason.means[0], strict=True)
    ):
        return True
    place = 0
    for word in words(spelled(asked)) if start >= 0 else ():
        if len(word) > 1 and any(place < edge < place + len(word) for edge in (start, start + len(reason.said))):
            return True
        place += len(word)
    return False


def _is_english(text: str) -> bool:
    letters = sum(sign.isascii() and sign.isalpha() for sign in text)
    return letters > _LETTERS_PER_SIGN * len(_HAN.findall(text)) and " " in text.strip()


def _is_of_neighbours(text: str) -> bool:
    """Whether a message is in Japanese or Korean: one of its signs for three Chinese ones, or more."""
    return len(_OF_NEIGHBOURS.findall(text)) >= max(_LEAST_OF_NEIGHBOURS, len(_HAN.findall(text)) // 3)


def _rendering_of_neighbours(found: Expanded) -> str:
    """A question in Japanese or Korean in Chinese words: those that it has itself, and what the others stand for."""
    words, left = dict[str, None](), found.text
    for reason in found.reasons:
        words[reason.means[0]], left = None, left.replace(reason.said, "　")
    own = (word for word in _CHINESE.findall(left) if len(word) > 1 and not _EMPTY.match(word))
    return " ".join((*own, *words, *_asked(found.text)))


def _asked(text: str) -> list[str]:
    """How Chinese asks for what a foreign question does."""
    return [chinese for asks, chinese in load_words().english.values() if asks.search(text.lower().strip())][
        :_MOST_ASKED
    ]


def _rendering(text: str, shelf: Shelf) -> str:
    """An English message in Chinese, sentence by sentence."""
    return "，".join(filter(None, (_sentence(match[0], shelf) for match in _SENTENCE.finditer(text))))


def _sentence(text: str, shelf: Shelf) -> str:
    """An English sentence in Chinese words: what it is about, its numbers, and how Chinese asks for the same."""
    words = dict.fromkeys(_rendered(shelf.generation.bridges.expand(text).reasons, shelf))
    numbers = (number.replace(",", "") for number in _NUMBER.findall(text))
    return " ".join((*_CHINESE.findall(text), *words, *numbers, *_asked(text)))


def _rendered(reasons: Iterable[Reason], shelf: Shelf) -> Iterator[str]:
    """The first meaning of every English or spelled out word of content; of words of grammar only names of laws."""
    grammar = load_words().english_grammar
    for reason in reasons:
        first = reason.means[0]
        if _LATIN.fullmatch(reason.said) and (reason.why not in grammar or _names_one(first, shelf)):
            yield first


def _names_one(word: str, shelf: Shelf) -> bool:
    return len(word) > 1 and any(reference.document_ids for reference in shelf.names.find(word))


def says_nothing(word: str, message: Worded) -> bool:
    """Whether a word is in Latin letters and stands for a Chinese one, or is no name: those are capitalized."""
    latin = not _HAN.search(word) and word.isascii() and word.isalpha()
    return latin and (word.islower() or word.lower() in message.said)
