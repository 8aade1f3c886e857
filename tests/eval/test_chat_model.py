"""The chat model of settings: reached over a real connection, and every wrong setting told in words."""

from collections.abc import Iterator

import pytest

from eval.chat_model import ChatModel, ReplyError
from eval.errors import MeasureError
from eval.settings import EvalSettings
from tests.eval.chat_server import KEY, MODEL, ChatServer, chat_server

pytest.importorskip("langchain_openai", reason="the judge's tests need the extra judge (langchain-openai)")


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    """Says 好, but fails where it is asked to."""
    with chat_server(lambda prompt: (500, "out of memory") if prompt == "fail" else "好") as serving:
        yield serving


def model(server: ChatServer, **given: object) -> ChatModel:
    """The server's model, with other settings where they are given."""
    known = {"judge_model": f"openai:{MODEL}", "judge_base_url": server.url, "judge_api_key": KEY}
    return ChatModel(EvalSettings(**(known | given)))  # type: ignore[arg-type]


def test_a_model_replies(server: ChatServer) -> None:
    """What is asked arrives as it is, and the reply comes back as text."""
    assert model(server).reply("问“一”\n{二}") == "好"
    assert server.prompts[-1] == "问“一”\n{二}"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"judge_api_key": "another"}, "^EVAL_JUDGE_API_KEY: .* refuses the key .*401"),
        ({"judge_api_key": None}, "^EVAL_JUDGE_API_KEY"),
        ({"judge_model": "openai:judge-9b"}, "no chat model 'openai:judge-9b' there"),
        ({"judge_base_url": "http://127.0.0.1:9/v1"}, "^EVAL_JUDGE_BASE_URL: no server answers at .*:9/v1"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(server: ChatServer, given: dict[str, object], words: str) -> None:
    """Key, model and address, as a server or the want of one tells them."""
    with pytest.raises(MeasureError, match=words) as caught:
        model(server, **given).greet()
    assert "\n" not in str(caught.value)


def test_an_address_without_its_path_is_told(server: ChatServer) -> None:
    """Most servers answer below /v1."""
    with pytest.raises(MeasureError, match="mostly ends in /v1"):
        model(server, judge_base_url=server.url.removesuffix("/v1")).greet()


def test_a_key_is_never_shown(server: ChatServer) -> None:
    """This server repeats the key that it refuses."""
    with pytest.raises(MeasureError, match="unknown key: Bearer …") as caught:
        model(server, judge_api_key="secret-123").greet()
    assert "secret-123" not in str(caught.value)


def test_one_failing_call_leaves_the_model_usable(server: ChatServer) -> None:
    """Whoever asks many things goes on with the next."""
    asked = model(server)
    with pytest.raises(ReplyError, match="out of memory"):
        asked.reply("fail")
    assert asked.reply("next") == "好"


@pytest.mark.parametrize("name", ["qwen3:8b", "nobody:qwen3"])
def test_a_model_without_a_known_provider_is_refused(server: ChatServer, name: str) -> None:
    """The message says how a model is written."""
    with pytest.raises(MeasureError, match=f"EVAL_JUDGE_MODEL={name}: cannot be made .*PROVIDER:NAME"):
        model(server, judge_model=name)


def test_the_environment_s_own_key_stays_here(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key for OpenAI is not sent to an address that was given without one."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with pytest.raises(MeasureError, match="EVAL_JUDGE_API_KEY"):
        model(server, judge_api_key=None).greet()
