"""The page as a desk to work at: conversations, filters, documents, registers, feedback, copies, signing in."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import Browser, Page, expect

from assistant.accounts.database import open_database
from assistant.accounts.people import People
from assistant.conversations import Conversations
from assistant.feedback import Feedback
from tests.assistant.office import open_office
from tests.e2e.conftest import Server, Visit, free_port, opened

pytestmark = pytest.mark.browser

QUESTION = "哪些情形属于侵犯商标专用权？"
PENALTY = "侵权的罚款是多少"


def go(visit: Visit, view: str) -> None:
    """Turns to another page of the desk."""
    visit.page.click(f".views a[href='#{view}']")
    visit.page.wait_for_selector(f"#{view}:not([hidden])")


def test_a_conversation_is_found_opened_renamed_and_deleted(visit: Visit) -> None:
    """What was asked yesterday is there today, with its answer and its citations."""
    visit.ask(QUESTION)
    visit.page.reload()
    visit.page.click(f".talks .name:has-text('{QUESTION}')")
    visit.page.wait_for_selector(".turn .sources")
    assert "超出许可范围使用" in visit.page.inner_text(".turn .body")
    visit.page.click(".talks summary")
    visit.page.click(".talks .menu >> text=改名")
    visit.page.fill(".talks form input", "灯笼案")
    visit.page.press(".talks form input", "Enter")
    expect(visit.page.locator(".talks .name")).to_have_text("灯笼案")
    visit.page.fill(".rail input[type=search]", "没有的词")
    expect(visit.page.locator(".rail .told")).to_have_text("没有这样的对话。")
    visit.page.fill(".rail input[type=search]", "超出许可范围")
    expect(visit.page.locator(".talks .name")).to_have_text("灯笼案")
    visit.page.on("dialog", lambda dialog: dialog.accept())
    visit.page.click(".talks summary")
    visit.page.click(".talks .menu >> text=删除")
    expect(visit.page.locator(".talks [data-id]")).to_have_count(0)
    assert visit.errors == []


def test_a_restored_conversation_goes_on(visit: Visit) -> None:
    """A follow-up leans on what was restored, and is kept in the same conversation."""
    visit.ask(QUESTION)
    visit.page.reload()
    visit.page.click(".talks .name")
    visit.page.wait_for_selector(".turn .sources")
    with visit.page.expect_request("**/api/chat") as caught:
        visit.ask("那罚款多少？")
    assert caught.value.post_data_json["history"][0]["content"] == QUESTION
    expect(visit.page.locator(".talks [data-id]")).to_have_count(1)


def test_an_answer_is_copied_ready_to_paste(visit: Visit) -> None:
    """With the citation in the official style and the day; the quoted words in quotation marks."""
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask(PENALTY)
    visit.page.click(".turn .actions >> text=复制")
    expect(visit.page.locator(".turn .actions button").first).to_have_text("已复制")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert "[1] 《示例商标条例》（示令〔2020〕1号）第四条：“" in copied
    assert re.search(r"截至 \d{4}-\d\d-\d\d", copied)


def test_a_bad_answer_is_reported(visit: Visit, data: Path) -> None:
    """With a reason and a correction, which arrive where evaluators find them, without personal data."""
    visit.ask(PENALTY)
    visit.page.click(".turn .actions >> text=有问题")
    visit.page.select_option(".complaint select", "不完整")
    visit.page.fill(".complaint textarea", "还要没收，问13800138000")
    with visit.page.expect_response("**/feedback") as caught:
        visit.page.click(".complaint button[type=submit]")
    assert caught.value.status == 204
    expect(visit.page.locator(".complaint")).to_have_text("已记下，谢谢。")
    expect(visit.page.locator("[data-name=bad]")).to_have_attribute("aria-pressed", "true")
    database = open_database(f"sqlite:///{data / 'assistant.sqlite'}")
    (found,) = (one for one in Feedback(database, Conversations(database)).wanting() if one.sort == "down")
    database.dispose()
    assert (found.question, found.reason) == (PENALTY, "不完整")
    assert "还要没收" in found.correction
    assert "13800138000" not in found.correction


def test_the_last_question_is_edited(visit: Visit) -> None:
    """Only the last one can be; what was asked before gives way to what is sent, also in what is kept."""
    visit.ask(QUESTION)
    visit.ask(PENALTY)
    assert visit.page.locator(".turn:first-child .actions >> text=改问题").count() == 0
    visit.page.click(".turn:last-child .actions >> text=改问题")
    assert visit.page.input_value("#question") == PENALTY
    visit.ask("《示例商标条例》第二条")
    assert visit.page.locator(".asked").all_inner_texts() == [QUESTION, "《示例商标条例》第二条"]
    visit.page.reload()
    visit.page.click(".talks .name")
    visit.page.wait_for_selector(".turn .sources")
    assert visit.page.locator(".asked").all_inner_texts() == [QUESTION, "《示例商标条例》第二条"]


def test_editing_can_be_left(visit: Visit) -> None:
    """With Esc or by a button the old question and its answer stay as they were."""
    visit.ask(PENALTY)
    for leave in ("Escape", "button"):
        visit.page.click(".turn .actions >> text=改问题")
        expect(visit.page.locator("#editing")).to_be_visible()
        visit.page.fill("#question", "别的")
        visit.page.press("#question", "Escape") if leave == "Escape" else visit.page.click("#keep")
        expect(visit.page.locator("#editing")).to_be_hidden()
        assert visit.page.input_value("#question") == ""
    assert visit.page.locator(".turn .sources").is_visible()


def test_asking_again_keeps_one_answer(visit: Visit) -> None:
    """The new answer takes the place of the old one, on the page and in what is kept; the name follows an edit."""
    visit.ask(PENALTY)
    visit.page.click(".turn .actions >> text=再问一次")
    visit.page.wait_for_selector(".turn[aria-busy=false] .actions")
    visit.page.click(".turn .actions >> text=改问题")
    visit.ask(QUESTION)
    expect(visit.page.locator(".talks .name")).to_have_text(QUESTION)
    visit.page.reload()
    visit.page.click(".talks .name")
    visit.page.wait_for_selector(".turn .sources")
    assert visit.page.locator(".asked").all_inner_texts() == [QUESTION]


def test_a_conversation_is_taken_away_as_a_file(visit: Visit) -> None:
    """As Word and as Markdown, with citations, the day and the version of the index."""
    visit.ask(PENALTY)
    for form in ("Word", "Markdown"):
        visit.page.click(".talks summary")
        with visit.page.expect_download() as caught:
            visit.page.click(f".talks .menu >> text=导出 {form}")
        path = caught.value.path()
        words = "\n".join(p.text for p in Document(str(path)).paragraphs) if form == "Word" else path.read_text("utf-8")
        assert "《示例商标条例》（示令〔2020〕1号）第四条：“" in words
        assert re.search(r"截至 \d{4}-\d\d-\d\d；索引 \d+", words)


def test_what_goes_on_from_an_answer_is_offered(visit: Visit) -> None:
    """A follow-up that is offered is asked, and offers of older answers go."""
    visit.ask(QUESTION)
    visit.page.click(".next button >> nth=0")
    visit.page.wait_for_selector(".turn:nth-child(2)[aria-busy=false] .facts")
    assert visit.page.locator(".turn:first-child .next").count() == 0


def test_the_list_of_conversations_can_be_put_away(browser: Browser, server: Server) -> None:
    """On a phone it lies over the page, and goes by its button, by Esc and by a touch beside it."""
    page = browser.new_page(viewport={"width": 375, "height": 800})
    page.goto(server.url)
    rail = page.locator("#rail")
    for leave in (
        lambda: page.click("#rail .close"),
        lambda: page.keyboard.press("Escape"),
        lambda: page.click("#veil", position={"x": 360, "y": 400}),
    ):
        expect(rail).to_be_hidden()
        page.click("#menu")
        expect(rail).to_be_visible()
        leave()
    expect(rail).to_be_hidden()
    page.close()


def test_a_mark_tells_what_it_stands_for(visit: Visit) -> None:
    """On hovering and on focus, with the quoted words; Esc hides it again."""
    visit.ask(PENALTY)
    visit.page.focus(".mark >> nth=0")
    card = visit.page.locator(".card")
    expect(card).to_be_visible()
    assert "《示例商标条例》（示令〔2020〕1号）第四条" in card.inner_text()
    assert "五万元以下罚款" in card.inner_text()
    visit.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    visit.page.hover(".mark >> nth=0")
    expect(card).to_be_visible()


def test_on_a_phone_a_new_conversation_is_one_touch_away(browser: Browser, server: Server) -> None:
    """As soon as one has begun; what was asked before is kept as a conversation of its own."""
    for visit in opened(browser, server, width=320):
        anew = visit.page.locator("#anew")
        expect(anew).to_be_hidden()
        visit.ask(PENALTY)
        anew.click()
        expect(visit.page.locator("#welcome")).to_be_visible()
        visit.ask(QUESTION)
        assert visit.page.locator(".asked").all_inner_texts() == [QUESTION]
        visit.page.click("#menu")
        expect(visit.page.locator(".talks .name")).to_have_text([QUESTION, PENALTY])
        assert visit.page.evaluate("document.documentElement.scrollWidth") == 320


def test_offered_questions_are_answered(visit: Visit) -> None:
    """What the page suggests leads to an answer with sources."""
    visit.page.click(".welcome .offers button >> nth=0")
    visit.page.wait_for_selector(".turn[aria-busy=false] .sources")


def test_filters_travel_with_the_question(visit: Visit) -> None:
    """The day and what was chosen; “不限” takes them back."""
    visit.page.fill("#as-of", "2019-01-01")
    with visit.page.expect_request("**/api/chat") as caught:
        visit.ask(PENALTY)
    assert caught.value.post_data_json["as_of"] == "2019-01-01"
    assert "没有找到" in visit.page.inner_text(".turn")  # the law was not yet in force
    visit.page.click("#filters >> text=不限")
    assert visit.page.input_value("#as-of") == ""


def test_documents_are_searched(visit: Visit) -> None:
    """By title, number or issuer; the list says how many fit."""
    go(visit, "documents")
    expect(visit.page.locator("#documents .shelf li")).to_have_count(2)
    visit.page.fill("#documents input", "示令〔2020〕")
    expect(visit.page.locator("#documents .shelf a")).to_have_text("示例商标条例")
    assert visit.page.inner_text("#documents .told") == "2 份中的 1 份"


def test_deadlines_as_list_month_and_calendar(visit: Visit) -> None:
    """Each with its clause, which opens; the month shows the day, the calendar file is one."""
    go(visit, "deadlines")
    row = visit.page.locator(".dues li")
    expect(row).to_have_count(1)
    assert "2024-11-15" in row.inner_text()
    visit.page.select_option("#deadlines select >> nth=0", "month")
    visit.page.fill("#deadlines input[type=month]", "2024-11")
    day = visit.page.locator(".month td.due")
    expect(day).to_have_count(1)
    assert day.inner_text().startswith("15")
    day.locator("a").click()
    visit.page.wait_for_selector(".reader[aria-busy=false] mark")
    href = visit.page.get_attribute("#deadlines a[data-form=ics]", "href") or ""
    assert visit.page.evaluate("(url) => fetch(url).then((r) => r.text())", href).startswith("BEGIN:VCALENDAR")


def test_an_empty_month_leads_to_one_that_is_not(visit: Visit) -> None:
    """Months are turned one by one, and where nothing is due the page says where something is."""
    go(visit, "deadlines")
    visit.page.select_option("#deadlines select >> nth=0", "month")
    visit.page.fill("#deadlines input[type=month]", "2024-12")
    visit.page.wait_for_selector(".month caption:has-text('2024 年 12 月')")
    expect(visit.page.locator(".month td.due")).to_have_count(0)
    visit.page.click("#deadlines [aria-label=上个月]")
    expect(visit.page.locator(".month td.due")).to_have_count(1)
    visit.page.fill("#deadlines input[type=month]", "2030-01")
    visit.page.click("#deadlines .told >> text=2024-11-15")
    expect(visit.page.locator(".month td.due time")).to_have_text("15")


def test_duties_are_narrowed(visit: Visit) -> None:
    """By organ and by what is demanded; the files that are offered are narrowed too."""
    go(visit, "duties")
    visit.page.wait_for_selector("#duties tbody tr")
    visit.page.select_option("#duties select >> nth=2", "must")
    expect(visit.page.locator("#duties a[data-form=csv]")).to_have_attribute("href", re.compile("modal=must"))
    assert "应当" in visit.page.inner_text("#duties tbody")
    for form, begins in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        with visit.page.expect_download() as caught:
            visit.page.click(f"#duties a[data-form={form}]")
        assert caught.value.path().read_bytes().startswith(begins)


def test_the_reader_offers_original_and_marks(visit: Visit) -> None:
    """What cleaning changed is shown on demand and hidden again."""
    go(visit, "documents")
    visit.page.click("#documents .shelf a >> nth=0")
    visit.page.wait_for_selector(".reader[aria-busy=false] .page")
    assert "/original" in (visit.page.get_attribute(".reader .tools a", "href") or "")
    visit.page.click(".reader .tools >> text=整理痕迹")
    visit.page.wait_for_selector(".page.with-edits")
    visit.page.click(".reader .tools >> text=整理痕迹")
    visit.page.wait_for_selector(".page:not(.with-edits)")


def test_without_a_network_the_page_says_so(visit: Visit) -> None:
    """And takes it back when the network is there again."""
    visit.page.context.set_offline(True)
    expect(visit.page.locator("#offline")).to_be_visible()
    visit.page.context.set_offline(False)
    expect(visit.page.locator("#offline")).to_be_hidden()


def test_what_is_printed_is_the_answer(visit: Visit) -> None:
    """Without box, buttons and lists."""
    visit.ask(PENALTY)
    visit.page.emulate_media(media="print")
    for hidden in (".composer", ".rail", ".views", ".turn .actions"):
        assert visit.page.locator(hidden).is_hidden(), hidden
    assert visit.page.locator(".turn .body").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_no_barrier_is_found(browser: Browser, server: Server, scheme: str, width: int) -> None:
    """Axe finds nothing on the start, an answer, the reader and each of the pages."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    visit = Visit.of(page)
    page.goto(server.url)
    page.wait_for_selector("#offers li")
    found = {"start": barriers(page)}
    visit.ask(PENALTY)
    found["answer"] = barriers(page)
    page.click(".turn .actions >> text=有问题")
    page.click(".turn .actions >> text=改问题")
    found["complaint and editing"] = barriers(page)
    page.keyboard.press("Escape")
    if width < 1000:
        page.click("#menu")
        found["conversations"] = barriers(page)
        page.keyboard.press("Escape")
    page.click(".mark >> nth=0")
    page.wait_for_selector(".reader[aria-busy=false] mark")
    found["reader"] = barriers(page)
    page.keyboard.press("Escape")
    for view in ("documents", "deadlines", "duties"):
        go(visit, view)
        page.wait_for_selector(f"#{view} li, #{view} tbody tr")
        found[view] = barriers(page)
        if view == "deadlines":
            page.select_option("#deadlines select >> nth=0", "month")
            page.wait_for_selector(".month")
            found["month"] = barriers(page)
    assert {place: faults for place, faults in found.items() if faults} == {}
    page.close()


def barriers(page: Page) -> list[str]:
    """What axe finds by the rules of WCAG 2.2 A and AA: the rule and the first place."""
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    violations = Axe().run(page, options=rules).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations]


def test_signing_in_with_a_token(browser: Browser, tmp_path: Path) -> None:
    """The page asks for it, says when it is wrong, and shows who is signed in; signing out asks again."""
    data = open_office(tmp_path)
    server = Server(data, free_port(), {"ASSISTANT_SIGN_IN": "tokens"})
    server.start()
    database = open_database(f"sqlite:///{data / 'assistant.sqlite'}")
    _, token = People(database).add("张三", "officer")
    database.dispose()
    page = browser.new_page()
    page.goto(server.url)
    assert barriers(page) == []
    page.fill("#token", "falsch")
    page.click(".sign-in button")
    expect(page.locator(".sign-in [role=alert]")).to_contain_text("令牌无效")
    page.fill("#token", token)
    page.click(".sign-in button")
    expect(page.locator("#who-name")).to_have_text("张三")
    Visit.of(page).ask(PENALTY)
    expect(page.locator(".talks .name")).to_have_text(PENALTY)
    page.click("#sign-out")
    page.wait_for_selector(".sign-in")
    page.close()
    server.stop()
