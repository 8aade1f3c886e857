"""The page in a real browser, on a real server with a real index."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.e2e.conftest import Server, Visit, free_port

pytestmark = pytest.mark.browser

QUESTION = "哪些情形属于侵犯商标专用权？"
MARKED = "Array.from(document.querySelectorAll('.page mark'), (mark) => mark.textContent).join('')"


def open_citation(visit: Visit, text: str) -> None:
    """Opens the source whose quote holds the text."""
    visit.page.click(f".source:has-text('{text}')")
    visit.page.wait_for_selector(".reader[aria-busy=false] mark")


def test_an_answer_streams_and_its_citation_opens_at_the_quoted_words(visit: Visit) -> None:
    """The highlighted words are exactly the cited ones, also behind a character that JavaScript counts twice."""
    with visit.page.expect_response("**/api/chat") as caught:
        visit.ask(QUESTION)
    streamed = caught.value.text()
    assert streamed.index("event: text") < streamed.index("event: done")
    assert "超出许可范围使用" in visit.page.inner_text(".turn .body")
    open_citation(visit, "超出许可范围使用")
    where = visit.page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")
    document = visit.page.evaluate("(id) => fetch(`/api/documents/${id}`).then((r) => r.json())", where["document"])
    cited = document["text"][int(where["start"]) : int(where["end"])]
    assert visit.page.evaluate(MARKED) == cited.replace("\n", "")
    assert visit.page.locator(".page mark").first.is_visible()


def test_nothing_goes_wrong_and_nothing_leaves(visit: Visit, server: Server) -> None:
    """A question, a citation and a follow-up leave no error on the console and ask no other host."""
    visit.ask(QUESTION)
    visit.page.click(".mark >> nth=0")
    visit.page.wait_for_selector(".reader[aria-busy=false] .page")
    visit.ask("那罚款多少？")
    assert visit.errors == []
    assert [url for url in visit.requests if not url.startswith(server.url)] == []


def test_a_follow_up_sends_the_conversation(visit: Visit) -> None:
    """The second question travels with the first one and its answer."""
    visit.ask(QUESTION)
    with visit.page.expect_request("**/api/chat") as caught:
        visit.ask("那罚款多少？")
    history = caught.value.post_data_json["history"]
    assert [turn["role"] for turn in history] == ["user", "assistant"]
    assert history[0]["content"] == QUESTION


def test_what_documents_say_stays_text(visit: Visit) -> None:
    """Markup inside a document is shown as it is printed and becomes no element."""
    visit.ask(QUESTION)
    open_citation(visit, "容易导致混淆")
    assert "<b>“示例”</b>" in visit.page.inner_text(".page")
    assert visit.page.locator(".page b:has-text('示例')").count() == 0


def test_choosing_a_word_does_not_send(visit: Visit) -> None:
    """Enter belongs to the input method while it composes, in Safari's manner (229) too."""
    visit.page.fill("#question", "zhishi")
    for how in ("isComposing: true", "keyCode: 229"):
        visit.page.evaluate(
            f"document.getElementById('question').dispatchEvent(new KeyboardEvent('keydown', "
            f"{{key: 'Enter', bubbles: true, cancelable: true, {how}}}))"
        )
    assert visit.page.locator(".turn").count() == 0
    assert visit.page.input_value("#question") == "zhishi"


def test_a_question_that_is_too_long_stays_in_the_box(visit: Visit) -> None:
    """The page says how long it is, counted as the server counts, and sends nothing."""
    visit.page.fill("#question", "𠮷" * 8001)
    assert "8001" in visit.page.inner_text("#refusal")
    visit.page.press("#question", "Enter")
    assert visit.page.locator(".turn").count() == 0
    visit.page.fill("#question", "𠮷" * 8000)
    assert visit.page.is_hidden("#refusal")


def test_code_points_become_utf16(visit: Visit) -> None:
    """A slice by code points is right before, on and behind characters outside the basic plane."""
    made = visit.page.evaluate(
        """async () => {
          const { CodePoints, count, cut } = await import("/web/text.js");
          const points = new CodePoints("甲𠮷乙𠮷丙");
          return [points.slice(1, 3), points.slice(4, 5), points.slice(0, 0), points.unit(5), count("甲𠮷"), cut("甲𠮷乙", 2)];
        }"""
    )
    assert made == ["𠮷乙", "丙", "", 7, 2, "甲𠮷"]


def test_an_address_opens_a_clause(browser: Browser, server: Server) -> None:
    """A citation's link, pasted elsewhere, opens the document at its clause."""
    page = browser.new_page()
    page.goto(f"{server.url}?document=sample-law&clause=第三条")
    page.wait_for_selector(".in-clause")
    assert page.inner_text(".in-clause >> nth=0").startswith("第三条")
    page.close()


def test_an_unknown_document_is_said_calmly(browser: Browser, server: Server) -> None:
    """The reader says that there is no such document and can be closed."""
    page = browser.new_page()
    page.goto(f"{server.url}?document=nothing")
    page.wait_for_selector(".reader .problem")
    assert "没有这份文件" in page.inner_text(".reader .problem")
    page.click(".reader .bar button")
    assert page.is_hidden("#reader")
    page.close()


def test_the_outline_leads_to_an_article(visit: Visit) -> None:
    """An entry of the outline brings its clause into view."""
    visit.page.click(".views a[href='#documents']")
    visit.page.click("#documents .shelf a:has-text('示例商标条例')")
    visit.page.wait_for_selector(".reader[aria-busy=false]")
    visit.page.click(".outline summary")
    visit.page.click(".outline button:has-text('第五条')")
    assert visit.page.inner_text(".in-clause").startswith("第五条")


def test_by_keyboard_alone(visit: Visit) -> None:
    """A mark is reached and opened by keys; Esc closes the reader and the mark has the focus again."""
    visit.ask(QUESTION)
    visit.page.focus(".mark >> nth=0")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector(".reader[aria-busy=false] mark")
    assert visit.page.evaluate("document.activeElement.closest('.reader') !== null")
    visit.page.keyboard.press("Escape")
    assert visit.page.is_hidden("#reader")
    assert visit.page.evaluate("document.activeElement.className") == "mark"


def test_the_back_button_closes_the_reader(visit: Visit) -> None:
    """Going back leaves the document, not the conversation; going forward opens it again."""
    visit.ask(QUESTION)
    visit.page.click(".mark >> nth=0")
    visit.page.wait_for_selector(".reader[aria-busy=false] mark")
    visit.page.go_back()
    visit.page.wait_for_selector("#reader", state="hidden")
    assert visit.page.inner_text(".asked") == QUESTION
    visit.page.go_forward()
    visit.page.wait_for_selector(".reader[aria-busy=false] mark")


def test_a_phone_of_320_pixels(browser: Browser, server: Server) -> None:
    """Nothing sticks out sideways, in the conversation or in the reader, which covers it."""
    page = browser.new_page(viewport={"width": 320, "height": 568})
    visit = Visit.of(page)
    page.goto(server.url)
    visit.ask(QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.click(".mark >> nth=0")
    page.wait_for_selector(".reader[aria-busy=false] mark")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator("#reader").bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 568}
    page.click(".outline summary")
    assert page.locator("#reader").evaluate("(e) => e.scrollWidth") == 320
    page.close()


def test_a_lost_server_loses_no_question(browser: Browser, data: Path) -> None:
    """The page says that the server is gone, keeps the question, and asks it again when told to."""
    server = Server(data, free_port())
    server.start()
    page = browser.new_page()
    page.goto(server.url)
    page.wait_for_selector("#loaded:not([hidden])")
    server.stop()
    visit = Visit.of(page)
    visit.ask(QUESTION)
    assert "连不上服务" in page.inner_text(".turn .problem")
    server.start()
    page.click(".turn .problem button")
    page.wait_for_selector(".turn .sources")
    assert page.inner_text(".asked") == QUESTION
    page.close()
    server.stop()


def test_the_box_grows_with_the_question(visit: Visit) -> None:
    """Shift+Enter begins a new line and sends nothing; the box shows all lines, and is small again afterwards."""
    box = visit.page.locator("#question")
    before = box.bounding_box()
    box.fill("第一行")
    for line in ("第二行", "第三行"):
        box.press("Shift+Enter")
        visit.page.keyboard.type(line)
    after = box.bounding_box()
    assert before is not None
    assert after is not None
    assert (after["height"] > before["height"] + 30, visit.page.locator(".turn").count()) == (True, 0)
    box.press("Enter")
    assert visit.page.inner_text(".asked") == "第一行\n第二行\n第三行"
    assert box.bounding_box()["height"] == before["height"]  # type: ignore[index]


def test_from_the_first_key_to_the_last(visit: Visit) -> None:
    """Without a pointer: in the box at once, to the source, through the reader, back to the page's other views."""
    page = visit.page
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn[aria-busy=false] .next")
    tab_to(page, ".source")
    page.keyboard.press("Enter")
    page.wait_for_selector(".reader[aria-busy=false] mark")
    tab_to(page, ".outline summary")
    page.keyboard.press("Enter")
    tab_to(page, ".outline button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".in-clause")
    tab_to(page, ".page")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.source')")
    tab_to(page, ".views a[href='#duties']", back=True)
    page.keyboard.press("Enter")
    page.wait_for_selector("#duties tbody tr")


def tab_to(page: Page, selector: str, *, back: bool = False) -> None:
    """Presses Tab until the focus is there, and can be seen there."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"no Tab leads to {selector}")


def test_zoomed_to_200_percent(browser: Browser, server: Server) -> None:
    """A window of 1280 pixels at 200 %: nothing sticks out on any page, and all can be reached."""
    page = browser.new_page(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    visit = Visit.of(page)
    page.goto(server.url)
    visit.ask(QUESTION)
    for view in ("chat", "documents", "deadlines", "duties"):
        page.click(f".views a[href='#{view}']")
        page.wait_for_selector(f"#{view}:not([hidden])")
        assert page.evaluate("document.documentElement.scrollWidth") == 640, view
    page.click(".views a[href='#chat']")
    page.click(".turn .mark >> nth=0")
    page.wait_for_selector(".reader[aria-busy=false] mark")
    assert page.locator(".page mark").first.is_visible()
    page.close()


def test_the_page_is_light(browser: Browser, server: Server) -> None:
    """All that opening it loads, packed, is under 120 kB; the widget with all its modules is under 30 kB."""
    for path, start, most in (("", None, 120_000), ("healthz", "widget.js", 30_000)):
        page, loaded = browser.new_page(), list[Response]()
        page.on("response", lambda response, loaded=loaded: loaded.append(response))
        page.goto(f"{server.url}{path}")
        if start:
            loaded.clear()
            page.evaluate("(from) => import(from)", f"{server.url}{start}")
        page.wait_for_load_state("networkidle")
        sizes = [len(gzip.compress(one.body())) for one in loaded if "/api/" not in one.url]
        assert 5_000 < sum(sizes) < most, path
        page.close()
