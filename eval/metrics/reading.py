"""Reading comprehension: exact match and F1 as the official scripts of CMRC 2018 and of CJRC define them.

CMRC (also DRCD): Chinese characters stand alone, other words and numbers whole; F1 over the longest run of segments
that both have in common; best over the references. CJRC: letters and digits as a bag of characters; each reference
is left out in turn. A question without a prediction counts 0: give the empty text.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

_CMRC_SIGNS = frozenset("-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』")
_CHINESE = re.compile("[\u4e00-\u9fa5]")
_WORDS = re.compile(  # NLTK's word tokenizer as far as answers need it: 10km, 8.0%, 1,000 and Henry A. Walsh
    r"""\.{2,}|—+|–|[()\[\]{}<>"!?;@\#$%&]|,(?!\d)|\.$|(?:(?!\.{2,}|\.$)[^\s()\[\]{}<>"!?;@\#$%&,—–]|,(?=\d))+"""
)


def cmrc_exact(references: Sequence[str], prediction: str) -> float:
    """1 where the prediction equals a reference, case and punctuation apart."""
    return float(any(_bare(reference) == _bare(prediction) for reference in references))


def cmrc_f1(references: Sequence[str], prediction: str) -> float:
    """Best F1 over the references, over the longest common run of segments."""
    segments = cmrc_segments(prediction)
    return max((_run_f1(cmrc_segments(reference), segments) for reference in references), default=0.0)


def cjrc_exact(references: Sequence[str], prediction: str) -> float:
    """Mean over the references left out in turn: whether any of the others equals the prediction."""
    return _leaving_one_out(references, prediction, lambda one, other: float(_signs(one) == _signs(other)))


def cjrc_f1(references: Sequence[str], prediction: str) -> float:
    """Mean over the references left out in turn: best F1 over the others."""
    return _leaving_one_out(references, prediction, character_f1)


def character_f1(reference: str, prediction: str) -> float:
    """F1 over characters as a bag, letters and digits only; LawBench's rc-F1. Two empty texts agree."""
    one, other = _signs(reference), _signs(prediction)
    if not one or not other:
        return float(one == other)
    return _f1((Counter(one) & Counter(other)).total(), len(one), len(other))


def cmrc_segments(text: str) -> list[str]:
    """Text in CMRC's mixed segmentation, its punctuation removed."""
    segments, other = [], ""
    for sign in text.lower().strip():
        if sign in _CMRC_SIGNS:  # as in the official script, a removed sign does not part two words
            continue
        if _CHINESE.match(sign):
            segments += [*_WORDS.findall(other), sign]
            other = ""
        else:
            other += sign
    return segments + _WORDS.findall(other)


def _bare(text: str) -> str:
    return "".join(sign for sign in text.lower().strip() if sign not in _CMRC_SIGNS)


def _signs(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isdigit() or sign.isalpha())


def _run_f1(reference: Sequence[str], prediction: Sequence[str]) -> float:
    return _f1(_longest_run(reference, prediction), len(reference), len(prediction))


def _longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest run of segments that stands in both."""
    longest, before = 0, [0] * (len(other) + 1)
    for left in one:
        here = [0, *(length + 1 if left == right else 0 for length, right in zip(before, other, strict=False))]
        longest, before = max(longest, *here), here
    return longest


def _f1(common: int, one: int, other: int) -> float:
    return 2 * common / (one + other) if common else 0.0


def _leaving_one_out(references: Sequence[str], prediction: str, score: Callable[[str, str], float]) -> float:
    scores = [score(reference, prediction) for reference in references or ("",)]
    if len(scores) == 1:
        return scores[0]
    return sum(max(scores[:left] + scores[left + 1 :]) for left in range(len(scores))) / len(scores)
