"""Conversations over HTTP: continued, exported, judged, and nobody else's."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from fastapi.testclient import TestClient

from assistant.app import create_app
from assistant.settings import Settings
from index.settings import IndexSettings
from tests.assistant.office import open_office

ASK = {"question": "侵权的罚款是多少", "as_of": "2026-03-01", "stream": False}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built index of a public law and an internal plan."""
    return open_office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[TestClient]:
    """Someone on this machine; answers are real."""
    with TestClient(create_app(Settings(index=IndexSettings(data=data))), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def talk(client: TestClient) -> Any:
    """A conversation with one question."""
    begun = client.post("/api/conversations", json={"title": ASK["question"]}).json()
    client.post("/api/chat", json=ASK | {"conversation_id": begun["id"]})
    yield client.get(f"/api/conversations/{begun['id']}").json()
    client.delete("/api/conversations")


def test_an_answer_is_kept_where_it_was_asked(client: TestClient, talk: Any) -> None:
    """Whole, as it was shown, and found again by its words."""
    (kept,) = talk["exchanges"]
    assert (kept["question"], kept["answer"]["conversation_id"]) == (ASK["question"], talk["id"])
    assert "五万元以下罚款" in kept["answer"]["answer"]
    assert client.get("/api/conversations", params={"q": "罚款 五万元"}).json()["total"] == 1


def test_a_follow_up_leans_on_what_was_kept(client: TestClient, talk: Any) -> None:
    """Without history of its own a question continues the stored conversation."""
    body = {"question": "第三条呢", "conversation_id": talk["id"], "as_of": "2026-03-01", "stream": False}
    first = client.post("/api/chat", json={**body, "question": "《示例商标条例》第二条是什么"}).json()
    then = client.post("/api/chat", json=body).json()
    assert first["citations"][0]["clause_path"].startswith("第二条")
    assert then["citations"][0]["clause_path"].startswith("第三条")


def test_an_edited_question_takes_the_place_of_the_old_one(client: TestClient, talk: Any) -> None:
    """Once its answer is whole; one that is refused leaves everything as it was."""
    old = talk["exchanges"][0]["answer"]["id"]
    body = {"conversation_id": talk["id"], "replaces": old, "stream": False}
    assert client.post("/api/chat", json=body | {"question": "？"}).status_code == 422
    assert client.get(f"/api/conversations/{talk['id']}").json()["exchanges"] == talk["exchanges"]
    client.post("/api/chat", json=body | {"question": "《示例商标条例》第二条是什么"})
    kept = client.get(f"/api/conversations/{talk['id']}").json()["exchanges"]
    assert [one["question"] for one in kept] == ["《示例商标条例》第二条是什么"]


def test_a_stream_is_kept_too(client: TestClient, talk: Any) -> None:
    """Before its last event arrives, so that it can be judged at once."""
    client.post("/api/chat", json=ASK | {"conversation_id": talk["id"], "stream": True})
    assert len(client.get(f"/api/conversations/{talk['id']}").json()["exchanges"]) == 2


def test_a_program_s_own_id_is_handed_back(client: TestClient) -> None:
    """It is nobody's conversation here, so nothing is kept."""
    answer = client.post("/api/chat", json=ASK | {"conversation_id": "own-7"}).json()
    assert answer["conversation_id"] == "own-7"
    assert client.get("/api/conversations").json()["total"] == 0


def test_a_conversation_is_renamed_and_deleted(client: TestClient, talk: Any) -> None:
    """And then it is not there any more."""
    address = f"/api/conversations/{talk['id']}"
    assert client.patch(address, json={"title": "灯笼案"}).json()["title"] == "灯笼案"
    assert client.delete(address).status_code == 204
    gone = client.get(address)
    assert (gone.status_code, gone.json()["code"]) == (404, "unknown_conversation")


def test_markdown_carries_what_a_case_file_needs(client: TestClient, talk: Any) -> None:
    """Question, quoted words, citation in the official style, day and index."""
    export = client.get(f"/api/conversations/{talk['id']}/export", params={"format": "md"})
    text = export.text
    assert "attachment; filename*=UTF-8''%E4%BE%B5" in export.headers["content-disposition"]
    assert "## 侵权的罚款是多少" in text
    assert "《示例商标条例》（示令〔2020〕1号）第四条：“" in text
    assert "截至 2026-03-01" in text
    assert talk["exchanges"][0]["answer"]["versions"]["index"] in text


def test_docx_holds_the_same(client: TestClient, talk: Any) -> None:
    """A word processor opens it."""
    export = client.get(f"/api/conversations/{talk['id']}/export", params={"format": "docx"})
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(export.content)).paragraphs)
    assert "《示例商标条例》（示令〔2020〕1号）第四条：“" in text
    assert "截至 2026-03-01" in text


def test_a_question_cannot_break_the_files(client: TestClient) -> None:
    """Signs of Markdown and of XML in a question are shown as signs."""
    hostile = "# <b>灯笼</b>\x0c*怎么罚* &amp; ]]>"
    begun = client.post("/api/conversations", json={"title": hostile}).json()
    client.post("/api/chat", json=ASK | {"question": hostile, "conversation_id": begun["id"]})
    address = f"/api/conversations/{begun['id']}/export"
    assert "## \\# \\<b\\>灯笼" in client.get(address, params={"format": "md"}).text
    opened = Document(BytesIO(client.get(address, params={"format": "docx"}).content))
    assert any("<b>灯笼</b>" in paragraph.text for paragraph in opened.paragraphs)
    client.delete("/api/conversations")


def test_an_answer_is_judged(client: TestClient, talk: Any) -> None:
    """By whoever asked; what is not an own answer is not there."""
    answer_id = talk["exchanges"][0]["answer"]["id"]
    address = f"/api/conversations/{talk['id']}/answers/{{}}/feedback"
    assert client.put(address.format(answer_id), json={"verdict": "down", "reason": "不完整"}).status_code == 204
    assert client.put(address.format("other"), json={"verdict": "up"}).status_code == 404
    (wanting,) = client.app.state.desk.feedback.wanting()  # type: ignore[attr-defined]
    assert (wanting.question, wanting.reason) == (ASK["question"], "不完整")


def test_a_visitor_s_conversations_are_not_kept(data: Path) -> None:
    """Nobody could show them to the right person again."""
    settings = Settings(host="0.0.0.0", sign_in="visitors", index=IndexSettings(data=data))
    with TestClient(create_app(settings), base_url="http://office.example") as visitor:
        assert visitor.post("/api/conversations", json={"title": "问"}).status_code == 403
        assert visitor.get("/api/conversations").json() == {"total": 0, "conversations": []}
