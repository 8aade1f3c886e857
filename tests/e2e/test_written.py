"""Answers that a chat model writes: slowly, stopped, marked as such, and full of what a page must not believe."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from eval.bench.model_server import Pause, Reply
from tests.e2e.conftest import Archive, Visit, opened

pytestmark = pytest.mark.browser

ASKED = "违规经营灯笼罚多少？"
FINE = "违规经营灯笼的，由灯笼管理部门责令改正，可以处五万元以下的罚款。[1]"
SECOND = "罚款在五万元以下。[1]"
HOSTILE = (
    "<img src=x onerror=alert(1)>罚款在五万元以下。[1]",
    "<script>alert(2)</script>罚款在五万元以下。[1]",
    "[罚款](javascript:alert(3))在五万元以下。[1]",
    "\u202e罚款\u2066在五万元以下。[1]",
    "罚" + "\u0300\u0301\u0302" * 60 + "款在五万元以下。[1]",
    "罚款在五万元以下" + "w" * 2000 + "。[1]",
)


@pytest.fixture
def visit(browser: Browser, archive: Archive) -> Iterator[Visit]:
    """The page on a phone, on which nothing may stick out."""
    yield from opened(browser, archive.server, width=375)


def begin(visit: Visit) -> None:
    """Sends the question and does not wait."""
    visit.page.fill("#question", ASKED)
    visit.page.press("#question", "Enter")


def test_sentences_come_one_by_one_without_a_jump(visit: Visit, archive: Archive) -> None:
    """While nothing is there, a skeleton and words say what is being done; what stands, stays where it stands."""
    archive.says = Reply((Pause(0.8), FINE, "\n", Pause(0.8), SECOND))
    begin(visit)
    expect(visit.page.locator(".skeleton")).to_be_visible()
    expect(visit.page.locator(".status")).not_to_have_text("")
    first = visit.page.locator(".turn .quote").first
    expect(first).to_contain_text("五万元以下的罚款")
    node, place = first.element_handle(), first.bounding_box()
    assert visit.page.get_attribute(".turn", "aria-busy") == "true"
    expect(visit.page.locator(".turn .body")).to_contain_text("罚款在五万元以下")
    visit.page.wait_for_selector(".turn[aria-busy=false]")
    assert (node.is_visible(), first.bounding_box()) == (True, place)
    expect(visit.page.locator(".skeleton")).to_have_count(0)


def test_a_slow_answer_is_stopped(visit: Visit, archive: Archive) -> None:
    """The button that sends stops; the question is not lost, and is answered when it is asked again."""
    archive.says = Reply((Pause(20), FINE))
    begin(visit)
    expect(visit.page.locator("#send")).to_have_text("停止")
    visit.page.click("#send")
    expect(visit.page.locator(".turn .problem")).to_contain_text("已停止")
    expect(visit.page.locator(".talks [data-id]")).to_have_count(0)
    archive.says = Reply((FINE,))
    visit.page.click(".turn .problem button")
    expect(visit.page.locator(".turn .sources")).to_be_visible()
    assert visit.page.inner_text(".asked") == ASKED


def test_what_a_model_wrote_says_so(visit: Visit, archive: Archive) -> None:
    """Below the answer, in what is copied, and in the file."""
    archive.says = Reply((FINE,))
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask(ASKED)
    assert "人工智能生成" in visit.page.inner_text(".facts")
    visit.page.click(".turn .actions >> text=复制")
    expect(visit.page.locator(".turn .actions button").first).to_have_text("已复制")
    assert "人工智能模型生成" in visit.page.evaluate("navigator.clipboard.readText()")
    visit.page.click("#menu")
    visit.page.click(".talks summary")
    with visit.page.expect_download() as caught:
        visit.page.click(".talks .menu >> text=导出 Markdown")
    assert "人工智能模型生成" in caught.value.path().read_text("utf-8")


@pytest.mark.parametrize("said", HOSTILE, ids=["html", "script", "link", "bidi", "zalgo", "long"])
def test_what_a_model_says_stays_text(visit: Visit, archive: Archive, said: str) -> None:
    """No element, no dialog, no request elsewhere, nothing sideways, whether it is shown or left out."""
    archive.says = Reply((FINE, "\n", said))
    dialogs: list[str] = []
    visit.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    visit.ask(ASKED)
    assert "五万元" in visit.page.inner_text(".turn .body")
    assert visit.page.locator(".turn :is(img, script, iframe, style, [onerror], a[href^='javascript'])").count() == 0
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 375
    elsewhere = [url for url in visit.requests if not url.startswith(archive.server.url)]
    assert (dialogs, visit.errors, elsewhere) == ([], [], [])


def test_a_model_that_fails_leaves_an_answer(visit: Visit, archive: Archive) -> None:
    """In the documents' own words, and the reader is told."""
    archive.says = Reply((), status=500, error="overloaded")
    visit.ask(ASKED)
    expect(visit.page.locator(".turn .sources")).to_be_visible()
    assert "人工智能生成" not in visit.page.inner_text(".facts")
