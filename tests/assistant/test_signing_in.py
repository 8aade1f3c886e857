"""Signing in over HTTP: with a token, with a session, and what other pages cannot do with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.app import create_app
from assistant.settings import Settings
from index.settings import IndexSettings
from tests.assistant.office import open_office
from tests.assistant.script import scripted

HTTPS, HTTP = "https://office.example", "http://office.example"
ASK = {"question": "什么时候报送？"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built index of a public law and an internal plan."""
    return open_office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[TestClient]:
    """A server on the network that wants access tokens."""
    with TestClient(create_app(settings(data), scripted), base_url=HTTPS) as client:
        yield client


@pytest.fixture
def client(server: TestClient) -> TestClient:
    """A browser that nobody has signed in with."""
    server.cookies.clear()
    return server


@pytest.fixture
def token(client: TestClient) -> Iterator[str]:
    """An officer's access token."""
    people = client.app.state.desk.people  # type: ignore[attr-defined]
    yield people.add("张三", "officer")[1]
    people.remove("张三")


def settings(data: Path, **given: object) -> Settings:
    """Settings that take nothing from the environment."""
    return Settings(**{"host": "0.0.0.0", "sign_in": "tokens", "index": IndexSettings(data=data), **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "path", ["/api/documents", "/api/documents/sample-law", "/api/references", "/api/conversations"]
)
def test_nobody_reads_without_signing_in(client: TestClient, path: str) -> None:
    """Every route that shows documents wants to know who asks."""
    refused = client.get(path)
    assert (refused.status_code, refused.json()["code"]) == (401, "sign_in")
    assert client.post("/api/chat", json=ASK).status_code == 401


def test_a_program_brings_its_token(client: TestClient, token: str) -> None:
    """`Authorization: Bearer` opens every route, with internal documents for an officer."""
    headers = {"Authorization": f"Bearer {token}"}
    shown = client.get("/api/documents", headers=headers).json()["documents"]
    assert {one["document_id"] for one in shown} == {"sample-law", "sample-plan"}
    assert client.post("/api/chat", json=ASK, headers=headers).status_code == 200


def test_a_wrong_token_opens_nothing(client: TestClient, token: str) -> None:
    """Not even what needs no token elsewhere."""
    refused = client.get("/api/documents", headers={"Authorization": f"Bearer {token}x"})
    assert (refused.status_code, "令牌无效" in refused.json()["detail"]) == (401, True)


def test_a_session_begins_and_ends(client: TestClient, token: str) -> None:
    """The token is typed once; after signing out the cookie is worth nothing."""
    begun = client.post("/api/session", json={"token": token})
    assert begun.json() == {"name": "张三", "role": "officer", "sign_in": "tokens", "keeps": True}
    assert client.get("/api/documents").status_code == 200
    cookie = client.cookies["session"]
    assert client.delete("/api/session").status_code == 204
    assert client.get("/api/documents", headers={"Cookie": f"session={cookie}"}).status_code == 401


def test_no_script_reads_the_cookie(client: TestClient, token: str) -> None:
    """And it never travels unencrypted, nor with requests that other sites start."""
    written = client.post("/api/session", json={"token": token}).headers["set-cookie"].lower()
    assert all(part in written for part in ("httponly", "secure", "samesite=lax"))


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}],
)
def test_another_page_cannot_act_for_whoever_is_signed_in(
    client: TestClient, token: str, headers: dict[str, str]
) -> None:
    """The browser would add the cookie; the request is refused by where it comes from."""
    client.post("/api/session", json={"token": token})
    assert client.post("/api/chat", json=ASK, headers=headers).status_code == 403
    assert client.delete("/api/session", headers=headers).status_code == 403
    assert client.post("/api/chat", json=ASK, headers={"Origin": HTTPS}).status_code == 200


def test_a_removed_person_is_out_at_once(client: TestClient) -> None:
    """Nobody waits for a session to end."""
    people = client.app.state.desk.people  # type: ignore[attr-defined]
    _, token = people.add("李四", "officer")
    client.post("/api/session", json={"token": token})
    people.remove("李四")
    assert client.get("/api/documents").status_code == 401


def test_signing_in_wants_https(data: Path) -> None:
    """Over plain HTTP the session would be anyone's; an intranet may say that it accepts that."""
    for allowed, status in ((False, 403), (True, 200)):
        with TestClient(create_app(settings(data, allow_http=allowed), scripted), base_url=HTTP) as client:
            token = client.app.state.desk.people.add(f"王五 {allowed}", "officer")[1]  # type: ignore[attr-defined]
            assert client.post("/api/session", json={"token": token}).status_code == status


def test_a_token_is_not_needed_on_this_machine(data: Path) -> None:
    """The default on loopback: an officer, without a name."""
    own = settings(data, host="127.0.0.1", sign_in="none")
    with TestClient(create_app(own, scripted), base_url="http://127.0.0.1") as client:
        assert client.get("/api/session").json() == {"name": None, "role": "officer", "sign_in": "none", "keeps": True}


def test_the_page_learns_how_to_sign_in(client: TestClient) -> None:
    """Before anyone has: no role, and the way that the office has set."""
    assert client.get("/api/session").json() == {"name": None, "role": None, "sign_in": "tokens", "keeps": False}
