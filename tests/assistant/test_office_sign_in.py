"""Signing in at an office's own OpenID Connect provider: a real one, in a process of its own."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.api.signing_in import role_from
from assistant.app import create_app
from assistant.settings import Settings
from index.settings import IndexSettings
from tests.assistant.office import open_office
from tests.assistant.script import scripted
from tests.assistant.test_serve import free_port

PEOPLE = (
    {"sub": "zhang", "name": "张三", "roles": ["zfry"]},
    {"sub": "guest", "name": "过客", "roles": ["other"]},
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a provider that knows two people."""
    port = free_port()
    known = [part for person in PEOPLE for part in ("--user-claims", json.dumps(person))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *known]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as provider:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/.well-known/openid-configuration")
        yield address
        provider.terminate()


def wait_for(address: str) -> None:
    """Returns when something answers there."""
    for _ in range(300):
        try:
            httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nothing answers at {address}")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built index."""
    return open_office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def server(issuer: str, data: Path) -> Iterator[TestClient]:
    """A server on the network whose people sign in there."""
    settings = Settings(
        host="0.0.0.0",
        sign_in="oidc",
        oidc_issuer=issuer,
        oidc_client_id="assistant",
        oidc_client_secret="secret",
        oidc_roles={"officer": "zfry"},
        index=IndexSettings(data=data),
    )
    with TestClient(
        create_app(settings, scripted), base_url="https://office.example", follow_redirects=False
    ) as client:
        yield client


@pytest.fixture
def client(server: TestClient) -> TestClient:
    """A browser that nobody has signed in with."""
    server.cookies.clear()
    return server


def approved(client: TestClient, **form: str) -> str:
    """The address that the provider sends the browser back to, once somebody has said who they are."""
    there = client.get("/api/session/oidc").headers["location"]
    back = urlsplit(httpx.post(there, data=form).headers["location"])
    return f"{back.path}?{back.query}"


def test_who_the_provider_names_is_signed_in(client: TestClient) -> None:
    """The role comes from the claim, in the office's own words; the browser lands on the page."""
    landed = client.get(approved(client, sub="zhang"))
    assert (landed.status_code, landed.headers["location"]) == (303, "/")
    assert client.get("/api/session").json() == {"name": "张三", "role": "officer", "sign_in": "oidc", "keeps": True}


def test_who_has_no_role_stays_outside(client: TestClient) -> None:
    """The provider knows many people that are none of ours."""
    refused = client.get(approved(client, sub="guest"))
    assert (refused.status_code, refused.headers["location"]) == (303, "/?sign_in=no-role")
    assert client.get("/api/session").json()["role"] is None


def test_a_refusal_there_is_told(client: TestClient) -> None:
    """Whoever says no at the provider is back on the page, which says what happened."""
    refused = client.get(approved(client, action="deny"))
    assert (refused.status_code, refused.headers["location"]) == (303, "/?sign_in=failed")
    assert client.get("/api/session").json()["role"] is None


def test_a_provider_that_is_gone_is_told(data: Path) -> None:
    """The way there leads back to the page, which says so."""
    settings = Settings(
        sign_in="oidc",
        oidc_issuer=f"http://127.0.0.1:{free_port()}",
        oidc_client_id="a",
        index=IndexSettings(data=data),
    )
    with TestClient(create_app(settings, scripted), base_url="http://127.0.0.1", follow_redirects=False) as client:
        assert client.get("/api/session/oidc").headers["location"] == "/?sign_in=unreachable"


def test_a_way_back_that_nobody_began_is_refused(client: TestClient) -> None:
    """A code that another browser was given signs nobody in here."""
    begun = approved(client, sub="zhang")
    client.cookies.clear()
    assert client.get(begun).headers["location"] == "/?sign_in=failed"
    assert client.get("/api/session").json()["role"] is None


@pytest.mark.parametrize(
    ("claim", "role"),
    [("zfry", "officer"), (["x", "gly", "zfry"], "admin"), ("officer", None), ("evaluator", "evaluator"), (None, None)],
)
def test_the_highest_role_counts(claim: object, role: str | None) -> None:
    """By the office's name of it where one is set, else by ours; anything else gives none."""
    settings = Settings(oidc_roles={"officer": "zfry", "admin": "gly"})
    assert role_from(claim, settings) == role
