"""Parts of a long bench, each measured once and kept in a file: an interrupted bench goes on with the next."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.bench.processes import ROOT
from eval.errors import MeasureError

Part = dict[str, Any]
"""The figures of a part."""


def part(path: Path, state: str, measure: Callable[[], Part], *, may_fail: bool = False) -> Part:
    """What was measured before in the same state, else measured now and kept.

    `measure` may use the folder of the same name, without .json. What failed is tried again next time.

    Raises:
        MeasureError: it could not be measured; where it `may_fail`, its message is the `error` of the figures instead.
    """
    kept: Part = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"state": None, "figures": {}}
    if kept["state"] == state:
        return dict(kept["figures"])
    shutil.rmtree(place := path.with_suffix(""), ignore_errors=True)
    place.mkdir()
    began = {"measured": datetime.now(UTC).isoformat(timespec="seconds"), "load_before": _load()}
    start = time.perf_counter()
    try:
        figures = measure() | began | {"took_s": round(time.perf_counter() - start)}
    except MeasureError as error:
        if not may_fail:
            raise
        return {"error": str(error)} | began
    finally:
        shutil.rmtree(place)
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps({"state": state, "figures": figures}, indent=1), encoding="utf-8")
    aside.replace(path)
    return figures


def program(code: Sequence[str]) -> bytes:
    """What the files of some code say."""
    return b"".join(path.read_bytes() for path in _files(code))


def _files(code: Sequence[str]) -> Iterator[Path]:
    """The files, and those below the folders, that decide what is measured."""
    kinds = {".py", ".toml", ".txt"}
    for path in (ROOT / name for name in code):
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (file for file in found if file.suffix in kinds)


def _load() -> float | None:
    """How many processes wanted a core in the last minute; None where the system does not say."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
