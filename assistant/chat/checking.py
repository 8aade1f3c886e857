"""Whether the chat model of the settings can be used; where not, which setting is wrong and what to do."""

from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from assistant.chat.faults import Fault, fault_of
from assistant.chat.hosts import host_of, hosts_in, may_see_internal
from assistant.chat.making import make
from assistant.chat.reading import Sentences
from assistant.errors import ModelError
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain.chat_models import BaseChatModel

_GREETING: Final = "请只回复一个字：好"
_TOOL: Final = {
    "name": "search",
    "description": "search",
    "parameters": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]},
}


def checked(settings: Settings) -> Iterator[str]:
    """What was found, a line each.

    Raises:
        ModelError: the model cannot be used; says in one line which setting is wrong.
    """
    if settings.chat_model is None:
        raise ModelError("ASSISTANT_CHAT_MODEL: not set, answers quote the clauses; set it to openai:NAME")
    model = make(settings)
    yield f"model: {settings.chat_model} at {settings.chat_base_url or 'the address of its provider'}"
    yield _streams(model, settings)
    yield _tools(model)
    yield _internal(settings)


def told(fault: Fault, settings: Settings) -> ModelError:
    """A fault as the setting that is wrong and what to do."""
    where, words = settings.chat_base_url or "the provider's own address", fault.words
    if settings.chat_api_key:
        words = words.replace(settings.chat_api_key.get_secret_value(), "…")
    advice = {
        "unreachable": f"ASSISTANT_CHAT_BASE_URL: no server answers at {where} ({words}); start it, or mend the URL",
        "key": f"ASSISTANT_CHAT_API_KEY: {where} refuses the key ({words}); give one that it knows",
        "unknown_model": f"{where}: no chat model {settings.chat_model!r} there ({words}); check ASSISTANT_CHAT_MODEL, "
        "and ASSISTANT_CHAT_BASE_URL, which mostly ends in /v1",
        "rate": f"{where}: asks to wait ({words}); try again, or raise the limit of the key",
        "first_token": f"{where}: {settings.chat_model!r} did not answer in time ({words}); raise "
        "ASSISTANT_CHAT_FIRST_SECONDS, or use a faster model",
        "overflow": f"{where}: {words}; lower ASSISTANT_CHAT_CONTEXT_TOKENS and ASSISTANT_CHAT_ANSWER_TOKENS",
    }
    otherwise = f"{where}: {settings.chat_model!r} gave no answer ({fault.code}: {words}); see the log of that server"
    return ModelError(advice.get(fault.code, otherwise))


def _streams(model: "BaseChatModel", settings: Settings) -> str:
    """Whether the model answers, and in pieces."""
    started, first, pieces, sentences, text = monotonic(), 0.0, 0, Sentences(), []
    usage = False
    try:
        for chunk in model.stream(_GREETING):
            usage = usage or bool(chunk.usage_metadata)
            pieces += 1
            if chunk.text and not first:
                first = monotonic() - started
            text += sentences.feed(str(chunk.text))
    except Exception as error:
        raise told(fault_of(error, begun=False), settings) from error
    text.append(sentences.rest())
    if not "".join(text).strip("\0\n "):
        raise ModelError(
            f"{settings.chat_base_url or 'the provider'}: {settings.chat_model!r} streamed no text; the server may not "
            "support streaming, the model may think only, or the prompt may be too long for it"
        )
    thinks = "; sends its thinking without an opening tag, which is handled" if sentences.reopened else ""
    tokens = "" if usage else "; tells no token counts, which are estimated then"
    return f"stream: {pieces} pieces, first words after {first:.2f} s{thinks}{tokens}"


def _tools(model: "BaseChatModel") -> str:
    """Whether tools can be offered to the model. Answers need none."""
    try:
        reply: Any = model.bind_tools([_TOOL]).invoke("请调用工具 search 查“商标”。")
    except Exception as error:  # noqa: BLE001  every provider has errors of its own
        return f"tools: not supported ({fault_of(error, begun=False).words}); answers do not need them"
    return "tools: supported" if reply.tool_calls else "tools: accepted but not called; answers do not need them"


def _internal(settings: Settings) -> str:
    if may_see_internal(settings.chat_base_url, hosts_in(settings.chat_hosts)):
        return "internal documents: may be sent there"
    host = host_of(settings.chat_base_url) or "the provider's host"
    return (
        f"internal documents: are not sent to {host}; questions that rest on them are answered with quoted clauses "
        "(ASSISTANT_CHAT_HOSTS names hosts that may get them)"
    )
