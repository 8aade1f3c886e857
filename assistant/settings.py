"""Settings of the assistant, read once by an entry point from `ASSISTANT_*` and passed on as a value."""

import os
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError
from assistant.messages import Role
from index.settings import IndexSettings, unknown_names
from index.settings import load_settings as load_index_settings

_PREFIX = "ASSISTANT_"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Settings(BaseSettings):
    """How the assistant is served; `index` says where its documents are."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True)

    host: str = Field(default="127.0.0.1", min_length=1, title="服务绑定的地址", description="address to serve on")
    port: int = Field(default=8000, ge=1, le=65535, title="服务端口", description="port to serve on")
    log_questions: bool = Field(
        default=False, title="日志里是否写下问题原文", description="write the question's text into the log"
    )
    threads: int = Field(
        default=4, ge=1, le=64, title="同时处理几个问题", description="answers that are worked on at once"
    )
    index: IndexSettings = Field(default_factory=load_index_settings)

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in _LOOPBACK

    @property
    def role(self) -> Role:
        """Who an asker without credentials is: an officer on this machine, a visitor from anywhere else."""
        return "officer" if self.on_loopback else "visitor"


def load_settings(*, index: IndexSettings | None = None, **given: Any) -> Settings:
    """Settings from the environment, overridden by what is given (None means: not given).

    Raises:
        SettingsError: naming the misspelt name or the value that cannot be used.
    """
    known = {f"{_PREFIX}{field.upper()}" for field in Settings.model_fields if field != "index"}
    if unknown := unknown_names(_PREFIX, known, os.environ):
        raise SettingsError(f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(index=index or load_index_settings(), **chosen)
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{_PREFIX}{name}: {first['msg']} (value: {first['input']!r})") from error
