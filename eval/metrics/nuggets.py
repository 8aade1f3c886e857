"""Key facts in an answer: which it holds, which it must not hold. After TREC's nuggets: recall, vital and of all.

A fact is found where one of its variants occurs in the answer, both brought into one spelling: one width, lower case,
one kind of bracket, quotation mark and dash, no blanks. Traditional characters and Chinese numerals stay as they are;
variants are there for that. A number is never found inside a longer one.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from eval.dataset import KeyFact
from eval.metrics.markdown import plain

_NUMERALS = "〇零一二两三四五六七八九十百千万亿廿"
_ONE_SIGN = str.maketrans(
    {
        **dict.fromkeys("[{【〔〖", "("),
        **dict.fromkeys("]}】〕〗", ")"),
        **dict.fromkeys("“”„‟‘’'「」『』", '"'),
        **dict.fromkeys("‐‑‒–—―−~〜", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\ufeff\u00ad", None),
    }
)
_RINGED = re.compile("[\u2460-\u249b]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BLANKS = re.compile(r"[^\S\n]+")
_BLANK = re.compile("(?<![0-9a-z]) | (?![0-9a-z])")
_LINE = re.compile(r"\s*\n\s*")


def found(variants: Sequence[str], answer: str) -> bool:
    """Whether any of the variants occurs in an answer (Markdown, citation markers and all)."""
    text = _spelling_of_answer(answer)
    return any(occurs(variant, text) for variant in variants)


def recall(facts: Sequence[KeyFact], answer: str, *, vital: bool = False) -> float | None:
    """Share of the key facts (`vital`: of the vital ones) that the answer holds; None where there are none."""
    held = [found(fact.variants, answer) for fact in facts if fact.vital or not vital]
    return sum(held) / len(held) if held else None


def all_found(facts: Sequence[KeyFact], answer: str) -> bool | None:
    """Whether the answer holds every key fact; None where there are none."""
    return all(found(fact.variants, answer) for fact in facts) if facts else None


def forbidden_found(forbidden: Sequence[str], answer: str) -> tuple[str, ...]:
    """Which of the forbidden facts the answer holds."""
    return tuple(words for words in forbidden if found((words,), answer))


def spelling(text: str) -> str:
    """Text in the one spelling in which facts are looked for. A blank stays between Latin words or numbers only.

    >>> spelling("自 立案之日起 ９０ 日内（“市局”）处 5,000 元")
    '自立案之日起90日内("市局")处5000元'
    """
    text = _RINGED.sub(lambda match: f"({unicodedata.normalize('NFKC', match[0]).strip('().')})", text)
    text = unicodedata.normalize("NFKC", _THOUSANDS.sub("", text)).translate(_ONE_SIGN).casefold()
    text = _LINE.sub("\n", _BLANKS.sub(" ", text.strip()))
    return _BLANK.sub("", re.sub("-+", "-", text))


def occurs(variant: str, text: str) -> bool:
    """Whether a variant occurs in a text that is in the one spelling already; an end of line may stand inside it."""
    pattern = _pattern(variant)
    return bool(pattern and pattern.search(text))


@lru_cache(maxsize=256)
def _spelling_of_answer(answer: str) -> str:
    return spelling(plain(answer))


@lru_cache(maxsize=8192)
def _pattern(variant: str) -> re.Pattern[str] | None:
    words = spelling(variant)
    inner = "\n?".join("[ \n]?" if sign in " \n" else re.escape(sign) for sign in words)
    return re.compile(_before(words) + inner + _after(words)) if words else None


def _before(words: str) -> str:
    """What must not stand before: more of the same number or word, and the month of a day (5日 is not in 3月5日)."""
    if re.match(r"[a-z]", words):
        return "(?<![a-z])"
    if re.match(r"\d", words):
        day = r"(?<!\d月)" if re.match(r"\d+日", words) else ""
        return rf"(?<!\d)(?<!\d\.){day}"
    if words[0] in _NUMERALS:
        day = rf"(?<![{_NUMERALS}]月)" if re.match(f"[{_NUMERALS}]+日", words) else ""
        return rf"(?<![{_NUMERALS}]){day}"
    return ""


def _after(words: str) -> str:
    """What must not stand behind: more of the same number or word, and the 之一 of another article."""
    if re.search(r"[a-z]$", words):
        return "(?![a-z])"
    if re.search(r"\d$", words):
        return r"(?!\d|\.\d|[百千万亿])"
    if words[-1] in _NUMERALS:
        return f"(?![{_NUMERALS}])"
    return f"(?!之[{_NUMERALS}])" if words[-1] == "条" else ""
