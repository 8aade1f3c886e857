"""The chunks of a whole catalog as one sequence: columns, not objects, so that 150,000 take tens of MB."""

from collections.abc import Iterable, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from index.documents import Chunk

Owner = tuple[str, str, str]
"""document_id, version_id, text"""
Row = tuple[int, int, int, str, str, tuple[str, ...], str]
"""position of the owner, start, end, path, level, headings, caption"""


class Rows(Sequence[Chunk]):
    """Chunks in the order of the rows of the lexical and vector index; each is made when it is asked for.

    `owners[row]` is a position in `texts`, which names each by document_id and version_id.
    """

    def __init__(self, owners: Sequence[Owner], rows: Iterable[Row]) -> None:
        columns: tuple[Sequence[Any], ...] = tuple(zip(*rows, strict=True)) or ((),) * 7
        self.texts: tuple[tuple[str, str], ...] = tuple(owner[:2] for owner in owners)
        self.owners: NDArray[np.int32] = np.array(columns[0], np.int32)
        self._owners = tuple(owners)
        self._starts = np.array(columns[1], np.int32)
        self._ends = np.array(columns[2], np.int32)
        self._paths, self._levels, self._headings, self._captions = columns[3:]

    def __len__(self) -> int:
        return len(self.owners)

    @overload
    def __getitem__(self, row: int) -> Chunk: ...

    @overload
    def __getitem__(self, row: slice) -> list[Chunk]: ...

    def __getitem__(self, row: int | slice) -> Chunk | list[Chunk]:
        if isinstance(row, slice):
            return [self[number] for number in range(*row.indices(len(self)))]
        document_id, version_id, text = self._owners[self.owners[row]]
        start, end = int(self._starts[row]), int(self._ends[row])
        return Chunk(
            document_id,
            version_id,
            self._paths[row],
            self._levels[row],
            start,
            end,
            text[start:end],
            self._headings[row],
            self._captions[row],
        )
