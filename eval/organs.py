"""Names of organs in Chinese text: by what they are made of, not by a list of organs, so that unknown ones are found.

A name is [qualifiers] [place] [fields] head; an organ that belongs to another (知识产权局商标局) is a name of its own.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

_HAN: Final = "\u4e00-\u9fff"
_PLACED: Final = frozenset({"海关", "法院", "人民法院"})
"""Heads before which a place stands without its 市 or 县: 广州知识产权法院."""


def organs(text: str) -> Iterator[tuple[int, int]]:
    """Where the names of organs stand in a text without blanks, half-open, in order."""
    previous = -1
    for match in _organ().finditer(text):
        start = match.start() - _bare_place(text[: match.start()], match)
        if start < match.start() or start == previous or _says_which(match):
            previous = match.end()
            yield start, match.end()


def _says_which(match: re.Match[str]) -> bool:
    """Whether it is a name: a weak head (科) needs a field before it, a strong one (局) anything, a few nothing."""
    if match["head"] in _lists()["weak_heads"]:
        return bool(match["fields"])
    return match[0] in _lists()["alone"] or bool(match["place"] or match["fields"] or match["qualifiers"])


def _bare_place(before: str, match: re.Match[str]) -> int:
    """The length of a place without its 市 or 县 right before a court or customs: 2 after 由临湖, 0 after 移送."""
    run = re.search(f"(?:{_name_sign()})*$", before)
    length = len(run[0]) if run and match["head"] in _PLACED and not match["place"] + match["qualifiers"] else 0
    return length if 2 <= length <= 3 else 0


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((files("eval") / "organs.toml").read_text(encoding="utf-8"))


@cache
def _organ() -> re.Pattern[str]:
    """The grammar; 县（区） and 区县 are qualifiers too. Words of one kind are tried from the longest down."""
    lists = _lists()
    level = r"[省市县区旗](?:\([省市县区旗]\))+"
    qualifier = f"(?:{level}|{_any(lists['qualifiers'])})"
    place = rf"(?:(?:{_any(_known_places())})市?|(?:{_name_sign()}){{2,5}}(?:自治[区州县]|[省市县区旗州盟]))(?!场监)"
    return re.compile(
        rf"(?P<qualifiers>{qualifier}*?)(?P<place>(?:{place})*)(?P<fields>(?:{_any(lists['fields'])}|{qualifier})*)"
        rf"(?!{'|'.join(lists['tails'])})(?P<head>{_any([*lists['heads'], *lists['weak_heads']])})"
    )


def _name_sign() -> str:
    """A character that a place's name may have, here: verbs and joints end it."""
    return rf"(?![{_lists()['stops']}])[{_HAN}]"


def _known_places() -> Iterator[str]:
    """Provinces and cities, in full and as people say them."""
    for name, entry in tomllib.loads((files("index") / "regions.toml").read_text(encoding="utf-8")).items():
        yield from (name, entry["short"], *entry.get("cities", ()), *entry.get("others", {}).values())


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
