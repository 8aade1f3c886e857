"""Many fixed words as one pattern that looks at each sign of a text once."""

import re
from collections.abc import Iterable
from typing import Final

_END: Final = ""

_Trie = dict[str, "_Trie"]


def pattern_of(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words; one that never matches where there are none."""
    root: _Trie = {}
    for word in words:
        node = root
        for sign in word:
            node = node.setdefault(sign, {})
        node[_END] = {}
    return _pattern(root) if root else "(?!)"


def _pattern(node: _Trie) -> str:
    branches = [re.escape(sign) + _pattern(below) for sign, below in sorted(node.items()) if sign != _END]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{joined})?" if _END in node else joined
