"""The chat model of settings, through LangChain: the one place of the bench that makes one, and reads its errors."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from eval.errors import EvalError, MeasureError
from eval.settings import EvalSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_SECONDS: Final = 120.0
"""A reply may take so long: a reasoning model thinks first."""
_RETRIES: Final = 2
_GREETING: Final = "请只回复一个字：好"
_UNREACHED: Final = frozenset({"ConnectError", "ConnectTimeout", "UnsupportedProtocol", "InvalidURL"})
_KEY_REFUSED: Final = frozenset({401, 403})
_NOT_THERE: Final = 404
_LIMIT: Final = 200
"""Characters of a server's own words that an error repeats."""


class ReplyError(EvalError):
    """One call failed; others may well succeed."""


class ChatModel:
    """A chat model that is asked one thing at a time. Safe to share between threads.

    Raises:
        MeasureError: no model is set, there is none of such a name, or its package is not installed.
    """

    def __init__(self, settings: EvalSettings) -> None:
        self._settings = settings
        self._model = _made(settings)

    def greet(self) -> None:
        """Find out whether the model answers at all, before hundreds of calls fail.

        Raises:
            MeasureError: saying in words which setting is wrong.
        """
        try:
            self.reply(_GREETING)
        except ReplyError as error:
            raise MeasureError(str(error)) from error

    def reply(self, text: str) -> str:
        """What the model replies, at temperature 0; thinking that it sends apart from its reply is left out.

        Raises:
            MeasureError: no other call can succeed either: no server, key refused, no such model.
            ReplyError: this call failed.
        """
        try:
            return str(self._model.invoke(text).text)
        except Exception as error:  # one of many calls, and every provider has errors of its own
            raise self._told(error) from error

    def _told(self, error: Exception) -> EvalError:
        settings, words = self._settings, self._one_line(error)
        where = settings.judge_base_url or "the provider's own address"
        status = getattr(error, "status_code", None)
        if _UNREACHED & {type(cause).__name__ for cause in _causes(error)}:
            return MeasureError(
                f"EVAL_JUDGE_BASE_URL: no server answers at {where} ({words}); start it, or mend the URL"
            )
        if status in _KEY_REFUSED:
            return MeasureError(f"EVAL_JUDGE_API_KEY: {where} refuses the key ({words}); give one that it knows")
        if status == _NOT_THERE:
            return MeasureError(
                f"{where}: no chat model {settings.judge!r} there ({words}); check EVAL_JUDGE_MODEL, and "
                "EVAL_JUDGE_BASE_URL, which mostly ends in /v1"
            )
        return ReplyError(f"{where}: {settings.judge!r} gave no reply ({words})")

    def _one_line(self, error: Exception) -> str:
        """An error in its own words, without the key, which some servers repeat."""
        words = f"{type(error).__name__}: {' '.join(str(error).split())}"
        key = self._settings.judge_api_key
        return (words.replace(key.get_secret_value(), "…") if key else words)[:_LIMIT]


def _made(settings: EvalSettings) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model  # noqa: PLC0415  seconds to load, and only a judge needs it

    key = settings.judge_api_key.get_secret_value() if settings.judge_api_key else None
    if settings.judge_base_url and not key:
        key = "none"  # a local server asks for none; the provider's own key in the environment is not for this address
    given: dict[str, Any] = {"base_url": settings.judge_base_url, "api_key": key}
    try:
        model: BaseChatModel = init_chat_model(
            settings.judge,
            temperature=0,
            timeout=_SECONDS,
            max_retries=_RETRIES,
            **{name: value for name, value in given.items() if value},
        )
    except ImportError as error:
        raise MeasureError(
            f"EVAL_JUDGE_MODEL={settings.judge}: {' '.join(str(error).split())}; for openai: models it comes with the "
            "extra judge: pip install 'ip-enforcement-assistant[judge]'"
        ) from error
    except Exception as error:  # every provider refuses its settings with an error of its own
        words = " ".join(str(error).split())[:_LIMIT]
        raise MeasureError(
            f"EVAL_JUDGE_MODEL={settings.judge}: cannot be made ({words}); write it as PROVIDER:NAME, "
            "openai:qwen3-32b for any OpenAI-compatible server, with EVAL_JUDGE_BASE_URL and EVAL_JUDGE_API_KEY"
        ) from error
    return model


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
