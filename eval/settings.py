"""Settings of the bench, read once by an entry point from `EVAL_*` and passed on as a value."""

import os
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from eval.errors import MeasureError
from index.settings import unknown_names

_PREFIX: Final = "EVAL_"
_OF_COMMANDS: Final = frozenset({"EVAL_TOKEN"})
"""Names that an option of a command reads by itself."""


class EvalSettings(BaseSettings):
    """Which chat model judges answers, where one is wanted."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, env_ignore_empty=True)

    judge_model: str | None = Field(
        default=None,
        title="担任评判的对话模型，如 `openai:qwen3-32b`（不设：没有评判）",
        description="chat model that judges, such as `openai:qwen3-32b` (not set: no judge)",
    )
    judge_base_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]\S*$",
        title="该模型的接口地址，如 `http://127.0.0.1:8001/v1`",
        description="where that model is served, such as `http://127.0.0.1:8001/v1`",
    )
    judge_api_key: SecretStr | None = Field(
        default=None, title="该接口的密钥", description="key for that address; shown nowhere"
    )

    @property
    def judge(self) -> str:
        """The model that judges.

        Raises:
            MeasureError: none is set.
        """
        if not self.judge_model:
            raise MeasureError("EVAL_JUDGE_MODEL: not set; a judge is a chat model such as openai:qwen3-32b")
        return self.judge_model

    @property
    def judge_is_near(self) -> bool:
        """Whether what the judge reads stays on this machine or in a private network."""
        host = urlsplit(self.judge_base_url or "").hostname or ""
        try:
            return host == "localhost" or ip_address(host).is_private
        except ValueError:
            return False


def load_settings() -> EvalSettings:
    """Settings from the environment.

    Raises:
        MeasureError: naming the misspelt name or the value that cannot be used.
    """
    known = {f"{_PREFIX}{field.upper()}" for field in EvalSettings.model_fields} | _OF_COMMANDS
    if unknown := unknown_names(_PREFIX, known, os.environ):
        raise MeasureError(f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    try:
        return EvalSettings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise MeasureError(f"{_PREFIX}{name}: {first['msg']} (value: {first['input']!r})") from error
