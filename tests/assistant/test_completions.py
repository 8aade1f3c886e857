"""Clients that others wrote talk to the assistant as to a model: the openai package and LangChain."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from openai import APIError, NotFoundError, OpenAI, UnprocessableEntityError

from assistant.settings import Settings
from eval.bench.model_server import Cut, Reply, model_server
from index.settings import IndexSettings
from tests.assistant.chat.serving import running
from tests.assistant.chat.writing import settings_for
from tests.assistant.office import open_office

FINE = {"role": "user", "content": "违反示例商标条例罚款多少？"}
FIRST = "违反本条例的，责令停止侵权。[1]"
SECOND = "并处五万元以下罚款。[1]"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small index."""
    return open_office(tmp_path_factory.mktemp("wire"))


@pytest.fixture(scope="module")
def quoting(data: Path) -> Iterator[str]:
    """A server without a model."""
    with running(Settings(index=IndexSettings(data=data))) as url:
        yield url


def client(url: str) -> OpenAI:
    """The real client."""
    return OpenAI(base_url=f"{url}/v1", api_key="any", max_retries=0)


def streamed(url: str, **given: Any) -> tuple[str, list[Any]]:
    """The text of a stream, and its chunks."""
    with client(url) as openai:
        chunks = list(openai.chat.completions.create(model="ip-assistant", messages=[FINE], stream=True, **given))
    return "".join(c.choices[0].delta.content or "" for c in chunks if c.choices), chunks


def test_the_list_names_one_model(quoting: str) -> None:
    """And that model can be asked for by its name."""
    with client(quoting) as openai:
        assert [model.id for model in openai.models.list()] == ["ip-assistant"]
        assert openai.models.retrieve("ip-assistant").object == "model"


def test_an_answer_is_a_message_with_annotations(quoting: str) -> None:
    """Each annotation points at a marker [n] in the message, and opens the clause."""
    with client(quoting) as openai:
        reply = openai.chat.completions.create(model="ip-assistant", messages=[FINE])
    message = reply.choices[0].message
    assert "五万元以下罚款" in (message.content or "")
    assert (message.role, reply.choices[0].finish_reason, reply.object) == ("assistant", "stop", "chat.completion")
    assert message.annotations
    for annotation in message.annotations:
        cited = annotation.url_citation
        assert re.fullmatch(r"\[\d+\]", (message.content or "")[cited.start_index : cited.end_index])
        assert httpx.get(cited.url).status_code == 200
    assert message.citations[0]["clause_path"] == "第四条"  # type: ignore[attr-defined]


def test_a_stream_says_what_the_whole_answer_says(quoting: str) -> None:
    """Same text, same annotations; role first, the reason last, then the usage where it is wanted."""
    with client(quoting) as openai:
        whole = openai.chat.completions.create(model="ip-assistant", messages=[FINE])
    text, chunks = streamed(quoting, stream_options={"include_usage": True})
    message = whole.choices[0].message
    assert (text, chunks[0].choices[0].delta.role) == (message.content, "assistant")
    assert (chunks[-1].choices, chunks[-1].usage) == ([], whole.usage)
    assert (chunks[-2].choices[0].finish_reason, chunks[-2].choices[0].delta.content) == ("stop", None)
    assert chunks[-3].choices[0].delta.annotations == [a.model_dump() for a in message.annotations or ()]


def test_a_stream_ends_as_the_convention_says(quoting: str) -> None:
    """On the wire itself: data lines, and [DONE] last."""
    body = {"model": "ip-assistant", "messages": [FINE], "stream": True}
    response = httpx.post(f"{quoting}/v1/chat/completions", json=body)
    frames = response.text.split("\n\n")
    assert (frames[-2], frames[-1]) == ("data: [DONE]", "")
    assert all(frame.startswith("data: ") for frame in frames[:-1])
    assert response.headers["content-type"].startswith("text/event-stream")


def test_the_messages_before_are_the_conversation(quoting: str) -> None:
    """那第一条呢 is understood; a system message changes nothing."""
    messages = [
        {"role": "system", "content": "Answer in English only."},
        {"role": "user", "content": "示例商标条例第四条"},
        {"role": "assistant", "content": "……"},
        {"role": "user", "content": [{"type": "text", "text": "那第一条呢？"}]},
    ]
    with client(quoting) as openai:
        reply = openai.chat.completions.create(model="ip-assistant", messages=messages)  # type: ignore[arg-type]
    assert "为了规范" in (reply.choices[0].message.content or "")


def test_refusals_are_shaped_as_clients_read_them(quoting: str) -> None:
    """A model that is not there, an empty question, a last message that is no question."""
    with client(quoting) as openai:
        with pytest.raises(NotFoundError, match="ip-assistant"):
            openai.chat.completions.create(model="other", messages=[FINE])
        with pytest.raises(UnprocessableEntityError, match="问题是空的"):
            openai.chat.completions.create(model="ip-assistant", messages=[FINE | {"content": " "}])
        with pytest.raises(UnprocessableEntityError, match="user"):
            openai.chat.completions.create(model="ip-assistant", messages=[{"role": "assistant", "content": "好"}])
        with pytest.raises(UnprocessableEntityError) as caught:
            openai.chat.completions.create(model="ip-assistant", messages=[])
    assert caught.value.param == "messages"


def test_a_refusal_to_answer_is_a_normal_message(quoting: str) -> None:
    """Nothing found is no filter and no error."""
    asked = {"role": "user", "content": "郑州的方案什么时候报？"}
    with client(quoting) as openai:
        choice = openai.chat.completions.create(model="ip-assistant", messages=[asked]).choices[0]
    assert (choice.finish_reason, choice.message.answer["abstained"]) == ("stop", True)  # type: ignore[attr-defined]


def test_langchain_reads_stream_and_answer(quoting: str) -> None:
    """ChatOpenAI as the client, usage included."""
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(model="ip-assistant", base_url=f"{quoting}/v1", api_key="any", stream_usage=True)
    whole = model.invoke([("user", FINE["content"])])
    parts = list(model.stream([("user", FINE["content"])]))
    assert "".join(str(part.text) for part in parts) == whole.text
    assert whole.usage_metadata
    assert any(part.usage_metadata == whole.usage_metadata for part in parts)


@pytest.mark.parametrize(
    ("reply", "shown", "broken"),
    [
        (Reply((FIRST, SECOND)), True, False),
        (Reply((FIRST, Cut())), False, False),
        (Reply((FIRST, SECOND, "其中", Cut())), True, True),
    ],
)
def test_nothing_is_let_out_before_two_sentences_have_passed(
    data: Path, reply: Reply, *, shown: bool, broken: bool
) -> None:
    """One sentence and a broken line: only the clauses. Two, then a broken line: the clauses behind a marked break."""
    with model_server(lambda _body, _number: reply) as served:
        settings = settings_for(served.url, index=IndexSettings(data=data))
        with running(settings) as url:
            text, chunks = streamed(url)
    written = FIRST.removesuffix("[1]") in text and "\n\n---\n\n" not in text.split(FIRST)[0]
    assert (("由人工智能模型" in text or broken) and written, "\n\n---\n\n> 以上由模型撰写" in text) == (shown, broken)
    assert text.rstrip("。> \n")
    marks = [
        a["url_citation"]
        for a in next(c for c in chunks if hasattr(c.choices[0].delta, "annotations")).choices[0].delta.annotations
    ]
    assert {text[mark["start_index"] : mark["end_index"]] for mark in marks} == {"[1]"}


def test_an_error_amid_a_stream_is_told(quoting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client raises it; the connection does not just end."""
    from assistant import pipeline

    def broken(*_: object, **__: object) -> Iterator[object]:
        raise RuntimeError("broken")

    monkeypatch.setattr(pipeline, "passages_for", broken)
    with pytest.raises(APIError, match="内部错误"):
        streamed(quoting)
