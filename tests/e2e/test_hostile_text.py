"""Whatever documents say, the page shows it as text: markup, scripts, marks of direction, piled accents, endless words."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from index import publishing
from index.embeddings import load_embedder
from tests.e2e.conftest import Server, Visit, free_port
from tests.index.small import law

pytestmark = pytest.mark.browser

HOSTILE = {
    "甲": "<img src=x onerror=alert(1)><script>alert(2)</script>",
    "乙": "\u202e倒写的字\u202c与\u2066隔开的字\u2069",
    "丙": "灯" + "\u0300\u0301\u0302\u0303" * 40 + "笼",
    "丁": "a" * 3000,
    "戊": "[1](javascript:alert(3)) **粗** `code` &lt;b&gt; {{7*7}} ${7*7}",
    "己": "\u0000\u0008\ufffe灯\u200b笼\ufeff".replace("\u0000", ""),
}


SHOWN = """async (text) => {
  const { AnswerView } = await import("/web/answer.js");
  const cell = {text, kind: "quote", citations: [1], model: true};
  const citation = {n: 1, document_id: text, version_id: text, document_title: text, document_number: text, kind: "digest",
    clause_path: text, cited_text: text, state: text, url: "/?document=x"};
  const view = new AnswerView(text, () => {});
  document.getElementById("log").replaceChildren(view.element);
  view.take({event: "status", data: {text}});
  view.fill({as_of: text, conduct_date: text, abstained: true, citations: [citation], notes: [{text}],
    blocks: [{kind: "paragraph", segments: [cell]}, {kind: "list", segments: [cell]}, {kind: "notice", segments: [cell]},
      {kind: "table", header: [cell], rows: [[cell]]}],
    searched: {documents: 1, nearest: [{document_id: "x", document_title: text, clause_path: text, text}]}, versions: {model: text}});
  view.offer([text], () => {});
  const within = (selector) => view.element.querySelector(selector).textContent.replaceAll(" › ", "/").includes(text);
  const places = [".asked", ".body p", ".body li", ".body .notice", "th", "td", ".notes", ".work .name", ".work .clause",
    ".work .words", ".nearest .words", ".facts", ".next button"];
  return {elements: view.element.querySelectorAll("img, script, iframe, style, code, strong, a[href^='javascript']").length,
    missing: places.filter((place) => !within(place))};
}"""
"""An answer that is hostile in every field, and where its text does not stand as it is written."""


@pytest.fixture(scope="module")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose documents are full of it."""
    data = tmp_path_factory.mktemp("hostile")
    documents = [law(name, f"灯笼厂应当于每年三月一日前报送{name}类材料，{text}。") for name, text in HOSTILE.items()]

    def put(writer: publishing.CatalogWriter) -> None:
        for document in documents:
            writer.put(document)

    publishing.write(data, load_embedder("static"), put)
    server = Server(data, free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A phone, on which nothing may stick out."""
    page = browser.new_page(viewport={"width": 375, "height": 700})
    page.goto(server.url)
    yield page
    page.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_shown_as_text(page: Page, name: str) -> None:
    """In the answer, in the card, in the reader and in the lists: no element, no dialog, nothing sideways."""
    visit, dialogs = Visit.of(page), list[str]()
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    visit.ask(f"《{name}办法》第一条")
    assert f"报送{name}类材料" in page.inner_text(".turn .body")
    page.focus(".mark >> nth=0")
    page.click(".mark >> nth=0")
    page.wait_for_selector(".reader[aria-busy=false] mark")
    for place in (".turn .body", ".reader .page", ".card"):
        assert page.locator(f"{place} :is(img, script, iframe, object, form, style, code, strong)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert (dialogs, visit.errors) == ([], [])


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_place_of_an_answer_shows_text(page: Page, text: str) -> None:
    """Whatever comes over the wire, also what no server of ours would send: in words, tables, notes, titles, clauses."""
    Visit.of(page).ask("《甲办法》第一条")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    shown = page.evaluate(SHOWN, text)
    assert shown == {"elements": 0, "missing": []}
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert dialogs == []


def test_a_mark_of_direction_ends_with_its_quote(page: Page) -> None:
    """What stands behind the quote is not turned around by it."""
    Visit.of(page).ask("《乙办法》第一条")
    isolated = page.locator(".turn .quote").first.evaluate("(e) => getComputedStyle(e).unicodeBidi")
    assert isolated == "isolate"
