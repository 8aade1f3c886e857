"""BM25 over characters: which rows share rare characters, and pairs of them, with a question.

Knows nothing of documents: rows come in as texts and go out as one score each. Han characters count one by one and in
pairs, a run of letters or digits counts as one word, anything else separates. Own posting lists, because on STARD's
55,348 articles they were built in 3 s and 315 MB, opened in 2 ms and scored every row in 0.9 ms (p50), where bm25s took
9 s, 577 MB, 130 ms and 0.7 ms, and tantivy 3.4 s and 12 ms to score every row (1.1 ms for the best 100 alone).
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.errors import PublishingError
from index.posting_lists import Postings, Rows, Words, inserted, joined, taken_over

K1: Final = 0.6
B: Final = 0.9
"""Measured on STARD and Legal-DC: `eval/bench/lexical.py`."""
_BLOCK: Final = 1 << 20
"""Characters that are cut into words at once: bounds the memory of a build."""
_HAN_RANGES: Final = ((0x3007, 0x3008), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32400))
_HAN: Final = 2
_LETTER: Final = 1
_WIDE: Final = ((0xFF10, 0xFF1A), (0xFF41, 0xFF5B))
"""Full-width digits and small letters."""
_PAIR: Final = np.uint64(21)
"""Bits of a code point: two characters make one number."""
_RUN: Final = 1 << 63
"""The bit that tells the hash of a run of letters or digits from characters."""
_FREQUENT: Final = 4
"""A word in at least one row of so many is added to all rows at once."""
_KEPT: Final = 8 << 20
"""Rows, over all frequent words together, whose weights are kept in memory: 32 MB, of 57,646 rows no more than 14."""


class LexicalIndex:
    """An index opened for reading, memory-mapped. Safe to use from many threads."""

    def __init__(
        self,
        words: Words,
        starts: NDArray[np.int64],
        rows: Rows,
        weights: NDArray[np.float32],
        sizes: NDArray[np.int64],
    ) -> None:
        self._words = words
        self._starts = starts
        self._rows = rows
        self._weights = weights
        self._size, self._counted = (int(size) for size in (sizes.flat[0], sizes.flat[-1]))
        self._frequent = lru_cache(maxsize=max(1, _KEPT // max(1, self._size)))(self._in_every_row)

    @classmethod
    def open(cls, folder: Path) -> "LexicalIndex":
        """Open what `build` wrote; reads next to nothing until a question comes.

        Raises:
            PublishingError: when a file is missing or damaged.
        """
        try:
            words, starts, rows, weights = (
                np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)
                for name in ("words", "starts", "rows", "weights")
            )
            sizes = np.load(folder / "size.npy")
        except (OSError, ValueError) as error:
            raise PublishingError(
                f"the lexical index in {folder} cannot be read ({error}); run: python -m index rebuild"
            ) from error
        return cls(words, starts, rows, weights, sizes)

    def __len__(self) -> int:
        return self._size

    def scores(self, text: str) -> NDArray[np.float32]:
        """The BM25 score of every row for a question, 0 where nothing matches. A word asked twice counts twice."""
        return self.scored(text)[0]

    def rarity(self, text: str) -> float:
        """How much there is to match in a question: the summed rarity of its words, those in no row included.

        The best row's score divided by this says how much of the question that row covers.
        """
        starts, stops, times = self._spans(text)
        return float(times @ _rarity(self._counted, stops - starts))

    def scored(self, text: str) -> tuple[NDArray[np.float32], float]:
        """What `scores` and `rarity` give, for little more than one of them."""
        scores = np.zeros(self._size, np.float32)
        starts, stops, times = self._spans(text)
        for start, stop, count in zip(starts.tolist(), stops.tolist(), times.tolist(), strict=True):
            if (stop - start) * _FREQUENT > self._size:
                scores += _times(self._frequent(start, stop), count)
            elif stop > start:  # `scores[rows] +=` takes twice the time
                np.add.at(scores, self._rows[start:stop], _times(self._weights[start:stop], count))
        return scores, float(times @ _rarity(self._counted, stops - starts))

    def _in_every_row(self, start: int, stop: int) -> NDArray[np.float32]:
        """What the word of these postings gives to every row: adding it is ten times as fast as row by row."""
        weights = np.zeros(self._size, np.float32)
        weights[self._rows[start:stop]] = self._weights[start:stop]
        return weights

    def pairs(self, text: str) -> NDArray[np.int64]:
        """In how many rows each pair of neighbouring Han characters of a text stands: `len(text) - 1` numbers."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
        starts, stops = self._places(codes[:-1] << _PAIR | codes[1:])
        return stops - starts

    def rarities(self, words: Sequence[str]) -> NDArray[np.float32]:
        """How rare each word is: a Han character, two of them that are neighbours, or a run of letters or digits."""
        starts, stops = self._places(np.array([_code(word) for word in words], np.uint64))
        return _rarity(self._counted, stops - starts)

    def _spans(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Where the postings of each word of a question lie (nowhere: 0 to 0), and how often it is asked."""
        words, times = np.unique(_cut([text])[0], return_counts=True)
        starts, stops = self._places(words)
        return starts, stops, times

    def _places(self, words: Words) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        if not len(self._words):
            nowhere = np.zeros(len(words), np.int64)
            return nowhere, nowhere
        places = np.minimum(np.searchsorted(self._words, words), len(self._words) - 1)
        known = self._words[places] == words
        return np.where(known, self._starts[places], 0), np.where(known, self._starts[places + 1], 0)


def build(
    texts: Sequence[str], folder: Path, *, only: NDArray[np.bool_] | None = None, k1: float = K1, b: float = B
) -> None:
    """Write the index of the texts into a new folder; a row's number is the position of its text.

    Rows outside `only` score 0 and count for nothing: the scores of the others are what they are without them.
    """
    if only is not None:
        texts = [text if counts else "" for text, counts in zip(texts, only, strict=True)]
    counted = len(texts) if only is None else int(np.count_nonzero(only))
    _save(joined(list(_blocks(texts))), folder, (len(texts), counted), k1, b)


def extend(
    before: Path,
    origin: NDArray[np.int64],
    texts: Mapping[int, str],
    folder: Path,
    *,
    only: NDArray[np.bool_] | None = None,
) -> None:
    """Write, byte for byte, what `build` would write, from the index in `before` and the texts of the other rows.

    `origin` has for each row the one that it was there, ascending, or -1 where it was none that counts the same.
    """
    size, stays = int(np.load(before / "size.npy")[0]), origin >= 0
    moved = np.full(size, -1, np.int32)
    moved[origin[stays]] = np.flatnonzero(stays)
    numbers = np.array([row for row in sorted(texts) if only is None or only[row]], np.int32)
    words, rows = _cut([texts[row] for row in numbers.tolist()])
    counted = len(origin) if only is None else int(np.count_nonzero(only))
    postings = inserted(taken_over(before, moved), Postings.count(words, numbers[rows]))
    _save(postings, folder, (len(origin), counted), K1, B)


def _save(postings: Postings, folder: Path, sizes: tuple[int, int], k1: float, b: float) -> None:
    """Weigh the postings, and write them; `sizes`: how many rows there are, and how many count."""
    folder.mkdir(parents=True)
    size, counted = sizes
    lengths = np.bincount(postings.rows, postings.counts, size)
    average = max(lengths.sum() / max(counted, 1), 1)
    norms = (k1 * (1 - b + b * lengths / average)).astype(np.float32)
    rarity = np.repeat(_rarity(counted, postings.frequencies), postings.frequencies)
    weights = np.empty(len(postings.rows), np.float32)
    for start in range(0, len(weights), _BLOCK):
        part = slice(start, start + _BLOCK)
        counts = postings.counts[part].astype(np.float32)
        weights[part] = rarity[part] * counts * (k1 + 1) / (counts + norms[postings.rows[part]])
    for name in ("words", "starts", "rows", "counts"):
        np.save(folder / f"{name}.npy", getattr(postings, name))
    np.save(folder / "weights.npy", weights)
    np.save(folder / "size.npy", np.array(sizes, np.int64))


def _times(weights: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Weights so many times; most words are asked once."""
    return weights if count == 1 else weights * np.float32(count)


def _mapped(folder: Path, name: str) -> NDArray[Any]:
    """An array on disk. As a plain array: numpy's memmap takes microseconds for every slice."""
    array: NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)
    return array


def _rarity(size: int, frequencies: NDArray[np.int64]) -> NDArray[np.float32]:
    """BM25's weight of words that stand in so many of `size` rows."""
    return np.log1p((size - frequencies + 0.5) / (frequencies + 0.5)).astype(np.float32)


def _blocks(texts: Sequence[str]) -> Iterator[Postings]:
    """The postings of so many texts at a time as a block holds."""
    first, characters = 0, 0
    for number, text in enumerate(texts):
        characters += len(text)
        if characters >= _BLOCK or number == len(texts) - 1:
            words, rows = _cut(texts[first : number + 1])
            yield Postings.count(words, rows + np.int32(first))
            first, characters = number + 1, 0


def _cut(texts: Sequence[str]) -> tuple[Words, Rows]:
    """The words of the texts, and the position of the text that each stands in; those of equal words ascend."""
    lowered = [text.lower() for text in texts]
    rows = np.repeat(np.arange(len(lowered), dtype=np.int32), [len(text) for text in lowered])
    codes = np.frombuffer("".join(lowered).encode("utf-32-le", "surrogatepass"), np.uint32)
    for low, high in _WIDE:
        codes = np.where((codes >= low) & (codes < high), codes - 0xFEE0, codes)
    kinds = _kinds()[codes]
    joined = (kinds[:-1] == kinds[1:]) & (rows[:-1] == rows[1:])
    han = np.flatnonzero(kinds == _HAN)
    pairs = np.flatnonzero(joined & (kinds[:-1] == _HAN))
    runs, starts = _runs(codes, kinds == _LETTER, joined)
    wide = codes.astype(np.uint64)
    words = np.concatenate((wide[han], wide[pairs] << _PAIR | wide[pairs + 1], runs))
    return words, rows[np.concatenate((han, pairs, starts))]


def _runs(
    codes: NDArray[np.uint32], letter: NDArray[np.bool_], joined: NDArray[np.bool_]
) -> tuple[Words, NDArray[np.int64]]:
    """Runs of letters and digits as hashes, and where each starts."""
    starts = np.flatnonzero(letter & np.append(True, ~joined)[: len(letter)])
    ends = np.flatnonzero(letter & np.append(~joined, True)[: len(letter)]) + 1
    hashes = [_hash(codes[start:end].tobytes()) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    return np.array(hashes, np.uint64), starts


def _code(word: str) -> int:
    """The number of one word, as `_cut` gives it."""
    first, last, kinds = ord(word[0]), ord(word[-1]), _kinds().data
    if len(word) <= 2 and kinds[first] == kinds[last] == _HAN:
        return first if len(word) == 1 else first << int(_PAIR) | last
    return _hash(word.encode("utf-32-le", "surrogatepass"))


@lru_cache(maxsize=1 << 16)
def _hash(run: bytes) -> int:
    return int.from_bytes(blake2b(run, digest_size=8).digest(), "little") | _RUN


@cache
def _kinds() -> NDArray[np.uint8]:
    """What each code point is: Han, a letter or digit of another script, or (0) a separator."""
    kinds = np.zeros(0x110000, np.uint8)
    kinds[:0x10000] = [chr(code).isalnum() * _LETTER for code in range(0x10000)]
    for low, high in _HAN_RANGES:
        kinds[low:high] = _HAN
    return kinds
