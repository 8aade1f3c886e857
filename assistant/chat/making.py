"""The chat model of the settings, through LangChain: the one place of the assistant that makes one."""

from typing import TYPE_CHECKING, Any, Final

from assistant.chat.faults import one_line
from assistant.errors import ModelError
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain.chat_models import BaseChatModel

_COMPATIBLE: Final = "openai"
"""The provider whose wire everybody speaks."""


def make(settings: Settings) -> "BaseChatModel":
    """The model, at temperature 0, without retries of its own: how long to try is decided here.

    Raises:
        ModelError: its package is not installed, or the name is none.
    """
    from langchain.chat_models import init_chat_model  # noqa: PLC0415  seconds to load, and only a model needs it

    try:
        model: BaseChatModel = init_chat_model(settings.chat_model or "", **_given(settings))
    except ImportError as error:
        raise ModelError(
            f"ASSISTANT_CHAT_MODEL={settings.chat_model}: {' '.join(str(error).split())}; for openai: models it comes "
            "with the extra chat: pip install 'ip-enforcement-assistant[chat]'"
        ) from error
    except Exception as error:  # every provider refuses its settings with an error of its own
        raise ModelError(
            f"ASSISTANT_CHAT_MODEL={settings.chat_model}: cannot be made ({one_line(error)}); write it as "
            "PROVIDER:NAME, openai:qwen3-32b for any OpenAI-compatible server, with ASSISTANT_CHAT_BASE_URL and "
            "ASSISTANT_CHAT_API_KEY"
        ) from error
    return model


def _given(settings: Settings) -> dict[str, Any]:
    """What the model is made with."""
    key = settings.chat_api_key.get_secret_value() if settings.chat_api_key else None
    if settings.chat_base_url and not key:
        key = "none"  # a local server asks for none; the provider's own key in the environment is not for this address
    given: dict[str, Any] = {
        "temperature": 0,
        "max_tokens": settings.chat_answer_tokens,
        "timeout": settings.chat_seconds,
        "max_retries": 0,
        "base_url": settings.chat_base_url,
        "api_key": key,
    }
    if (settings.chat_model or "").startswith(f"{_COMPATIBLE}:"):
        from openai import DefaultAsyncHttpxClient  # noqa: PLC0415  comes with the extra chat

        # A client of its own, which can be closed: the one that is made else is shared by all models of the process.
        given |= {"http_async_client": DefaultAsyncHttpxClient()}
        given |= {"stream_usage": True, "stream_chunk_timeout": None, "use_responses_api": False}
        if settings.chat_base_url:  # local servers know the older name only, and would write until their limit
            given["extra_body"] = {"max_tokens": settings.chat_answer_tokens}
    return {name: value for name, value in given.items() if value is not None or name == "stream_chunk_timeout"}
