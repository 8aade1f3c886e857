"""Pictures of the screens in both schemes, wide and on a phone, for people to look at; git ignores their folder.

    python -m pytest tests/e2e/test_screens.py && ls tests/e2e/shots

Each screen is checked for what a picture would show first: nothing sticks out, and nothing is cut off at the side.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from eval.bench.model_server import Reply
from tests.e2e.conftest import Archive, Visit, opened
from tests.e2e.test_widget import Portal, portals

pytestmark = pytest.mark.browser

SHOTS = Path(__file__).parent / "shots"
CLAUSE = "违规经营灯笼的，由灯笼管理部门责令改正，可以处五万元以下的罚款。[1]"
CUT_OFF = """() => Array.from(document.querySelectorAll("button, h1, h2, h3, label:not(.hidden), .chip, .mark"))
  .filter((e) => e.checkVisibility() && e.clientWidth && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).textOverflow !== "ellipsis")
  .map((e) => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def portal(archive: Archive) -> Iterator[Portal]:
    """A portal with the widget of the office with the files."""
    yield from portals(archive.server)


def shoot(page: Page, name: str) -> None:
    """Takes a picture of what is in view, in which nothing may stick out or be cut off."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert page.evaluate(CUT_OFF) == [], name
    page.screenshot(path=SHOTS / f"{name}.png", animations="disabled")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_desk(browser: Browser, archive: Archive, scheme: str, width: int) -> None:
    """Start, answer, table, refusal, reader, documents, deadlines, month, duties; on a phone the conversations too."""
    archive.says = Reply((CLAUSE,))
    for visit in opened(browser, archive.server, width=width, scheme=scheme):
        page, size = visit.page, "phone" if width < 480 else "wide"
        tail = f"{size}-{scheme}"
        page.wait_for_selector("#offers li")
        shoot(page, f"1-start-{tail}")
        visit.ask("哪些情形属于违规经营灯笼")
        page.wait_for_selector(".next")
        shoot(page, f"2-answer-{tail}")
        page.click(".mark >> nth=0")
        page.wait_for_selector(".reader[aria-busy=false] mark")
        shoot(page, f"3-reader-{tail}")
        page.keyboard.press("Escape")
        visit.ask("临江和望海的总结分别什么时候报送？")
        shoot(page, f"4-table-{tail}")
        visit.ask("今天天气怎么样")
        page.click(".turn:last-child .actions >> text=有问题")
        shoot(page, f"5-refusal-{tail}")
        for number, view in ((6, "documents"), (7, "deadlines"), (8, "duties")):
            page.click(f".views a[href='#{view}']")
            page.wait_for_selector(f"#{view} li, #{view} tbody tr")
            shoot(page, f"{number}-{view}-{tail}")
        if size == "phone":
            page.click("#menu")
            shoot(page, f"9-conversations-{tail}")
        assert visit.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 390])
def test_the_widget(browser: Browser, portal: Portal, scheme: str, width: int) -> None:
    """Open on a portal, with an answer and with a quoted source."""
    size = "phone" if width < 480 else "wide"
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    visit = Visit.of(page)
    page.goto(portal.page(f"screens-{size}-{scheme}", "open"))
    page.fill("ip-assistant textarea", "商标侵权怎么认定")
    page.press("ip-assistant textarea", "Enter")
    page.wait_for_selector("ip-assistant .turn[aria-busy=false]")
    shoot(page, f"10-widget-{size}-{scheme}")
    page.click("ip-assistant .source >> nth=0")
    shoot(page, f"11-widget-source-{size}-{scheme}")
    assert visit.errors == []
    page.close()
