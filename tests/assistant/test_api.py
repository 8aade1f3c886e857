"""The API over HTTP: what it answers, in which order, and how it refuses."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.app import create_app
from assistant.errors import QuestionError
from assistant.settings import Settings
from index import publishing
from index.embeddings import load_embedder
from index.errors import PublishingError
from index.settings import IndexSettings
from tests.assistant.office import LAW_TEXT, open_office
from tests.assistant.script import CITED, failing, scripted
from tests.index.small import law

ASK = {"question": "什么时候报送？"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built index of a public law and an internal plan."""
    return open_office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def officer(data: Path) -> Iterator[TestClient]:
    """Someone on this machine; answers are scripted, documents are real."""
    with TestClient(create_app(settings(data), scripted), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def visitor(data: Path) -> Iterator[TestClient]:
    """Someone elsewhere, without a token."""
    with TestClient(create_app(settings(data, host="0.0.0.0"), scripted), base_url="http://office.example") as client:
        yield client


def settings(data: Path, host: str = "127.0.0.1") -> Settings:
    """Settings that take nothing from the environment."""
    return Settings(host=host, sign_in="none" if host == "127.0.0.1" else "visitors", index=IndexSettings(data=data))


def events(response: httpx.Response) -> list[tuple[str, Any]]:
    """Names and data of the events of a stream."""
    frames = [frame.split("\n") for frame in response.text.split("\n\n") if frame.startswith("event: ")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in frames]


def test_a_stream_has_its_events_in_order(officer: TestClient) -> None:
    """Each citation comes before the first text that uses it; the whole answer comes last."""
    names = [name for name, _ in events(officer.post("/api/chat", json=ASK))]
    assert names == ["status", "citation", "text", "text", "text", "note", "done"]


def test_a_stream_is_neither_cached_nor_held_back(officer: TestClient) -> None:
    """Proxies are told so, and Chinese travels unescaped."""
    response = officer.post("/api/chat", json=ASK)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert (response.headers["cache-control"], response.headers["x-accel-buffering"]) == ("no-cache", "no")
    assert CITED in response.text


def test_stream_and_whole_answer_are_the_same(officer: TestClient) -> None:
    """The `done` event carries exactly what `stream: false` gives."""
    whole = officer.post("/api/chat", json=ASK | {"stream": False, "as_of": "2026-02-28"}).json()
    assert events(officer.post("/api/chat", json=ASK | {"as_of": "2026-02-28"}))[-1] == ("done", {"answer": whole})
    assert (whole["question"], whole["as_of"]) == ("什么时候报送？", "2026-02-28")


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"question": "  "}, 422, "空"),
        ({"question": "问" * 8001}, 413, "8001"),
        ({}, 422, "question"),
        ([], 422, "JSON 对象"),
        ({"question": "问", "as_of": "2022-02-30"}, 422, "2022-02-30"),
        ({"question": "问", "filters": {"state": "有效"}}, 422, "filters.state"),
        ({"question": "问", "regoin": "许昌"}, 422, "regoin"),
        ({"question": "问", "history": [{"role": "user", "content": "问"}] * 101}, 422, "history"),
        ({"question": "问", "history": [{"role": "user", "content": "问" * 32001}]}, 422, "history.0.content"),
    ],
)
def test_a_refusal_says_what_and_where(officer: TestClient, body: object, status: int, words: str) -> None:
    """A problem document in Chinese names the field or the value, and the status fits."""
    response = officer.post("/api/chat", json=body)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    problem = response.json()
    assert problem["status"] == status
    assert words in problem["detail"]
    assert any("一" <= character <= "鿿" for character in problem["detail"])


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"question": "\\ud800"}', "application/json", 422),
        (b'{"question": "x"}', "text/plain", 415),
        (b'{"question": "x"}', "", 415),
        (b" " * (1024 * 1024 + 1), "application/json", 413),
    ],
)
def test_an_unreadable_body_is_refused(officer: TestClient, content: bytes, media_type: str, status: int) -> None:
    """Broken, mistyped and oversized bodies get a problem, never an error of the server."""
    response = officer.post("/api/chat", content=content, headers={"Content-Type": media_type})
    assert (response.status_code, response.json()["status"]) == (status, status)


def test_a_long_body_without_a_length_is_refused_while_reading(officer: TestClient) -> None:
    """A body sent in pieces is not read beyond the limit."""
    read = []

    def pieces() -> Iterator[bytes]:
        for number in range(64):
            read.append(number)
            yield b" " * 65536

    assert officer.post("/api/chat", content=pieces(), headers={"Content-Type": "application/json"}).status_code == 413


def test_what_cannot_begin_has_its_own_status(data: Path) -> None:
    """An error before the first event is no stream: the status says what kind of error it is."""
    for error, status in ((QuestionError("问不了"), 422), (PublishingError("no index"), 503)):
        with TestClient(create_app(settings(data), after_warming(error, 0)), base_url="http://localhost") as client:
            assert client.post("/api/chat", json=ASK).status_code == status
            assert client.post("/api/chat", json=ASK | {"stream": False}).status_code == status


def test_an_error_after_the_first_byte_is_an_event(data: Path) -> None:
    """What breaks off ends with an `error` event that carries a problem, and tells nothing of the inside."""
    with TestClient(
        create_app(settings(data), after_warming(RuntimeError("secret"), 3)), base_url="http://localhost"
    ) as client:
        response = client.post("/api/chat", json=ASK)
    name, data_of_it = events(response)[-1]
    assert (name, data_of_it["problem"]["status"]) == ("error", 500)
    assert "secret" not in response.text


def after_warming(error: Exception, after: int):
    """An answer that breaks off, but not for the question that warms the server."""
    broken = failing(error, after)
    return lambda question: broken(question) if question.text == ASK["question"] else scripted(question)


def test_documents_are_listed_with_their_state(officer: TestClient) -> None:
    """An officer sees both, by title; a state is given for the day that is asked for."""
    listed = officer.get("/api/documents", params={"as_of": "2019-01-01"}).json()
    assert [(item["document_id"], item["state"], item["access"]) for item in listed["documents"]] == [
        ("sample-plan", "未知", "internal"),
        ("sample-law", "尚未生效", "public"),
    ]


def test_a_document_comes_with_text_and_outline(officer: TestClient) -> None:
    """Offsets of the outline fit the text, counted in code points."""
    document = officer.get("/api/documents/sample-law").json()
    article = next(node for node in document["outline"] if node["path"] == "第二条")
    assert document["text"][article["start"] : article["end"]].startswith("第二条")
    assert document["version_id"] == document["newest_version_id"]
    assert document["text"].strip() == LAW_TEXT.strip()


def test_a_visitor_sees_nothing_internal(visitor: TestClient) -> None:
    """An internal document is neither listed nor opened, and answers exactly as one that does not exist."""
    assert [item["document_id"] for item in visitor.get("/api/documents").json()["documents"]] == ["sample-law"]
    hidden, absent = visitor.get("/api/documents/sample-plan"), visitor.get("/api/documents/nothing")
    assert (hidden.status_code, hidden.json()) == (404, absent.json())
    assert visitor.get("/readyz").json()["documents"] == 1


def test_an_unknown_version_is_not_found(officer: TestClient) -> None:
    """A revision that was never loaded is a 404 too."""
    assert officer.get("/api/documents/sample-law", params={"version": "f" * 64}).status_code == 404


def test_without_an_index_it_is_alive_but_not_ready(tmp_path: Path) -> None:
    """The reason and what to do stand in the problem."""
    with TestClient(create_app(settings(tmp_path)), base_url="http://127.0.0.1") as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        response = client.get("/readyz")
        assert (response.status_code, client.post("/api/chat", json=ASK).status_code) == (503, 503)
    assert "python -m index add" in response.json()["detail"]


@pytest.mark.parametrize("path", ["/", "/web/main.js", "/api/documents", "/openapi.json", "/nothing", "/web/nothing"])
def test_every_response_is_guarded(officer: TestClient, path: str) -> None:
    """Strict policy without unsafe sources, no sniffing, no referrer, on pages, data and refusals."""
    headers = officer.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


def test_modules_are_javascript(officer: TestClient) -> None:
    """With sniffing off, a module needs its type, whatever the system's table of types says."""
    assert officer.get("/web/main.js").headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
    ],
)
def test_on_loopback_only_its_own_names_count(officer: TestClient, host: str, status: int) -> None:
    """A name that a page elsewhere pointed at this machine is refused."""
    assert officer.get("/healthz", headers={"Host": host}).status_code == status


def test_without_an_index_a_visitor_learns_no_path(tmp_path: Path) -> None:
    """Folders of the server stand in its log and in what an officer reads, not in what a visitor reads."""
    for host, name, told in (("0.0.0.0", "office.example", False), ("127.0.0.1", "127.0.0.1", True)):
        with TestClient(create_app(settings(tmp_path, host)), base_url=f"http://{name}") as client:
            refused = client.get("/readyz")
        assert (refused.status_code, str(tmp_path) in refused.text) == (503, told)
        assert "python -m index add" in refused.text


def test_an_id_with_a_slash_opens(tmp_path: Path) -> None:
    """Ids are a catalog's: whatever they hold, percent-encoded they lead to the document."""
    odd = law("甲/乙 ?#%..", "灯笼。")
    publishing.write(tmp_path, load_embedder("static"), lambda writer: writer.put(odd))
    with TestClient(create_app(settings(tmp_path), scripted), base_url="http://127.0.0.1") as client:
        found = client.get(f"/api/documents/{quote(odd.document_id, safe='')}").json()
    assert (found["document_id"], found["text"]) == (odd.document_id, odd.text)


def test_nothing_is_redirected_and_the_page_has_a_head(visitor: TestClient) -> None:
    """A redirect would carry whatever Host the request named; monitors ask for the head only."""
    answered = visitor.get("/api/documents/", headers={"Host": "evil.example"}, follow_redirects=False)
    assert (answered.status_code, "location" in answered.headers) == (404, False)
    assert visitor.head("/").status_code == 200


def test_wrong_addresses_and_methods_are_problems(officer: TestClient) -> None:
    """404 and 405 speak the same language as the rest."""
    for response, status in ((officer.get("/nothing"), 404), (officer.get("/api/chat"), 405)):
        assert (response.status_code, response.json()["status"]) == (status, status)
    assert officer.get("/docs").status_code == 404
