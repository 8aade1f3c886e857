"""The check of a model says in one line which setting is wrong."""

import pytest

from assistant.chat.checking import checked
from assistant.errors import ModelError
from assistant.settings import Settings
from eval.bench.model_server import Reply, model_server
from tests.assistant.chat.writing import settings_for


def test_a_model_that_can_be_used_is_described() -> None:
    """Its stream, its tools, and whether it may see what is internal."""
    with model_server(lambda _b, _n: "好") as served:
        lines = list(checked(settings_for(served.url)))
    assert [line.split(":")[0] for line in lines] == ["model", "stream", "tools", "internal documents"]
    assert lines[3].endswith("may be sent there")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"chat_base_url": "http://127.0.0.1:9/v1"}, "ASSISTANT_CHAT_BASE_URL: no server answers"),
        ({"chat_api_key": "wrong"}, "ASSISTANT_CHAT_API_KEY: .* refuses the key"),
        ({"chat_model": "openai:other"}, "no chat model 'openai:other' there .*check ASSISTANT_CHAT_MODEL"),
        ({"chat_model": "nothing"}, "write it as PROVIDER:NAME"),
        ({"chat_model": "strange:one"}, "ASSISTANT_CHAT_MODEL=strange:one"),
        ({"chat_model": None}, "ASSISTANT_CHAT_MODEL: not set"),
    ],
)
def test_a_wrong_setting_is_named(given: dict[str, str | None], words: str) -> None:
    """Address, key, name, provider."""
    with model_server(lambda _b, _n: "好") as served, pytest.raises(ModelError, match=words) as caught:
        list(checked(settings_for(served.url, **given)))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(()), "streamed no text"),
        (Reply(status=400, error="stream is not supported"), "gave no answer .*stream is not supported"),
        (Reply(status=429, error="quota"), "asks to wait"),
        (Reply(status=400, error="maximum context length is 16"), "lower ASSISTANT_CHAT_CONTEXT_TOKENS"),
    ],
)
def test_a_server_that_cannot_is_told(reply: Reply, words: str) -> None:
    """No stream, no words, a limit."""
    with model_server(lambda _b, _n: reply) as served, pytest.raises(ModelError, match=words):
        list(checked(settings_for(served.url)))


def test_thinking_and_tools_are_told() -> None:
    """What is handled is said, not refused."""

    def script(body: object, _number: int) -> str | Reply:
        return Reply(status=400, error="no tools here") if "tools" in body else "想</think>好"  # type: ignore[operator]

    with model_server(script) as served:
        lines = list(checked(settings_for(served.url)))
    assert "thinking without an opening tag" in lines[1]
    assert "not supported" in lines[2]


def test_a_far_host_gets_nothing_internal() -> None:
    """Said where it is checked, so that nobody wonders."""
    from assistant.chat.checking import _internal

    far = Settings(chat_model="openai:m", chat_base_url="https://llm.example/v1")
    assert "are not sent to llm.example" in _internal(far)
