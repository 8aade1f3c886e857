"""Reading on from an answer: tables, citations one after another, other editions, originals, what cleaning changed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.archive import LINJIANG
from tests.e2e.conftest import Archive, Visit, opened

pytestmark = pytest.mark.browser

LISTED = "哪些情形属于违规经营灯笼"
COMPARED = "临江和望海的总结分别什么时候报送？"


@pytest.fixture
def visit(browser: Browser, archive: Archive) -> Iterator[Visit]:
    """The page of the office with the files."""
    yield from opened(browser, archive.server)


def read(visit: Visit, title: str) -> None:
    """Opens a document from the list."""
    visit.page.click(".views a[href='#documents']")
    visit.page.click(f"#documents .shelf a:text-is('{title}')")
    visit.page.wait_for_selector(".reader[aria-busy=false] .page")


def test_citations_are_read_one_after_another(visit: Visit) -> None:
    """Forward, and backward round the end; each time other words are marked, and the place is named."""
    visit.ask(LISTED)
    visit.page.click(".mark >> nth=0")
    marked = visit.page.locator(".page mark")
    expect(marked.first).to_contain_text("第三条")
    visit.page.click("[aria-label=下一处出处]")
    expect(visit.page.locator(".bar .place")).to_have_text("出处 2／共 3 处")
    expect(marked.first).to_contain_text("（一）")
    visit.page.click("[aria-label=上一处出处]")
    visit.page.click("[aria-label=上一处出处]")
    expect(visit.page.locator(".bar .clause")).to_have_text("第三条第（二）项")
    expect(marked.first).to_contain_text("（二）")


def test_sources_stand_under_their_document(visit: Visit) -> None:
    """Named once, with number and state; an item that has a number of its own gets no second mark."""
    visit.ask(LISTED)
    expect(visit.page.locator(".work")).to_have_count(1)
    assert "《灯笼管理条例》" in visit.page.inner_text(".work .name")
    assert visit.page.locator(".work .source .number").all_inner_texts() == ["1", "2", "3"]
    before = "(e) => getComputedStyle(e, '::before').display"
    assert visit.page.locator(".body li").first.evaluate(before) == "none"


def test_a_comparison_is_a_table(visit: Visit) -> None:
    """With heads for its columns, a row for each document, and marks in its cells."""
    visit.ask(COMPARED)
    table = visit.page.locator(".body table")
    assert table.locator("th[scope=col]").all_inner_texts() == ["文件", "规定"]
    expect(table.locator("tbody tr")).to_have_count(2)
    assert "11月20日" in table.locator("tbody tr", has_text="望海市").inner_text()
    expect(table.locator(".mark")).to_have_count(2)


def test_a_mark_never_stands_alone(visit: Visit) -> None:
    """However narrow the window is, it keeps to the last word before it."""
    visit.ask(LISTED)
    alone = """() => Array.from(document.querySelectorAll(".body .mark"), (mark) => {
      const words = mark.previousSibling.firstChild, last = document.createRange();
      last.setStart(words, words.length - 1);
      last.setEnd(words, words.length);
      return last.getClientRects()[0].bottom <= mark.getBoundingClientRect().top;
    }).some(Boolean)"""
    for width in range(320, 420, 8):
        visit.page.set_viewport_size({"width": width, "height": 700})
        assert visit.page.evaluate(alone) is False, width


def test_a_region_narrows_the_search(visit: Visit) -> None:
    """It travels with the question, and the answer keeps to it."""
    visit.page.select_option("#filters select[aria-label=地区]", "望海市")
    with visit.page.expect_request("**/api/chat") as caught:
        visit.ask("工作总结什么时候报送")
    assert caught.value.post_data_json["filters"] == {"region": "望海市"}
    assert "11月20日" in visit.page.inner_text(".turn .body")
    assert "11月15日" not in visit.page.inner_text(".turn")


def test_states_and_digests_are_marked(visit: Visit) -> None:
    """What is not yet in force, what is internal, and what is no official text; the list can be narrowed to them."""
    visit.page.click(".views a[href='#documents']")
    row = visit.page.locator("#documents .shelf li")
    expect(row).to_have_count(5)
    assert "尚未生效" in row.filter(has_text="2026年修订").inner_text()
    assert "内部" in row.filter(has_text="临江市").inner_text()
    visit.page.select_option("#documents select", "要点摘编")
    expect(row).to_have_count(1)
    row.locator("a").click()
    expect(visit.page.locator(".reader .digest")).to_contain_text("非官方原文")


def test_another_edition_is_one_click_away(visit: Visit) -> None:
    """From the law in force to the one that comes, with its state."""
    read(visit, "灯笼管理条例")
    visit.page.click(".reader .tools >> text=灯笼管理条例（2026年修订）（尚未生效）")
    expect(visit.page.locator(".reader h2")).to_have_text("灯笼管理条例（2026年修订）")
    assert "十万元" in visit.page.inner_text(".reader .page")


def test_the_original_is_downloaded(visit: Visit) -> None:
    """Byte for byte the file that was loaded."""
    read(visit, "临江市2024年知识产权保护工作方案")
    with visit.page.expect_download() as caught:
        visit.page.click(".reader .tools >> text=下载原文件")
    assert caught.value.path().read_text("utf-8") == LINJIANG
    assert caught.value.suggested_filename.endswith(".txt")


def test_what_cleaning_took_away_is_shown_on_demand(visit: Visit) -> None:
    """The page number that was no part of the text, and nothing of it before one asks."""
    read(visit, "临江市2024年知识产权保护工作方案")
    assert "— 1 —" not in visit.page.inner_text(".reader .page")
    visit.page.click(".reader .tools >> text=整理痕迹")
    expect(visit.page.locator(".page .edit:visible").first).to_contain_text(re.compile("去掉了“— 1 —”"))
