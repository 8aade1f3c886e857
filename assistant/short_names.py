"""Laws by the short names of speech (市监处罚程序规定, 听证办法, 展会办法): written out where only one title fits.

A short name leaves signs of the title out and keeps the order of the others, up to the last word (办法, 规定 …). Where
titles of several works fit it stays as it is, and so does one that keeps only what many titles share.
"""

import re
from collections.abc import Iterator

from assistant.shelf import Shelf
from assistant.words import load_words
from index.documents import Edition

_LAST = re.compile(r"(?:暂行|若干|实施)?(?:办法|规定|条例|细则|规则|规程|解释|标准)(?![\u4e00-\u9fff]{0,2}》|的?依据)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ASIDE = re.compile(r"[（(].*$")
_LONGEST = 16
"""Signs that a short name has at most."""
_TELLING = 2
"""Signs that it keeps at least, beside its last word and the words that many titles share."""
_BEFORE = "的在按照据依从用看和与跟及讲说"
"""Signs of grammar that a name does not begin with."""


def written_out(text: str, shelf: Shelf) -> str:
    """The text with short names of laws as their titles in 《》."""
    taken = [(reference.start, reference.end) for reference in shelf.names.find(text)]
    out, done = "", 0
    for last in _LAST.finditer(text):
        start, edition = _named(text, last, done, shelf)
        if edition and not any(start < end and begin < last.end() for begin, end in taken):
            out += f"{text[done:start]}《{_ASIDE.sub('', edition.metadata.title)}》"
            done = last.end()
    return out + text[done:]


def _named(text: str, last: re.Match[str], done: int, shelf: Shelf) -> tuple[int, Edition | None]:
    """Where the longest short name begins that ends there, and the newest edition of the work that it means."""
    start, found = last.start(), tuple(_ending(last[0], shelf))
    while start > max(done, last.end() - _LONGEST) and _HAN.match(text[start - 1]):
        narrower = tuple(one for one in found if _keeps(text[start - 1 : last.end()], one))
        if not narrower:
            break
        start, found = start - 1, narrower
    while start < last.start() and text[start] in _BEFORE:
        start += 1
    if not _tells(text[start : last.start()]) or len({_work(one, shelf) for one in found}) != 1:
        return start, None
    return start, found[-1]


def _ending(last: str, shelf: Shelf) -> Iterator[Edition]:
    return (edition for edition in shelf.editions if _title(edition).endswith(last[-2:]))


def _keeps(short: str, edition: Edition) -> bool:
    """Whether the signs of a short name stand in a title in the same order, its last word at the end."""
    signs = iter(_title(edition)[:-2])
    return all(sign in signs for sign in short[:-2])


def _tells(core: str) -> bool:
    for word in load_words().groups["law_words"]:
        core = core.replace(word, "")
    return len(core) >= _TELLING


def _title(edition: Edition) -> str:
    return _ASIDE.sub("", edition.metadata.title)


def _work(edition: Edition, shelf: Shelf) -> str:
    """The last edition of the chain that replaces one: works that follow one another count as one."""
    seen = {edition.document_id}
    while (after := shelf.by_id.get(edition.replaced_by or "")) and after.document_id not in seen:
        edition = after
        seen.add(edition.document_id)
    return edition.document_id
