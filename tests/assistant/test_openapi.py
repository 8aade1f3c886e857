"""The OpenAPI document is true: what it declares is what the server sends."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from assistant.app import create_app
from assistant.settings import Settings
from index.settings import IndexSettings
from tests.assistant.office import open_office
from tests.assistant.script import scripted

EVENTS = {
    "status": ["StatusEvent"],
    "citation": ["CitationOut"],
    "text": ["TextEvent", "TableEvent"],
    "note": ["NoteOut"],
    "done": ["DoneEvent"],
}
FEEDBACK = "/api/conversations/{conversation_id}/answers/{answer_id}/feedback"
WIRE = {"model": "ip-assistant", "messages": [{"role": "user", "content": "问"}]}
REQUESTS: list[tuple[str, str, dict[str, Any], int]] = [
    ("post", "/api/chat", {"json": {"question": "问", "stream": False}}, 200),
    ("post", "/api/chat", {"json": {"question": "问"}}, 200),
    ("post", "/api/chat", {"json": {"question": ""}}, 422),
    ("post", "/api/chat", {"json": {"quetsion": "问"}}, 422),
    ("post", "/api/chat", {"json": {"question": "问" * 8001}}, 413),
    ("post", "/api/chat", {"content": "{", "headers": {"Content-Type": "application/json"}}, 400),
    ("post", "/api/chat", {"content": "{}", "headers": {"Content-Type": "text/plain"}}, 415),
    ("get", "/api/documents", {}, 200),
    ("get", "/api/documents", {"params": {"as_of": "2022-02-30"}}, 422),
    ("get", "/api/documents/{document_id}", {}, 200),
    ("get", "/api/documents/{document_id}", {"params": {"version": "0" * 64}}, 404),
    ("get", "/api/documents/{document_id}/edits", {}, 200),
    ("get", "/api/documents/{document_id}/original", {}, 404),
    ("post", "/api/widget/{key}/token", {}, 401),
    ("post", "/api/widget/{key}/chat", {"json": {"question": "问"}}, 401),
    ("get", "/api/suggestions", {}, 200),
    ("post", "/api/suggestions", {"json": {"question": "问"}}, 200),
    ("get", "/api/references", {}, 200),
    ("get", "/api/references", {"params": {"cites": "nothing"}}, 404),
    ("get", "/api/references", {"params": {"limit": "0"}}, 422),
    *(("get", f"/api/{name}", {}, 200) for name in ("deadlines", "duties", "contacts", "deadlines.ics")),
    *(("get", f"/api/{name}.{{form}}", {}, 200) for name in ("deadlines", "duties", "contacts", "references")),
    ("get", "/api/duties", {"params": {"modal": "perhaps"}}, 422),
    ("get", "/api/deadlines", {"params": {"document_id": "nothing"}}, 404),
    ("get", "/api/conversations", {}, 200),
    ("get", "/api/conversations", {"params": {"limit": "0"}}, 422),
    ("post", "/api/conversations", {"json": {"title": "问"}}, 201),
    ("get", "/api/conversations/{conversation_id}", {}, 200),
    ("get", "/api/conversations/none", {}, 404),
    ("patch", "/api/conversations/{conversation_id}", {"json": {"title": "新名"}}, 200),
    ("get", "/api/conversations/{conversation_id}/export", {}, 200),
    ("put", FEEDBACK, {"json": {"verdict": "up"}}, 204),
    ("put", FEEDBACK, {"json": {"verdict": "sideways"}}, 422),
    ("delete", "/api/conversations/{conversation_id}", {}, 204),
    ("delete", "/api/conversations", {}, 204),
    ("get", "/api/session", {}, 200),
    ("post", "/api/session", {"json": {"token": "wrong"}}, 401),
    ("delete", "/api/session", {}, 204),
    ("get", "/v1/models", {}, 200),
    ("post", "/v1/chat/completions", {"json": WIRE}, 200),
    ("post", "/v1/chat/completions", {"json": WIRE | {"stream": True}}, 200),
    ("post", "/v1/chat/completions", {"json": WIRE | {"model": "other"}}, 404),
    ("post", "/v1/chat/completions", {"json": WIRE | {"messages": []}}, 422),
    ("post", "/retrieval", {"json": {"knowledge_id": "all", "query": "商标"}}, 200),
    ("post", "/retrieval", {"json": {"knowledge_id": "none", "query": "商标"}}, 404),
    ("post", "/retrieval", {"json": {"knowledge_id": "all", "query": ""}}, 422),
    ("get", "/healthz", {}, 200),
    ("get", "/readyz", {}, 200),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server with real documents and scripted answers."""
    settings = Settings(host="127.0.0.1", index=IndexSettings(data=open_office(tmp_path_factory.mktemp("office"))))
    with TestClient(create_app(settings, scripted), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    """The OpenAPI document."""
    return dict(client.get("/openapi.json").json())


@pytest.fixture
def talk(client: TestClient) -> dict[str, str]:
    """Ids of a conversation and of an answer in it."""
    begun = client.post("/api/conversations", json={"title": "问"}).json()["id"]
    body = {"question": "问", "stream": False, "conversation_id": begun}
    answer_id = client.post("/api/chat", json=body).json()["id"]
    return {"conversation_id": begun, "answer_id": answer_id}


def check(document: dict[str, Any], schema: dict[str, Any], value: object) -> None:
    """A value fits a schema of the document."""
    Draft202012Validator(schema | {"components": document["components"]}).validate(value)


def test_every_operation_is_tried(document: dict[str, Any]) -> None:
    """No operation is documented and untested, or the other way round."""
    tried = {(method, path.replace("/none", "/{conversation_id}")) for method, path, _, _ in REQUESTS}
    documented = {(method, path) for path, methods in document["paths"].items() for method in methods}
    assert documented == tried


@pytest.mark.parametrize(("method", "path", "request_", "status"), REQUESTS)
def test_responses_are_as_declared(  # noqa: PLR0917 what is sent and what should come
    client: TestClient,
    document: dict[str, Any],
    talk: dict[str, str],
    method: str,
    path: str,
    request_: dict[str, Any],
    status: int,
) -> None:
    """Status, media type and every field of a real response stand in the document."""
    response: httpx.Response = client.request(
        method, path.format(document_id="sample-law", key="site_none", form="csv", **talk), **request_
    )
    assert response.status_code == status
    declared = document["paths"][path.replace("/none", "/{conversation_id}")][method]["responses"][str(status)]
    if status == 204:
        assert (response.content, "content" in declared) == (b"", False)
        return
    content = declared["content"]
    media_type = response.headers["content-type"].split(";")[0]
    value = response.text if media_type.startswith("text/") else response.json()
    check(document, content[media_type]["schema"], value)


def test_events_are_as_declared(client: TestClient, document: dict[str, Any]) -> None:
    """The data of each event fits a schema of its name."""
    for frame in client.post("/api/chat", json={"question": "问"}).text.strip().split("\n\n"):
        name, data = (line.split(": ", 1)[1] for line in frame.split("\n"))
        options = [{"$ref": f"#/components/schemas/{schema}"} for schema in EVENTS[name]]
        check(document, {"oneOf": options}, json.loads(data))


def test_the_body_is_as_declared(document: dict[str, Any]) -> None:
    """The declared body has the limit of a question and refuses unknown fields."""
    ask = document["components"]["schemas"]["Ask"]
    assert ask["properties"]["question"]["maxLength"] == 8000
    assert ask["additionalProperties"] is False


def test_a_server_without_an_index_answers_as_declared(tmp_path: Path, document: dict[str, Any]) -> None:
    """503 is declared wherever an index is needed."""
    settings = Settings(host="127.0.0.1", index=IndexSettings(data=tmp_path))
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        for path in ("/readyz", "/api/documents"):
            content = document["paths"][path]["get"]["responses"]["503"]["content"]
            response = client.get(path)
            assert response.status_code == 503
            check(document, content["application/problem+json"]["schema"], response.json())
