"""Article lists: one JSON row per article (.jsonl, .jsonl.gz) with law, article, text; each law becomes a document."""

import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from index.documents import Metadata, Node, Outline
from index.errors import FileError
from index.structure import outline

SUFFIXES: Final = (".jsonl", ".jsonl.gz")
FORMAT: Final = "article list"

_EXPANSION: Final = 20
"""A compressed list may unpack to so many times the largest file; more is taken for a bomb."""


@dataclass(slots=True)
class Law:
    """The articles of one law in the order of the list, and what its first row says of it."""

    metadata: Metadata
    articles: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """One article after the other, each opened by its number as laws print it."""
        return "\n".join(f"{label}　{text}" for label, text in self.articles)

    def outline(self) -> Outline:
        """The outline of the text; only the articles where a line of a 款 reads like another article."""
        found = outline(self.text)
        known = self._nodes()
        numbers = [(node.label, node.start) for node in found if node.level == "条"]
        return found if numbers == [(node.label, node.start) for node in known] else known

    def _nodes(self) -> Outline:
        nodes, start = [], 0
        names: dict[str, int] = {}
        for label, text in self.articles:
            end = start + len(label) + len(text) + 2
            names[label] = names.get(label, 0) + 1
            path = label if names[label] == 1 else f"{label}（{names[label]}）"
            nodes.append(Node(path, "条", label, "", start, end))
            start = end
        if nodes:
            nodes[-1] = Node(nodes[-1].path, "条", nodes[-1].label, "", nodes[-1].start, len(self.text))
        return tuple(nodes)


def read(data: bytes, *, max_bytes: int) -> tuple[list[Law], list[str]]:
    """The laws of a list in the order of their first rows, and one line for each row that cannot be used.

    Raises:
        FileError: when the file is no list, is damaged, or unpacks to far too much.
    """
    laws: dict[str, Law] = {}
    errors = []
    for number, line in _lines(data, max_bytes * _EXPANSION):
        try:
            row = _row(line)
        except (ValueError, RecursionError) as error:
            errors.append(f"line {number}: {error}")
            continue
        law = laws.setdefault(row["law"], Law(_metadata(row)))
        law.articles.append((row["article"].strip(), row["text"].strip()))
    if not laws:
        raise FileError(f"no articles in it; {errors[0] if errors else 'the file is empty'}")
    return list(laws.values()), errors


def _lines(data: bytes, limit: int) -> Iterator[tuple[int, bytes]]:
    """Numbered lines that are not blank."""
    packed = data[:2] == b"\x1f\x8b"
    taken = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) if packed else io.BytesIO(data) as file:
            for number, line in enumerate(iter(lambda: file.readline(limit), b""), 1):
                taken += len(line)
                if packed and taken >= limit:
                    raise FileError(f"unpacks to more than {limit // 2**20} MB; split the list")
                if line.strip():
                    yield number, line
    except (OSError, EOFError) as error:
        raise FileError(f"the compressed list is damaged ({error})") from error


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"not a row of JSON in UTF-8 ({error})") from error
    fields = row if isinstance(row, dict) else {}
    for name in ("law", "article", "text"):
        if not isinstance(fields.get(name), str) or not fields[name].strip():
            raise ValueError(f"{name} is missing or no text (value: {fields.get(name)!r})")
    "".join(value for value in fields.values() if isinstance(value, str)).encode()  # JSON can spell half a character
    return fields


def _metadata(row: dict[str, Any]) -> Metadata:
    """What the list says of a law; its version is the day of promulgation where it is a date."""
    try:
        day = date.fromisoformat(str(row.get("version")))
    except ValueError:
        day = None
    kind = row.get("category")
    return Metadata(row["law"].strip(), kind=kind if isinstance(kind, str) and kind else None, promulgated=day)
