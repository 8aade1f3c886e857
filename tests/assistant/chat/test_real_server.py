"""A server that others wrote, with a real model on it: its wire is read as the scripted one's, to the last chunk."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from typing import Any

import pytest

from assistant.answering.written import writing_with
from assistant.chat.calls import Calls, Said
from assistant.chat.checking import checked
from assistant.chat.making import make
from assistant.messages import Answer
from tests.assistant.chat.tiny_model import save
from tests.assistant.chat.writing import ASKED, Desk, codes, settings_for
from tests.library import Office

pytestmark = [
    pytest.mark.skipif(
        not all(map(find_spec, ("torch", "transformers", "accelerate"))), reason="needs the extras models and serving"
    ),
    pytest.mark.timeout(180),
]

WORDS = "违规经营灯笼的，由灯笼管理部门责令改正，可以处五万元以下的罚款。[1]罚款在五万元以下。[1]由灯笼管理部门责令改正违规经营。[1]"
PROMPT_ENDS = "现在直接写答案："
_START_SECONDS = 90


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Where `transformers serve` serves a model that writes WORDS, and the model's name."""
    folder = tmp_path_factory.mktemp("tiny")
    save(folder, PROMPT_ENDS, WORDS)
    port = _free_port()
    command = [sys.executable, "-c", "from transformers.cli.transformers import main; main()", "serve", str(folder)]
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as process:
        try:
            _wait(process, f"http://127.0.0.1:{port}/health")
            yield f"http://127.0.0.1:{port}/v1", str(folder)
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def settings(server: tuple[str, str]) -> dict[str, Any]:
    """What the settings of that server are."""
    url, name = server
    return {"url": url, "chat_model": f"openai:{name}", "chat_api_key": None}


def asked(office: Office, settings: dict[str, Any], **given: Any) -> Answer:
    """The whole answer to a question whose clause the model has learnt."""
    with closing(writing_with(settings_for(**settings, **given))) as answerer:
        return Desk(office, answerer, None).ask(ASKED)


def test_the_check_describes_it(settings: dict[str, Any]) -> None:
    """It streams in many pieces and counts its tokens."""
    lines = list(checked(settings_for(**settings)))
    (stream,) = (line for line in lines if line.startswith("stream: "))
    assert int(stream.split()[1]) > 10
    assert "estimated" not in stream


def test_its_words_are_shown_where_the_clause_bears_them_out(office: Office, settings: dict[str, Any]) -> None:
    """Sentence by sentence, marked as a model's, its tokens as the server counts them: about one a character."""
    answer = asked(office, settings)
    shown = "".join(segment.text for segment in answer.blocks[0].segments)
    assert (answer.answerer, shown) == ("model", WORDS.replace("[1]", ""))
    assert codes(answer) == ["ai_generated"]
    assert answer.usage
    assert answer.usage.counted
    assert abs(answer.usage.output_tokens - len(WORDS)) <= 2


def test_what_breaks_off_at_the_limit_gives_way_to_the_clauses(office: Office, settings: dict[str, Any]) -> None:
    """The server says that it stopped for the length: nothing of it is shown."""
    answer = asked(office, settings, chat_answer_tokens=64)
    assert (answer.answerer, codes(answer)) == ("extractive", ["model_failed"])
    assert "五万元以下的罚款" in answer.answer


def test_without_a_stream_it_says_the_same(settings: dict[str, Any]) -> None:
    """Whole, with the reason why it ended and its tokens."""
    reply = make(settings_for(**settings)).invoke(f"条文\n{PROMPT_ENDS}")
    assert (reply.text, reply.response_metadata["finish_reason"]) == (WORDS, "stop")
    assert reply.usage_metadata
    assert reply.usage_metadata["output_tokens"] > 0


def test_sentences_come_one_by_one_and_whole(settings: dict[str, Any]) -> None:
    """Pieces of one character become the sentences of the text."""
    with closing(Calls(make(settings_for(**settings)))) as calls:
        sentences, end = _heard(calls, f"条文\n{PROMPT_ENDS}")
    assert [*sentences, end.rest] == _sentences(WORDS)
    assert (end.fault, end.tokens is not None) == (None, True)


def test_a_wrong_address_is_told(settings: dict[str, Any]) -> None:
    """A path that the server does not know is a fault, no answer."""
    wrong = settings | {"url": settings["url"].replace("/v1", "/v9")}
    with closing(Calls(make(settings_for(**wrong)))) as calls:
        _, end = _heard(calls, PROMPT_ENDS)
    assert end.fault
    assert end.fault.code == "unknown_model"


def _heard(calls: Calls, prompt: str) -> tuple[list[str], Said]:
    """All sentences of a call, and how it ended."""
    call, sentences = calls.start(prompt, time.monotonic() + 60), list[str]()
    while True:
        call.more().result(60)
        said = call.taken()
        sentences += said.sentences
        if said.ended:
            return sentences, said


def _sentences(text: str) -> list[str]:
    first, *others = [f"{part}[1]" for part in text.split("[1]") if part]
    return [f"\n{first}", *others]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", url: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not start")
