"""The citations in a model's sentence, in all the ways that models write them: [1][2], [1,2], 【1】, [1-3], [^1].

A number in square brackets that no passage has is no citation, and a sentence with one is not shown.
"""

import re
from dataclasses import dataclass
from typing import Final

_CODE = re.compile(r"```.*?(?:```|$)|`[^`\n]*`", re.DOTALL)
_TAGS = re.compile(r"</?(?:sup|sub|cite|ref|b|i|strong|em|u|br)\s*/?>", re.IGNORECASE)
_NAME = r"\^?\s*(?:资料|来源|条文|文献|引用|引文|参考|依据|sources?|ref|doc|citation|cite|passage|第)?\s*[:：#]?\s*\^?"
_NUMBER = rf"{_NAME}\d{{1,9}}"
_NUMBERS = rf"{_NUMBER}(?:\s*(?:[,，、;；和及]|[-‐‑–—~～〜至到])\s*{_NUMBER}){{0,40}}"
_MARK = re.compile(
    rf"[\[【［]\s*(?P<numbers>{_NUMBERS})\s*[条号段]?\s*(?:†[^\[\]【】［］\n]{{0,40}})?[\]】］]", re.IGNORECASE
)
_NOT_A_MARK = re.compile(r"^[\[【［]\s*(?:19|20)\d{2}\s*[\]】］]$")
"""The year of a document's number in square brackets (国知发[2020]23号)."""
_PART = re.compile(rf"(\d{{1,9}})(?:\s*[-‐‑–—~～〜至到]\s*{_NAME}(\d{{1,9}}))?", re.IGNORECASE)
_LINK = re.compile(r"(?P<mark>[\[【［]\^?\d{1,3}[\]】］])[(（](?:https?:|#)[^()（）\s]*[)）]")
_SPLIT_RANGE = re.compile(r"(\d)\s*[\]】］]\s*[-‐‑–—~～〜至到]\s*[\[【［]\s*\^?\s*(\d)")
"""A range written as two markers: [1]-[3]."""
_WIDEST: Final = 9
"""A range may span so many passages; a wider one cites everything, that is nothing."""
_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its citations, the passages it cites in order, and the numbers that are none of theirs."""

    text: str
    numbers: tuple[int, ...]
    unknown: tuple[str, ...] = ()


def marked(sentence: str, passages: int) -> Marked:
    """A sentence read; `passages` are numbered from 1 to that. Within code nothing is a citation.

    >>> marked("处五万元以下罚款[1，3]。", 3)
    Marked(text='处五万元以下罚款。', numbers=(1, 3), unknown=())
    """
    sentence = _SPLIT_RANGE.sub(r"\1-\2", _LINK.sub(r"\g<mark>", _TAGS.sub("", sentence)))
    code = [match.span() for match in _CODE.finditer(sentence)]
    numbers: dict[int, None] = {}
    unknown: list[str] = []

    def taken(match: re.Match[str]) -> str:
        inside = any(start <= match.start() < end for start, end in code)
        if inside or _is_year(match, sentence):
            return match[0]
        known, strange = _read(match["numbers"], passages)
        numbers.update(dict.fromkeys(known))
        unknown.extend(strange)
        return ""

    text = _MARK.sub(taken, sentence)
    return Marked(_tidy(text), tuple(numbers)[:_MOST], tuple(dict.fromkeys(unknown)))


def _is_year(match: re.Match[str], sentence: str) -> bool:
    return bool(_NOT_A_MARK.match(match[0])) and bool(re.match(r"\s*第?\s*\d", sentence[match.end() :]))


def _read(numbers: str, passages: int) -> tuple[list[int], list[str]]:
    """The passages that a marker names, and what in it names none."""
    known: list[int] = []
    strange: list[str] = []
    for first, last in _PART.findall(numbers):
        start, end = int(first), int(last or first)
        if 1 <= start <= end <= passages and end - start < _WIDEST:
            known += range(start, end + 1)
        else:
            strange.append(f"{first}-{last}" if last else first)
    return known, strange


def _tidy(text: str) -> str:
    """Blanks that a marker leaves before a sign, and signs that stood between two markers."""
    text = re.sub(r"[ \t]+(?=[。，；：！？、）」』”])", "", text)
    text = re.sub(r"([。；，！？])[、,，;；]+", r"\1", text)
    return re.sub(r"[、,，;；]+(?=[。！？])", "", text).strip()
