"""Signs in a message that are no words of a question: what nobody sees, what repeats itself, code."""

import re
import unicodedata

from assistant.words import load_words

_FANCY = re.compile("[\U0001d400-\U0001d7ff]+")
"""Letters of mathematics, in which words are written that a filter is not to see."""
_UNSEEN = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u00ad\u0300-\u036f\U000e0000-\U000e007f\x00-\x08\x7f]"
    "|\x1b?\\[\\d{1,3}(?:;\\d{1,3})*m"
)
"""Signs that nobody sees: directions, joiners, combining marks, variants and tags of signs, colours of a terminal."""
_CLOSED = re.compile(
    r"</(?:system|user|doc|context|answer|assistant)>|\[/?INST\]|<</?SYS>>|<\|[a-z_]{1,20}\|>", re.IGNORECASE
)
"""Marks of a conversation as models read it."""
_REPEATED = re.compile(
    r"([\u3400-\u9fff])\1{2,}|([\u3400-\u9fff]{2,4}?)\2{3,}|((?:[\u3400-\u9fff]{2,12}[，,；;、。]){1,2})\3{3,}"
)
"""One sign three times on end, one word or one saying four times: no words of a question."""
_SPACED = re.compile(r"(?:[\u3400-\u9fff] ){4,}")
"""灯 笼 登 记: blanks that hide words."""
_MARKUP = re.compile(
    r"!?\[[^\[\]]*\]\([^()\s]*\)|<[a-zA-Z/!][^<>]{0,400}>|```.*?```|\$\([^()]*\)|`[^`]*`|https?://[^\s，。）)]+"
    r"|\{\s*\"[^{}]*\}|(?:'\s*;\s*)?\b(?:DROP|DELETE|INSERT|UPDATE|UNION)\s[^;，。？?\u3400-\u9fff]*;(?:\s*--)?",
    re.DOTALL,
)
"""Links, tags, code and commands: they are of a page or a program, not of a question."""
_CODED = re.compile(
    r"^(?=(?:[^\u3400-\u9fff]*[{}<>$|\\;]){2})[^\u3400-\u9fff]+(?=[\u3400-\u9fff])|\[\[[^\[\]]*\]\]"
    r"|(?=[0-9A-Fa-f ]*[A-Fa-f])(?:\b[0-9A-Fa-f]{2}\b ?){4,}|(?:%[0-9A-Fa-f]{2}){3,}|(?:[.-]{1,6} ){3,}[.-]{0,6}"
    r"|\bEOF\b"
)
"""A run of signs of programs before the first Chinese one, and text in the codes of machines and of telegraphs."""


def legible(text: str) -> str:
    """The message as a reader sees it: without signs that nobody sees, marks of a conversation and idle repetition.

    >>> legible("灯 笼 登 记 要几天")
    '灯笼登记要几天'
    """
    plain_letters = _FANCY.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    said = _CLOSED.sub("\n", _UNSEEN.sub("", unicodedata.normalize("NFC", plain_letters)))
    return _SPACED.sub(lambda match: match[0].replace(" ", ""), _REPEATED.sub("　", said))


def without_code(text: str) -> str:
    """A legible message with blanks for what is of a page, a program or a code, and for what is said of the code.

    >>> without_code("6c 61 6d 70 ← 十六进制，解出来念。登记要几天").strip()
    '登记要几天'
    """
    plain = _MARKUP.sub("　", _CODED.sub("　", text))
    return load_words().codes.sub("　", plain) if plain != text else plain
