"""Where a title in the open begins and ends: what leads to it, and what before it makes another title of it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from index import regions
from index.references.words import national_laws, title_words

_BETWEEN: Final = r"[^\S\n]*(?:的|之|[，,：:]|[（〈]|在|》|[中里](?:面)?的?|当中的?|所?规定的?|[，,]?其)?[^\S\n]*"
_LEADS_ON: Final = re.compile(_BETWEEN)
_CLAUSE: Final = re.compile(
    _BETWEEN + r"第?\s*（?\s*[0-9〇零一二两三四五六七八九十百千]{1,12}\s*）?\s*(?:[条、和与及至到~之-]|$)"
)
_RUN: Final = re.compile(r"[\u4e00-\u9fff]{2,40}(?:（[一二三四五六]）)?$")
_COUNTED_TITLE: Final = re.compile(r"(?:（[一二三四五六]）|(?<=[释定见])[一二三四五六])$")
"""The number behind the kind of a title that is one of several (司法解释二)."""
_NO_PLACE: Final = re.compile(r"[我本该全各贵你]\w{0,2}[省市县区]$")
_LONGEST_PLACE: Final = 8
_FILLING: Final = "(?:办理|实施|执行|系统|机关|部门)?$"
"""What may stand between an authority and the title that it makes another one's (公安机关办理…规定)."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words before a clause that end like a title: all of them, and from where the title seems to begin.

    `generic`: 该办法, 上述规定, 依法, which name no document; `empty`: nothing of its own before the kind.
    """

    start: int
    text: str
    whole: str
    generic: bool
    empty: bool


def clause_begins(plain: str, end: int, start: int | None = None) -> bool:
    """Whether a clause begins at `start` (or anywhere) with nothing but small words between it and the name."""
    if start is not None:
        return bool(_LEADS_ON.fullmatch(plain, end, start))
    return bool(_CLAUSE.match(plain, end))


def title_before(plain: str, floor: int, clause: int) -> Run | None:
    """The words between `floor` and a clause that end like a title, None where they do not."""
    lead = re.search(r"[^\S\n]*(?:的|中的?|里的?|[，,：:]|之)?[^\S\n]*$", plain[floor:clause])
    end = floor + lead.start() if lead else clause
    run = _RUN.search(plain[floor:end])
    said = _COUNTED_TITLE.sub("", run[0]) if run else ""
    kind = next((kind for kind in title_words().kinds if said.endswith(kind)), None)
    if run is None or kind is None:
        return None
    text = _begun(run[0], kind)
    rest = _of_its_own(text, kind)
    return Run(end - len(text), text, run[0], generic=_is_generic(text, kind, rest), empty=not rest)


def glued_before(plain: str, start: int, name: str) -> int:
    """How many signs before a known name belong to the title of another document (海关, 北京市); mostly none."""
    before = plain[max(0, start - _LONGEST_PLACE) : start]
    if name.startswith("中华人民共和国"):
        return 0
    law = name.endswith("法") and not name.endswith("办法")
    for word in title_words().abroad if law else (*title_words().abroad, *title_words().sectors):
        if match := re.search(word + _FILLING, before):
            return len(match[0])
    return 0 if law or len(name) < 4 else _place_before(before)


def place_first(title: str) -> str:
    """The place, country or other authority that a title opens with; empty where it opens with none."""
    words = (*title_words().abroad, *title_words().sectors)
    lengths = range(min(len(title), _LONGEST_PLACE), 1, -1)
    places = (title[:length] for length in lengths if _is_place(title[:length]))
    return next((word for word in words if title.startswith(word)), "") or next(places, "")


def plan_place(plain: str, start: int, *, nameless: bool) -> int:
    """How many signs of another place stand before the name of a plan that says no place itself (全市…方案)."""
    return _place_before(plain[max(0, start - _LONGEST_PLACE) : start].removesuffix("的")) if nameless else 0


def _begun(run: str, kind: str) -> str:
    """A run of words from where the title seems to begin: behind the last word that leads to one."""
    law = max((law for law in _laws_by_end(run[-2:]) if run.endswith(law)), key=len, default=None)
    if law:
        return law
    words = title_words()
    begin = max((run.rfind(word) + len(word) for word in words.openers if word in run[: -len(kind)]), default=0)
    text = run[begin:]
    while text[:1] in words.opening_signs and (text[1:] == kind or len(text) > len(kind) + 2):
        text = text[1:]
    return text


def _of_its_own(text: str, kind: str) -> str:
    """What a run says before its kind besides words that point back."""
    return _without_pointing(text.removesuffix(kind))


def says_nothing(lead: str) -> bool:
    """Whether words before a name only lead to it or point back."""
    for word in title_words().openers:
        lead = lead.replace(word, "")
    return not _without_pointing(lead)


def _without_pointing(rest: str) -> str:
    for word in (*title_words().generic, *title_words().opening_signs):
        rest = rest.replace(word, "")
    return rest


def _is_generic(text: str, kind: str, rest: str) -> bool:
    words = title_words()
    enough = 5 if kind in words.weak else 3
    return (not rest and len(kind) < 4) or len(text) < enough or text.endswith(words.not_laws)


def _place_before(before: str) -> int:
    for length in range(min(len(before), _LONGEST_PLACE), 1, -1):
        if _is_place(before[len(before) - length :]):
            return length
    return 0


@lru_cache(maxsize=4096)
def _is_place(word: str) -> bool:
    """Whether a word is the whole name of a place, long or short."""
    if _NO_PLACE.match(word):
        return False
    found = regions.find(word)
    return found is not None and found.name.endswith((word, word + "市", word + "省"))


@lru_cache(maxsize=1)
def _law_ends() -> dict[str, list[str]]:
    ends: dict[str, list[str]] = {}
    for law in national_laws():
        ends.setdefault(law[-2:], []).append(law)
    return ends


def _laws_by_end(end: str) -> list[str]:
    return _law_ends().get(end, [])
