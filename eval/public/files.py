"""The files of a public set: lines checked for the fields that an adapter needs, problems told by file and line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Generic, NoReturn, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from eval.errors import DatasetError
from eval.lines import parsed, unpacked


class Published(BaseModel):
    """What an adapter reads of a line. Other fields of it are the publisher's own and stay unread."""

    model_config = ConfigDict(extra="ignore", frozen=True)


M = TypeVar("M", bound=Published)
T = TypeVar("T")
Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
"""A text that says something."""


@dataclass(frozen=True, slots=True)
class Row(Generic[M]):
    """A line of a file as it was read, with the place that messages name."""

    path: Path
    number: int
    line: M

    def refuse(self, field: str, words: str) -> NoReturn:
        """Refuse the line for one of its fields.

        Raises:
            DatasetError: always.
        """
        raise DatasetError(f"{self.path}, line {self.number}: field {field}: {words}")


def rows(folder: Path, name: str, model: type[M]) -> list[Row[M]]:
    """The lines of a file in the folder of a set.

    Raises:
        DatasetError: folder or file is missing, cut off or empty, or a line lacks a field.
    """
    if not folder.is_dir():
        raise DatasetError(f"{folder}: no such folder; name the folder that holds the public sets, one folder a set")
    path = folder / name
    found = [
        Row(path, number, line) for number, line in parsed(unpacked(path, DatasetError), path, model, DatasetError)
    ]
    if not found:
        raise DatasetError(f"{path}: no lines in it; fetch it again")
    return found


def lines(folder: Path, name: str) -> Iterator[tuple[int, str]]:
    """The lines of a plain file that are not blank, with their numbers from 1.

    Raises:
        DatasetError: it is missing or no UTF-8.
    """
    path = folder / name
    try:
        text = unpacked(path, DatasetError).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path}: not UTF-8 ({error.reason}); fetch it again") from error
    yield from ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def sample(whole: Sequence[T], size: int) -> list[T]:
    """So many of a sequence in its order, the same ones each time; all of it where it is no longer."""
    chosen = np.random.default_rng(0).permutation(len(whole))[:size]
    return [whole[place] for place in sorted(chosen.tolist())]
