"""What a person waits for on the page, in a real browser on a real server on this machine, and what the page weighs.

    python -m eval.bench.page --data DIR [--times 10] [--document civil-code-2020]

Weight: everything that opening `/` loads, packed by gzip as a proxy in front would. Paint: the browser's own first
contentful paint. First text: from Enter to the first words of an answer. Citation: from the click on a citation of a
long document to its quoted words in view. The widget's weight: all modules that `/widget.js` loads.
"""

import gzip
import os
import shutil
import statistics
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from eval.bench.results import record
from eval.bench.serving import HOST, served

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_QUESTION: Final = "哪些行为属于商标侵权？"
_FIRST_TEXT: Final = """(question) => new Promise((done) => {
  const box = document.getElementById("question"), log = document.getElementById("log");
  box.value = question;
  box.dispatchEvent(new Event("input", {bubbles: true}));
  const began = performance.now();
  const watch = new MutationObserver(() => {
    const last = log.lastElementChild?.querySelector(".body");
    if (!last?.textContent) return;
    watch.disconnect();
    done(performance.now() - began);
  });
  watch.observe(log, {childList: true, subtree: true, characterData: true});
  box.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}));
})"""
_OPENED: Final = """() => new Promise((done) => {
  const reader = document.getElementById("reader"), began = performance.now();
  const watch = new MutationObserver(() => {
    if (reader.getAttribute("aria-busy") !== "false" || !reader.querySelector("mark")) return;
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - began));
  });
  watch.observe(reader, {attributes: true, childList: true, subtree: true});
  document.querySelector(".turn:last-child .mark").click();
})"""
_PAINT: Final = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def main(
    *,
    data: Annotated[Path, typer.Option(exists=True, file_okay=False, help="a built index")],
    times: Annotated[int, typer.Option(min=3, help="how often each is measured")] = 10,
    document: Annotated[str, typer.Option(help="the title of a long law, with an article to open")] = "民法典",
) -> None:
    """Measure and record."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    with served(data) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True)
        url = f"http://{HOST}:{server.port}/"
        figures = {
            "page_gzip_kb": _weight(browser, url),
            "widget_gzip_kb": _widget_weight(browser, url),
            "first_contentful_paint_ms": _summed([_painted(browser, url) for _ in range(times)]),
            "first_text_ms": _summed(_asked(browser, url, [_QUESTION] * times, _FIRST_TEXT)),
            "citation_opens_ms": _summed(_cited(browser, url, document, times)),
        }
        browser.close()
    record("page", figures)


def _weight(browser: Any, url: str) -> float:
    """Of what opening the page loads, without what the API answers."""

    def load(page: Any) -> None:
        page.goto(url)

    return _loaded(browser, url, load)


def _widget_weight(browser: Any, url: str) -> float:
    def load(page: Any) -> None:
        page.goto(f"{url}healthz")
        page.evaluate("(from) => import(from)", f"{url}widget.js")

    return _loaded(browser, url, load)


def _loaded(browser: Any, url: str, load: Any) -> float:
    page, sizes = browser.new_page(), []
    page.on("response", lambda response: sizes.append(response))  # noqa: PLW0108 it is written to
    load(page)
    page.wait_for_load_state("networkidle")
    kept = [
        response for response in sizes if "/api/" not in response.url and not response.url.startswith(f"{url}healthz")
    ]
    size = sum(len(gzip.compress(response.body())) for response in kept)
    page.close()
    return round(size / 1000, 1)


def _painted(browser: Any, url: str) -> float:
    page = browser.new_page()
    page.goto(url, wait_until="networkidle")
    painted = float(page.evaluate(_PAINT))
    page.close()
    return painted


def _asked(browser: Any, url: str, questions: list[str], script: str) -> list[float]:
    page = browser.new_page()
    page.goto(url, wait_until="networkidle")
    waited = []
    for question in questions:
        waited.append(float(page.evaluate(script, question)))
        page.wait_for_selector(".turn:last-child[aria-busy=false]")
    page.close()
    return waited


def _cited(browser: Any, url: str, title: str, times: int) -> list[float]:
    """Each time on a fresh page: the document is read anew."""
    waited = []
    for number in range(times):
        page = browser.new_page()
        page.goto(url, wait_until="networkidle")
        page.evaluate(_FIRST_TEXT, f"《{title}》第{1000 + number}条")
        page.wait_for_selector(".turn:last-child[aria-busy=false]")
        waited.append(float(page.evaluate(_OPENED)))
        page.close()
    return waited


def _summed(milliseconds: list[float]) -> dict[str, float]:
    return {
        "n": len(milliseconds),
        "median": round(statistics.median(milliseconds), 1),
        "largest": round(max(milliseconds), 1),
    }


if __name__ == "__main__":
    typer.run(main)
