"""Settings of the assistant, read once by an entry point from `ASSISTANT_*` and passed on as a value."""

import os
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.accounts.database import default_url
from assistant.errors import SettingsError
from assistant.messages import Role
from index.settings import IndexSettings, unknown_names
from index.settings import load_settings as load_index_settings

_PREFIX = "ASSISTANT_"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SignIn = Literal["none", "tokens", "oidc", "visitors"]


class Settings(BaseSettings):
    """How the assistant is served; `index` says where its documents are."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, env_ignore_empty=True)

    host: str = Field(default="127.0.0.1", min_length=1, title="服务绑定的地址", description="address to serve on")
    port: int = Field(default=8000, ge=1, le=65535, title="服务端口", description="port to serve on")
    log_questions: bool = Field(
        default=False, title="日志里是否写下问题原文", description="write the question's text into the log"
    )
    threads: int = Field(
        default=4, ge=1, le=64, title="同时处理几个问题", description="answers that are worked on at once"
    )
    database_url: str | None = Field(
        default=None,
        title="账号和对话存放的数据库",
        description="database of accounts and conversations (SQLAlchemy URL)",
    )
    sign_in: SignIn = Field(
        default="none",
        title="怎样登录：none 不登录（只限本机）、tokens 访问令牌、oidc 单位登录、visitors 任何人但只看公开文件",
        description="how people sign in: none (this machine only), tokens, oidc, visitors (anyone; public documents)",
    )
    allow_http: bool = Field(
        default=False,
        title="内网没有证书时允许用 http 登录",
        description="sign in over plain HTTP (intranets without TLS)",
    )
    keep_days: int | None = Field(
        default=180,
        ge=1,
        le=36500,
        title="对话在最后一次提问后保存几天",
        description="days that a conversation is kept after its last question",
    )
    oidc_issuer: str = Field(default="", title="单位登录的签发者地址", description="OpenID Connect issuer")
    oidc_client_id: str = Field(default="", title="在单位登录处登记的客户端", description="OpenID Connect client id")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), title="客户端的密钥", description="OpenID Connect client secret (empty: a public client)"
    )
    oidc_scope: str = Field(default="openid profile", title="向单位登录要的范围", description="scopes to ask for")
    oidc_role_claim: str = Field(default="roles", title="写着角色的声明", description="claim that holds the roles")
    oidc_roles: dict[str, str] = Field(
        default_factory=dict,
        title="各角色在单位里的叫法",
        description='what the claim calls the roles, as JSON: {"officer": "zfry", "evaluator": "khry", "admin": "gly"}',
    )
    chat_model: str | None = Field(
        default=None,
        title="撰写答案的对话模型，如 `openai:qwen3-32b`（不设：直接摘录条文）",
        description="chat model that writes answers, such as `openai:qwen3-32b` (not set: clauses are quoted)",
    )
    chat_base_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]\S*$",
        title="该模型的接口地址，如 `http://127.0.0.1:8001/v1`",
        description="where that model is served, such as `http://127.0.0.1:8001/v1`",
    )
    chat_api_key: SecretStr | None = Field(
        default=None, title="该接口的密钥", description="key for that address; shown nowhere"
    )
    chat_hosts: str = Field(
        default="",
        title="本机和内网以外，也可以收到内部文件条文的主机名，用逗号隔开",
        description="hosts beside this machine and private addresses that may get internal clauses, comma-separated",
    )
    chat_seconds: float = Field(
        default=20,
        ge=1,
        le=600,
        title="带模型的一次回答最多多少秒，超时改用摘录",
        description="seconds in which an answer with a model ends, if need be with quoted clauses",
    )
    chat_first_seconds: float = Field(
        default=8, gt=0, le=600, title="模型最迟几秒后开始输出", description="seconds until a model's first token"
    )
    chat_between_seconds: float = Field(
        default=5, gt=0, le=600, title="模型输出最多停顿几秒", description="longest silence between a model's tokens"
    )
    chat_context_tokens: int = Field(
        default=8192,
        ge=1024,
        title="模型一次最多读写多少词元",
        description="tokens that the model takes in and gives out in one call",
    )
    chat_answer_tokens: int = Field(
        default=1200, ge=64, title="其中留给答案的词元", description="tokens of those for the answer"
    )
    chat_calls: int = Field(
        default=512,
        ge=1,
        title="同时最多几次模型调用，超出的改用摘录",
        description="calls to the model at once; questions beyond are answered with quoted clauses",
    )
    chat_input_price: float = Field(
        default=0,
        ge=0,
        title="每百万输入词元的价格，用于记录费用",
        description="price of a million tokens read, for the log",
    )
    chat_output_price: float = Field(
        default=0,
        ge=0,
        title="每百万输出词元的价格，用于记录费用",
        description="price of a million tokens written, for the log",
    )
    index: IndexSettings = Field(default_factory=load_index_settings)

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in _LOOPBACK

    @property
    def default_role(self) -> Role | None:
        """Who an asker without credentials is: officer on this machine, visitor where all may come, else nobody."""
        if self.sign_in == "visitors":
            return "visitor"
        return "officer" if self.sign_in == "none" and self.on_loopback else None

    @property
    def plain_http(self) -> bool:
        """Whether cookies may travel without TLS: on this machine they do not leave it."""
        return self.allow_http or self.on_loopback

    @property
    def database(self) -> str:
        """The URL of the database of accounts and conversations."""
        return self.database_url or default_url(self.index.data)

    def check_open_to(self) -> None:
        """Whether it is settled who may use the server.

        Raises:
            SettingsError: anyone on the network could reach it, and no sign-in is set; or the sign-in lacks a setting.
        """
        if self.sign_in == "none" and not self.on_loopback:
            raise SettingsError(
                f"{self.host} can be reached from other machines and no sign-in is set; set ASSISTANT_SIGN_IN=tokens "
                "(then `python -m assistant user add NAME`), =oidc, or =visitors (anyone, public documents only)"
            )
        missing = [name for name in ("oidc_issuer", "oidc_client_id") if not getattr(self, name)]
        if self.sign_in == "oidc" and missing:
            names = " and ".join(f"{_PREFIX}{name.upper()}" for name in missing)
            raise SettingsError(f"ASSISTANT_SIGN_IN=oidc needs {names}")


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
