"""Many fixed words as one pattern that looks at each sign of a text once."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

_END: Final = ""

_Trie = dict[str, "_Trie"]


class Words:
    """Finds the longest of thousands of words, where a pattern `behind` it fits; two signs tell where to try which."""

    def __init__(self, words: Iterable[str], behind: str) -> None:
        self._behind = behind
        self._words: dict[str, list[str]] = defaultdict(list)
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._first, self._second = np.zeros((2, sys.maxunicode + 1), np.bool_)
        for word in words:
            self._words[word[:2]].append(word)
            self._first[ord(word[0])] = self._second[ord(word[1:2] or word)] = True
        self._short = any(len(begun) < 2 for begun in self._words)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The words of a text in order, without overlap, as `re.finditer` gives them."""
        if self._short:  # a document may be called anything
            yield from re.finditer(self._pattern(word for words in self._words.values() for word in words), text)
            return
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        end = 0
        for start in np.flatnonzero(self._first[codes[:-1]] & self._second[codes[1:]]).tolist():
            if start >= end and (match := self._match(text, start)):
                end = match.end()
                yield match

    def _match(self, text: str, start: int) -> re.Match[str] | None:
        begun = text[start : start + 2]
        if begun not in self._words:
            return None
        if begun not in self._patterns:
            self._patterns[begun] = re.compile(self._pattern(self._words[begun]))
        return self._patterns[begun].match(text, start)

    def _pattern(self, words: Iterable[str]) -> str:
        return f"(?:{pattern_of(words)}){self._behind}"


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
