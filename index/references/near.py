"""Titles written otherwise than any known one, and shortened ones: near enough only where the telling words agree."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from index.references.words import national_laws, title_words

_NEAR_ENOUGH: Final = 0.75
"""Dice coefficient of character bigrams from which a title counts as a misspelling of a known one."""
_STRAY: Final = 3
"""Signs that a misspelt title may be longer or shorter than the known one, when its beginning is not marked."""
_SAME_MATTER: Final = 0.6
"""The same of what titles say of their own, without the words that all titles of their sort share."""
_LONG: Final = 7
_WHOLE: Final = 5
"""Signs from which on a title with a single wrong one is near enough, and one whose kind is the wrong sign."""
_LIKELY: Final = 12
_SHORTEST: Final = 3
_COVERED: Final = 0.5
"""Share of a title that its abbreviation keeps at least."""
_NUMBERS: Final = re.compile(r"\d+|全[国省市区县州旗]|(?<=（)[一二三四五六七八九十]{1,3}(?=）)|[一二三四五六]$")


class NearTitles:
    """Known titles by what they are made of."""

    def __init__(self, names: Iterable[str]) -> None:
        self._grams = {name: bigrams(name) for name in names}
        self._holding: dict[str, list[str]] = defaultdict(list)
        for name, grams in self._grams.items():
            for gram in grams:
                self._holding[gram].append(name)

    def alike(self, title: str) -> list[str]:
        """Known titles near a whole title, nearest first."""
        grams = bigrams(title)
        shared = Counter(name for gram in grams for name in self._holding.get(gram, ()))
        scores = {name: dice(n, len(grams), len(self._grams[name])) for name, n in shared.items()}
        likely = [
            name
            for name, score in scores.items()
            if (score >= _NEAR_ENOUGH and _agree(title, name)) or _is_misspelt(title, name)
        ]
        return sorted(likely, key=lambda name: (-scores[name], name))

    def ending(self, run: str) -> tuple[str, str] | None:
        """The best known title that the end of a run of words is near to, with that end."""
        shared = Counter(name for gram in bigrams(run) for name in self._holding.get(gram, ()))
        best, found = _NEAR_ENOUGH, None
        for name, _ in shared.most_common(_LIKELY):
            own = self._grams[name]
            for length in range(max(len(name) - _STRAY, _SHORTEST), min(len(name) + _STRAY, len(run)) + 1):
                end = run[len(run) - length :]
                grams = bigrams(end)
                slip = _is_misspelt(end, name)
                score = max(dice(len(grams & own), len(grams), len(own)), slip)
                if score > best and end[:2] == name[:2] and (slip or _agree(end, name)):
                    best, found = score, (name, end)
        return found

    def shortened(self, title: str) -> str | None:
        """The known title that a shorter one stands for (处罚法), where no other law is as near to it."""
        among: Mapping[str, float] = {
            name: len(title) / len(name)
            for name in {*self._grams, *national_laws()}
            if len(title) < len(name) and _is_within(title, name) and _tells_alike(title, name)
        }
        law = telling(title)[2] == "法"
        if len(core(title)) < 2 - law or not (law or own(core(title))):
            return None
        best = max(among.values(), default=0.0)
        found = [name for name, share in among.items() if share == best]
        if best < _COVERED or len(title) < _SHORTEST or len(found) != 1 or found[0] not in self._grams:
            return None
        return found[0]


@lru_cache(maxsize=8192)
def telling(title: str) -> tuple[tuple[str, ...], frozenset[str], str]:
    """What must agree between near titles: numbers and scope, telling words, and the kind."""
    words = title_words()
    kind = next((kind for kind in words.kinds if title.endswith(kind)), "")
    return tuple(sorted(_NUMBERS.findall(title))), frozenset(word for word in words.telling if word in title), kind


@lru_cache(maxsize=8192)
def core(title: str) -> str:
    """What a title says of its own: without the issuer, the usual words and the kind."""
    for word in title_words().light:
        title = title.replace(word, "")
    return title.removesuffix(next((kind for kind in title_words().kinds if title.endswith(kind)), ""))


@lru_cache(maxsize=8192)
def own(name: str) -> str:
    """What a name says of its own: without the words that many titles share."""
    for word in (*title_words().light, *title_words().shared):
        name = name.replace(word, "")
    return name


def _agree(title: str, name: str) -> bool:
    """Whether two titles that share most of their signs are of one matter: the same telling words, the same subject."""
    one, other = core(title), core(name)
    grams, own = bigrams(one), bigrams(other)
    alike = dice(len(grams & own), len(grams), len(own)) >= _SAME_MATTER or one == other
    return alike and one[:2] == other[:2] and telling(title) == telling(name)


def bigrams(name: str) -> frozenset[str]:
    """The pairs of signs of a title."""
    return frozenset(name[i : i + 2] for i in range(len(name) - 1))


def dice(shared: int, one: int, other: int) -> float:
    """How alike two sets are, from 0 to 1."""
    return 2 * shared / (one + other or 1)


def _is_within(title: str, name: str) -> bool:
    """Whether a title is the end of a longer one, or leaves out signs in its middle (反不正当法, 行诉法)."""
    signs = iter(name)
    if title.endswith("法"):
        return name.endswith(title) or (title[:1] == name[:1] and all(sign in signs for sign in title))
    own = core(title)
    if name.endswith(title):
        return len(own) > _SHORTEST - 1
    return own[:2] == core(name)[:2] and title[:2] == name[:2] and all(sign in signs for sign in title)


def _tells_alike(title: str, name: str) -> bool:
    """Laws may lose a telling word (处罚法), other documents none."""
    one, other = telling(title), telling(name)
    return one[2] == other[2] and (one == other or one[2] == "法")


def _is_misspelt(title: str, name: str) -> bool:
    """One sign of a long title written otherwise, left out or too many: no telling word is lost by that.

    In the kind itself (条列 for 条例) it may be, where that makes no other kind.
    """
    if abs(len(title) - len(name)) > 1:  # first, since it is asked of a thousand names
        return False
    longer, (numbers, _, kind), (own_numbers, _, own) = max(len(title), len(name)), telling(title), telling(name)
    if numbers != own_numbers:
        return False
    if not (kind == own and longer >= _LONG) and not (kind == "" and longer >= _WHOLE):
        return False
    head = _in_common(title, name)
    return head + _in_common(title[head:][::-1], name[head:][::-1]) == longer - 1


def _in_common(one: str, other: str) -> int:
    """How many signs two texts open with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
