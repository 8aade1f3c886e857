"""Settings of the index, read once by an entry point from `INDEX_*` and passed on as a value."""

import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import SettingsError


def _default_data() -> Path:
    return Path(platformdirs.user_data_dir("ip-assistant", appauthor=False))


class IndexSettings(BaseSettings):
    """Where the index lives and which models it uses."""

    model_config = SettingsConfigDict(env_prefix="INDEX_", frozen=True)

    data: Path = Field(
        default_factory=_default_data,
        title="存放索引和原件的文件夹（不设：用户数据文件夹）",
        description="folder that holds the index and the originals (not set: the user's data folder)",
    )
    embedding_model: str = Field(
        default="static",
        title="`static`（自带），或 sentence-transformers 模型的名称、文件夹",
        description="`static` (shipped) or the name or folder of a sentence-transformers model",
    )
    reranker: str = Field(
        default="trees",
        title="`trees`（自带）、`none`（不重排），或 sentence-transformers CrossEncoder 的名称、文件夹",
        description="`trees` (shipped), `none`, or the name or folder of a sentence-transformers CrossEncoder",
    )
    max_file_mb: int = Field(
        default=50, ge=1, title="`add` 接受的最大文件，单位 MB", description="largest file that `add` takes, in MB"
    )


def unknown_names(prefix: str, known: set[str], environment: Mapping[str, str]) -> list[str]:
    """Names with the prefix that no setting has: most likely misspelt. pydantic-settings ignores them silently."""
    return sorted(name for name in environment if name.startswith(prefix) and name not in known)


def load_settings(**given: object) -> IndexSettings:
    """Settings from the environment, overridden by what is given (None means: not given).

    Raises:
        SettingsError: naming the misspelt name or the value that cannot be used.
    """
    known = {f"INDEX_{field.upper()}" for field in IndexSettings.model_fields}
    if unknown := unknown_names("INDEX_", known, os.environ):
        raise SettingsError(f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    try:
        return IndexSettings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"INDEX_{name}: {first['msg']} (value: {first['input']!r})") from error
