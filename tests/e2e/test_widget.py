"""The widget on somebody else's page: another origin, a strict policy, hostile styles, a phone, a keyboard."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from assistant.accounts.database import open_database
from assistant.accounts.sites import Limits, Sites
from tests.e2e.conftest import Server, Visit

pytestmark = pytest.mark.browser

QUESTION = "侵权的罚款是多少"
CHANGED = """
  Array.prototype.toJSON = String.prototype.toJSON = Object.prototype.toJSON = () => "spoilt";
  Array.prototype.extra = function () {};
  Array.prototype.reduce = Array.prototype.find = Array.prototype.includes = () => { throw new Error("spoilt"); };
  Array.from = (given) => [given];
  Element.prototype.remove = function () { this.style.display = "none"; };
"""
"""What libraries of another age did to every page that they were on."""


@dataclass
class Portal:
    """A web server of another origin; `pages` are what it shows, each under its name."""

    origin: str
    pages: dict[str, str]
    server: Server
    key: str

    def page(self, name: str, attributes: str = "", more: str = "") -> str:
        """The address of a new page with the widget on it."""
        script = f'<script type="module" src="{self.server.url}widget.js"></script>'
        body = f'<main><h1>门户</h1><p>正文</p></main>{more}<ip-assistant key="{self.key}" {attributes}></ip-assistant>{script}'
        self.pages[f"/{name}"] = f'<!doctype html><html lang="zh-CN"><title>门户</title>{body}</html>'
        return f"{self.origin}/{name}"


@pytest.fixture(scope="module")
def portal(server: Server) -> Iterator[Portal]:
    """A registered portal."""
    yield from portals(server)


def portals(server: Server) -> Iterator[Portal]:
    """A portal that allows scripts and connections of our server, and nothing else, until it is no longer needed."""
    pages: dict[str, str] = {}
    own = server.url.rstrip("/")
    policy = f"default-src 'none'; script-src {own}; connect-src {own}; require-trusted-types-for 'script'; trusted-types 'none'"

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(pages.get(self.path, "").encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    web = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    origin = f"http://localhost:{web.server_port}"
    yield Portal(origin, pages, server, register(server.data, origin, Limits(session=1000, address=1000)))
    web.shutdown()
    web.server_close()


def register(data: Path, origin: str, limits: Limits) -> str:
    """The key of a new portal."""
    database = open_database(f"sqlite:///{data / 'assistant.sqlite'}")
    key = Sites(database).add("门户", [origin], limits=limits).key
    database.dispose()
    return key


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A wide window."""
    page = browser.new_page(viewport={"width": 1100, "height": 800})
    yield page
    page.close()


def ask(page: Page, question: str = QUESTION) -> None:
    """Types a question into the widget and waits for the answer."""
    page.fill("ip-assistant textarea", question)
    page.press("ip-assistant textarea", "Enter")
    page.wait_for_selector("ip-assistant .turn:last-child[aria-busy=false]")


def test_a_visitor_asks_on_the_portal(portal: Portal, page: Page) -> None:
    """Under the portal's strict policy: an answer, its source, no error, and no host but ours."""
    visit = Visit.of(page)
    page.goto(portal.page("plain"))
    page.click("ip-assistant .launcher")
    ask(page)
    assert "五万元以下罚款" in page.inner_text("ip-assistant .turn .body")
    page.click("ip-assistant .mark >> nth=0")
    assert "《示例商标条例》（示令〔2020〕1号）第四条" in page.inner_text("ip-assistant .sheet")
    others = [url for url in visit.requests if not url.startswith((portal.server.url, portal.origin))]
    assert (visit.errors, others) == ([], [])


def test_a_follow_up_leans_on_the_conversation(portal: Portal, page: Page) -> None:
    """The second question travels with the first; the page's own arrays cannot change how."""
    page.add_init_script(CHANGED)
    page.goto(portal.page("arrays"))
    page.click("ip-assistant .launcher")
    ask(page, "《示例商标条例》第二条是什么")
    with page.expect_request("**/chat") as caught:
        ask(page, "第三条呢")
    sent = json.loads(caught.value.post_data or "")
    assert [turn["role"] for turn in sent["history"]] == ["user", "assistant"]
    assert set(sent) == {"question", "history"}
    assert "第三条" in page.inner_text("ip-assistant .turn:last-child .sources")


def test_hostile_styles_stay_outside(portal: Portal, browser: Browser) -> None:
    """What the page says of all elements changes neither colour nor size nor place inside the widget."""
    shown = []
    hostile = (
        "* { color: red !important; font-size: 3px !important; display: inline !important; opacity: .1 !important }"
    )
    for spoil in (False, True):
        page = browser.new_page(viewport={"width": 1100, "height": 800})
        page.goto(portal.page(f"styles-{spoil}"))
        if spoil:
            page.evaluate(
                "(css) => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }",
                hostile,
            )
        page.click("ip-assistant .launcher")
        look = "(e) => { const s = getComputedStyle(e); return [s.color, s.fontSize, s.display, s.opacity, e.getBoundingClientRect().width]; }"
        shown.append(page.locator("ip-assistant .panel").evaluate(look))
        page.close()
    assert shown[0] == shown[1]


def test_nothing_of_the_widget_leaks_out(portal: Portal, page: Page) -> None:
    """No global, no style on the page, nothing kept on the visitor's machine."""
    page.goto(portal.page("clean"))
    page.click("ip-assistant .launcher")
    ask(page)
    left = page.evaluate(
        "[document.styleSheets.length, document.adoptedStyleSheets.length, localStorage.length, document.cookie]"
    )
    assert left == [0, 0, 0, ""]
    assert page.context.cookies(portal.server.url) == []


def test_several_on_a_page(portal: Portal, page: Page) -> None:
    """Each has its own conversation, language and place."""
    more = f'<ip-assistant key="{portal.key}" position="inline" lang="en" title="Ask us"></ip-assistant>'
    page.goto(portal.page("several", more=more))
    first, second = page.locator("ip-assistant").nth(0), page.locator("ip-assistant").nth(1)
    expect(first.locator("h2")).to_have_text("Ask us")
    expect(first.locator(".send")).to_have_text("Send")
    expect(second.locator(".launcher")).to_have_text("知识产权问答")
    first.locator("textarea").fill(QUESTION)
    first.locator("textarea").press("Enter")
    expect(first.locator(".sources h3")).to_have_text("Sources")
    assert second.locator(".turn").count() == 0


def test_attributes_and_methods(portal: Portal, page: Page) -> None:
    """A page opens, asks and closes by methods, hears of it by events, and sets words and colour by attributes."""
    page.goto(portal.page("methods", 'greeting="欢迎" color="rgb(120, 0, 60)" lang="zh-TW"'))
    page.wait_for_selector("ip-assistant .launcher")
    heard = page.evaluate(
        """async (question) => {
          const widget = document.querySelector("ip-assistant"), heard = [];
          for (const name of ["open", "ask", "answer", "close"]) widget.addEventListener(name, (event) => heard.push([name, event.detail]));
          await widget.ask(question);
          widget.close();
          return heard;
        }""",
        QUESTION,
    )
    assert heard == [["open", {}], ["ask", {"question": QUESTION}], ["answer", {"abstained": False}], ["close", {}]]
    assert page.inner_text("ip-assistant .launcher") == "智慧財產權問答"
    page.click("ip-assistant .launcher")
    assert "欢迎" in page.inner_text("ip-assistant .greeting")
    colour = page.locator("ip-assistant .send").evaluate("(e) => getComputedStyle(e).backgroundColor")
    assert colour == "rgb(120, 0, 60)"


def test_by_keyboard_alone(portal: Portal, page: Page) -> None:
    """Opened, asked and closed by keys; the focus stays inside and comes back."""
    page.goto(portal.page("keys"))
    page.wait_for_selector("ip-assistant .launcher")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("ip-assistant .turn:last-child[aria-busy=false]")
    inside = "document.activeElement.tagName"
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(inside) == "IP-ASSISTANT"
    page.keyboard.press("Escape")
    expect(page.locator("ip-assistant .panel")).to_be_hidden()
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.className") == "launcher"


def test_an_unknown_origin_is_told_calmly(server: Server, portal: Portal, page: Page) -> None:
    """A page that is not registered shows that nothing can be asked, and learns nothing."""
    key = register(server.data, "https://elsewhere.example", Limits())
    more = f'<ip-assistant id="stranger" key="{key}" position="inline"></ip-assistant>'
    page.goto(portal.page("stranger", more=more))
    stranger = page.locator("#stranger")
    stranger.locator("textarea").fill(QUESTION)
    stranger.locator("textarea").press("Enter")
    expect(stranger.locator(".problem")).to_be_visible()
    assert stranger.locator(".sources").count() == 0


def test_too_many_questions_count_down(server: Server, portal: Portal, page: Page) -> None:
    """The visitor reads how long to wait, and the button waits too."""
    key = register(server.data, portal.origin, Limits(session=1))
    more = f'<ip-assistant id="patient" key="{key}" position="inline"></ip-assistant>'
    page.goto(portal.page("patient", more=more))
    box = page.locator("#patient textarea")
    for _ in range(2):
        box.fill(QUESTION)
        box.press("Enter")
        expect(page.locator("#patient .turn:last-child")).to_have_attribute("aria-busy", "false")
    button = page.locator("#patient .problem button")
    expect(button).to_be_disabled()
    expect(button).to_contain_text("秒后可再问")


def test_open_at_once_and_on_the_left(portal: Portal, page: Page) -> None:
    """An attribute opens it, and closes it again; another says on which side it stands."""
    page.goto(portal.page("open", 'open position="left"'))
    panel = page.locator("ip-assistant .panel")
    expect(panel).to_be_visible()
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] < 100
    page.evaluate("document.querySelector('ip-assistant').removeAttribute('open')")
    expect(panel).to_be_hidden()


def test_what_a_screen_reader_finds(portal: Portal, page: Page) -> None:
    """A button that opens a named dialog with a log and a named box; answers are in the log, sources are links."""
    page.goto(portal.page("tree"))
    page.get_by_role("button", name="知识产权问答", expanded=False).click()
    dialog = page.get_by_role("dialog", name="知识产权问答")
    dialog.get_by_role("textbox", name="输入问题").fill(QUESTION)
    dialog.get_by_role("button", name="发送").click()
    log = dialog.get_by_role("log", name="对话")
    expect(log.get_by_role("article")).to_contain_text("五万元以下罚款")
    expect(log.get_by_role("link", name="出处 1：《示例商标条例》第四条")).to_be_visible()
    assert log.get_attribute("aria-live") == "polite"


def test_a_new_question_is_brought_into_view(portal: Portal, page: Page) -> None:
    """With its answer below it, and without moving the portal's own page."""
    page.goto(portal.page("scroll", more="<p>正文</p>" * 80))
    page.click("ip-assistant .launcher")
    for _ in range(3):
        ask(page)
    tops = [page.locator(f"ip-assistant {part}").last.bounding_box()["y"] for part in (".log", ".turn")]  # type: ignore[index]
    assert abs(tops[0] - tops[1]) < 20
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (1280, 2)])
def test_small_and_zoomed(portal: Portal, browser: Browser, width: int, zoom: int) -> None:
    """On a phone of 320 pixels, and on a screen zoomed to 200 %, nothing sticks out and everything can be reached."""
    page = browser.new_page(viewport={"width": width // zoom, "height": 640 // zoom}, device_scale_factor=zoom)
    page.goto(portal.page(f"small-{width}"))
    page.click("ip-assistant .launcher")
    ask(page)
    panel = page.locator("ip-assistant .panel").bounding_box()
    assert panel is not None
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= width // zoom
    assert page.evaluate("document.documentElement.scrollWidth") <= width // zoom
    assert page.locator("ip-assistant .send").is_visible()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found(portal: Portal, browser: Browser, scheme: str) -> None:
    """Axe finds nothing, closed, open, with an answer and with a quoted source; targets have 44 pixels."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": 900, "height": 800}, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(portal.page(f"axe-{scheme}"))
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = []
    for step in (
        lambda: None,
        lambda: page.click("ip-assistant .launcher"),
        lambda: ask(page),
        lambda: page.click("ip-assistant .mark >> nth=0"),
    ):
        step()
        found += [
            f"{one['id']}: {one['nodes'][0]['html'][:120]}"
            for one in Axe().run(page, options=rules).response["violations"]
        ]
    assert found == []
    buttons = page.locator("ip-assistant button:visible")
    heights = buttons.evaluate_all("(all) => all.map((e) => e.getBoundingClientRect().height)")
    assert min(heights) >= 44
    context.close()
