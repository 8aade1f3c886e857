"""Clauses of plans as sentences name them, 二（三）8 or 第二部分第（三）项第8点, beside the clauses that are cited."""

import re
from collections.abc import Iterator, Sequence

from assistant.claims.verdicts import Failure
from assistant.messages import Citation
from assistant.shelf import Shelf

_N = "[一二三四五六七八九十]{1,3}"
_LABEL = re.compile(
    rf"(?<![第（\d一二三四五六七八九十])(?:第(?P<part>{_N})部分|(?P<top>{_N})(?=[、/]?（))"
    rf"(?:[、，/]?第?（(?P<second>{_N})）(?:项|点|部分|条)?)?"
    rf"(?:[、/]?第?(?:(?P<third>\d{{1,2}})(?:[项点条]|(?![\d年月日个家次件份人倍万元%％]))|(?P<are>{_N}是)))?"
)
_WIDE = str.maketrans("()", "（）")


def plan_labels(sentence: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The labels in a sentence as they are written, each with its steps.

    >>> plan_labels("方案二（三）8要求，第一部分写明")
    (('二（三）8', ('二', '（三）', '8')), ('第一部分', ('一',)))
    """
    return tuple((match[0], _steps(match)) for match in _LABEL.finditer(sentence.translate(_WIDE)))


def _steps(match: re.Match[str]) -> tuple[str, ...]:
    second = f"（{match['second']}）" if match["second"] else None
    steps = (match["part"] or match["top"], second, match["third"] or match["are"])
    return tuple(step for step in steps if step)


def plan_failures(sentence: str, cited: Sequence[Citation], shelf: Shelf) -> Iterator[Failure]:
    """The labels that are neither a cited clause, nor one above it or inside it."""
    plans = [citation for citation in cited if "条" not in citation.clause_path]
    for written, steps in plan_labels(sentence) if plans else ():
        if not any(_names(steps, citation, shelf) for citation in plans):
            paths = dict.fromkeys(citation.clause_path.replace("/", "") for citation in plans)
            yield Failure("article", written, "、".join(paths))


def _names(steps: tuple[str, ...], citation: Citation, shelf: Shelf) -> bool:
    path = tuple(citation.clause_path.translate(_WIDE).split("/"))
    if steps == path[: len(steps)]:
        return True
    outline = shelf.document(citation.document_id).outline
    inside = steps[: len(path)] == path
    return inside and any(tuple(node.path.translate(_WIDE).split("/")) == steps for node in outline)
