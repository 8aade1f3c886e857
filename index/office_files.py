"""What an office itself says of its documents: files in its data folder, of which every generation keeps a copy."""

import shutil
from pathlib import Path
from typing import Final

from index import captions, relations

OFFICE_FILES: Final = (relations.FILE, captions.FILE)


def carry(data: Path, folder: Path, before: Path | None) -> bool:
    """Copy the files from the data folder into a new generation; whether the one before had others."""
    for name in OFFICE_FILES:
        if (data / name).is_file():
            shutil.copyfile(data / name, folder / name)
    return any(_content(folder / name) != _content((before or folder) / name) for name in OFFICE_FILES)


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
