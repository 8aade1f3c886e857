"""Multiple choice: right when all the right options are named and no other."""

import re

_REASONS = re.compile("解析|分析|理由")
_LETTERS = re.compile("(?<![A-Za-z])[A-E]{1,5}(?![A-Za-z])")


def chosen(reply: str) -> frozenset[str]:
    """The options that a reply names, before it gives its reasons.

    >>> sorted(chosen("[正确答案]A、C<eoa>"))
    ['A', 'C']
    """
    return frozenset("".join(_LETTERS.findall(_REASONS.split(reply)[0])))


def all_right(reply: str, answer: str) -> bool:
    """Whether a reply names exactly the options of the answer (`正确答案：B。`, `ABCD`)."""
    return bool(chosen(answer)) and chosen(reply) == chosen(answer)
