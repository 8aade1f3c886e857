"""JSON lines in and out: every line checked against a model, every problem told with file, line and field."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import EvalError

Refusal = type[EvalError]
"""Which of our errors tells that a file is wrong."""


class Line(BaseModel):
    """What a line of a file holds: an unknown field is most likely misspelt, so it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


M = TypeVar("M", bound=BaseModel)


def unpacked(path: Path, refusal: Refusal) -> bytes:
    """The bytes of a file, unpacked where its name ends in .gz.

    Raises:
        refusal: it is not there, cannot be read, or is cut off.
    """
    try:
        return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except FileNotFoundError as error:
        raise refusal(f"{path}: no such file") from error
    except (OSError, EOFError, zlib.error) as error:
        raise refusal(f"{path}: cannot be read ({error}); fetch or write it again") from error


def parsed(data: bytes, path: Path, model: type[M], refusal: Refusal) -> Iterator[tuple[int, M]]:
    """The lines of a file as models, with their numbers from 1; blank ones are skipped.

    Raises:
        refusal: a line is no JSON or does not fit the model.
    """
    # Split as bytes: for `str.splitlines` U+2028 ends a line too, and JSON may hold one unescaped.
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            try:
                yield number, model.model_validate_json(line)
            except ValidationError as error:
                cut_off = line.rstrip()[-1:] != b"}" and data.endswith(line)
                words = "is cut off; write or fetch the file again" if cut_off else first_problem(error)
                raise refusal(f"{path}, line {number}: {words}") from error


def first_problem(error: ValidationError) -> str:
    """The first thing wrong with a line: its field, what was expected, and what stood there."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "the whole line"
    return f"field {field}: {first['msg']} (got {str(first['input'])[:60]!r})"


def replace_file(path: Path, data: bytes, refusal: Refusal) -> None:
    """Write a file whole or not at all: aside first, then in one step to its place.

    Raises:
        refusal: the disk refuses.
    """
    aside = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        raise refusal(f"{path}: cannot be written ({error.strerror}); name a file that this user may write") from error
