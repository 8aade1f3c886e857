"""Signing in at an office's own OpenID Connect provider, by hand in a real browser: in, refused, forged, and out."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.assistant.office import open_office
from tests.assistant.test_office_sign_in import wait_for
from tests.e2e.conftest import Server, Visit, free_port
from tests.e2e.test_desk import barriers

pytestmark = pytest.mark.browser

PEOPLE = (
    {"sub": "zhang", "name": "张三", "groups": ["zfry"]},
    {"sub": "li", "name": "李四", "groups": ["zfry", "khry"]},
    {"sub": "guest", "name": "过客", "groups": ["other"]},
)
ROLES = {"officer": "zfry", "evaluator": "khry", "admin": "gly"}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider on another site than the page, which knows three people."""
    port = free_port()
    known = [part for person in PEOPLE for part in ("--user-claims", json.dumps(person))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *known]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as provider:
        wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration")
        yield f"http://localhost:{port}"
        provider.terminate()


@pytest.fixture(scope="module")
def server(browser: Browser, issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An office whose people sign in there; the claim `groups` says who may do what."""
    settings = {
        "ASSISTANT_SIGN_IN": "oidc",
        "ASSISTANT_OIDC_ISSUER": issuer,
        "ASSISTANT_OIDC_CLIENT_ID": "assistant",
        "ASSISTANT_OIDC_CLIENT_SECRET": "secret",
        "ASSISTANT_OIDC_ROLE_CLAIM": "groups",
        "ASSISTANT_OIDC_ROLES": json.dumps(ROLES),
    }
    server = Server(open_office(tmp_path_factory.mktemp("oidc")), free_port(), settings)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that nobody has signed in with."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: Server) -> Page:
    """The page as it asks who is there."""
    page = context.new_page()
    page.goto(server.url)
    page.wait_for_selector(".sign-in")
    return page


def sign_in(page: Page, who: str) -> None:
    """Goes to the provider and says there who one is."""
    page.click(".sign-in a.send")
    page.click(f"button[value={who}]")


def role(page: Page) -> object:
    """Who the server says that this browser is."""
    return page.evaluate("fetch('/api/session').then((r) => r.json()).then((who) => who.role)")


def test_an_officer_comes_in(page: Page, context: BrowserContext) -> None:
    """By name, with what is internal, by a cookie that no script and no other site gets; nothing goes wrong."""
    assert barriers(page) == []
    sign_in(page, "zhang")
    expect(page.locator("#who-name")).to_have_text("张三")
    visit = Visit.of(page)
    page.reload()
    assert role(page) == "officer"
    page.click(".views a[href='#documents']")
    expect(page.locator("#documents .shelf li", has_text="内部")).to_have_count(1)
    (cookie,) = (one for one in context.cookies() if one["name"] == "session")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    assert visit.errors == []


def test_the_claim_gives_the_role(page: Page) -> None:
    """The highest of those that it holds, in the office's own words."""
    sign_in(page, "li")
    expect(page.locator("#who-name")).to_have_text("李四")
    assert role(page) == "evaluator"


def test_who_has_no_role_is_told(page: Page) -> None:
    """On the page, in words; the address is clean again and nobody is signed in."""
    sign_in(page, "guest")
    expect(page.locator(".sign-in [role=alert]")).to_contain_text("还没有使用本系统的角色")
    assert "sign_in" not in page.url
    assert role(page) is None


def test_a_refusal_there_is_told(page: Page) -> None:
    """Whoever says no at the provider may try again."""
    page.click(".sign-in a.send")
    page.click("button[value=deny]")
    expect(page.locator(".sign-in [role=alert]")).to_contain_text("没有成功")
    assert page.locator(".sign-in a.send").is_visible()


def test_a_forged_way_back_signs_nobody_in(page: Page, browser: Browser, server: Server) -> None:
    """Neither with a made-up state, nor with a real code that another browser was given."""
    page.goto(f"{server.url}api/session/oidc/callback?code=made-up&state=wrong")
    expect(page.locator(".sign-in [role=alert]")).to_contain_text("没有成功")
    with page.expect_request("**/api/session/oidc/callback*") as caught:
        page.route("**/api/session/oidc/callback*", lambda route: route.abort())
        sign_in(page, "zhang")
    thief = browser.new_page()
    thief.goto(caught.value.url)
    expect(thief.locator(".sign-in [role=alert]")).to_contain_text("没有成功")
    assert role(thief) is None
    thief.close()


def test_signing_out_ends_it(page: Page, context: BrowserContext, server: Server) -> None:
    """The page asks again who is there, and the old cookie opens nothing any more."""
    sign_in(page, "zhang")
    expect(page.locator("#who-name")).to_have_text("张三")
    old = context.cookies()
    page.click("#sign-out")
    page.wait_for_selector(".sign-in")
    assert [one for one in context.cookies() if one["name"] == "session"] == []
    context.add_cookies(old)  # type: ignore[arg-type]
    assert page.evaluate("fetch('/api/documents').then((r) => r.status)") == 401
