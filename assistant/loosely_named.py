"""Documents that are named in short, in words of their own titles (失信名单的新办法, 代理机构的63号令).

Only where one work fits, with the editions and texts that followed it: two that fit are as good as none.
"""

import re
from collections.abc import Iterator

from assistant.shelf import Shelf
from index.documents import Edition

_KIND = "办法|规定|条例|解释|标准|规则|细则|规程|法"
_NAMED = re.compile(rf"([\u4e00-\u9fff、]{{2,24}}?)({_KIND})(?!律|院|定|则|得)")
_FILLING = re.compile(
    r"^年|^.*(?:那[部份个条会]|这[部份个])|[新老旧]修?[订正改]?的?|修[订正改]的?|[新老旧]|的|权|、|《"
)
_NUMBER = re.compile(r"(?:第\s*)?(\d{1,3})\s*号(?:令|文)")
_COUNTRY = "中华人民共和国"
_SUFFIX = re.compile(r"（[^（）]*）$")


def loosely_named(text: str, shelf: Shelf) -> tuple[str, ...]:
    """The documents of the one work that a text may mean: by words of its title, else by its number and a word."""
    for found in _NAMED.finditer(text):
        said = _FILLING.sub("", found[1])
        if len(said) > 1 and (one := _chained([e for e in shelf.editions if _stands_in(said, found[2], e)])):
            return one
    number = _NUMBER.search(text)
    return _chained(list(_numbered(number[1], text, shelf))) if number else ()


def behind_name(text: str) -> str:
    """What stands behind the last short name or number in a text; the text where there is none."""
    ends = [found.end() for pattern in (_NAMED, _NUMBER) for found in pattern.finditer(text)]
    return text[max(ends, default=0) :]


def _stands_in(said: str, kind: str, edition: Edition) -> bool:
    """Whether the signs of a short name stand in a title of that kind, in their order."""
    title = _SUFFIX.sub("", edition.metadata.title.removeprefix(_COUNTRY))
    signs = iter(title.removesuffix(kind))
    of_kind = next((one for one in _KIND.split("|") if title.endswith(one)), "")
    return of_kind == kind and all(sign in signs for sign in said)


def _numbered(number: str, text: str, shelf: Shelf) -> Iterator[Edition]:
    """Documents with that number in whose title two signs in a row of the text stand."""
    pairs = {text[n : n + 2] for n in range(len(text) - 1)}
    for edition in shelf.editions:
        title = edition.metadata.title
        if f"第{number}号" in (edition.metadata.number or "") and any(
            title[n : n + 2] in pairs for n in range(len(title) - 1)
        ):
            yield edition


def _chained(editions: list[Edition]) -> tuple[str, ...]:
    """The documents, where each of them but one is replaced by another of them."""
    names = {edition.document_id for edition in editions}
    last = [edition for edition in editions if edition.replaced_by not in names]
    return tuple(sorted(names)) if len(last) == 1 else ()
