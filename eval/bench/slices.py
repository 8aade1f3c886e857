"""One size of the corpus for the speed bench: the first articles by whole laws, and look-ups made from them.

A look-up is the second half of a sentence; right is every article that holds these words. Nothing is easier to find,
so it proves only that nobody is fast by being wrong.
"""

import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from eval.bench.peers.protocol import Caps, Key, LookUp, Piece, Slice, read_rows, write_rows
from eval.errors import MeasureError
from index.embeddings import Embedder

STATUTES: Final = Path("bulk") / "statutes.jsonl.gz"
"""Where the articles lie in the corpus."""
SEED: Final = 1
_SENTENCE: Final = re.compile(r"[^。；：\n]{24,120}(?=[。；])")
_MOST_OWNERS: Final = 3
"""Words that stand in more articles than this are a formula, not a look-up."""

_FEWEST: Final = 2
"""Percentiles need so many."""

Row = Mapping[str, str]


def statutes(path: Path) -> list[list[Row]]:
    """The articles of the corpus, law by law.

    Raises:
        MeasureError: when they cannot be read.
    """
    try:
        rows = read_rows(path)
    except (OSError, EOFError, ValueError) as error:
        raise MeasureError(f"{path}: cannot be read ({error}); name the corpus folder that has {STATUTES}") from error
    laws: dict[str, list[Row]] = {}
    for row in rows:
        laws.setdefault(row["law"], []).append({name: row[name] for name in ("law", "article", "text")})
    return list(laws.values())


def numbers(sizes: str) -> list[int]:
    """Sizes as they are given on the command line.

    Raises:
        MeasureError: one is no number.
    """
    try:
        return [int(size) for size in sizes.split(",")]
    except ValueError as error:
        raise MeasureError(f"--sizes {sizes}: give numbers of articles, 5000,50000") from error


def first(laws: Sequence[Sequence[Row]], size: int) -> list[Row]:
    """The rows of the first laws that together have at least `size` articles; all where there are fewer."""
    return [*chain.from_iterable(first_laws(laws, size))]


def first_laws(laws: Iterable[Sequence[Row]], size: int) -> Iterator[Sequence[Row]]:
    """The first laws that together have at least `size` articles; no law behind them is read."""
    taken = 0
    for law in laws:
        yield law
        taken += len(law)
        if taken >= size:
            return


def write(folder: Path, rows: Sequence[Row], caps: Caps, embedder: Embedder) -> Slice:
    """Make the files that all sides read.

    Raises:
        MeasureError: when hardly a question can be made from the rows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    size, new = Slice(folder), regulation()
    write_rows(size.rows, rows)
    write_rows(size.new, new)
    asked = [*islice(look_ups(rows), caps.questions)]
    if len(asked) < _FEWEST:
        raise MeasureError(f"{len(rows)} articles give {len(asked)} look-ups, {_FEWEST} are needed; raise --sizes")
    asked.append(probe(new))
    texts = [one.text for one in asked] + [Piece.of(row).text for row in new]
    size.write(asked, embedder.embed(texts), caps)
    return size


def look_ups(rows: Sequence[Row], seed: int = SEED) -> Iterator[LookUp]:
    """Second halves of sentences, in a random order that the seed fixes; at most one from an article."""
    everything = "\n".join(row["text"] for row in rows)
    starts = [0, *accumulate(len(row["text"]) + 1 for row in rows)]
    chosen = random.Random(seed)
    seen: set[str] = set()
    for row in chosen.sample(rows, len(rows)):
        sentences = _SENTENCE.findall(row["text"])
        half = _second_half(chosen.choice(sentences)) if sentences else ""
        owners = _first_owners(bisect_right(starts, place) - 1 for place in _places(half, everything))
        if 0 < len(owners) <= _MOST_OWNERS and half not in seen:
            seen.add(half)
            yield LookUp(half, frozenset(_key(rows[owner]) for owner in owners))


def regulation() -> list[Row]:
    """A regulation that exists nowhere, to be added."""
    texts = (f"测试商标事务管理事项第{number}号，应当在受理之日起{number + 1}日内办理完毕。" for number in range(1, 10))
    return [
        {"law": "测试市商标事务暂行办法", "article": f"第{sign}条", "text": text}
        for sign, text in zip("一二三四五六七八九", texts, strict=True)
    ]


def probe(new: Sequence[Row]) -> LookUp:
    """A question that only the added regulation answers."""
    return LookUp("测试商标事务管理事项应当在几日内办理完毕", frozenset(_key(row) for row in new))


def facts(rows: Sequence[Row]) -> dict[str, Any]:
    """How large a slice is."""
    characters = int(np.sum([len(row["text"]) for row in rows]))
    return {"articles": len(rows), "laws": len({row["law"] for row in rows}), "characters": characters}


def _key(row: Row) -> Key:
    return row["law"].strip(), row["article"].strip()


def _first_owners(owners: Iterable[int]) -> set[int]:
    """All of them, or one more than a look-up may have: an article that says its words twice is one owner."""
    found: set[int] = set()
    for owner in owners:
        if len(found) > _MOST_OWNERS:
            break
        found.add(owner)
    return found


def _second_half(sentence: str) -> str:
    return sentence[len(sentence) // 2 :].lstrip("，、的 　")


def _places(words: str, text: str) -> Iterator[int]:
    """Where the words stand; nowhere for no words."""
    place = text.find(words) if words else -1
    while place >= 0:
        yield place
        place = text.find(words, place + 1)
